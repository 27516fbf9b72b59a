"""The words and terms met while building, each with the number it keeps for life."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.arrays import Array, Ragged

if TYPE_CHECKING:
    from indexer.index.forward.reader import Forward

GRAM = 4
BOUNDARY = 0
"""The word that stands between title, heading and text, so that no pair or phrase reaches across."""


class Lexicon(Protocol):
    """The words of texts by number, as they are written: `forms`, and the numbers of their `normal` forms."""

    forms: list[str]
    normal: array[int]

    def read(self, *texts: str) -> Sequence[NDArray[np.uint32]]:
        """Return the words of each text."""
        ...

    def read_hanging(self, *texts: str) -> Sequence[tuple[NDArray[np.uint32], list[int]]]:
        """Return the words of each text, and the places of those that end in a hyphen of their own."""
        ...


class Analyzer(Protocol):
    """What building asks of the analyser in `indexer.language`, which has the lexicon that the texts are read with."""

    def read(self, *texts: str) -> Sequence[NDArray[np.uint32]]:
        """Return the words of each text, those that a hyphen suspends made whole."""
        ...

    def complete(self, numbers: NDArray[np.uint32], hanging: Collection[int]) -> NDArray[np.uint32]:
        """Return the words of a text with those at the places `hanging` made whole."""
        ...

    def is_stop(self, word: str, language: str = "sv") -> bool:
        """Return whether the word says nothing of what a text is about."""
        ...

    def stem(self, word: str, language: str = "sv") -> str:
        """Return what the word's inflections share."""
        ...

    def terms(self, word: str, language: str = "sv") -> tuple[str, ...]:
        """Return what is indexed for the word: its stem, then the stems of its parts."""
        ...


def grams(word: str, size: int = GRAM) -> set[int]:
    """Return the n-grams of `_word_` as numbers: sixteen bits a letter, at most four letters."""
    padded = f"_{word}_"
    pieces = (padded[at : at + size] for at in range(max(1, len(padded) - size + 1)))
    return {_number(piece) for piece in pieces}


def _number(piece: str) -> int:
    number = 0
    for letter in piece:
        number = number << 16 | ord(letter) & 0xFFFF
    return number


def primary(language: str) -> str:
    """Return the language that decides the analysis: `sv` for `sv-x-lattlast`."""
    return language.partition("-")[0]


Met = NDArray[np.int32]
_NOTHING_MET: Met = np.zeros(0, np.int32)
_UNKNOWN = -1
_REMEMBERED = 50_000
"""How many words' terms are remembered."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


def without_addresses(text: str) -> str:
    """Return the text with web addresses blanked out, every place kept: their words are not the text's own."""
    if "://" not in text and "www." not in text:
        return text
    return _ADDRESS.sub(lambda match: " " * len(match[0]), text)


class Vocabulary:
    """Words by language and the terms they give, numbered in the order in which they are met.

    Those of a previous index keep their numbers and are looked up there, so that starting costs nothing.
    """

    def __init__(self, analyzer: Analyzer, lexicon: Lexicon, previous: Forward | None) -> None:
        self._analyzer = analyzer
        self._lexicon = lexicon
        self._previous = previous
        self.known = len(previous.words.strings) if previous else 0
        self.known_terms = len(previous.terms.strings) if previous else 0
        self.new_words: list[str] = []
        self.new_terms: list[str] = []
        self.languages: list[str] = list(previous.languages) if previous else ["sv"]
        self._met: dict[str, Met] = {}
        self._term_numbers: dict[str, int] = {}
        self._terms_of = _Terms(self._looked_up)
        self._stems, self._word_languages, self._stops = array("I"), array("B"), array("B")
        self._word_terms, self._ends = array("I"), array("Q", [0])
        if not previous:
            self._enter("", "sv", stop=True)

    def __len__(self) -> int:
        return self.known + len(self.new_words)

    def numbers(self, read: NDArray[np.uint32], language: str) -> NDArray[np.uint32]:
        """Return the words that the lexicon has these numbers for as numbers of ours, in order."""
        met = self._met_in(language)
        numbers = met[read]
        fresh = read[numbers == _UNKNOWN]
        if len(fresh):
            for number in dict.fromkeys(fresh.tolist()):
                met[number] = self._meet(number, met, language)
            numbers = met[read]
        return numbers.astype(np.uint32)

    def settle(self) -> None:
        """Let go of what only new texts need; none can be read afterwards."""
        self._term_numbers.clear()
        self._terms_of.clear()
        self._met.clear()

    def _met_in(self, language: str) -> Met:
        """Return our number of each word of the lexicon, −1 where it was not met in this language yet."""
        met, size = self._met.get(language, _NOTHING_MET), len(self._lexicon.forms)
        if len(met) < size:
            met = self._met[language] = np.append(met, np.full(2 * size - len(met), _UNKNOWN, np.int32))
        return met

    def term(self, number: int) -> str:
        """Return a term by its number."""
        if self._previous and number < self.known_terms:
            return self._previous.terms.strings[number]
        return self.new_terms[number - self.known_terms]

    def terms_of(self, words: Iterable[int]) -> Iterator[str]:
        """Return the terms that the engine indexes for words, one word after the other."""
        return chain.from_iterable(map(self._terms_of.__getitem__, words))

    def _looked_up(self, number: int) -> tuple[str, ...]:
        if self._previous and number < self.known:
            return tuple(self.term(int(term)) for term in self._previous.word_terms.row(number))
        first, last = self._ends[number - self.known : number - self.known + 2]
        return tuple(self.term(term) for term in self._word_terms[first:last])

    @property
    def terms(self) -> int:
        """How many terms there are."""
        return self.known_terms + len(self.new_terms)

    @property
    def stems(self) -> Array:
        """The term that is each word's stem."""
        return self._with_previous("word_stems", self._stems, np.uint32)

    @property
    def stops(self) -> Array:
        """1 for every word that says nothing."""
        return self._with_previous("word_stops", self._stops, np.uint8)

    @property
    def word_languages(self) -> Array:
        """Each word's language, as a place in `languages`."""
        return self._with_previous("word_languages", self._word_languages, np.uint8)

    @property
    def word_terms(self) -> Ragged:
        """The terms of every word."""
        new = Ragged(np.array(self._ends, np.int64), np.array(self._word_terms, np.uint32))
        return Ragged.joined([self._previous.word_terms, new]) if self._previous else new

    def _with_previous(self, name: str, new: array[int], dtype: type[np.generic]) -> Array:
        values = np.array(new, dtype)
        return np.concatenate((getattr(self._previous, name), values)) if self._previous else values

    def _meet(self, number: int, met: Met, language: str) -> int:
        """Return our number of a word of the lexicon, which it gets with its normal form if that has none."""
        own = self._lexicon.normal[number]
        if met[own] == _UNKNOWN:
            word = self._lexicon.forms[own]
            known = self._recall(word, language)
            stop = self._analyzer.is_stop(word, language)
            met[own] = self._enter(word, language, stop=stop) if known is None else known
        return int(met[own])

    def _recall(self, word: str, language: str) -> int | None:
        """Return the number that the previous index has for the word."""
        if not self._previous or language not in self._previous.languages:
            return None
        code = self._previous.languages.index(language)
        places = self._previous.words.find(word)
        return next((place for place in places if self._previous.word_languages[place] == code), None)

    def _enter(self, word: str, language: str, *, stop: bool) -> int:
        number = len(self)
        self.new_words.append(word)
        if language not in self.languages:
            self.languages.append(language)
        self._word_languages.append(self.languages.index(language))
        self._stops.append(stop)
        terms = () if stop else self._analyzer.terms(word, language)
        self._terms_of.put(number, terms)
        # The stem is the first of the terms.
        self._stems.append(self._term(terms[0] if terms else self._analyzer.stem(word, language) if word else ""))
        self._word_terms.extend([self._term(term) for term in terms])
        self._ends.append(len(self._word_terms))
        return number

    def _term(self, term: str) -> int:
        number = self._term_numbers.get(term)
        if number is None:
            known = self._previous.terms.one(term) if self._previous else None
            number = self._term_numbers[term] = self.terms if known is None else known
            if known is None:
                self.new_terms.append(term)
        return number


class _Terms(dict[int, tuple[str, ...]]):
    """The terms of words by number; what is not remembered is looked up."""

    def __init__(self, look_up: Callable[[int], tuple[str, ...]]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, word: int) -> tuple[str, ...]:
        return self.put(word, self._look_up(word))

    def put(self, word: int, terms: tuple[str, ...]) -> tuple[str, ...]:
        """Remember a word's terms, and return them."""
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = terms
        return terms

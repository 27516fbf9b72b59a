"""The words and terms met while building, each with the number it keeps for life."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

import numpy as np

from indexer.index.forward.arrays import Ragged

if TYPE_CHECKING:
    from indexer.index.forward.reader import Forward

GRAM = 4
BOUNDARY = 0
"""The word that stands between title, heading and text, so that no pair or phrase reaches across."""


class Token(Protocol):
    """One word of a text as the analyser gives it."""

    @property
    def word(self) -> str:
        """Its normal form."""
        ...


class Analyzer(Protocol):
    """What building asks of the analyser in `indexer.language`."""

    def tokens(self, text: str) -> Sequence[Token]:
        """Return every word of the text."""
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


_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


def without_addresses(text: str) -> str:
    """Return the text with web addresses blanked out, every place kept: their words are not the text's own."""
    return _ADDRESS.sub(lambda match: " " * len(match[0]), text)


class Vocabulary:
    """Words by language and the terms they give, numbered in the order in which they are met."""

    def __init__(self, analyzer: Analyzer, previous: Forward | None) -> None:
        self._analyzer = analyzer
        self.terms: list[str] = previous.terms.strings.all() if previous else []
        self.languages: list[str] = list(previous.languages) if previous else ["sv"]
        self._term_ids = {term: number for number, term in enumerate(self.terms)}
        self._words: dict[tuple[str, str], int] = {}
        self.stems, self.word_languages, self.stops = array("I"), array("B"), array("B")
        self.word_terms: list[tuple[int, ...]] = []
        if previous:
            self._recall(previous)
        else:
            self._enter("", "sv", stop=True)

    def _recall(self, previous: Forward) -> None:
        """Take over the words of the previous index with their numbers."""
        self.word_languages.extend(previous.word_languages.tolist())
        self.stems.extend(previous.word_stems.tolist())
        self.stops.extend(previous.word_stops.tolist())
        words, languages = previous.words.strings.all(), previous.languages
        for number, word in enumerate(words):
            self._words[word, languages[self.word_languages[number]]] = number
        values, starts = previous.word_terms.values.tolist(), previous.word_terms.starts.tolist()
        self.word_terms = [tuple(values[a:b]) for a, b in pairwise(starts)]

    @property
    def words(self) -> list[str]:
        """Every word, in the order of its number."""
        return [word for word, _language in self._words]

    def numbers(self, text: str, language: str) -> array[int]:
        """Return the words of a text as numbers, in order."""
        known, found = self._words, array("I")
        for token in self._analyzer.tokens(text):
            number = known.get((token.word, language))
            found.append(self._learn(token.word, language) if number is None else number)
        return found

    def terms_of(self, number: int) -> tuple[str, ...]:
        """Return the terms that the engine indexes for a word."""
        return tuple(self.terms[term] for term in self.word_terms[number])

    def _learn(self, word: str, language: str) -> int:
        return self._enter(word, language, stop=self._analyzer.is_stop(word, language))

    def _enter(self, word: str, language: str, *, stop: bool) -> int:
        number = len(self._words)
        self._words[word, language] = number
        if language not in self.languages:
            self.languages.append(language)
        self.word_languages.append(self.languages.index(language))
        self.stops.append(stop)
        self.stems.append(self._term(self._analyzer.stem(word, language) if word else ""))
        terms = () if stop else self._analyzer.terms(word, language)
        self.word_terms.append(tuple(self._term(term) for term in terms))
        return number

    def _term(self, term: str) -> int:
        number = self._term_ids.setdefault(term, len(self.terms))
        if number == len(self.terms):
            self.terms.append(term)
        return number

    def parts(self) -> Ragged:
        """Return for every word the terms of its parts, or its stem where it has none."""
        return Ragged.of([terms[1:] or terms for terms in self.word_terms])

    def gram_keys(self, known: int = 0) -> Ragged:
        """Return the 4-grams of every word from number `known` on; stop words have none."""
        words = self.words[known:]
        rows = [() if self.stops[known + at] else sorted(grams(word)) for at, word in enumerate(words)]
        return Ragged.of(rows, np.uint64)

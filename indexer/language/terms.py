"""The terms of a theme scheme, and where they stand in texts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from indexer.language.analysis import Analyzer
from indexer.language.lexicon import Numbers, Small, Table
from indexer.language.normal import normal
from indexer.language.remembered import Remembered
from indexer.model import Theme

Lines = str | Numbers
"""The text of a field, or its words as the analyser's lexicon numbers them."""
_HOLDS, _BEGINS, _GOES_ON, _WRITTEN = 1, 2, 4, 8
"""Marks of a word: it holds a term, begins or goes on with one, is one as written."""
_SHORTEST_STEM = 4
"""Shorter stems are shared by words that have nothing to do with each other: *romer*, *rom*; *resande*, *resa*."""
_LONGEST_EXACT = 3
"""Abbreviations of so many letters count only in the case given, for *it* and *ai* are no *IT* and *AI*."""
_HALF = np.uint64(32)
"""Bits of each of two numbers that stand side by side in one."""
_AS_WRITTEN, _CASE_TOO = "'", "="
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_LIST = re.compile(r",\s*|\s+och\s+")
_HYPHEN_OR_COLON = re.compile("[-\u2010\u2011:]")
_PARTICIPLE = re.compile("(.{2,}[ae]nde)(?:t|ts|s|n|na|nas)?")


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One term of one theme; `keys` are those of its words' parts in order, one key for a term taken as written.

    `label` tells that the theme is called so. Without equality, terms are counted quickly.
    """

    theme: str
    name: str
    keys: tuple[str, ...]
    strong: bool
    label: bool = False

    @property
    def phrase(self) -> bool:
        """Tell whether the term has several words."""
        return " " in self.name and len(self.keys) > 1


@dataclass(frozen=True, slots=True)
class _Held:
    """What terms a word has to do with: those it holds `whole`, and those it begins.

    The latter stand under the key that they go on with.
    """

    whole: tuple[Term, ...]
    begun: Mapping[str, Sequence[Term]]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A term that spans the words `first` … `last` − 1 of a text."""

    first: int
    last: int
    term: Term

    def is_swallowed(self, other: _Phrase) -> bool:
        """Tell whether this one stands within a longer strong term."""
        longer = other.last - other.first > self.last - self.first
        return longer and other.term.strong and other.first <= self.first and self.last <= other.last


_NOTHING = _Held((), {})


class Finder:
    """A theme scheme's terms made ready for matching; one pass over the words of a text finds all of them."""

    def __init__(self, scheme: Sequence[Theme], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._known = Remembered(self._found_keys)
        self._known_pieces = Remembered(self._found_key)
        self._known_held = Remembered(self._held)
        self._marks = Table(analyzer.lexicon, self._mark)
        self._begun = Remembered(self._begun_by)
        self._edition = analyzer.lexicon.edition
        self._by_first: defaultdict[str, list[Term]] = defaultdict(list)
        shared = Counter(keys for theme in scheme for keys in {self._keys(name) for name in theme.weak})
        for theme in scheme:
            for term in self._terms(theme, shared):
                self._by_first[term.keys[0]].append(term)
        phrases = [term.keys for term in chain.from_iterable(self._by_first.values())]
        self._going_on = frozenset(key for keys in phrases for key in keys[1:])
        self._longest = max(map(len, phrases), default=1)

    def find(self, text: Lines) -> tuple[Counter[Term], int]:
        """Return how often each term stands in the text, and its number of words."""
        numbers = self._analyzer.read(text)[0] if isinstance(text, str) else text
        return (self._find(numbers) if len(numbers) else Counter()), len(numbers)

    def _terms(self, theme: Theme, weak_somewhere: Collection[tuple[str, ...]]) -> Iterator[Term]:
        """Yield a theme's terms.

        A strong term with the same key as a weak one of its theme, or with a short one, counts only as written; a
        part of the label that is a weak term of any theme does not count.
        """
        weak = {self._keys(name): name for name in theme.weak}
        called = {self._keys(part) for part in _label_parts(theme.label)}
        names = (*_label_parts(theme.label), _BRACKETS.sub("", theme.label_en))
        label = [part for part in names if self._keys(part) not in weak_somewhere]
        strong = (*label, *theme.alternatives, *theme.inflections, *theme.compounds, *theme.older, *theme.own_names)
        seen = set()
        for name in strong:
            keys = self._keys(name)
            if keys in weak or (len(keys) == 1 and len(keys[0]) < _SHORTEST_STEM):
                keys = (f"{_AS_WRITTEN}{normal(name)}",)
            if keys and keys not in seen:
                seen.add(keys)
                yield Term(theme.id, name, keys, strong=True)
        for name in theme.abbreviations:
            exact = len(name) <= _LONGEST_EXACT
            yield Term(
                theme.id, name, (f"{_CASE_TOO}{name}" if exact else f"{_AS_WRITTEN}{normal(name)}",), strong=True
            )
        for keys, name in weak.items():
            if keys not in seen:
                yield Term(theme.id, name, keys, strong=False, label=keys in called)

    def _keys(self, text: str) -> tuple[str, ...]:
        return tuple(key for word in self._analyzer.words(text) for key in self._keys_of_word(word))

    def _keys_of_word(self, word: str) -> tuple[str, ...]:
        """Return the stems of the word's parts; participles keep their ending: *skrivande* is not *skrivs*."""
        return self._known[word]

    def _found_keys(self, word: str) -> tuple[str, ...]:
        return tuple([self._known_pieces[piece] for piece in self._analyzer.pieces(word)])

    def _found_key(self, piece: str) -> str:
        return _participle(piece) or self._analyzer.stem(piece)

    def _mark(self, form: str, word: str) -> int:
        """Return what the word has to do with terms."""
        keys = self._keys_of_word(word)
        held = self._known_held[word] if not self._by_first.keys().isdisjoint(keys) else _NOTHING
        mark = _HOLDS * bool(held.whole) | _BEGINS * bool(held.begun)
        return (
            mark
            | _GOES_ON * (keys[0] in self._going_on)
            | _WRITTEN * any(True for _ in self._written_terms(form, word))
        )

    def _find(self, numbers: Numbers) -> Counter[Term]:
        """Return how often each term stands in a text, given its words.

        What spans several words begins and ends where words do: *frasboken pratar* holds no *bokprat*. A phrase does
        not hide in a word: a *folkbibliotek* is no *folkets bibliotek*. Within a longer strong term, *barnhälsovård*,
        shorter ones, *barn*, do not count.
        """
        self._keep_up()
        marks = self._marks[numbers]
        phrases = self._phrases(numbers, marks)
        holding = marks & _HOLDS != 0
        for phrase in phrases:
            if phrase.term.strong:
                holding[phrase.first : phrase.last] = False
        found = Counter(phrase.term for phrase in phrases if not any(map(phrase.is_swallowed, phrases)))
        for number, count in _counted(numbers[holding]):
            for term in self._held_by(number).whole:
                found[term] += count
        lexicon = self._analyzer.lexicon
        for number, count in _counted(numbers[marks & _WRITTEN != 0]):
            for term in self._written_terms(lexicon.forms[number], lexicon.word(number)):
                found[term] += count
        return found

    def _keep_up(self) -> None:
        """Forget what numbers stood for in an edition that is over."""
        if self._edition != self._analyzer.lexicon.edition:
            self._edition = self._analyzer.lexicon.edition
            self._begun.clear()

    def _phrases(self, numbers: Numbers, marks: Small) -> list[_Phrase]:
        """Return the terms that span several words of a text, given its words and their marks."""
        begins = np.flatnonzero((marks[:-1] & _BEGINS != 0) & (marks[1:] & _GOES_ON != 0))
        pairs = numbers[begins].astype(np.uint64) << _HALF | numbers[begins + 1]
        begun = zip(begins.tolist(), map(self._begun.__getitem__, pairs.tolist()), strict=True)
        return [phrase for at, terms in begun if terms for phrase in self._ended(numbers, at, terms)]

    def _begun_by(self, pair: int) -> tuple[Term, ...]:
        """Return the terms that the first of two words begins and the second goes on with."""
        first, second = divmod(pair, 1 << int(_HALF))
        return tuple(self._held_by(first).begun.get(self._keys_of(second)[0], ()))

    def _ended(self, numbers: Numbers, at: int, terms: Sequence[Term]) -> Iterator[_Phrase]:
        """Yield those of the terms begun at this place that end where a word does."""
        first, *following = [self._keys_of(number) for number in numbers[at : at + self._longest].tolist()]
        for term in terms:
            if count := _end(term.keys[len(first) :], following):
                yield _Phrase(at, at + 1 + count, term)

    def _held_by(self, number: int) -> _Held:
        return self._known_held[self._analyzer.lexicon.word(number)]

    def _keys_of(self, number: int) -> tuple[str, ...]:
        return self._keys_of_word(self._analyzer.lexicon.word(number))

    def _held(self, word: str) -> _Held:
        """Return the terms that a word holds or begins."""
        keys = self._keys_of_word(word)
        spans = [
            (at, at + len(term.keys), term)
            for at, key in enumerate(keys)
            for term in self._by_first.get(key, ())
            if not term.phrase and keys[at : at + len(term.keys)] == term.keys
        ]
        swallowed = _inside({(first, last) for first, last, term in spans if term.strong})
        whole = tuple(term for first, last, term in spans if (first, last) not in swallowed)
        begun: defaultdict[str, list[Term]] = defaultdict(list)
        for term in self._by_first.get(keys[0], ()):
            if len(term.keys) > len(keys) and term.keys[: len(keys)] == keys:
                begun[term.keys[len(keys)]].append(term)
        return _Held(whole, begun)

    def _written_terms(self, form: str, word: str) -> Iterator[Term]:
        """Yield the terms that count only as written and are written so, be it before a hyphen: *IT-stöd*."""
        yield from self._by_first.get(f"{_AS_WRITTEN}{word}", ())
        if "-" in word:
            yield from self._by_first.get(f"{_AS_WRITTEN}{word.partition('-')[0]}", ())
        bare = form if form.isalpha() else _HYPHEN_OR_COLON.split(form, maxsplit=1)[0]
        yield from self._by_first.get(f"{_CASE_TOO}{bare}", ())


def _end(keys: Sequence[str], words: Sequence[tuple[str, ...]]) -> int:
    """Return how many of the words, each given by its keys, are these keys together; 0 where they are not."""
    met = 0
    for count, word in enumerate(words, start=1):
        if keys[met : met + len(word)] != word:
            return 0
        met += len(word)
        if met == len(keys):
            return count
    return 0


def _counted(numbers: Numbers) -> Iterator[tuple[int, int]]:
    """Return each number once, with how often it stands there."""
    found, counts = np.unique(numbers, return_counts=True)
    return zip(found.tolist(), counts.tolist(), strict=True)


def _inside(spans: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return every span that lies within one of `spans` and is shorter."""
    return {
        (start, end)
        for first, last in spans
        for start in range(first, last)
        for end in range(start + 1, last + 1)
        if end - start < last - first
    }


def _label_parts(label: str) -> list[str]:
    """Return the terms that a label lists; *Medie- och informationskunnighet* is one."""
    bare = _BRACKETS.sub("", label)
    return [bare] if "- " in bare else _LIST.split(bare)


def _participle(word: str) -> str:
    found = _PARTICIPLE.fullmatch(word)
    return found[1] if found else ""

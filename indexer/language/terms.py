"""The terms of a theme scheme, and where they stand in texts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from indexer.language.analysis import Analyzer
from indexer.language.compounds import remember
from indexer.language.lexicon import Integers, Numbers, Table
from indexer.language.normal import normal
from indexer.model import Theme

Lines = str | Sequence[str]
"""The text of a field, or several that stand below one another."""
_HOLDS, _BEGINS, _GOES_ON, _WRITTEN, _LENGTH = 1, 2, 4, 8, 4
"""Marks of a word: it holds a term, begins or goes on with one, is one as written; then its number of keys."""
_SHORTEST_STEM = 4
"""Shorter stems are shared by words that have nothing to do with each other: *romer*, *rom*; *resande*, *resa*."""
_LONGEST_EXACT = 3
"""Abbreviations of so many letters count only in the case given, for *it* and *ai* are no *IT* and *AI*."""
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
    """What terms a word has to do with: those it holds `whole`, by the keys first … last − 1, and those it begins.

    The latter stand under the key that they go on with.
    """

    whole: tuple[tuple[int, int, Term], ...]
    begun: Mapping[str, Sequence[Term]]


_NOTHING = _Held((), {})


class Finder:
    """A theme scheme's terms made ready for matching; one pass over the words of a text finds all of them."""

    def __init__(self, scheme: Sequence[Theme], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._known: dict[str, tuple[str, ...]] = {}
        self._known_pieces: dict[str, str] = {}
        self._known_held: dict[str, _Held] = {}
        self._marks = Table(analyzer.lexicon, self._mark)
        self._by_first: defaultdict[str, list[Term]] = defaultdict(list)
        shared = Counter(keys for theme in scheme for keys in {self._keys(name) for name in theme.weak})
        for theme in scheme:
            for term in self._terms(theme, shared):
                self._by_first[term.keys[0]].append(term)
        phrases = [term.keys for term in chain.from_iterable(self._by_first.values())]
        self._going_on = frozenset(key for keys in phrases for key in keys[1:])
        self._longest = max(map(len, phrases), default=1)

    def find(self, texts: Lines) -> tuple[Counter[Term], int]:
        """Return how often each term stands in the texts, and their number of words."""
        read = self._analyzer.read_lines((texts,) if isinstance(texts, str) else texts)
        words = sum(map(len, read))
        return (self._find(np.concatenate(read)) if words else Counter()), words

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
        keys = self._known.get(word)
        if keys is None:
            keys = tuple([self._key(piece) for piece in self._analyzer.pieces(word)])
            remember(self._known, word, keys)
        return keys

    def _key(self, piece: str) -> str:
        return self._known_pieces.get(piece) or remember(
            self._known_pieces, piece, _participle(piece) or self._analyzer.stem(piece)
        )

    def _mark(self, form: str, word: str) -> int:
        """Return what the word has to do with terms, and above that its number of keys."""
        keys = self._keys_of_word(word)
        held = self._held(word, keys) if not self._by_first.keys().isdisjoint(keys) else _NOTHING
        mark = _HOLDS * bool(held.whole) | _BEGINS * bool(held.begun)
        mark |= _GOES_ON * (keys[0] in self._going_on) | _WRITTEN * bool(self._written_keys(form, word))
        return mark | len(keys) << _LENGTH

    def _find(self, numbers: Numbers) -> Counter[Term]:
        """Return how often each term stands in a text, given its words."""
        marks = self._marks[numbers]
        begins = (marks[:-1] & _BEGINS != 0) & (marks[1:] & _GOES_ON != 0)
        places = np.flatnonzero((marks & _HOLDS != 0) | np.append(begins, False))
        found = Counter(self._standing(numbers, places, marks >> _LENGTH) if len(places) else ())
        lexicon = self._analyzer.lexicon
        for number in numbers[marks & _WRITTEN != 0].tolist():
            for key in self._written_keys(lexicon.forms[number], lexicon.words[number]):
                found.update(self._by_first[key])
        return found

    def _standing(self, numbers: Numbers, places: Integers, lengths: Integers) -> list[Term]:
        """Return the terms in a text, given its words, the places of those that have to do with terms, and their keys.

        What spans several words begins and ends where words do: *frasboken pratar* holds no *bokprat*. A phrase does
        not hide in a word: a *folkbibliotek* is no *folkets bibliotek*. Within a longer strong term, *barnhälsovård*,
        shorter ones, *barn*, do not count.
        """
        starts = (np.cumsum(lengths) - lengths)[places].tolist()
        words = self._analyzer.lexicon.words
        found: list[tuple[int, int, Term]] = []
        for at, start in zip(places.tolist(), starts, strict=True):
            word = words[numbers[at]]
            held = self._known_held.get(word) or self._held(word, self._keys_of_word(word))
            found += [(start + first, start + last, term) for first, last, term in held.whole]
            if held.begun and at + 1 < len(numbers):
                going_on = held.begun.get(self._keys_of_word(words[numbers[at + 1]])[0])
                if going_on:
                    following = [words[number] for number in numbers[at : at + self._longest].tolist()]
                    found += [(start, start + len(term.keys), term) for term in self._across(going_on, following)]
        swallowed = _inside({(first, last) for first, last, term in found if term.strong})
        return [term for first, last, term in found if (first, last) not in swallowed]

    def _held(self, word: str, keys: Sequence[str]) -> _Held:
        """Return the terms that a word holds or begins."""
        whole = tuple(
            (at, at + len(term.keys), term)
            for at, key in enumerate(keys)
            for term in self._by_first.get(key, ())
            if not term.phrase and keys[at : at + len(term.keys)] == term.keys
        )
        begun: defaultdict[str, list[Term]] = defaultdict(list)
        for term in self._by_first.get(keys[0], ()):
            if len(term.keys) > len(keys) and term.keys[: len(keys)] == keys:
                begun[term.keys[len(keys)]].append(term)
        return remember(self._known_held, word, _Held(whole, begun))

    def _across(self, begun: Sequence[Term], words: Sequence[str]) -> Iterator[Term]:
        """Yield those of the terms begun in the first of the words that end where another one does."""
        for term in begun:
            at, met = 0, 0
            while met < len(term.keys) and at < len(words):
                keys = self._keys_of_word(words[at])
                if term.keys[met : met + len(keys)] != keys:
                    break
                at, met = at + 1, met + len(keys)
            if met == len(term.keys):
                yield term

    def _written_keys(self, written: str, word: str) -> list[str]:
        """Return the keys under which terms stand that count only as written."""
        bare = _HYPHEN_OR_COLON.split(written, maxsplit=1)[0]
        forms = (*(f"{_AS_WRITTEN}{form}" for form in {word, word.partition("-")[0]}), f"{_CASE_TOO}{bare}")
        return [form for form in forms if form in self._by_first]


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

"""Themes for a document from the scheme's terms, with the evidence kept.

A strong term puts a theme on a document; weak ones do where several agree.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from indexer.language.analysis import Analyzer
from indexer.language.normal import normal
from indexer.model import Theme, ThemeEvidence

# Tuned on the stated themes of 154 records, for causes and not for single records.
PLACES = {"title": 3.0, "headings": 1.5, "abstract": 1.0, "text": 1.0, "publisher": 1.0, "site": 1.0}
"""What a find counts for, by the field that it stands in; 1 for other fields."""
_WEAK = 0.4
_THRESHOLD = 0.5
_THRESHOLD_WEAK = 0.38
_USUAL_WORDS = 60
"""Words of an abstract. A longer text touches on much that it is not about, so its finds count for less."""
_DAMPING = 0.85
"""The power of `_USUAL_WORDS` / length that does so: with 1, what counts is how dense the finds are."""
_TITLE = "title"
_SHORTEST_STEM = 4
"""Shorter stems are shared by words that have nothing to do with each other: *romer*, *rom*; *resande*, *resa*."""
_LONGEST_EXACT = 3
"""Abbreviations of so many letters count only in the case given, for *it* and *ai* are no *IT* and *AI*."""
_AS_WRITTEN, _CASE_TOO = "'", "="
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_LIST = re.compile(r",\s*|\s+och\s+")
_HYPHEN_OR_COLON = re.compile("[-\u2010\u2011:]")
_PARTICIPLE = re.compile("(.{2,}[ae]nde)(?:t|ts|s|n|na|nas)?")


@dataclass(frozen=True, slots=True)
class _Term:
    """One term of one theme; `keys` are those of its words' parts in order, one key for a term taken as written.

    `label` tells that the theme is called so.
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

    @property
    def weight(self) -> float:
        return 1.0 if self.strong else _WEAK


@dataclass(frozen=True, slots=True)
class _Held:
    """What terms a word has to do with: those it holds `whole`, by the keys first … last − 1, and those it begins.

    The latter stand under the key that they go on with.
    """

    whole: tuple[tuple[int, int, _Term], ...]
    begun: Mapping[str, Sequence[_Term]]


@dataclass(slots=True)
class _Finds:
    """How often each term stands in a document, what that weighs, and which terms title and text share."""

    counts: Counter[_Term] = field(default_factory=Counter)
    weights: defaultdict[_Term, float] = field(default_factory=lambda: defaultdict(float))
    titled: set[_Term] = field(default_factory=set)

    def add(self, place: str, found: Counter[_Term], words: int) -> None:
        """Take in what stands in one field of so many words."""
        damping = min(1.0, (_USUAL_WORDS / max(words, 1)) ** _DAMPING)
        self.counts.update(found)
        for term, count in found.items():
            self.weights[term] += count * damping * PLACES.get(place, 1.0)
        if place == _TITLE:
            self.titled |= found.keys()

    def repeated(self, term: _Term) -> bool:
        """Tell whether a term of the title stands elsewhere too."""
        return term in self.titled and self.weights[term] > PLACES[_TITLE]


class Assigner:
    """A theme scheme made ready for matching; one pass over the words of a document finds all themes."""

    def __init__(self, scheme: Sequence[Theme], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._known: dict[str, tuple[str, ...]] = {}
        self._known_written: dict[str, tuple[str, ...]] = {}
        self._known_held: dict[str, _Held | None] = {}
        self._gathering = {theme.id for theme in scheme if theme.gathers}
        self._broader = {theme.id: theme.broader for theme in scheme}
        self._by_first: defaultdict[str, list[_Term]] = defaultdict(list)
        shared = Counter(keys for theme in scheme for keys in {self._keys(name) for name in theme.weak})
        for theme in scheme:
            for term in self._terms(theme, shared):
                self._by_first[term.keys[0]].append(term)

    def assign(self, fields: Mapping[str, str]) -> tuple[ThemeEvidence, ...]:
        """Return the themes of a document, best first, given the texts of its fields."""
        finds = _Finds()
        for place, text in fields.items():
            found, words = self._find(text)
            finds.add(place, found, words)
        return self._gathered(self._judge(finds))

    def _terms(self, theme: Theme, weak_somewhere: Collection[tuple[str, ...]]) -> Iterator[_Term]:
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
                yield _Term(theme.id, name, keys, strong=True)
        for name in theme.abbreviations:
            exact = len(name) <= _LONGEST_EXACT
            yield _Term(
                theme.id, name, (f"{_CASE_TOO}{name}" if exact else f"{_AS_WRITTEN}{normal(name)}",), strong=True
            )
        for keys, name in weak.items():
            if keys not in seen:
                yield _Term(theme.id, name, keys, strong=False, label=keys in called)

    def _keys(self, text: str) -> tuple[str, ...]:
        return tuple(key for word in self._analyzer.words(text) for key in self._keys_of_word(word))

    def _keys_of_word(self, word: str) -> tuple[str, ...]:
        """Return the stems of the word's parts; participles keep their ending: *skrivande* is not *skrivs*."""
        keys = self._known.get(word)
        if keys is None:
            pieces = self._analyzer.pieces(word)
            keys = tuple(_participle(piece) or self._analyzer.stem(piece) for piece in pieces)
            self._known[word] = keys
        return keys

    def _find(self, text: str) -> tuple[Counter[_Term], int]:
        """Return how often each term stands in `text`, and the number of words."""
        forms, words = self._analyzer.written(text)
        found = Counter(self._standing(words))
        known = self._known_written
        for form, word in zip(forms, words, strict=True):
            for key in known[form] if form in known else self._written_keys(word, form):
                found.update(self._by_first[key])
        return found, len(words)

    def _standing(self, words: Sequence[str]) -> list[_Term]:
        """Return the terms in a text, given its words.

        What spans several words begins and ends where words do: *frasboken pratar* holds no *bokprat*. A phrase does
        not hide in a word: a *folkbibliotek* is no *folkets bibliotek*. Within a longer strong term, *barnhälsovård*,
        shorter ones, *barn*, do not count.
        """
        known = self._known_held
        held = [known[word] if word in known else self._held(word) for word in words]
        holding = [(at, terms) for at, terms in enumerate(held) if terms]
        if not holding:
            return []
        places = list(accumulate(map(len, map(self._known.__getitem__, words)), initial=0))
        found = [
            (places[at] + first, places[at] + last, term)
            for at, terms in holding
            for first, last, term in (*terms.whole, *(self._across(terms.begun, words, at) if terms.begun else ()))
        ]
        swallowed = _inside({(first, last) for first, last, term in found if term.strong})
        return [term for first, last, term in found if (first, last) not in swallowed]

    def _held(self, word: str) -> _Held | None:
        """Return the terms that a word holds or begins; None for most words."""
        keys = self._keys_of_word(word)
        whole = tuple(
            (at, at + len(term.keys), term)
            for at, key in enumerate(keys)
            for term in self._by_first.get(key, ())
            if not term.phrase and keys[at : at + len(term.keys)] == term.keys
        )
        begun: defaultdict[str, list[_Term]] = defaultdict(list)
        for term in self._by_first.get(keys[0] if keys else "", ()):
            if len(term.keys) > len(keys) and term.keys[: len(keys)] == keys:
                begun[term.keys[len(keys)]].append(term)
        found = self._known_held[word] = _Held(whole, begun) if whole or begun else None
        return found

    def _across(
        self, begun: Mapping[str, Sequence[_Term]], words: Sequence[str], start: int
    ) -> Iterator[tuple[int, int, _Term]]:
        """Yield those of the terms `begun` in word number `start` that end where another word does."""
        following = self._keys_of_word(words[start + 1]) if start + 1 < len(words) else ()
        for term in begun.get(following[0], ()) if following else ():
            at, met = start, 0
            while met < len(term.keys) and at < len(words):
                keys = self._keys_of_word(words[at])
                if term.keys[met : met + len(keys)] != keys:
                    break
                at, met = at + 1, met + len(keys)
            if met == len(term.keys):
                yield 0, met, term

    def _written_keys(self, word: str, written: str) -> tuple[str, ...]:
        """Return the keys under which terms stand that count only as written."""
        keys = self._known_written.get(written)
        if keys is None:
            bare = _HYPHEN_OR_COLON.split(written, maxsplit=1)[0]
            forms = (*(f"{_AS_WRITTEN}{form}" for form in {word, word.partition("-")[0]}), f"{_CASE_TOO}{bare}")
            keys = self._known_written[written] = tuple(form for form in forms if form in self._by_first)
        return keys

    def _judge(self, finds: _Finds) -> list[ThemeEvidence]:
        """Return the evidence of each theme whose terms say enough."""
        by_theme: defaultdict[str, list[_Term]] = defaultdict(list)
        for term in finds.counts:
            by_theme[term.theme].append(term)
        weights, evidence = finds.weights, []
        for theme, terms in by_theme.items():
            score = sum(term.weight * weights[term] / (weights[term] + 1) for term in terms)
            if score >= _needed(terms, finds):
                terms.sort(key=lambda term: (-term.weight * weights[term], term.name))
                pairs = tuple((term.name, finds.counts[term]) for term in terms)
                evidence.append(ThemeEvidence(theme, round(score, 3), pairs))
        return evidence

    def _gathered(self, evidence: list[ThemeEvidence]) -> tuple[ThemeEvidence, ...]:
        """Return the evidence, best first, with the themes that gather narrower ones: *samer* are a minority."""
        found = {item.theme: item for item in evidence}
        for item in evidence:
            for broader in self._broader[item.theme]:
                if broader in self._gathering and broader not in found:
                    found[broader] = ThemeEvidence(broader, item.score, item.terms)
        return tuple(sorted(found.values(), key=lambda item: (-item.score, item.theme)))


def _inside(spans: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return every span that lies within one of `spans` and is shorter."""
    return {
        (start, end)
        for first, last in spans
        for start in range(first, last)
        for end in range(start + 1, last + 1)
        if end - start < last - first
    }


def _needed(terms: Collection[_Term], finds: _Finds) -> float:
    """Return the score that a theme with these terms needs.

    A single weak term does not suffice, unless the theme is called so and it stands both in the title and elsewhere.
    """
    if any(term.strong for term in terms):
        return _THRESHOLD
    if len(terms) > 1:
        return _THRESHOLD_WEAK
    return 0.0 if all(term.label and finds.repeated(term) for term in terms) else math.inf


def assign(fields: Mapping[str, str], scheme: Sequence[Theme], analyzer: Analyzer) -> tuple[ThemeEvidence, ...]:
    """Return the themes of one document, best first; for many documents make one `Assigner`."""
    return Assigner(scheme, analyzer).assign(fields)


def _label_parts(label: str) -> list[str]:
    """Return the terms that a label lists; *Medie- och informationskunnighet* is one."""
    bare = _BRACKETS.sub("", label)
    return [bare] if "- " in bare else _LIST.split(bare)


def _participle(word: str) -> str:
    found = _PARTICIPLE.fullmatch(word)
    return found[1] if found else ""

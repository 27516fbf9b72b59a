"""The corpus' own thesaurus: what else a typed word or phrase is called, from synonym groups and themes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from indexer.index.vocabulary import Vocabulary
from indexer.language.analysis import Analyzer
from indexer.model import Expansion, SynonymGroup, Theme
from indexer.search.question import Kind, Reading, Word

THEME_WEIGHT = 0.5
MAX_SPAN = 6
MAX_TARGETS = 12
"""Targets of one source; more than that is no longer the question that was asked."""


@dataclass(frozen=True, slots=True)
class _Target:
    text: str
    words: tuple[tuple[str, ...], ...]
    weight: float
    kind: Kind
    exact: frozenset[str]


class Thesaurus:
    """Finds the sources of synonym groups and the names of themes in a question.

    Sources are compared by stems, so that inflected forms are found; an `exact` group wants the letters as written.
    """

    def __init__(self, vocabulary: Vocabulary, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._vocabulary = vocabulary
        self._targets: dict[tuple[str, ...], list[_Target]] = {}
        for group in vocabulary.synonyms:
            self._add_group(group)
        for theme in vocabulary.themes:
            self._add_theme(theme)

    def _add_group(self, group: SynonymGroup) -> None:
        for source in group.sources:
            exact = frozenset((source,)) if group.exact else frozenset()
            others = (target for target in group.targets if target.casefold() != source.casefold())
            self._add(source, others, group.weight, "synonym", exact)

    def _add_theme(self, theme: Theme) -> None:
        """Let any name of a theme lead to its label; the label itself leads nowhere."""
        names = (*theme.abbreviations, *theme.alternatives, *theme.older)
        for name in names:
            exact = frozenset((name,)) if name in theme.abbreviations else frozenset()
            self._add(name, (theme.label,), THEME_WEIGHT, "theme", exact)

    def _add(self, source: str, targets: Iterable[str], weight: float, kind: Kind, exact: frozenset[str]) -> None:
        key = self._key(source)
        if not key:
            return
        found = self._targets.setdefault(key, [])
        for target in targets:
            words = self._terms(target)
            if words and self._key(target) != key:
                found.append(_Target(target, words, weight, kind, exact))

    @property
    def knows_a_field(self) -> bool:
        """Whether there is any thesaurus at all."""
        return bool(self._targets)

    def is_of_the_field(self, word: Word, known: Callable[[str], bool]) -> bool:
        """Tell whether a word is a telling term of some theme or synonym group, or has a part that is.

        A part that only a synonym group has counts where all parts are `known` to the corpus: *valpkurs* is of no
        field for being a course, *sommarlovsläsning* is for being reading.
        """
        themes, synonyms = self._field
        if word.stem in synonyms or not themes.isdisjoint((word.stem, *word.features)):
            return True
        return not synonyms.isdisjoint(word.features) and all(map(known, word.features))

    @cached_property
    def _field(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the stems of all telling terms that are a single word: of themes, of synonym groups."""
        themes = (name for theme in self._vocabulary.themes for name in _telling(theme))
        groups = (name for group in self._vocabulary.synonyms for name in (*group.sources, *group.targets))
        return self._single(themes), self._single(groups)

    def _single(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(key[0] for key in map(self._key, names) if len(key) == 1)

    def _key(self, text: str) -> tuple[str, ...]:
        return tuple(self._analyzer.stem(token.word) for token in self._analyzer.tokens(text))

    def _terms(self, text: str) -> tuple[tuple[str, ...], ...]:
        terms = (self._analyzer.terms(token.word) for token in self._analyzer.tokens(text))
        return tuple(found for found in terms if found)

    def readings(self, words: Sequence[Word], typed: Sequence[str]) -> list[Reading]:
        """Return what the words are called elsewhere; the longest sources win and never overlap.

        `typed` are the words as written, for groups that want them so.
        """
        found: list[Reading] = []
        taken: set[int] = set()
        for first, last in _spans(len(words)):
            if taken.isdisjoint(range(first, last)):
                here = list(self._at(words, typed, first, last))
                found += here
                taken.update(range(first, last) if here else ())
        return found

    def _at(self, words: Sequence[Word], typed: Sequence[str], first: int, last: int) -> Iterator[Reading]:
        key = tuple(word.stem for word in words[first:last])
        written = " ".join(typed[first:last])
        best: dict[tuple[tuple[str, ...], ...], _Target] = {}
        for target in self._targets.get(key, ()):
            allowed = not target.exact or _as_written(written, target.exact)
            if allowed and target.weight > getattr(best.get(target.words), "weight", 0.0):
                best[target.words] = target
        for target in sorted(best.values(), key=lambda target: -target.weight)[:MAX_TARGETS]:
            yield Reading(first, last, target.text, target.words, target.weight, target.kind)


def _telling(theme: Theme) -> tuple[str, ...]:
    """Return every name and term of a theme but the weak ones, which are words of anywhere."""
    return (
        theme.label, *theme.alternatives, *theme.abbreviations, *theme.inflections, *theme.compounds,
        *theme.older, *theme.own_names,
    )  # fmt: skip


def _as_written(written: str, exact: frozenset[str]) -> bool:
    """Tell whether an abbreviation is meant: typed as it is written, or all in small letters, as people do."""
    return written in exact or (written.islower() and written.upper() in exact)


def _spans(count: int) -> Iterator[tuple[int, int]]:
    """Yield every stretch of at most six words, longest first."""
    for length in range(min(MAX_SPAN, count), 0, -1):
        for first in range(count - length + 1):
            yield first, first + length


def expansions(readings: Iterable[Reading], typed: Sequence[str]) -> tuple[Expansion, ...]:
    """Return what people are told of the thesaurus' part in an answer."""
    found: dict[str, list[str]] = {}
    for reading in readings:
        if reading.kind in ("synonym", "theme"):
            found.setdefault(" ".join(typed[reading.first : reading.last]), []).append(reading.shown)
    return _as_expansions(found)


def _as_expansions(found: Mapping[str, Sequence[str]]) -> tuple[Expansion, ...]:
    return tuple(Expansion(source, told) for source, targets in found.items() if (told := _distinct(source, targets)))


def _distinct(source: str, targets: Sequence[str]) -> tuple[str, ...]:
    """Return each name once: a theme's label that only adds its abbreviation or a hyphen says nothing new."""
    named = {_bare(source): ""}
    for target in targets:
        named.setdefault(_bare(target), target)
    return tuple(target for target in named.values() if target)


def _bare(name: str) -> str:
    return re.sub(r"\s*\([^)]*\)|-", "", name).casefold()

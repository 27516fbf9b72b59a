"""What is near where nothing answers, and what the collection is known to lack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from indexer.index.vocabulary import Vocabulary
from indexer.language.analysis import Analyzer
from indexer.model import LANGUAGE_LABELS, Interpretation, Near, Query, Theme
from indexer.search.facets import Facets
from indexer.search.question import Question

MOST = 3
"""Themes that are named."""
LEAST = 0.3
"""How much of a theme's terms the words must have for it to be near."""
SHARED = 4
"""Themes: a word that more of them have, such as *bibliotek*, leads to none."""
PLAN = "plan"
_NAMED = ("region", "publisher")


class Nearness:
    """Finds themes, regions and publishers beside a question."""

    def __init__(self, vocabulary: Vocabulary, facets: Facets, analyzer: Analyzer) -> None:
        self._vocabulary = vocabulary
        self._facets = facets
        self._analyzer = analyzer

    def near(self, question: Question, told: Sequence[Interpretation]) -> tuple[Near, ...]:
        """Return the regions and publishers that the words name, then the themes nearest to them."""
        named = ((each.facet, each.value) for each in told if each.facet in _NAMED)
        themes = (("theme", theme) for theme in self._themes_of(question))
        found = (self._near(facet, value) for facet, value in dict.fromkeys((*named, *themes)))
        return tuple(each for each in found if each.count)

    def lacks(self, query: Query, told: Sequence[Interpretation]) -> tuple[str, ...]:
        """Return in Swedish what filters or words ask for and no document is: a region's plan, a language."""
        regions = _asked(query.regions, told, "region") if PLAN in _asked(query.types, told, "type") else ()
        plans = (f"Ingen plan från {self._facets.label('region', code)} finns i samlingen." for code in regions
                 if not self._count(("type", PLAN), ("region", code)))  # fmt: skip
        languages = (f"Inget material på {LANGUAGE_LABELS[code].lower()} finns i samlingen." for code in query.languages
                     if code in LANGUAGE_LABELS and not self._count(("language", code)))  # fmt: skip
        return (*plans, *languages)

    def _near(self, facet: str, value: str) -> Near:
        return Near(facet, value, self._facets.label(facet, value), self._count((facet, value)))

    def _count(self, *values: tuple[str, str]) -> int:
        """Return how many documents have all of the facets' values."""
        masks = [self._facets.having(self._facets.known(facet, value)) for facet, value in values]
        return int(np.logical_and.reduce(masks).sum())

    def _themes_of(self, question: Question) -> list[str]:
        scores: dict[str, float] = {}
        for at in question.content:
            best: dict[str, float] = {}
            for feature in question.words[at].terms:
                for theme, share in self._by_feature.get(feature, {}).items():
                    best[theme] = max(share, best.get(theme, 0.0))
            for theme, share in best.items():
                scores[theme] = scores.get(theme, 0.0) + share
        order = sorted((-score, theme) for theme, score in scores.items() if score >= LEAST)
        return [theme for _, theme in order[:MOST]]

    @cached_property
    def _by_feature(self) -> Mapping[str, Mapping[str, float]]:
        """Return for each stem the themes that have it in a term, with how much of their best such term it is."""
        found: dict[str, dict[str, float]] = {}
        for theme in self._vocabulary.themes:
            for name in _names(theme):
                terms = [self._analyzer.terms(token.word) for token in self._analyzer.tokens(name)]
                parts = len({part for each in terms for part in (each[1:] or each)})
                for feature in _telling(terms):
                    shares = found.setdefault(feature, {})
                    shares[theme.id] = max(1 / parts, shares.get(theme.id, 0.0))
        return {feature: themes for feature, themes in found.items() if len(themes) <= SHARED}


def _telling(terms: Iterable[Sequence[str]]) -> frozenset[str]:
    """Return the stems by which words, each as its own stem and those of its parts, are recognised elsewhere.

    The last part of a compound says only what sort of thing it is: *kompetenshöjning* is near *kompetens*, and not near
    whatever else is a *höjning*.
    """
    return frozenset(part for each in terms for part in (each[1:-1] or each))


def _names(theme: Theme) -> Iterator[str]:
    yield theme.label
    yield from (*theme.alternatives, *theme.abbreviations, *theme.inflections, *theme.compounds)
    yield from (*theme.older, *theme.own_names, *theme.weak)


def _asked(chosen: Sequence[str], told: Sequence[Interpretation], facet: str) -> tuple[str, ...]:
    """Return the values of a facet that the filters or the words name."""
    return tuple(dict.fromkeys((*chosen, *(each.value for each in told if each.facet == facet))))

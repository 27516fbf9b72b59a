"""Themes for a document from the scheme's terms, with the evidence kept.

A strong term puts a theme on a document; weak ones do where several agree.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

from indexer.language.analysis import Analyzer
from indexer.language.terms import Finder, Lines, Term
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


@dataclass(slots=True)
class _Finds:
    """How often each term stands in a document, what that weighs, and which terms title and text share."""

    counts: Counter[Term] = field(default_factory=Counter)
    weights: defaultdict[Term, float] = field(default_factory=lambda: defaultdict(float))
    titled: set[Term] = field(default_factory=set)

    def add(self, place: str, found: Counter[Term], words: int) -> None:
        """Take in what stands in one field of so many words."""
        damping = min(1.0, (_USUAL_WORDS / max(words, 1)) ** _DAMPING)
        self.counts.update(found)
        for term, count in found.items():
            self.weights[term] += count * damping * PLACES.get(place, 1.0)
        if place == _TITLE:
            self.titled |= found.keys()

    def repeated(self, term: Term) -> bool:
        """Tell whether a term of the title stands elsewhere too."""
        return term in self.titled and self.weights[term] > PLACES[_TITLE]


class Assigner:
    """A theme scheme made ready for matching; one pass over the words of a document finds all themes."""

    def __init__(self, scheme: Sequence[Theme], analyzer: Analyzer) -> None:
        self._terms = Finder(scheme, analyzer)
        self._gathering = {theme.id for theme in scheme if theme.gathers}
        self._broader = {theme.id: theme.broader for theme in scheme}
        self._lock = Lock()

    def assign(self, fields: Mapping[str, Lines]) -> tuple[ThemeEvidence, ...]:
        """Return the themes of a document, best first, given its fields."""
        finds = _Finds()
        with self._lock:  # the analyser's lexicon is for one thread at a time
            for place, text in fields.items():
                finds.add(place, *self._terms.find(text))
        return self._gathered(self._judge(finds))

    def _judge(self, finds: _Finds) -> list[ThemeEvidence]:
        """Return the evidence of each theme whose terms say enough."""
        by_theme: defaultdict[str, list[Term]] = defaultdict(list)
        for term in finds.counts:
            by_theme[term.theme].append(term)
        weights, evidence = finds.weights, []
        for theme, terms in by_theme.items():
            score = sum(_weight(term) * weights[term] / (weights[term] + 1) for term in terms)
            if score >= _needed(terms, finds):
                terms.sort(key=lambda term: (-_weight(term) * weights[term], term.name))
                pairs = tuple((term.name, finds.counts[term]) for term in terms)
                evidence.append(ThemeEvidence(theme, round(score, 3), pairs))
        return evidence

    def _gathered(self, evidence: list[ThemeEvidence]) -> tuple[ThemeEvidence, ...]:
        """Return the evidence, best first, with the themes that gather narrower ones: *samer* are a minority.

        Such a theme has the evidence of its best one.
        """
        found = {item.theme: item for item in evidence}
        for item in sorted(evidence, key=_falling):
            for broader in self._broader[item.theme]:
                if broader in self._gathering and broader not in found:
                    found[broader] = ThemeEvidence(broader, item.score, item.terms)
        return tuple(sorted(found.values(), key=_falling))


def _falling(evidence: ThemeEvidence) -> tuple[float, str]:
    return -evidence.score, evidence.theme


def _weight(term: Term) -> float:
    return 1.0 if term.strong else _WEAK


def _needed(terms: Collection[Term], finds: _Finds) -> float:
    """Return the score that a theme with these terms needs.

    A single weak term does not suffice, unless the theme is called so and it stands both in the title and elsewhere.
    """
    if any(term.strong for term in terms):
        return _THRESHOLD
    if len(terms) > 1:
        return _THRESHOLD_WEAK
    return 0.0 if all(term.label and finds.repeated(term) for term in terms) else math.inf


def assign(fields: Mapping[str, Lines], scheme: Sequence[Theme], analyzer: Analyzer) -> tuple[ThemeEvidence, ...]:
    """Return the themes of one document, best first; for many documents make one `Assigner`."""
    return Assigner(scheme, analyzer).assign(fields)

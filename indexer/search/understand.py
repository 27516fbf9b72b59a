"""What a question says of the documents themselves: a region, a publisher, a type, a year, a standing.

Words such as “västerbotten”, “övning” or “förra” describe what is wanted. They lift the documents that fit and never
take any away; people are told what was understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.language.analysis import Analyzer
from indexer.language.normal import fold
from indexer.model import Interpretation, Kind
from indexer.search.facets import Facets
from indexer.search.question import Question, Reading, Word

MAX_SPAN = 5
HELD = 0.9
"""How well a document has a word that its metadata answer to, against one that has the word itself."""
LIFTS: Mapping[str, float] = {"region": 0.2, "publisher": 0.2, "type": 0.2, "year": 0.2, "status": 0.3}
"""What a document gains by fitting, as a share of its score."""
SAME_NAME = 0.8
"""From this weight on, a synonym is another name of the same thing: KB is Kungliga biblioteket."""

_TYPES: Mapping[str, tuple[str, ...]] = {
    "plan": ("plan", "planer", "biblioteksplan", "biblioteksplaner"),
    "exercise": (
        "övning",
        "övningar",
        "övningsmaterial",
        "gruppövning",
        "gruppövningar",
        "checklista",
        "checklistor",
        "samtalsfrågor",
        "diskussionsfrågor",
    ),
    "report": ("rapport", "rapporter", "utvärdering", "förstudie", "kartläggning", "undersökning"),
    "guidance": ("vägledning", "handledning", "handbok", "riktlinjer"),
}
_KINDS: Mapping[Kind, tuple[str, ...]] = {
    "exercise": ("övning", "övningar", "övningsmaterial", "gruppövning", "gruppövningar"),
    "checklist": ("checklista", "checklistor"),
    "questions": ("samtalsfrågor", "diskussionsfrågor"),
}
"""The words among those for exercises that ask for a kind of passage."""
_STANDINGS: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("gällande",): ("gällande", "aktuell", "aktuella", "nuvarande", "ny", "nya", "nyaste", "senaste"),
    ("utgången", "ersatt"): ("gammal", "gamla", "förra", "föregående", "tidigare", "äldre", "utgången", "utgångna"),
    ("remiss",): ("remiss", "remissversion", "remissen", "samrådsversion", "utkast"),
}
_NEEDS_PLAN = frozenset(
    ("ny", "nya", "nyaste", "senaste", "gammal", "gamla", "äldre", "tidigare", "aktuell", "aktuella")
)
"""Words that speak of a plan's standing only where a plan is asked for."""
_NEWS = frozenset(
    ("ny", "nya", "nytt", "nyaste", "senaste", "nyhet", "nyheter", "nyheterna", "aktuell", "aktuella", "aktuellt",
     "pressmeddelande", "pressmeddelanden")
)  # fmt: skip
"""Words that ask for what is new."""
_OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "04": ("Södermanland",),
    "14": ("VGR",),
    "23": ("Jämtland", "Härjedalen"),
}
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")
_ASIDE = re.compile(r"\s*\([^)]*\)|\s+m\.\s?fl\.")

Mask = NDArray[np.bool_]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The words `first` … `last` − 1 as a value of a facet; `names` are the keywords of the documents that fit.

    `kinds` tell what a passage must be for to fit too.
    """

    first: int
    last: int
    told: Interpretation
    names: frozenset[str]
    kinds: frozenset[Kind] = frozenset()


@dataclass(frozen=True, slots=True)
class Fit:
    """How well each document fits: by place of a word, and what it gains in all."""

    held: Mapping[int, NDArray[np.float32]]
    lift: NDArray[np.float32]


class Understanding:
    """Reads regions, publishers, types, years and standings out of a question."""

    def __init__(self, facets: Facets, analyzer: Analyzer) -> None:
        self._facets = facets
        self._analyzer = analyzer

    def meanings(
        self, words: Sequence[Word], typed: Sequence[str], readings: Iterable[Reading], day: date
    ) -> tuple[Meaning, ...]:
        """Return what is understood, in the order of the words; the longest names win and none overlap.

        `typed` are the words as written; a synonym among `readings` may be the name by which a facet knows a thing.
        """
        found: dict[tuple[int, int], Meaning] = {}
        for reading in readings:
            if reading.kind == "synonym" and reading.weight >= SAME_NAME:
                self._add(found, self._name(reading.shown), reading.first, reading.last, typed)
        for length in range(min(MAX_SPAN, len(words)), 0, -1):
            for first in range(len(words) - length + 1):
                key = tuple(word.stem for word in words[first : first + length])
                self._add(found, key, first, first + length, typed)
        for at, word in enumerate(words):
            self._add_year(found, at, word)
        plan = _is_plan(found.values())
        for at, word in enumerate(words):
            self._add_standing(found, at, word, plan=plan, day=day)
        return tuple(found[span] for span in sorted(found))

    def fit(self, meanings: Sequence[Meaning], day: date) -> Fit:
        """Return which documents fit; values of one facet are alternatives, so they lift once.

        Who asks for a plan and names neither year nor standing wants the one in force.
        """
        masks = [(meaning, self._facets.having(meaning.names)) for meaning in meanings]
        held: dict[int, NDArray[np.float32]] = {}
        lift: dict[str, Any] = {}
        for meaning, mask in masks:
            for at in range(meaning.first, meaning.last):
                held[at] = mask.astype(np.float32) * np.float32(HELD)
            gain = mask.astype(np.float32) * np.float32(LIFTS[meaning.told.facet])
            lift[meaning.told.facet] = np.maximum(lift.get(meaning.told.facet, 0.0), gain)
        if _is_plan(meanings) and not {"year", "status"}.intersection(lift):
            in_force = self._facets.having(self._facets.standing(("gällande",), day))
            lift["status"] = in_force.astype(np.float32) * np.float32(LIFTS["status"])
        return Fit(held, np.asarray(sum(lift.values(), np.float32(0)), np.float32))

    def _add(
        self, found: dict[tuple[int, int], Meaning], key: Key, first: int, last: int, typed: Sequence[str]
    ) -> None:
        if any(first < b and a < last for a, b in found):
            return
        for facet, value in self._names.get(key) or self._undotted.get(key) or ():
            names = self._publishers(value) if facet == "publisher" else self._facets.known(facet, value)
            kinds = self._kinds.get(key, frozenset()) if facet == "type" else frozenset()
            names |= {name for kind in kinds for name in self._facets.known("kind", kind)}
            if names:
                told = Interpretation(" ".join(typed[first:last]), facet, value, self._facets.label(facet, value))
                found[first, last] = Meaning(first, last, told, names, kinds)
                return

    def _add_year(self, found: dict[tuple[int, int], Meaning], at: int, word: Word) -> None:
        names = self._facets.known("year", word.text) if _YEAR.fullmatch(word.text) else frozenset()
        if names:
            found[at, at + 1] = Meaning(at, at + 1, Interpretation(word.text, "year", word.text, word.text), names)

    def _add_standing(
        self, found: dict[tuple[int, int], Meaning], at: int, word: Word, *, plan: bool, day: date
    ) -> None:
        if any(a <= at < b for a, b in found) or (word.text in _NEEDS_PLAN and not plan):
            return
        statuses = next((statuses for statuses, names in _STANDINGS.items() if word.text in names), ())
        names = self._facets.standing(statuses, day) if statuses else frozenset()
        if names:
            told = Interpretation(word.text, "status", statuses[0], self._facets.label("status", statuses[0]))
            found[at, at + 1] = Meaning(at, at + 1, told, names)

    @cached_property
    def _names(self) -> Mapping[Key, list[tuple[str, str]]]:
        """Return the facet values by the stems of what they are called."""
        found: dict[Key, list[tuple[str, str]]] = {}
        for facet, value, name in self._called():
            key = self._name(name)
            if key:
                found.setdefault(key, []).append((facet, value))
        return found

    @cached_property
    def _undotted(self) -> Mapping[Key, list[tuple[str, str]]]:
        """Return the regions by what they are called where no dots are typed: *skanes plan*."""
        regions = [(key, [each for each in named if each[0] == "region"]) for key, named in self._names.items()]
        return {tuple(map(fold, key)): named for key, named in regions if named}

    @cached_property
    def _kinds(self) -> Mapping[Key, frozenset[Kind]]:
        """Return what passages should be for, by the stems of the word that asks for it."""
        return {self._name(name): frozenset((kind,)) for kind, names in _KINDS.items() for name in names}

    def _called(self) -> Iterator[tuple[str, str, str]]:
        for code, label in self._facets.regions.items():
            for name in (label, *_OTHER_NAMES.get(code, ())):
                yield from (("region", code, form) for form in (name, f"Region {name}", f"{name} län", f"{name}s län"))
        for value, names in _TYPES.items():
            yield from (("type", value, name) for name in names)
        for publisher in self._facets.values("publisher"):
            yield "publisher", publisher, _ASIDE.sub("", publisher)

    def _publishers(self, value: str) -> frozenset[str]:
        """Return the keywords of all publishers whose name holds this one: of the parts of an organisation too."""
        own = _ASIDE.sub("", value).casefold()
        return frozenset(f"publisher:{each}" for each in self._facets.values("publisher") if own in each.casefold())

    def _name(self, text: str) -> Key:
        return tuple(self._analyzer.stem(token.word) for token in self._analyzer.tokens(text))


def _is_plan(meanings: Iterable[Meaning]) -> bool:
    return any(meaning.told.facet == "type" and meaning.told.value == "plan" for meaning in meanings)


def asks_for_news(question: Question) -> bool:
    """Tell whether the question asks for what is new; else age says nothing of how good a document is."""
    return any(word.text in _NEWS for word in question.words)

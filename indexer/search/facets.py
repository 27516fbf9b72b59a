"""Filters and facets: which documents have a value, and how many of those that match do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.arrays import Ragged
from indexer.index.forward.reader import Forward
from indexer.index.forward.records import VALIDITY, status_of
from indexer.index.vocabulary import Vocabulary
from indexer.model import FACETS, LANGUAGE_LABELS, STATUS_LABELS, TYPE_LABELS, FacetValue, Query
from indexer.search.match import Mask
from indexer.search.tally import Tally

NEWS = frozenset(("type:web page", "type:report"))
"""What can be news; plans have their standing, and method material does not age."""
FADED = 5
"""Years after which nothing is news any more."""
_LABELS: Mapping[str, Mapping[str, str]] = {
    "type": TYPE_LABELS,
    "status": STATUS_LABELS,
    "language": LANGUAGE_LABELS,
}


class Facets:
    """Counts documents by the values they have; a plan's status is that of the day asked."""

    def __init__(self, forward: Forward, vocabulary: Vocabulary) -> None:
        self._retired: dict[date, NDArray[np.int64]] = {}
        self._faded: dict[date, NDArray[np.float32]] = {}
        self._forward = forward
        self._vocabulary = vocabulary

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self._forward.keyword_names)}

    def within(self, query: Query, day: date) -> dict[str, frozenset[str]]:
        """Return, for every facet that the query filters, the keywords in the index that pass."""
        wanted = {
            "theme": query.themes,
            "region": query.regions,
            "type": query.types,
            "publisher": query.publishers,
            "language": query.languages,
        }
        within = {facet: self._keywords(facet, values) for facet, values in wanted.items() if values}
        if query.years:
            within["year"] = self._years(*query.years)
        if query.statuses:
            within["status"] = self._statuses(query.statuses, day)
        return within

    @property
    def regions(self) -> Mapping[str, str]:
        """The names of the regions by county code."""
        return self._vocabulary.regions

    def values(self, facet: str) -> list[str]:
        """Return the values that documents have of a facet, in order of the keywords."""
        return [value for _, value in self._by_facet.get(facet, ())]

    def known(self, facet: str, value: str) -> frozenset[str]:
        """Return the keyword of a value; nothing where no document has it."""
        return self._keywords(facet, (value,))

    def standing(self, statuses: Sequence[str], day: date) -> frozenset[str]:
        """Return the keywords of the documents that have one of the statuses on `day`."""
        return self._statuses(statuses, day)

    def _keywords(self, facet: str, values: Sequence[str]) -> frozenset[str]:
        return frozenset(name for value in values if (name := f"{facet}:{value}") in self._numbers)

    def _years(self, first: int, last: int) -> frozenset[str]:
        return frozenset(f"year:{year}" for year in self.values("year") if first <= int(year) <= last)

    def _statuses(self, statuses: Sequence[str], day: date) -> frozenset[str]:
        validities = self.values(VALIDITY)
        return frozenset(f"{VALIDITY}:{each}" for each in validities if status_of(each, day) in statuses)

    def having(self, names: frozenset[str]) -> Mask:
        """Return the documents that have at least one of the keywords."""
        mask = np.zeros(self._forward.documents, bool)
        for name in names:
            mask[self._holders.row(self._numbers[name])] = True
        return mask

    @cached_property
    def _holders(self) -> Ragged:
        """The documents that have each keyword."""
        return self._forward.document_keywords.transposed(len(self._numbers))

    def count(self, matched: Mask, masks: Mapping[str, Mask], day: date) -> dict[str, tuple[FacetValue, ...]]:
        """Return the values of every facet with their counts among `matched`, each leaving out its own filter."""
        everything = self._counts(_all(matched, masks.values()))
        answer = {}
        for facet in FACETS:
            others = [mask for name, mask in masks.items() if name != facet]
            counts = self._counts(_all(matched, others)) if facet in masks else everything
            answer[facet] = self._values(facet, counts, day)
        return answer

    def _counts(self, mask: Mask) -> list[int]:
        """Return in how many documents of the mask each keyword stands."""
        return self._tally.counts(mask)

    @cached_property
    def _tally(self) -> Tally:
        return Tally(self._holders, self._forward.documents)

    def _values(self, facet: str, counts: Sequence[int], day: date) -> tuple[FacetValue, ...]:
        found: dict[str, int] = {}
        for number, value in self._by_facet.get(VALIDITY if facet == "status" else facet, ()):
            if counts[number]:
                shown = (status_of(value, day) or "") if facet == "status" else value
                found[shown] = found.get(shown, 0) + counts[number]
        values = [FacetValue(value, self.label(facet, value), count) for value, count in found.items() if value]
        if facet == "year":
            return tuple(sorted(values, key=lambda value: value.value, reverse=True))
        return tuple(sorted(values, key=lambda value: (-value.count, value.label.casefold(), value.value)))

    @cached_property
    def _by_facet(self) -> dict[str, list[tuple[int, str]]]:
        """The keywords' numbers and values, by facet."""
        found: dict[str, list[tuple[int, str]]] = {}
        for name, number in self._numbers.items():
            facet, _, value = name.partition(":")
            found.setdefault(facet, []).append((number, value))
        return found

    def label(self, facet: str, value: str) -> str:
        """Return what people call a facet's value."""
        if facet == "theme":
            return self._themes.get(value, value)
        if facet == "region":
            return self._vocabulary.regions.get(value, value)
        return _LABELS.get(facet, {}).get(value, value)

    @cached_property
    def _themes(self) -> dict[str, str]:
        return {theme.id: theme.label for theme in self._vocabulary.themes}

    def retired(self, day: date) -> NDArray[np.int64]:
        """Return how far from being in force each document is: 1 for one that has run out or waits, 2 if replaced."""
        if day not in self._retired:
            out = self.having(self._statuses(("utgången", "ersatt", "remiss"), day))
            replaced = self.having(self._statuses(("ersatt",), day))
            self._retired = {day: out.astype(np.int64) + replaced}
        return self._retired[day]

    def faded(self, day: date) -> NDArray[np.float32]:
        """Return how far each document is from being news, 0 … 1: over five years; 0 too for what does not age."""
        if day not in self._faded:
            dates = self._forward.document_dates.astype(np.float32)
            years = day.year + day.month / 12 - (dates // 10000 + dates // 100 % 100 / 12)
            fades = self.having(NEWS.intersection(self._numbers)) & (dates > 0)
            self._faded = {day: np.where(fades, np.clip(years / FADED, 0, 1), 0).astype(np.float32)}
        return self._faded[day]


def _all(mask: Mask, others: Iterable[Mask]) -> Mask:
    """Return the documents that every mask has."""
    result = mask.copy()
    for other in others:
        result &= other
    return result

"""What the collection lacks of what was asked for, where that is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from indexer.model import LANGUAGE_LABELS, Query, Results

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher

PLAN = "plan"


def lacking(searcher: Searcher, results: Results, region: Callable[[str], str]) -> tuple[str, ...]:
    """Return what is asked for, by filters or in words that were understood, and is not there at all.

    `region` gives the name of a county code.
    """
    query = results.query
    found = [
        f"Ingen plan från {region(code)} finns i samlingen."
        for code in _asked(results, query.regions, "region")
        if PLAN in _asked(results, query.types, "type") and not _any(searcher, Query(types=(PLAN,), regions=(code,)))
    ]
    found += [
        f"Inget material på {LANGUAGE_LABELS[code].lower()} finns i samlingen."
        for code in query.languages
        if not _any(searcher, Query(languages=(code,)))
    ]
    return tuple(found)


def _asked(results: Results, chosen: tuple[str, ...], facet: str) -> tuple[str, ...]:
    """Return the values of a facet that the filters or the words name."""
    understood = (reading.value for reading in results.readings if reading.facet == facet)
    return tuple(dict.fromkeys((*chosen, *understood)))


def _any(searcher: Searcher, query: Query) -> bool:
    return bool(searcher.documents(query))

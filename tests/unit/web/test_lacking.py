from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from indexer import open_index
from indexer.model import Query
from indexer.search.searcher import Searcher
from web.view import answer


@pytest.fixture
def searcher(folder: Path) -> Iterator[Searcher]:
    """Return what asks the small corpus: one plan, from Norrbotten, and nothing in Yiddish."""
    with open_index(folder / "index", today=lambda: date(2026, 3, 1)) as opened:
        yield opened


@pytest.mark.parametrize(
    "query",
    [Query("plan västerbotten"), Query("Västerbottens biblioteksplan"), Query("x", types=("plan",), regions=("24",))],
)
def test_a_region_without_a_plan_is_told_of_however_it_was_asked_for(searcher: Searcher, query: Query) -> None:
    assert answer(searcher, query).gaps == ("Ingen plan från Västerbotten finns i samlingen.",)


@pytest.mark.parametrize("query", [Query("plan norrbotten"), Query("västerbotten"), Query("plan"), Query("bokcirkel")])
def test_nothing_is_said_to_be_lacking_that_is_there_or_was_not_asked_for(searcher: Searcher, query: Query) -> None:
    assert answer(searcher, query).gaps == ()


def test_a_language_without_material_is_told_of(searcher: Searcher) -> None:
    assert answer(searcher, Query(languages=("yi",))).gaps == ("Inget material på jiddisch finns i samlingen.",)
    assert answer(searcher, Query(languages=("fi",))).gaps == ()

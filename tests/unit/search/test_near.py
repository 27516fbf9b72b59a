import pytest

from indexer.model import Query
from indexer.search.searcher import Searcher


def near(searcher: Searcher, text: str) -> list[tuple[str, str, int]]:
    return [(each.facet, each.value, each.count) for each in searcher.search(text).near]


def test_the_theme_whose_words_are_closest_is_named(library: Searcher) -> None:
    """A part of a term is enough where few themes have it; with how many documents there are."""
    assert near(library, "informationskampanj rymdraket månfärd") == [("theme", "mik", 1)]


def test_the_sort_of_thing_is_no_nearness(library: Searcher) -> None:
    """The last part of a compound leads to no theme: other kinds of *kunnighet* are none of *information*."""
    assert near(library, "rymdkunnighet") == []


@pytest.mark.parametrize("text", ["pannkaka", "och", "", "bokcirkel"])
def test_nothing_is_near_what_is_elsewhere_or_was_answered(library: Searcher, text: str) -> None:
    """Rather nothing than noise."""
    assert near(library, text) == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (Query("plan västra götaland"), ("Ingen plan från Västra Götaland finns i samlingen.",)),
        (Query("plan västerbotten"), ()),
        (Query("västra götaland"), ()),
        (Query("läsning", types=("plan",), regions=("14",)), ("Ingen plan från Västra Götaland finns i samlingen.",)),
        (Query("läsning", languages=("yi",)), ("Inget material på jiddisch finns i samlingen.",)),
        (Query("läsning", languages=("en",)), ()),
    ],
)
def test_what_the_collection_lacks_is_told(library: Searcher, query: Query, told: tuple[str, ...]) -> None:
    """A region's plan or a language that was asked for by words or filters, and only where there is none."""
    assert library.search(query).lacks == told

"""What makes documents alike, on a library made for it."""

from collections.abc import Callable

import pytest

from indexer.model import Document, Passage
from indexer.search.searcher import Searcher
from indexer.search.similar import similar_documents

Entry = tuple[Document, list[Passage]]
BOOKS = "Bokcirkel, samtal och läsning."


@pytest.fixture(scope="module")
def shelf(make: Callable[[list[Entry]], Searcher], document: Callable[..., Entry]) -> Searcher:
    """Return a few documents on book circles, plans, and one long text that has a little of everything."""
    plan = {"type": "plan", "regions": ("24",)}
    everything = "Skolan, planen, barnen, hyllan, bussen, samtal, läsning, bokcirkel och kaffe. " * 3
    return make(
        [
            document("cirkel", "Bokcirkel", BOOKS, themes=("las",)),
            document("cirkel-till", "Starta bokcirkel", "Bokcirkel med samtal.", themes=("las",)),
            document(
                "allt",
                "Allt möjligt",
                everything + "Ord om annat som ingen annan skriver om alls.",
                themes=("las", "mik", "bus"),
            ),
            document("samma-utgivare", "Öppettider", "Bussen går varje timme."),
            document("plan-ett", "Biblioteksplan", "Planen gäller barnen.", **plan),
            document("plan-två", "Ny biblioteksplan", "Planen gäller skolan.", **plan),
            document("plan-annan", "En biblioteksplan", "Planen gäller barnen.", type="plan", regions=("14",)),
        ]
    )


def similar(searcher: Searcher, name: str) -> list[str]:
    return [hit.document.id for hit in searcher.similar(name)]


def test_what_is_about_the_same_comes_before_what_mentions_everything(shelf: Searcher) -> None:
    """A long text with all the words and themes is less like a short one than another short one."""
    found = similar(shelf, "cirkel")
    assert found.index("cirkel-till") < found.index("allt")


def test_the_same_publisher_makes_nothing_alike(shelf: Searcher) -> None:
    """Every document here has the same one."""
    assert "samma-utgivare" not in similar(shelf, "cirkel")


def test_a_plan_of_the_same_region_comes_first(shelf: Searcher) -> None:
    """Though the other region's has more words in common."""
    assert similar(shelf, "plan-ett")[0] == "plan-två"


def test_scores_never_rise_and_the_document_itself_is_not_there(shelf: Searcher) -> None:
    """Ties are in the order of the ids."""
    forward = shelf._forward
    for row in range(forward.documents):
        found = similar_documents(forward, row, 10)
        assert row not in [each.document for each in found]
        assert found == sorted(found, key=lambda each: (-each.score, forward.id(each.document)))

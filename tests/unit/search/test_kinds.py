"""What a passage is for, asked for in words."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from indexer.model import Document, Passage
from indexer.search.searcher import Searcher

Entry = tuple[Document, list[Passage]]


@pytest.fixture(scope="module")
def sheets(make: Callable[[list[Entry]], Searcher], document: Callable[..., Entry]) -> Searcher:
    """Return a handbook whose second passage is an exercise, and a report that has none."""
    handbook, (read, do) = document("handbok", "Handbok", "Källkritik är att fråga vem.", "Källkritik: fråga er vem.")
    handbook = replace(handbook, kinds=("exercise",))
    report = document("rapport", "Rapport", "Källkritik, källkritik i rapporten.", type="report")
    other = document("annat", "Annat", "Om hyllor.", type="exercise")
    return make([(handbook, [read, replace(do, kind="exercise")]), report, other])


def test_a_passage_that_is_an_exercise_answers_who_asks_for_one(sheets: Searcher) -> None:
    """The word need not stand there; what stands first of the document is the exercise."""
    results = sheets.search("övning källkritik")
    assert [hit.document.id for hit in results.hits][:1] == ["handbok"]
    first = results.hits[0].snippets[0]
    assert (first.ordinal, first.kind) == (1, "exercise")
    assert [(reading.facet, reading.value) for reading in results.readings] == [("type", "exercise")]


def test_who_does_not_ask_for_it_gets_the_best_words(sheets: Searcher) -> None:
    """Without the word passages are judged by their words alone."""
    (hit,) = (hit for hit in sheets.search("källkritik").hits if hit.document.id == "handbok")
    assert hit.snippets[0].ordinal == 0


def test_what_is_kept_of_a_passage_comes_back(sheets: Searcher) -> None:
    """From the arrays and from the document's line."""
    assert [passage.kind for passage in sheets.passages("handbok")] == [None, "exercise"]
    found = sheets.document("handbok")
    assert found is not None
    assert found.kinds == ("exercise",)

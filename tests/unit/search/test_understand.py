from datetime import date

import numpy as np
import pytest

from indexer.model import Query
from indexer.search.question import Question
from indexer.search.searcher import Searcher
from indexer.search.understand import LIFTS, Meaning, asks_for_news

DAY = date(2026, 11, 22)


def meanings(searcher: Searcher, text: str) -> tuple[Meaning, ...]:
    interpreter = searcher._interpreter
    words = interpreter.asker.words(text)
    typed = text.split()
    readings = interpreter._thesaurus.readings(words, typed)
    return interpreter._understanding.meanings(words, typed, readings, DAY)


def lifts(searcher: Searcher, text: str) -> dict[str, float]:
    """Return what each document gains that gains anything."""
    fit = searcher._interpreter._understanding.fit(meanings(searcher, text), DAY)
    gains = np.broadcast_to(fit.lift, (searcher._forward.documents,))
    return {id_: round(float(gain), 3) for id_, gain in zip(searcher._forward.ids(), gains, strict=True) if gain}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("västerbotten", [("västerbotten", "region", "24")]),
        ("region västerbotten", [("region västerbotten", "region", "24")]),
        ("västerbottens län", [("västerbottens län", "region", "24")]),
        ("vasterbottens lan", [("vasterbottens lan", "region", "24")]),
        ("vastra gotalands", [("vastra gotalands", "region", "14")]),
        ("vgr", [("vgr", "region", "14")]),
        ("plan 2022", [("plan", "type", "plan"), ("2022", "year", "2022")]),
        ("1850", []),
        ("gamla planer", [("gamla", "status", "utgången"), ("planer", "type", "plan")]),
        ("gamla böcker", []),
        ("provbiblioteket", [("provbiblioteket", "publisher", "Provbiblioteket")]),
        ("rapport", []),
        ("bokcirkel", []),
        ("", []),
    ],
)
def test_words_are_read_as_values_that_documents_have(
    library: Searcher, text: str, told: list[tuple[str, str, str]]
) -> None:
    """The longest name wins; what no document has is just a word, and a standing is a plan's."""
    found = [(each.told.text, each.told.facet, each.told.value) for each in meanings(library, text)]
    assert found == told


def test_a_word_can_be_taken_for_itself_alone(library: Searcher) -> None:
    """Capitals make no difference; the other readings stay."""
    answer = library.search(Query("plan Västerbotten KB", literal=("västerbotten", "kb")))
    assert [each.text for each in answer.readings] == ["plan"]
    assert answer.expanded == ()
    assert library.search("plan Västerbotten KB").expanded


def test_documents_that_fit_gain_and_no_other(library: Searcher) -> None:
    """For each facet once."""
    assert lifts(library, "mik 2022") == {"mik": LIFTS["year"]}
    assert lifts(library, "bokcirkel") == {}


def test_a_plan_is_wanted_in_force_unless_another_is_asked_for(library: Searcher) -> None:
    """A standing or a year says which."""
    fits = LIFTS["type"] + LIFTS["region"]
    assert lifts(library, "plan västerbotten")["plan-ny"] == pytest.approx(fits + LIFTS["status"])
    assert lifts(library, "plan västerbotten")["plan-gammal"] == pytest.approx(fits)
    assert lifts(library, "gamla planen västerbotten")["plan-gammal"] == pytest.approx(fits + LIFTS["status"])
    assert lifts(library, "gamla planen västerbotten")["plan-ny"] == pytest.approx(fits)


def test_a_document_that_fits_holds_the_word(library: Searcher) -> None:
    """At the places of the words, almost as well as if it were written there."""
    fit = library._interpreter._understanding.fit(meanings(library, "om region västerbotten"), DAY)
    assert sorted(fit.held) == [1, 2]
    row = library._forward.row_of("plan-ny")
    assert row is not None
    assert 0.5 < fit.held[1][row] < 1


@pytest.mark.parametrize(("text", "news"), [("ny lag", True), ("nyheter om mik", True), ("lag", False), ("", False)])
def test_news_are_asked_for_in_words(library: Searcher, text: str, news: bool) -> None:
    """Else age says nothing."""
    assert asks_for_news(Question(library._interpreter.asker.words(text))) == news

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.search.match import FLOOR, Matched, Matcher
from indexer.search.question import Question
from indexer.search.searcher import Searcher

VOCABULARY = ["bokcirkel", "plan", "läsfrämjande", "västerbotten", "bibliotek", "samtal", "okänt", "och", "medieplan"]
questions = st.lists(st.sampled_from(VOCABULARY), max_size=5).map(" ".join)


def matched(library: Searcher, text: str) -> Matched:
    return Matcher(library._forward).match(Question(library._interpreter.asker.words(text)))


def ids(library: Searcher, mask: np.ndarray) -> set[str]:  # type: ignore[type-arg]
    return {library._forward.id(int(row)) for row in np.flatnonzero(mask)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=questions)
def test_shares_lie_between_nothing_and_everything(library: Searcher, text: str) -> None:
    """And the documents that answer are those that have enough of the best one's share."""
    found = matched(library, text)
    assert float(found.share.min()) >= 0
    assert float(found.share.max()) <= 1.001
    assert 0 <= found.coverage <= 1.001
    enough = found.share >= FLOOR * float(found.share.max()) * 0.999
    assert (found.mask <= enough).all()


def test_parts_of_a_compound_answer_in_part(library: Searcher) -> None:
    """The compound itself more; where the corpus has it, its commoner part alone is nothing."""
    found = matched(library, "medieplan")
    share = dict(zip(library._forward.ids(), found.share.tolist(), strict=True))
    assert share["medieplan"] == pytest.approx(1)
    assert 0 < share["mik"] < 1
    assert share["plan-ny"] == 0
    unknown = dict(zip(library._forward.ids(), matched(library, "samtalsplan").share.tolist(), strict=True))
    assert unknown["plan-ny"] > 0


def test_unknown_words_count_against_the_coverage_alone(library: Searcher) -> None:
    """They neither add nor remove documents."""
    known, mixed = matched(library, "bokcirkel"), matched(library, "bokcirkel okänt")
    assert ids(library, known.mask) == ids(library, mixed.mask)
    assert known.coverage == pytest.approx(1)
    assert mixed.coverage < 0.6


def test_what_metadata_answer_is_held(library: Searcher) -> None:
    """A document of the region has the region's name."""
    question = Question(library._interpreter.asker.words("västerbotten"))
    held = np.zeros(library._forward.documents, np.float32)
    row = library._forward.row_of("bokcirkel")
    assert row is not None
    held[row] = 0.9
    found = Matcher(library._forward).match(question, {0: held})
    assert "bokcirkel" in ids(library, found.mask)
    assert "bokcirkel" not in ids(library, matched(library, "västerbotten").mask)


def test_phrases_stand_side_by_side(library: Searcher) -> None:
    """In this order, stop words too."""
    matcher, asker = Matcher(library._forward), library._interpreter.asker
    assert ids(library, matcher.with_phrase(asker.words("samtal om böcker"))) == {"bokcirkel"}
    assert ids(library, matcher.with_phrase(asker.words("böcker om samtal"))) == set()

import numpy as np
import pytest

from indexer.search.match import Matcher
from indexer.search.question import Question
from indexer.search.searcher import Searcher
from indexer.search.together import Together


def coverage(searcher: Searcher, text: str, held: dict[int, np.ndarray] | None = None) -> tuple[float, float]:  # type: ignore[type-arg]
    """Return the share of the best document and that of the best passage."""
    forward = searcher._forward
    words = searcher._interpreter.asker.words(text)
    question = Question(words, tuple(searcher._interpreter.asker.readings(words)))
    matcher = Matcher(forward)
    matched = matcher.match(question, held or {})
    return matched.coverage, Together(forward, matcher).coverage(question, matched, held or {})


def test_words_in_one_passage_stand_together(library: Searcher) -> None:
    """Title and heading are part of every passage."""
    assert coverage(library, "bokcirkel nybörjare samtal") == pytest.approx((1, 1))


def test_words_of_two_passages_do_not(library: Searcher) -> None:
    """The document has both, no passage has."""
    whole, together = coverage(library, "personal lokaler")
    assert whole == pytest.approx(1)
    assert together < 0.7


def test_unknown_words_weigh_full(library: Searcher) -> None:
    """What no document has is missed in every passage."""
    assert coverage(library, "bokcirkel pannkaka")[1] < 0.6


def test_what_metadata_answer_is_had(library: Searcher) -> None:
    """A document of the region has the region's name in each passage."""
    held = np.zeros(library._forward.documents, np.float32)
    row = library._forward.row_of("medieplan")
    assert row is not None
    held[row] = 0.9
    without, has = coverage(library, "medieplan götaland")[1], coverage(library, "medieplan götaland", {1: held})[1]
    assert without < has


def test_nothing_stands_together_where_nothing_is_known(library: Searcher) -> None:
    """Not even stop words."""
    assert coverage(library, "pannkaka")[1] == 0
    assert coverage(library, "och")[1] == 0

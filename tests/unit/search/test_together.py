import math
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.search.match import Matcher
from indexer.search.question import Question
from indexer.search.searcher import Searcher
from indexer.search.together import Together, _best


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


def plain(searcher: Searcher, question: Question, weights: Mapping[int, float]) -> float:
    """Return the same with sets and loops, over every passage."""
    forward, analyzer = searcher._forward, searcher._analyzer
    languages = [forward.languages[number] for number in forward.word_languages]
    names = list(zip(forward.words.strings.all(), languages, strict=True))
    words = [[names[word] for word in forward.passage_words.row(row)] for row in range(forward.passages)]
    terms = [{term for word, language in row if word for term in analyzer.terms(word, language)} for row in words]
    parents = forward.passage_documents.tolist()

    def weight(term: str) -> float:
        holders = len({parent for parent, row in zip(parents, terms, strict=True) if term in row})
        return math.log(1 + (forward.documents - holders + 0.5) / (holders + 0.5))

    def presence(at: int, row: set[str]) -> float:
        features = question.words[at].features
        whole = sum(map(weight, features))
        found = sum(weight(term) for term in features if term in row) / whole
        others = [each for each in question.readings if each.first <= at < each.last and each.kind != "near"]
        return max([found, *(each.weight for each in others if set(each.features) <= row)])

    total = sum(weights.values())
    return max(sum(weight * presence(at, row) for at, weight in weights.items()) for row in terms) / total


VOCABULARY = (
    *("bokcirkel", "bok", "cirkel", "biblioteket", "bibliotek", "personal", "lokaler", "framjande", "planen"),
    *(
        "västerbotten",
        "samtal",
        "läs",
        "främjande",
        "library",
        "reading",
        "och",
        "pannkaka",
        "källkritik",
        "mik",
        "vuxna",
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=5).map(" ".join))
def test_arrays_say_what_loops_say(library: Searcher, text: str) -> None:
    forward = library._forward
    words = library._interpreter.asker.words(text)
    question = Question(words, tuple(library._interpreter.asker.readings(words)))
    matcher = Matcher(forward)
    matched = matcher.match(question, {})
    if matched.weights:
        found = Together(forward, matcher).coverage(question, matched, {})
        assert found == pytest.approx(plain(library, question, matched.weights), abs=1e-5)


@given(st.lists(st.integers(0, 3), max_size=30), st.integers(1, 8))
def test_the_best_are_the_first_of_all_in_order(values: list[int], count: int) -> None:
    """Ties stand in the order of the corpus, at the edge too."""
    found = _best(np.array(values, np.float32), count)
    assert found.tolist() == sorted(range(len(values)), key=lambda at: -values[at])[:count]

import math
from pathlib import Path

import pytest

from indexer.errors import QueryError
from indexer.search.evaluate import Topic, evaluate, measure, read_qrels, read_topics, run_lines
from indexer.search.searcher import Searcher


def test_measures_are_those_of_the_textbook() -> None:
    """Linear gains, as trec_eval has them."""
    ndcg, mrr, recall, success = measure(["x", "b", "a"], {"a": 1, "b": 2, "c": 1})
    ideal = 2 + 1 / math.log2(3) + 1 / 2
    assert ndcg == pytest.approx((2 / math.log2(3) + 1 / 2) / ideal)
    assert (mrr, recall, success) == (0.5, pytest.approx(2 / 3), 1.0)


def test_nothing_found_is_nought() -> None:
    """No division by it."""
    assert measure([], {"a": 1}) == (0.0, 0.0, 0.0, 0.0)


def test_files_are_read_and_faults_are_named(tmp_path: Path) -> None:
    """An error names file, line and what was expected."""
    topics, qrels = tmp_path / "t.tsv", tmp_path / "q.txt"
    topics.write_text("1\tmik vuxna\n\n2\tplan\n", "utf-8")
    qrels.write_text("1 0 mik 1\n1 0 kb 0\n", "utf-8")
    assert read_topics(topics) == [Topic("1", "mik vuxna"), Topic("2", "plan")]
    assert read_qrels(qrels) == {"1": {"mik": 1, "kb": 0}}
    topics.write_text("1 mik\n", "utf-8")
    qrels.write_text("1 0 mik 1\n1 0 mik\n", "utf-8")
    with pytest.raises(QueryError, match=r"rad 1.*tabb"):
        read_topics(topics)
    with pytest.raises(QueryError, match="rad 2"):
        read_qrels(qrels)
    with pytest.raises(QueryError, match="går inte att läsa"):
        read_qrels(tmp_path / "saknas.txt")


def test_an_index_is_measured_by_its_answers(library: Searcher) -> None:
    """Questions without a relevant document do not count."""
    topics = [Topic("1", "bokcirkel"), Topic("2", "plan"), Topic("3", "samtal")]
    measures = evaluate(library, topics, {"1": {"bokcirkel": 1}, "2": {"okänd": 1}, "3": {"kb": 0}})
    assert (measures.questions, measures.mrr, measures.success) == (2, 0.5, 0.5)
    with pytest.raises(QueryError, match="bedömt dokument"):
        evaluate(library, topics, {})


def test_runs_are_in_the_format_of_trec(library: Searcher) -> None:
    """Six fields a line."""
    line = next(run_lines(library, [Topic("7", "meröppet")]))
    assert line.split()[:4] == ["7", "Q0", "oppet", "1"]
    assert line.endswith(" metodsok")

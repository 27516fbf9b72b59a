"""Related documents against what a librarian would name; the floors only rise."""

from __future__ import annotations

from math import log2
from pathlib import Path

from indexer.search.searcher import Searcher

LINES = (Path(__file__).parent / "similar.tsv").read_text(encoding="utf-8").splitlines()
SHOWN = 5


def judgements() -> dict[str, dict[str, int]]:
    """Return for each judged document how related others are: 2 closely, 1 worth seeing."""
    rows = [line.split("\t") for line in LINES if not line.startswith("#")]
    return {name: dict.fromkeys(others.split(), 1) | dict.fromkeys(close.split(), 2) for name, close, others in rows}


def measured(searcher: Searcher) -> tuple[float, float]:
    """Return the mean precision and nDCG of the five documents that are shown."""
    precision, ndcg = [], []
    for name, related in judgements().items():
        gains = [related.get(hit.document.id, 0) for hit in searcher.similar(name, limit=SHOWN)]
        precision.append(sum(gain > 0 for gain in gains) / SHOWN)
        ndcg.append(_discounted(gains) / _discounted(sorted(related.values(), reverse=True)[:SHOWN]))
    return sum(precision) / len(precision), sum(ndcg) / len(ndcg)


def _discounted(gains: list[int]) -> float:
    return sum(gain / log2(place + 2) for place, gain in enumerate(gains))


def test_related_documents_are_those_that_a_librarian_would_name(shipped: Searcher) -> None:
    """Five are shown beside each document."""
    precision, ndcg = measured(shipped)
    assert precision >= 0.74
    assert ndcg >= 0.73


def test_every_judged_document_is_in_the_collection(shipped: Searcher) -> None:
    """A name misspelt in the judgements would count as a miss for ever."""
    names = {name for name, related in judgements().items() for name in (name, *related)}
    assert {name for name in names if shipped.document(name) is None} == set()
    assert len(judgements()) >= 40

"""Measuring answers against judgements, in the formats of TREC: topics, qrels, run."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import QueryError
from indexer.search.searcher import Searcher

DEPTH = 10
SUCCESS = 5
Judgements = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Topic:
    """A question with its id."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Measures:
    """Means over the judged questions; `questions` is their number."""

    questions: int
    ndcg: float
    mrr: float
    recall: float
    success: float

    def as_dict(self) -> dict[str, float]:
        """Return the measures by their usual names."""
        return {
            "questions": self.questions,
            "nDCG@10": round(self.ndcg, 4),
            "MRR@10": round(self.mrr, 4),
            "recall@10": round(self.recall, 4),
            "success@5": round(self.success, 4),
        }


def read_topics(path: Path) -> list[Topic]:
    """Return the questions of a file with one `query-id<TAB>words` a line; raise QueryError with file and line."""
    topics: dict[str, Topic] = {}
    for number, line in _lines(path):
        id_, tab, text = line.partition("\t")
        if not tab or not id_.strip() or " " in id_.strip():
            raise QueryError(f"{path}, rad {number}: väntade frågans id, en tabb och frågan, men läste ”{line[:60]}”.")
        if id_.strip() in topics:
            raise QueryError(f"{path}, rad {number}: frågan {id_.strip()} finns redan. Ge varje fråga ett eget id.")
        topics[id_.strip()] = Topic(id_.strip(), text.strip())
    return list(topics.values())


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Return the judgements of a file with `query-id 0 document-id grade` a line, by question and document."""
    judged: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        fields = line.split()
        if len(fields) != 4 or not re.fullmatch(r"-?\d+", fields[3]):  # noqa: PLR2004 - the format's four fields
            raise QueryError(f"{path}, rad {number}: väntade ”fråga 0 dokument betyg”, men läste ”{line[:60]}”.")
        judged.setdefault(fields[0], {})[fields[2]] = int(fields[3])
    return judged


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that say something, numbered from 1."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as fault:
        raise QueryError(f"Filen {path} går inte att läsa. Kontrollera sökvägen.") from fault
    except UnicodeDecodeError as fault:
        raise QueryError(f"Filen {path} är inte UTF-8. Spara om den med den teckenkodningen.") from fault
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line


def run_lines(searcher: Searcher, topics: Iterable[Topic], limit: int = DEPTH) -> Iterator[str]:
    """Yield `qid Q0 docid rank score metodsok` for the best `limit` documents of each question."""
    for topic in topics:
        hits = searcher.search(topic.text, limit=limit).hits
        for rank, hit in enumerate(hits, 1):
            yield f"{topic.id} Q0 {hit.document.id} {rank} {hit.score:.4f} metodsok"


def evaluate(searcher: Searcher, topics: Iterable[Topic], judged: Judgements) -> Measures:
    """Return the measures over the questions that have a relevant document; raise QueryError where none has."""
    rows: list[tuple[float, float, float, float]] = []
    for topic in topics:
        grades = judged.get(topic.id, {})
        if any(grade > 0 for grade in grades.values()):
            ranked = [hit.document.id for hit in searcher.search(topic.text, limit=DEPTH).hits]
            rows.append(measure(ranked, grades))
    if not rows:
        raise QueryError("Ingen fråga har något bedömt dokument. Kontrollera att frågornas id är lika i båda filerna.")
    ndcg, mrr, recall, success = (sum(column) / len(rows) for column in zip(*rows, strict=True))
    return Measures(len(rows), ndcg, mrr, recall, success)


def measure(ranked: Sequence[str], grades: Mapping[str, int]) -> tuple[float, float, float, float]:
    """Return nDCG@10, reciprocal rank@10, recall@10 and success@5 of one ranking."""
    relevant = {document for document, grade in grades.items() if grade > 0}
    found = [document in relevant for document in ranked[:DEPTH]]
    gains = [max(0, grades.get(document, 0)) for document in ranked[:DEPTH]]
    ideal = sorted((max(0, grade) for grade in grades.values()), reverse=True)[:DEPTH]
    first = found.index(True) + 1 if any(found) else 0
    return (
        _discounted(gains) / max(_discounted(ideal), 1e-9),
        1 / first if first else 0.0,
        sum(found) / max(1, len(relevant)),
        float(any(found[:SUCCESS])),
    )


def _discounted(gains: Sequence[int]) -> float:
    """Return the discounted cumulative gain with linear gains, as trec_eval does."""
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))

"""From a question and the documents that answer it to those documents in order, as far as anybody pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from indexer.index.engine import Engine, EngineQuery
from indexer.index.forward.reader import Forward
from indexer.search.match import Mask, Masses
from indexer.search.question import Question
from indexer.search.rerank import Reranker

DEPTH = 200
"""Passages that are ordered at a time: at this depth engines give the same first ten, see docs/measurements.md."""
PART_WEIGHT = 0.7
NOT_IN_FORCE = 0.95
"""A plan that is not in force counts a little less, a replaced one twice: it decides where words tie."""
FADING = 0.1
"""What news of five years ago count less than today's where news are asked for, as a share."""
COMPLETE = 0.8
"""What a document gains that has all words of the question."""
NAMED = 10.0
"""How many times more a document counts whose very title was typed."""
MAX_TERMS = 200
_BLOCK = 50

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document by its row, and its score."""

    document: int
    score: float


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be ordered: the documents in `mask`, each with its share of the question.

    `retired` tells how far from being in force each is, `faded`, where news are asked for, how old it is, 0 … 1.
    `must` are terms that every one of these documents has, `within` keyword sets that each meets. `lift` is what each
    document gains by its metadata; `named` are documents that the question names, which come first.
    """

    question: Question
    mask: Mask
    share: Masses
    retired: Rows
    lift: Masses
    named: Rows
    must: tuple[str, ...] = ()
    within: tuple[frozenset[str], ...] = ()
    faded: Masses | None = None


class Ranker:
    """Orders documents: all at once where they are few, else as the engine proposes them."""

    def __init__(self, forward: Forward, engine: Engine) -> None:
        self._forward = forward
        self._engine = engine
        self._reranker = Reranker(forward)

    def by_relevance(self, task: Task) -> Iterator[Ranked]:
        """Yield every document of the task once, best first; scores never rise.

        The first 200 candidates are ordered among themselves, then the next 200, then 400 and so on, so that a page
        is the same whichever page was asked for before.
        """
        seen = np.zeros(self._forward.documents, bool)
        ceiling = np.inf
        for rows in self._chunks(task, seen):
            for ranked in self._ordered(task, rows):
                seen[ranked.document] = True
                ceiling = min(ceiling, ranked.score)
                yield Ranked(ranked.document, float(ceiling))

    def _chunks(self, task: Task, seen: Mask) -> Iterator[Rows]:
        if self._are_many(task.mask):
            yield from self._proposed(task, seen)
        else:
            yield self.rows_of(np.flatnonzero(task.mask))
        rest = np.flatnonzero(task.mask & ~seen)
        rest = rest[np.lexsort((rest, -task.share[rest]))]
        for first in range(0, len(rest), _BLOCK):
            yield self.rows_of(rest[first : first + _BLOCK])

    def _are_many(self, mask: Mask) -> bool:
        """Tell whether the documents have more passages than are ordered at a time; each has one at least."""
        if np.count_nonzero(mask) > DEPTH:
            return True
        starts, documents = self._forward.document_starts, np.flatnonzero(mask)
        return int((starts[documents + 1] - starts[documents]).sum()) > DEPTH

    def _proposed(self, task: Task, seen: Mask) -> Iterator[Rows]:
        """Yield what the engine proposes, without documents that do not answer or were already placed."""
        query = EngineQuery(_should(task.question), task.must, task.within)
        taken, limit = 0, DEPTH
        while bool((task.mask & ~seen).any()):
            serials = self._engine.search(query, limit).serials
            rows = self._forward.rows_of_serials(serials[taken:])
            documents = self._forward.passage_documents[rows]
            rows = rows[task.mask[documents] & ~seen[documents]]
            yield rows if taken else np.concatenate([self.rows_of(task.named[task.mask[task.named]]), rows])
            if len(serials) < limit:
                return
            taken, limit = limit, 2 * limit

    def rows_of(self, documents: Sequence[int] | NDArray[np.int64]) -> Rows:
        """Return the passages of the documents, at most 200 of each."""
        rows = (self._forward.passage_rows(int(document))[:DEPTH] for document in documents)
        return np.concatenate([np.zeros(0, np.int64), *(np.array(each, np.int64) for each in rows)])

    def _ordered(self, task: Task, rows: Rows) -> Iterator[Ranked]:
        """Yield the documents of these passages, best first, ties by document id."""
        ranked = sorted(self.grouped(task, rows), key=_falling)
        for _, tied in groupby(ranked, key=_falling):
            yield from sorted(tied, key=lambda each: self._forward.id(each.document))

    def grouped(self, task: Task, rows: Rows) -> list[Ranked]:
        """Return the documents of these passages in the order of the corpus, each scored by its best passage."""
        if not len(rows):
            return []
        scores = np.round(self._reranker.score(task.question, rows), 4)
        documents = self._forward.passage_documents[rows].astype(np.int64)
        order = np.lexsort((rows, -scores, documents))
        firsts = np.flatnonzero(np.diff(documents[order], prepend=-1))
        found = documents[order[firsts]]
        final = np.round(scores[order[firsts]] * self._factors(task, found), 4)
        return [Ranked(document, score) for document, score in zip(found.tolist(), final.tolist(), strict=True)]

    def _factors(self, task: Task, documents: Rows) -> NDArray[np.float64]:
        """Return what the score of each document is multiplied by: standing, words it has, metadata, name."""
        factors = NOT_IN_FORCE ** task.retired[documents].astype(np.float64)
        if task.faded is not None:
            factors *= 1 - FADING * task.faded[documents].astype(np.float64)
        factors *= 1 + COMPLETE * task.share[documents].astype(np.float64) + task.lift[documents]
        return np.where(np.isin(documents, task.named), NAMED * factors, factors)

    def newest(self, task: Task) -> list[int]:
        """Return the documents of the task, the newest first, ties by id."""
        documents = np.flatnonzero(task.mask)
        dates = self._forward.document_dates
        return sorted(documents.tolist(), key=lambda row: (-int(dates[row]), self._forward.id(row)))


def _falling(ranked: Ranked) -> float:
    return -ranked.score


def _should(question: Question) -> tuple[tuple[str, float], ...]:
    """Return the terms to propose by: the words, their parts, and other readings, the most similar stems among them."""
    weights: dict[str, float] = {}

    def add(term: str, weight: float) -> None:
        weights[term] = max(weights.get(term, 0.0), weight)

    for at in question.content:
        word = question.words[at]
        add(word.stem, 1.0)
        for term in word.terms[1:]:
            add(term, PART_WEIGHT)
    for reading in question.readings:
        for term in reading.terms:
            add(term, reading.weight)
    best = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:MAX_TERMS]
    return tuple(best)

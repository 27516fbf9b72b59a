"""How much of a question stands together: in one passage, not here and there in a long document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.reader import Forward
from indexer.search.features import Columns
from indexer.search.match import Matched, Matcher
from indexer.search.question import Question, Reading
from indexer.search.rerank import idf

DOCUMENTS, PASSAGES = 30, 50
"""How many of the best documents are looked at, and of each how many passages."""
NEAR = (0.9, 0.6, 0.3)
"""How near documents must be to the best one to be sorted, where so few are enough."""

Presence = NDArray[np.float32]


class Together:
    """Measures how much of a question its best passage has."""

    def __init__(self, forward: Forward, matcher: Matcher) -> None:
        self._forward = forward
        self._matcher = matcher

    def coverage(self, question: Question, matched: Matched, held: Mapping[int, Presence]) -> float:
        """Return the best passage's share of the question's weight, 0 … 1; title and heading are part of a passage.

        Words weigh as they do in `matched`; `held` says which documents answer a word by their metadata.
        """
        rows = self._rows(matched)
        columns = Columns.of(self._forward, question)
        has = columns.term_table.counts(self._forward.words_of(rows)) > 0
        terms = {term: has[:, at] for at, term in enumerate(columns.terms)}
        total = np.zeros(len(rows), np.float32)
        for at, weight in matched.weights.items():
            presence = self._presence(question, at, terms, len(rows))
            if at in held:
                presence = np.maximum(presence, held[at][self._forward.passage_documents[rows]])
            total += np.float32(weight) * presence
        return float(total.max(initial=0.0)) / max(sum(matched.weights.values()), 1e-9)

    def _rows(self, matched: Matched) -> NDArray[np.int64]:
        best = _best(matched.share, DOCUMENTS)
        spans = [np.array(self._forward.passage_rows(int(document))[:PASSAGES], np.int64) for document in best]
        return np.concatenate([np.zeros(0, np.int64), *spans])

    def _presence(self, question: Question, at: int, terms: Mapping[str, NDArray[np.bool_]], rows: int) -> Presence:
        """Return how well each passage has a word: by its parts, or by another reading that it has whole."""
        features = question.words[at].features
        weights = idf(np.array([len(self._matcher.holders(term)) for term in features]), self._forward.documents)
        presence = np.zeros(rows, np.float32)
        for term, weight in zip(features, weights, strict=True):
            presence += weight * terms.get(term, np.zeros(rows, bool))
        presence /= max(float(weights.sum()), 1e-9)
        for reading in self._readings(question, at):
            whole = np.logical_and.reduce([terms.get(term, np.zeros(rows, bool)) for term in reading.features])
            np.maximum(presence, np.float32(reading.weight) * whole, out=presence)
        return presence

    def _readings(self, question: Question, at: int) -> Sequence[Reading]:
        """Return the readings of a word that say the same; what is only like it does not count."""
        return [each for each in question.readings if each.first <= at < each.last and each.kind != "near"]


def _best(values: Presence, count: int) -> NDArray[np.int64]:
    """Return where the `count` largest values stand, the largest first, ties in their order; the rest is not sorted."""
    rows = _large(values, count)
    if len(rows) > count:
        rows = rows[values[rows] >= np.partition(values[rows], -count)[-count]]
    return np.asarray(rows[np.argsort(-values[rows], kind="stable")[:count]])


def _large(values: Presence, count: int) -> NDArray[np.int64]:
    """Return where values stand that are not far from the largest: `count` at least, or all."""
    most = values.max(initial=0.0)
    for share in NEAR:
        rows = np.flatnonzero(values >= np.float32(share) * most)
        if len(rows) >= count:
            return rows
    return np.arange(len(values))

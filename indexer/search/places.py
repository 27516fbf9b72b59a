"""Where in a document the answer stands: the passages that are shown of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.reader import Forward
from indexer.search.question import Question
from indexer.search.rerank import Reranker

SHOWN = 3
"""Passages shown of a document."""
MOST = 200
"""Passages looked at in each document."""


class Places:
    """Chooses passages by their own words.

    Documents are ranked by passages that hold the title too, and short passages win there: good for finding the
    document, wrong for opening it. Here the title is left out and length does not count.
    """

    def __init__(self, forward: Forward) -> None:
        self._forward = forward
        self._reranker = Reranker(forward)

    def best(self, question: Question, documents: Sequence[int]) -> list[tuple[int, ...]]:
        """Return for each document the rows of its best passages, best first, ties in reading order.

        Beyond the first only passages that have something of the question, in the heading or in the text.
        """
        spans = [self._forward.passage_rows(document)[:MOST] for document in documents]
        if not question.content:
            return [tuple(span[:1]) for span in spans]
        rows = np.concatenate([np.zeros(0, np.int64), *(np.array(span, np.int64) for span in spans)])
        scores = self._reranker.own(question, rows)
        ends = np.cumsum([len(span) for span in spans])
        parts = zip(spans, np.split(scores, ends[:-1]), strict=True) if len(ends) else ()
        return [tuple(span[at] for at in _best(part)) for span, part in parts]


def _best(scores: NDArray[np.float32]) -> list[int]:
    order: list[int] = np.argsort(-scores, kind="stable")[:SHOWN].tolist()
    return order[:1] + [at for at in order[1:] if scores[at] > 0]

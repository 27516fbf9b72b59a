"""Counting a question's features in rows of words, without touching the words that have none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.arrays import Array, Ragged, spans

Counts = NDArray[np.float32]


class FeatureTable:
    """For each feature of a question, the words of the vocabulary that have it; features are columns."""

    def __init__(self, holders: Sequence[Array], vocabulary: int) -> None:
        self.columns = len(holders)
        self._vocabulary = vocabulary
        lengths = np.fromiter((len(words) for words in holders), np.int64, len(holders))
        self._words = np.concatenate([np.zeros(0, np.uint32), *holders])
        self._columns = np.repeat(np.arange(len(holders)), lengths)

    def counts(self, rows: Ragged, weights: Array | None = None) -> Counts:
        """Return how often each row has each feature, rows × columns; `weights` count each word of the rows."""
        words, starts, lengths, columns = self._of(rows.values)
        place = np.full(self._vocabulary, -1, np.int32)
        place[words] = np.arange(len(words))
        at = place[rows.values]
        hits = np.flatnonzero(at >= 0)
        at = at[hits]
        cells = np.repeat(rows.owners[hits], lengths[at]) * self.columns
        cells += columns[spans(starts[at], lengths[at])]
        weighted = None if weights is None else np.repeat(weights[hits], lengths[at])
        counted = np.bincount(cells, weights=weighted, minlength=len(rows) * self.columns)
        return counted.reshape(len(rows), self.columns).astype(np.float32)

    def _of(self, present: Array) -> tuple[Array, Array, Array, Array]:
        """Return the features of the words present: words, where each one's columns start, how many, the columns."""
        flags = np.zeros(self._vocabulary, bool)
        flags[present] = True
        keep = flags[self._words]
        words, columns = self._words[keep], self._columns[keep]
        order = np.argsort(words, kind="stable")
        distinct, starts, lengths = np.unique(words[order], return_index=True, return_counts=True)
        return distinct, starts, lengths, columns[order]

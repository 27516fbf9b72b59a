"""Counting how many documents of a set have each keyword, in a time that hardly grows with the set."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.arrays import Ragged

COMMON = 64
"""A keyword that at least one document of so many has is kept as one bit a document, others as a list."""
_WORD = 64
"""Bits counted at a time."""


class Tally:
    """Counts keywords; `holders` are the documents of each, out of `documents`."""

    def __init__(self, holders: Ragged, documents: int) -> None:
        common = holders.lengths * COMMON >= documents
        self._documents = documents
        self._common, self._rare = np.flatnonzero(common), np.flatnonzero(~common)
        self._bits = self._filled(holders)
        self._lists = holders.take(self._rare)
        self._owners = self._lists.owners

    def _filled(self, holders: Ragged) -> NDArray[np.uint64]:
        bits = np.zeros((len(self._common), -(-self._documents // _WORD)), np.uint64)
        for at, number in enumerate(self._common.tolist()):
            mask = np.zeros(self._documents, bool)
            mask[holders.row(number)] = True
            bits[at] = self._packed(mask)
        return bits

    def _packed(self, mask: NDArray[np.bool_]) -> NDArray[np.uint64]:
        bits = np.zeros(-(-self._documents // _WORD) * _WORD // 8, np.uint8)
        packed = np.packbits(mask)
        bits[: len(packed)] = packed
        return bits.view(np.uint64)

    def counts(self, mask: NDArray[np.bool_]) -> list[int]:
        """Return how many documents of the mask have each keyword, by number."""
        counts = np.zeros(len(self._common) + len(self._rare), np.int64)
        counts[self._common] = np.bitwise_count(self._bits & self._packed(mask)).sum(axis=1, dtype=np.int64)
        met = np.bincount(self._owners[mask[self._lists.values]], minlength=len(self._rare))
        counts[self._rare] = met
        found: list[int] = counts.tolist()
        return found

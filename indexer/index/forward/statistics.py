"""In how many passages and documents each feature occurs: exact, and additive over disjoint sets of rows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.arrays import Array, Integers, Ragged

_WORDS = 1 << 16
"""Words of rows counted at a time, to bound memory."""


def frequencies(rows: Ragged, features: Ragged, size: int) -> Integers:
    """Return for every feature below `size` the number of rows with a word that has it.

    `rows` holds words, `features` the features of every word.
    """
    total = np.zeros(size, np.int64)
    for _, block in rows.blocks(_WORDS):
        _count(block.through(features), total)
    return total


def _count(rows: Ragged, total: Integers) -> None:
    """Add 1 to the total of each value of each row, however often it stands there.

    numpy adds once where a place is named twice, which is eight times as fast as sorting for what is double.
    """
    values = rows.values.astype(np.int64)
    for first, last in pairwise(rows.starts.tolist()):
        total[values[first:last]] += 1


def pair_keys(first: Array, second: Array, bits: int) -> Integers:
    """Return the cell, below 2 ** bits, that counts each ordered pair of stems."""
    mixed = first.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + second.astype(np.uint64)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return (mixed >> np.uint64(64 - bits)).astype(np.int64)


def pair_frequencies(rows: Ragged, stems: Array, bits: int) -> Integers:
    """Return for every cell the number of rows with an adjacent pair of stems that falls into it."""
    total = np.zeros(1 << bits, np.int64)
    for _, block in rows.blocks(_WORDS):
        owners, stem = block.owners, stems[block.values]
        inside = np.flatnonzero(owners[1:] == owners[:-1])
        keys = pair_keys(stem[inside], stem[inside + 1], bits)
        _count(Ragged(np.searchsorted(inside, block.starts), keys), total)
    return total


@dataclass(frozen=True, slots=True)
class Features:
    """What every word of the vocabulary brings: 4-grams (places among the ascending keys), part terms, its stem."""

    grams: Ragged
    gram_keys: NDArray[np.uint64]
    parts: Ragged
    term_count: int
    stems: Array
    pair_bits: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Document frequencies: passages with a 4-gram, a part, a pair of stems; documents with a 4-gram."""

    grams: Integers
    document_grams: Integers
    parts: Integers
    pairs: Integers

    @classmethod
    def count(cls, passages: Ragged, documents: Ragged, features: Features) -> Statistics:
        """Return the statistics of these rows; both hold words."""
        return cls(
            frequencies(passages, features.grams, len(features.gram_keys)),
            frequencies(documents, features.grams, len(features.gram_keys)),
            frequencies(passages, features.parts, features.term_count),
            pair_frequencies(passages, features.stems, features.pair_bits),
        )

    def __add__(self, other: Statistics) -> Statistics:
        return Statistics(
            self.grams + other.grams,
            self.document_grams + other.document_grams,
            self.parts + other.parts,
            self.pairs + other.pairs,
        )

    def __sub__(self, other: Statistics) -> Statistics:
        return Statistics(
            self.grams - other.grams,
            self.document_grams - other.document_grams,
            self.parts - other.parts,
            self.pairs - other.pairs,
        )

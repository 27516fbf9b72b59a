"""In how many passages and documents each feature occurs: exact, and additive over disjoint sets of rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indexer.index.forward.arrays import Array, Integers, Ragged
from indexer.index.forward.tables import distinct

_ROWS = 2000
_WORDS = 100_000
"""Rows, or words of rows, counted at a time, to bound memory."""


def frequencies(rows: Ragged, features: Ragged, size: int) -> Integers:
    """Return for every feature below `size` the number of rows with a word that has it.

    `rows` holds words, `features` the features of every word.
    """
    total = np.zeros(size, np.int64)
    step = max(1, _WORDS * len(rows) // max(1, len(rows.values)))
    for first in range(0, len(rows), step):
        part = rows.upto(first, step)
        owners, words = np.divmod(distinct(part.owners * len(features) + part.values), max(1, len(features)))
        lengths = features.lengths_of(words)
        keys = np.repeat(owners, lengths) * size + features.take(words).values
        np.add.at(total, distinct(keys) % size, 1)
    return total


def pair_keys(first: Array, second: Array, bits: int) -> Integers:
    """Return the cell, below 2 ** bits, that counts each ordered pair of stems."""
    mixed = first.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + second.astype(np.uint64)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return (mixed >> np.uint64(64 - bits)).astype(np.int64)


def pair_frequencies(rows: Ragged, stems: Array, bits: int) -> Integers:
    """Return for every cell the number of rows with an adjacent pair of stems that falls into it."""
    total = np.zeros(1 << bits, np.int64)
    for first in range(0, len(rows), _ROWS):
        part = rows.between(first, min(first + _ROWS, len(rows)))
        owners, stem = part.owners, stems[part.values]
        inside = np.flatnonzero(owners[1:] == owners[:-1])
        keys = (owners[inside] << bits) + pair_keys(stem[inside], stem[inside + 1], bits)
        total += np.bincount(distinct(keys) & ((1 << bits) - 1), minlength=1 << bits)
    return total


@dataclass(frozen=True, slots=True)
class Features:
    """What every word of the vocabulary brings: 4-grams (places in a sorted list), part terms, its stem."""

    grams: Ragged
    gram_count: int
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
            frequencies(passages, features.grams, features.gram_count),
            frequencies(documents, features.grams, features.gram_count),
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

"""Tables from a value to those that hold it, changed without sorting again what was there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.arrays import Array, Integers, Ragged, starts_of

Pairs = tuple[Array, Array]
"""Holders, and what each of them holds: a value."""


def distinct(keys: Array) -> Array:
    """Return each key once, ascending.

    `np.unique` of numpy 2.3 and later hashes, which takes ten times as long as sorting for keys like ours.
    """
    ordered = np.sort(keys)
    return ordered[_firsts(ordered)]


def counted(keys: Integers) -> tuple[Integers, Integers]:
    """Return each key once, ascending, and how often it stands among `keys`."""
    ordered = np.sort(keys)
    first = np.flatnonzero(_firsts(ordered))
    return ordered[first], np.diff(first, append=len(ordered))


def _firsts(ordered: Array) -> NDArray[np.bool_]:
    first = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return first


def grouped(rows: Array, values: Array, size: int) -> Ragged:
    """Return a table of `size` rows that holds each pair once, the values of a row ascending."""
    return extended(Ragged(np.zeros(1, np.int64), np.zeros(0, np.uint32)), rows, values, size)


def extended(table: Ragged, rows: Array, values: Array, size: int) -> Ragged:
    """Return the table with `size` rows and the pairs put in; rows stay ascending, and no pair stands there twice.

    The pairs must not be in the table already.
    """
    limit = 1 + max(int(table.values.max(initial=0)), int(values.max(initial=0)))
    pairs = distinct(rows.astype(np.int64) * limit + values)
    new_rows, new_values = np.divmod(pairs, limit)
    old = np.concatenate((table.starts, np.full(size - len(table), table.starts[-1])))
    starts = old + starts_of(np.bincount(new_rows, minlength=size))
    new_values = new_values.astype(np.uint32)
    if not len(table.values):
        return Ragged(starts, new_values)
    places = np.searchsorted(table.owners * limit + table.values, pairs)
    return Ragged(starts, np.insert(table.values, places, new_values))


def inverted(blocks: Callable[[], Iterable[Pairs]], size: int) -> Ragged:
    """Return a table of `size` rows: for every value those that hold it, ascending.

    `blocks` gives, twice the same, pairs of holders and values, no pair twice and the holders of one block above those
    of the block before: so little more than the table itself has to be in memory.
    """
    counts = np.zeros(size, np.int64)
    for _, values in blocks():
        np.add.at(counts, values, 1)
    starts = starts_of(counts)
    holders, free = np.empty(starts[-1], np.uint32), starts[:-1].copy()
    for held_by, values in blocks():
        order = np.argsort(values, kind="stable")
        sorted_, first = values[order], np.searchsorted(values, values, sorter=order)
        place = np.empty(len(values), np.int64)
        place[order] = np.arange(len(values))
        holders[free[values] + place - first] = held_by
        np.add.at(free, sorted_, 1)
    return Ragged(starts, holders)


def without(table: Ragged, gone: NDArray[np.bool_]) -> Ragged:
    """Return the table less the values for which `gone` is true."""
    lost = np.flatnonzero(gone[table.values])
    if not len(lost):
        return table
    return Ragged(table.starts - np.searchsorted(lost, table.starts), np.delete(table.values, lost))


def keyed(blocks: Callable[[], Iterable[Pairs]]) -> Keyed:
    """Return who holds which key.

    `blocks` gives, twice the same, pairs of holders and keys, the holders of one block above those of the block before.
    """
    keys = np.zeros(0, np.uint64)
    for _, found in blocks():
        keys = distinct(np.concatenate((keys, distinct(found))))

    def pairs() -> Iterator[Pairs]:
        for holders, found in blocks():
            numbers = distinct(holders * len(keys) + np.searchsorted(keys, found))
            yield np.divmod(numbers, max(1, len(keys)))

    return Keyed(keys, inverted(pairs, len(keys)))


@dataclass(frozen=True, slots=True)
class Keyed:
    """Ascending 64-bit keys, and for each the ascending numbers of those that hold it."""

    keys: NDArray[np.uint64]
    holders: Ragged

    @classmethod
    def none(cls) -> Keyed:
        """Return a table without keys."""
        return cls(np.zeros(0, np.uint64), Ragged(np.zeros(1, np.int64), np.zeros(0, np.uint32)))

    def extended(self, keys: NDArray[np.uint64], holders: Array) -> Keyed:
        """Return the table with the pairs key–holder put in, which must not be there already."""
        wanted = distinct(keys)
        fresh = wanted[~self._has(wanted)]
        merged = np.insert(self.keys, np.searchsorted(self.keys, fresh), fresh)
        lengths = np.zeros(len(merged), np.int64)
        lengths[np.searchsorted(merged, self.keys)] = self.holders.lengths
        table = Ragged(starts_of(lengths), self.holders.values)
        return Keyed(merged, extended(table, np.searchsorted(merged, keys), holders, len(merged)))

    def without(self, gone: NDArray[np.bool_]) -> Keyed:
        """Return the table less the holders for which `gone` is true, and less keys that nobody holds then."""
        left = without(self.holders, gone)
        held = left.lengths > 0
        return Keyed(self.keys[held], Ragged(starts_of(left.lengths[held]), left.values))

    def _has(self, keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
        places = np.searchsorted(self.keys, keys)
        inside = places < len(self.keys)
        return np.asarray(inside & (self.keys[np.where(inside, places, 0)] == keys if len(self.keys) else inside))

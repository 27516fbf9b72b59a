"""Tables from a value to those that hold it, changed without sorting again what was there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.arrays import Array, Integers, Ragged, starts_of
from indexer.index.forward.scratch import Column, Scratch

Keys = NDArray[np.uint64]

_PAIRS = 1 << 20
"""Pairs of a value and a row that are gathered at a time, to bound memory."""


def distinct(keys: Array) -> Array:
    """Return each key once, ascending.

    `np.unique` of numpy 2.3 and later hashes, which takes ten times as long as sorting for keys like ours.
    """
    ordered = np.sort(keys)
    return ordered[_firsts(ordered)]


def counted(rows: Ragged) -> tuple[Ragged, Integers]:
    """Return every row's values, each once, ascending, and how often each stands in its row."""
    values = rows.values.copy()
    for first, last in pairwise(rows.starts.tolist()):
        values[first:last].sort()
    changes = _firsts(values)
    changes[rows.starts[:-1][rows.lengths > 0]] = True
    found = np.flatnonzero(changes)
    return Ragged(np.searchsorted(found, rows.starts), values[found]), np.diff(found, append=len(values))


def order_of(values: Array) -> Integers:
    """Return what puts numbers below 2 ** 32 in order, equal ones as they stood.

    numpy puts 16 bits in order by counting, twice of which takes a third of sorting them all.
    """
    low = np.argsort(values.astype(np.uint16), kind="stable")
    high = (values >> 16).astype(np.uint16)
    return low[np.argsort(high[low], kind="stable")] if high.any() else low


def once(rows: Ragged) -> Ragged:
    """Return every row with each of its values once."""
    first = np.zeros(len(rows.values), bool)
    first[_by_value(rows)] = True
    return rows.where(first)


def _by_value(rows: Ragged) -> Integers:
    """Return where the values stand, by value and then by row, each once a row."""
    order = order_of(rows.values)
    return order[_firsts(rows.values[order]) | _firsts(rows.owners[order])]


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


def inverted(blocks: Iterable[tuple[int, Ragged]], size: int, scratch: Scratch) -> Ragged:
    """Return a table of `size` rows, on disk: for every value the rows that hold it, each once, ascending.

    `blocks` gives the rows in order, some at a time, with the number of the first. Each block is put in the order of
    its values on disk, and then as many values at a time as memory shall have are gathered from all blocks.
    """
    counts = np.zeros(size, np.int64)
    values, holders, edges = scratch.column(np.uint32), scratch.column(np.uint32), [0]
    for first, rows in blocks:
        at = _by_value(rows)
        np.add.at(counts, rows.values[at], 1)
        values.add(rows.values[at])
        holders.add(first + rows.owners[at])
        edges.append(len(values))
    starts = starts_of(counts)
    limits = np.unique(np.searchsorted(starts, np.arange(0, starts[-1] + _PAIRS, _PAIRS)))
    return Ragged(starts, _merged(values.stored(), holders.stored(), edges, limits, scratch.column(np.uint32)))


def _merged(values: Array, holders: Array, edges: Sequence[int], limits: Integers, merged: Column) -> Array:
    """Return the holders by value: those of the values between two limits are gathered from all blocks at a time."""
    cuts = [first + np.searchsorted(values[first:last], limits) for first, last in pairwise(edges)]
    for starts, ends in pairwise(zip(*cuts, strict=True)):
        pieces = [slice(int(first), int(last)) for first, last in zip(starts, ends, strict=True)]
        order = order_of(np.concatenate([values[piece] for piece in pieces]))
        merged.add(np.concatenate([holders[piece] for piece in pieces])[order])
    return merged.stored()


def without(table: Ragged, gone: NDArray[np.bool_]) -> Ragged:
    """Return the table less the values for which `gone` is true."""
    lost = np.flatnonzero(gone[table.values])
    if not len(lost):
        return table
    return Ragged(table.starts - np.searchsorted(lost, table.starts), np.delete(table.values, lost))


def numbered(blocks: Iterable[tuple[Keys, Ragged]], scratch: Scratch) -> tuple[Keys, Ragged]:
    """Return the keys of all blocks, each once, ascending, and all rows, on disk, as places among them.

    Each block is its own keys, ascending, and rows of places among these.
    """
    found, lengths, edges = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)], [0, 0]
    places, values = scratch.column(np.uint32), scratch.column(np.uint32)
    for keys, rows in blocks:
        found.append(keys)
        lengths.append(rows.lengths)
        places.add(rows.values)
        edges.append(len(places))
    every, local = distinct(np.concatenate(found)), places.stored()
    for keys, (first, last) in zip(found, pairwise(edges), strict=True):
        values.add(np.searchsorted(every, keys)[local[first:last]])
    return every, Ragged(starts_of(np.concatenate(lengths)), values.stored())


@dataclass(frozen=True, slots=True)
class Keyed:
    """Ascending 64-bit keys, and for each the ascending numbers of those that hold it."""

    keys: Keys
    holders: Ragged

    @classmethod
    def none(cls) -> Keyed:
        """Return a table without keys."""
        return cls(np.zeros(0, np.uint64), Ragged(np.zeros(1, np.int64), np.zeros(0, np.uint32)))

    def extended(self, keys: Keys, holders: Array) -> Keyed:
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

    def _has(self, keys: Keys) -> NDArray[np.bool_]:
        places = np.searchsorted(self.keys, keys)
        inside = places < len(self.keys)
        return np.asarray(inside & (self.keys[np.where(inside, places, 0)] == keys if len(self.keys) else inside))

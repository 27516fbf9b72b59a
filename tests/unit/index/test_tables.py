from collections import Counter
from itertools import chain, pairwise
from pathlib import Path
from tempfile import gettempdir

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index.forward import tables
from indexer.index.forward.arrays import Ragged
from indexer.index.forward.scratch import Chain, Scratch
from indexer.index.forward.statistics import frequencies, pair_frequencies, pair_keys
from indexer.index.forward.tables import (
    Keyed,
    counted,
    distinct,
    extended,
    grouped,
    inverted,
    numbered,
    once,
    order_of,
    without,
)

Pairs = set[tuple[int, int]]
PAIRS = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 9)))
ROWS = st.lists(st.lists(st.integers(0, 9)), max_size=12)


def columns(pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
    shuffled = sorted(pairs, key=hash)
    return np.array([row for row, _ in shuffled], np.int64), np.array([value for _, value in shuffled], np.int64)


def lists(table: Ragged) -> list[list[int]]:
    return [table.row(row).tolist() for row in range(len(table))]


def contents(table: Ragged) -> Pairs:
    assert all(np.all(np.diff(table.row(row).astype(int)) > 0) for row in range(len(table)))
    return {(row, value) for row in range(len(table)) for value in table.row(row).tolist()}


@given(PAIRS, PAIRS)
def test_pairs_can_be_put_in_together_or_one_after_the_other(first: Pairs, more: Pairs) -> None:
    """The table is the same, its rows ascending."""
    table = extended(grouped(*columns(first), 8), *columns(more - first), 8)
    assert contents(table) == first | more


@given(PAIRS, st.sets(st.integers(0, 9)))
def test_what_is_gone_is_gone_and_nothing_else(pairs: Pairs, gone: set[int]) -> None:
    mask = np.array([value in gone for value in range(10)])
    left = contents(without(grouped(*columns(pairs), 8), mask))
    assert left == {(row, value) for row, value in pairs if value not in gone}


@given(PAIRS, PAIRS, st.sets(st.integers(0, 9)))
def test_a_keyed_table_has_the_keys_that_somebody_holds(first: Pairs, more: Pairs, gone: set[int]) -> None:
    """Keys come with their first holder and go with their last; 64 bits are enough for any of them."""
    high = np.uint64(1 << 63)
    table = Keyed.none()
    for pairs in (first, more - first):
        keys, holders = columns(pairs)
        table = table.extended(keys.astype(np.uint64) | high, holders)
    table = table.without(np.array([value in gone for value in range(10)]))
    left = {(key, value) for key, value in first | more if value not in gone}
    keys = (table.keys ^ high).tolist()
    assert keys == sorted({key for key, _ in left})
    assert {(keys[row], value) for row, value in contents(table.holders)} == left


@given(ROWS)
def test_each_value_of_a_row_is_counted_once(rows: list[list[int]]) -> None:
    """However often it stands there; the row before and the row after have counts of their own."""
    found, counts = counted(Ragged.of(rows))
    told = [
        dict(zip(*pair, strict=True)) for pair in zip(lists(found), lists(Ragged(found.starts, counts)), strict=True)
    ]
    assert told == [{value: row.count(value) for value in row} for row in rows]
    assert lists(found) == [sorted(set(row)) for row in rows]
    assert distinct(found.values).tolist() == sorted({value for row in rows for value in row})
    assert [sorted(row) for row in lists(once(Ragged.of(rows)))] == lists(found)


@given(st.lists(st.integers(0, 2**32 - 1) | st.integers(0, 3)))
def test_numbers_are_put_in_order_and_equal_ones_stay_in_theirs(values: list[int]) -> None:
    expected = sorted(range(len(values)), key=values.__getitem__)
    assert order_of(np.array(values, np.uint32)).tolist() == expected


@given(ROWS, st.integers(1, 5), st.integers(1, 5))
def test_a_table_turned_block_by_block_is_the_whole_turned(rows: list[list[int]], size: int, gathered: int) -> None:
    """Whoever holds a value stands under it, once, ascending, in whichever pieces the rows came and are gathered."""
    with pytest.MonkeyPatch.context() as patch, Scratch(Path(gettempdir())) as scratch:
        patch.setattr(tables, "_PAIRS", gathered)
        turned = lists(inverted(Ragged.of(rows).blocks(size), 10, scratch))
    assert turned == [[at for at, row in enumerate(rows) if value in row] for value in range(10)]


@given(st.lists(ROWS, max_size=3))
def test_keys_collected_block_by_block_are_those_of_all(blocks: list[list[list[int]]]) -> None:
    """Every row finds its own keys among them, in its order."""
    with Scratch(Path(gettempdir())) as scratch:
        keys, table = numbered((named(rows) for rows in blocks), scratch)
        found = [keys[row].tolist() for row in lists(table)]
    assert keys.tolist() == sorted({value for rows in blocks for row in rows for value in row})
    assert found == [row for rows in blocks for row in rows]


def named(rows: list[list[int]]) -> tuple[np.ndarray, Ragged]:
    keys = sorted({value for row in rows for value in row})
    return np.array(keys, np.uint64), Ragged.of([[keys.index(value) for value in row] for row in rows])


@given(st.lists(st.lists(st.integers(0, 5)), max_size=8), st.lists(st.lists(st.integers(0, 3)), min_size=6, max_size=6))
def test_a_feature_counts_once_a_row(rows: list[list[int]], features: list[list[int]]) -> None:
    """However many of the row's words have it, and however often."""
    counted = frequencies(Ragged.of(rows), Ragged.of([sorted(set(row)) for row in features]), 4)
    held = [{feature for word in row for feature in features[word]} for row in rows]
    assert counted.tolist() == [sum(feature in row for row in held) for feature in range(4)]


@given(ROWS)
def test_a_pair_of_neighbours_counts_once_a_row(rows: list[list[int]]) -> None:
    """Pairs reach from no row into the next."""
    stems = np.arange(10, dtype=np.uint32) // 2
    cells = [{int(pair_keys(stems[[a]], stems[[b]], 16)[0]) for a, b in pairwise(row)} for row in rows]
    found = pair_frequencies(Ragged.of(rows), stems, 16)
    assert {int(cell): int(found[cell]) for cell in np.flatnonzero(found)} == Counter(chain.from_iterable(cells))


@given(st.lists(st.lists(st.integers(0, 9)), min_size=1), st.integers(0, 20), st.integers(0, 20))
def test_a_slice_of_arrays_end_to_end_is_that_of_the_whole(parts: list[list[int]], first: int, last: int) -> None:
    """Whichever of them it reaches into, empty ones too."""
    joined = Chain([np.array(part, np.int64) for part in parts])
    whole = list(chain.from_iterable(parts))
    assert len(joined) == len(whole)
    assert joined[first:last].tolist() == whole[first:last]

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.index.forward.arrays import Ragged
from indexer.index.forward.statistics import frequencies
from indexer.index.forward.tables import Keyed, counted, distinct, extended, grouped, inverted, keyed, without

Pairs = set[tuple[int, int]]
PAIRS = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 9)))


def columns(pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
    shuffled = sorted(pairs, key=hash)
    return np.array([row for row, _ in shuffled], np.int64), np.array([value for _, value in shuffled], np.int64)


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


@given(st.lists(st.integers(0, 9)))
def test_each_key_is_counted_once(keys: list[int]) -> None:
    found, counts = counted(np.array(keys, np.int64))
    assert dict(zip(found.tolist(), counts.tolist(), strict=True)) == {key: keys.count(key) for key in keys}
    assert distinct(np.array(keys, np.int64)).tolist() == sorted(set(keys))


@given(st.lists(st.frozensets(st.integers(0, 9)), max_size=12), st.integers(1, 5))
def test_a_table_turned_block_by_block_is_the_whole_turned(rows: list[frozenset[int]], size: int) -> None:
    """Whoever holds a value stands under it, ascending, in whichever pieces the pairs came."""
    table = Ragged.of([sorted(row) for row in rows])
    parts = [(first, table.upto(first, size)) for first in range(0, len(rows), size)]
    turned = inverted(lambda: ((first + part.owners, part.values) for first, part in parts), 10)
    expected = [[at for at, row in enumerate(rows) if value in row] for value in range(10)]
    assert [turned.row(value).tolist() for value in range(10)] == expected


@given(st.lists(st.lists(st.integers(0, 9)), max_size=12), st.integers(1, 5))
def test_keys_collected_block_by_block_are_those_of_all(rows: list[list[int]], size: int) -> None:
    """Pairs that come twice in a block count once."""
    table = Ragged.of(rows, np.uint64)
    parts = [(first, table.upto(first, size)) for first in range(0, len(rows), size)]
    found = keyed(lambda: ((first + part.owners, part.values) for first, part in parts))
    expected = Keyed.none().extended(table.values, table.owners)
    assert found.keys.tolist() == expected.keys.tolist()
    assert found.holders.starts.tolist() == expected.holders.starts.tolist()
    assert found.holders.values.tolist() == expected.holders.values.tolist()


@given(st.lists(st.lists(st.integers(0, 5)), max_size=8), st.lists(st.lists(st.integers(0, 3)), min_size=6, max_size=6))
def test_a_feature_counts_once_a_row(rows: list[list[int]], features: list[list[int]]) -> None:
    """However many of the row's words have it, and however often."""
    counted = frequencies(Ragged.of(rows), Ragged.of([sorted(set(row)) for row in features]), 4)
    held = [{feature for word in row for feature in features[word]} for row in rows]
    assert counted.tolist() == [sum(feature in row for row in held) for feature in range(4)]

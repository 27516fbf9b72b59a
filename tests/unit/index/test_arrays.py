"""Arrays on disk."""

from pathlib import Path
from typing import cast

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.index.forward.arrays import Array, Ragged, save, stored


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(st.integers(0, 2**32 - 1), max_size=20), first=st.integers(0, 25), last=st.integers(0, 25))
def test_a_stored_array_is_read_slice_by_slice(tmp_path: Path, values: list[int], first: int, last: int) -> None:
    """What is read is what was saved, where the slice reaches beyond the end as well."""
    save(tmp_path, "numbers", np.array(values, np.uint32))
    found = stored(tmp_path, "numbers")
    assert len(found) == len(values)
    assert found[first:last].tolist() == values[first:last]
    assert found[first:last].dtype == np.uint32


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(st.integers(0, 9), max_size=3), max_size=6), data=st.data())
def test_rows_of_a_stored_table_are_those_of_the_table(
    tmp_path: Path, rows: list[list[int]], data: st.DataObject
) -> None:
    """In any order, neighbours or not, doubles and empty ones included."""
    table = Ragged.of(rows)
    save(tmp_path, "numbers", table.values)
    wanted = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=8)) if rows else []
    found = Ragged(table.starts, cast("Array", stored(tmp_path, "numbers"))).take(np.array(wanted, np.int64))
    assert [found.row(at).tolist() for at in range(len(wanted))] == [rows[row] for row in wanted]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """As for arrays that are mapped."""
    with pytest.raises(FileNotFoundError):
        stored(tmp_path, "numbers")

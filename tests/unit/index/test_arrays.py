"""Arrays on disk."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.index.forward.arrays import save, stored


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(st.integers(0, 2**32 - 1), max_size=20), first=st.integers(0, 25), last=st.integers(0, 25))
def test_a_stored_array_is_read_slice_by_slice(tmp_path: Path, values: list[int], first: int, last: int) -> None:
    """What is read is what was saved, where the slice reaches beyond the end as well."""
    save(tmp_path, "numbers", np.array(values, np.uint32))
    found = stored(tmp_path, "numbers")
    assert len(found) == len(values)
    assert found[first:last].tolist() == values[first:last]
    assert found[first:last].dtype == np.uint32


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """As for arrays that are mapped."""
    with pytest.raises(FileNotFoundError):
        stored(tmp_path, "numbers")

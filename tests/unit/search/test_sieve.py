"""A few numbers among many, against looking for each."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.sieve import Sieve

NUMBER = st.sampled_from((0, 1, 5, 65_535, 65_536, 65_541, 131_072, 2_000_001))


@given(wanted=st.sets(NUMBER), values=st.lists(NUMBER, max_size=30))
def test_numbers_are_found_where_they_stand(wanted: set[int], values: list[int]) -> None:
    """Those that have the lowest bits of a wanted number are no finds."""
    numbers = sorted(wanted)
    at, places = Sieve(np.array(numbers, np.int64)).find(np.array(values, np.uint32))
    assert at.tolist() == [at for at, value in enumerate(values) if value in wanted]
    assert [numbers[place] for place in places] == [values[place] for place in at]

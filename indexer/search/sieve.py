"""Finding a few numbers among many, in a time and memory that do not follow how large the numbers are."""

from __future__ import annotations

import numpy as np

from indexer.index.forward.arrays import Array, Integers

_BITS = 0xFFFF


class Sieve:
    """Finds given numbers, which ascend and differ, among others, most of which are told by their lowest bits."""

    def __init__(self, numbers: Array) -> None:
        self._numbers = numbers
        self._flags = np.zeros(_BITS + 1, bool)
        self._flags[numbers & _BITS] = True

    def find(self, values: Array) -> tuple[Integers, Integers]:
        """Return where among `values` the given numbers stand, ascending, and for each the place of the number."""
        at = np.flatnonzero(self._flags[(values & _BITS).astype(np.int64)])
        if not len(self._numbers):
            return at, at
        places = np.minimum(np.searchsorted(self._numbers, values[at]), len(self._numbers) - 1)
        same = self._numbers[places] == values[at]
        return at[same], places[same]

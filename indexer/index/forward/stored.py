"""Arrays that stay in their file."""

from __future__ import annotations

import os
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Array = NDArray[Any]


class Stored:
    """Values in a file that can be looked at like an array, a slice at a time, and take no memory until then."""

    def __init__(self, file: BinaryIO, dtype: np.dtype[Any], length: int, offset: int = 0) -> None:
        self._file = file
        self.dtype = dtype
        self._length = length
        self._offset = offset

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, wanted: slice) -> Array:
        first, last, _ = wanted.indices(self._length)
        size = self.dtype.itemsize
        place = self._offset + first * size
        return np.frombuffer(os.pread(self._file.fileno(), max(0, last - first) * size, place), self.dtype)

    def stretches(self, first: Integers, lengths: Integers) -> Array:
        """Return the values first[i] … first[i] + lengths[i] − 1 of all i, end to end; neighbours are read at once."""
        ends = first + lengths
        begins = np.append(True, first[1:] != ends[:-1])[: len(first)]
        last = ends[np.append(begins[1:], True)[: len(first)]]
        return np.concatenate(
            [self[a:b] for a, b in zip(first[begins].tolist(), last.tolist(), strict=True)] or [self[0:0]]
        )

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        """Return all values, where numpy asks for them."""
        return np.asarray(self[:], dtype=dtype)

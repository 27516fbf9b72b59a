"""Rows that come one after the other: bytes and numbers end to end, most of them in a passing file."""

from __future__ import annotations

from array import array
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

import numpy as np

from indexer.index.forward.arrays import Array, Ragged, starts_of
from indexer.index.forward.stored import Stored

_BUFFER = 1 << 21
"""Values that are kept in memory before they go to disk: some MB a column."""


class Growing:
    """Rows of different length end to end, of the type code that `array` has for the values.

    What is more than a few MB goes into a passing file in `folder`.
    """

    def __init__(self, code: str, folder: Path | None) -> None:
        self._values: array[int] = array(code)
        self._lengths = array("q")
        self._folder = folder
        self._file: BinaryIO | None = None

    def add(self, row: Array) -> None:
        """Add one row, whose values have the type of ours."""
        self._add(row.tobytes(), len(row))

    def add_text(self, text: str) -> None:
        """Add a row of UTF-8 bytes; lone surrogates become question marks."""
        data = text.encode("utf-8", "replace")
        self._add(data, len(data))

    def table(self) -> Ragged:
        """Return the rows so far, without copying."""
        starts = starts_of(as_array(self._lengths))
        if not self._file:
            return Ragged(starts, as_array(self._values))
        self._spill()
        self._file.flush()
        return Ragged(starts, cast("Array", Stored(self._file, np.dtype(self._values.typecode), int(starts[-1]))))

    def _add(self, data: bytes, length: int) -> None:
        self._values.frombytes(data)
        self._lengths.append(length)
        if len(self._values) >= _BUFFER and self._folder:
            self._spill()

    def close(self) -> None:
        """Let go of the file, which is gone with it."""
        if self._file:
            self._file.close()

    def _spill(self) -> None:
        # Closed by `close`: what comes in decides whether there is a file at all.
        self._file = self._file or cast("BinaryIO", TemporaryFile(dir=self._folder))  # noqa: SIM115
        self._file.write(self._values)
        self._values = array(self._values.typecode)


def as_array(values: array[int]) -> Array:
    """Return the values as an array on the same memory."""
    return np.frombuffer(values, np.dtype(values.typecode)) if values else np.zeros(0, np.dtype(values.typecode))

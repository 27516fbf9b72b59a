"""Arrays that are looked at a slice at a time, for what would take too much memory on its way into the index."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

import numpy as np

from indexer.index.forward.arrays import Array, starts_of
from indexer.index.forward.stored import Stored


class Chain:
    """Arrays of one type end to end that can be looked at like one, a slice at a time, and are copied only then."""

    def __init__(self, parts: Sequence[Array]) -> None:
        self._parts = parts
        self._starts = starts_of([len(part) for part in parts])
        self.dtype = parts[0].dtype

    def __len__(self) -> int:
        return int(self._starts[-1])

    def __getitem__(self, wanted: slice) -> Array:
        first, last, _ = wanted.indices(len(self))
        if first >= last:
            return self._parts[0][:0]
        low = int(np.searchsorted(self._starts, first, side="right")) - 1
        high = int(np.searchsorted(self._starts, last))
        parts = zip(self._parts[low:high], self._starts[low:high].tolist(), strict=True)
        return np.concatenate([part[max(0, first - start) : last - start] for part, start in parts])


class Column:
    """An array of one type in a passing file, which grows at its end."""

    def __init__(self, file: BinaryIO, dtype: Any) -> None:
        self._file = file
        self._dtype = np.dtype(dtype)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def add(self, values: Array) -> None:
        """Put values at the end, as the column's type."""
        self._file.write(np.ascontiguousarray(values, self._dtype).data)
        self._length += len(values)

    def stored(self) -> Array:
        """Return the values so far, which take no memory until a slice of them is asked for."""
        self._file.flush()
        return cast("Array", Stored(self._file, self._dtype, self._length))


class Scratch:
    """Makes columns in passing files in a folder, which are gone when the `with` block ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()

    def column(self, dtype: Any) -> Column:
        """Return a new, empty column."""
        return Column(cast("BinaryIO", self._files.enter_context(TemporaryFile(dir=self._folder))), dtype)

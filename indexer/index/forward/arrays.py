"""Rows of different length, string tables and look-ups, kept as plain `.npy` files and memory-mapped."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice, pairwise
from pathlib import Path
from typing import Any
from weakref import finalize

import numpy as np
from numpy.typing import ArrayLike, NDArray

from indexer.index.forward.stored import Stored

Integers = NDArray[np.int64]
Array = NDArray[Any]

_TEXTS = 50_000
"""Texts encoded at a time, to bound memory."""
REMEMBERED = 4096
"""Strings whose places a look-up remembers."""


def spans(first: Array, lengths: Array) -> Integers:
    """Return the positions first[i] … first[i] + lengths[i] − 1 of every i, end to end."""
    ends = np.cumsum(lengths, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(first.astype(np.int64) - ends + lengths, lengths)


def starts_of(lengths: ArrayLike) -> Integers:
    """Return where each row starts when rows of these lengths stand end to end, and the end of the last."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)))


def slices(values: Array, size: int = 1 << 20) -> Iterator[Array]:
    """Yield an array in pieces, for what would take a multiple of its memory at once."""
    return (values[first : first + size] for first in range(0, len(values), size))


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of different length, end to end: row i is `values[starts[i]:starts[i + 1]]`."""

    starts: Integers
    values: Array

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]], dtype: Any = np.uint32) -> Ragged:
        """Return the rows as arrays."""
        lengths = np.fromiter((len(row) for row in rows), np.int64, len(rows))
        values = np.fromiter((value for row in rows for value in row), dtype, int(lengths.sum()))
        return cls(starts_of(lengths), values)

    @classmethod
    def joined(cls, parts: Sequence[Ragged]) -> Ragged:
        """Return the rows of all parts, in order; a single one is not copied."""
        if len(parts) == 1:
            return parts[0]
        return cls(
            starts_of(np.concatenate([part.lengths for part in parts])),
            np.concatenate([part.values for part in parts]),
        )

    @classmethod
    def beside(cls, parts: Sequence[Ragged]) -> Ragged:
        """Return each row of all parts as one row, in order."""
        whole = cls.joined(parts).take(np.arange(len(parts) * len(parts[0])).reshape(len(parts), -1).T.ravel())
        return cls(whole.starts[:: len(parts)], whole.values)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> Integers:
        """How many values each row has."""
        return np.diff(self.starts)

    @property
    def owners(self) -> Integers:
        """The row of every value."""
        return np.repeat(np.arange(len(self)), self.lengths)

    def row(self, index: int) -> Array:
        """Return one row's values."""
        return self.values[self.starts[index] : self.starts[index + 1]]

    def lengths_of(self, rows: Array) -> Integers:
        """Return how many values each of `rows` has."""
        return np.asarray(self.starts[rows + 1] - self.starts[rows])

    def take(self, rows: Array) -> Ragged:
        """Return the chosen rows, in the order given."""
        rows = np.asarray(rows, dtype=np.int64)
        lengths = self.lengths_of(rows)
        return Ragged(starts_of(lengths), _stretches(self.values, self.starts[rows], lengths))

    def through(self, table: Ragged) -> Ragged:
        """Return every row with each of its values replaced by that row of `table`."""
        found = table.take(self.values)
        return Ragged(found.starts[self.starts], found.values)

    def where(self, wanted: NDArray[np.bool_]) -> Ragged:
        """Return every row with only those of its values that are wanted."""
        return Ragged(starts_of(wanted)[self.starts], self.values[wanted])

    def spread(self, places: Integers, size: int) -> Ragged:
        """Return a table of `size` rows with ours, in order, at these ascending places, the others empty."""
        lengths = np.zeros(size, np.int64)
        lengths[places] = self.lengths
        return Ragged(starts_of(lengths), self.values)

    def between(self, first: int, last: int) -> Ragged:
        """Return the rows first … last − 1."""
        starts = self.starts[first : last + 1]
        return Ragged(starts - starts[0], self.values[starts[0] : starts[-1]])

    def transposed(self, size: int) -> Ragged:
        """Return, for every value below `size`, the rows that hold it, ascending."""
        order = np.argsort(self.values, kind="stable")
        counts = np.bincount(self.values, minlength=size) if len(self.values) else np.zeros(size, np.int64)
        return Ragged(starts_of(counts), self.owners[order].astype(np.uint32))

    def upto(self, first: int, rows: int) -> Ragged:
        """Return so many rows from `first` on, fewer where there are no more."""
        return self.between(first, min(first + rows, len(self)))

    def blocks(self, values: int = 1 << 18) -> Iterator[tuple[int, Ragged]]:
        """Yield all rows some at a time, so many that they have about `values` values, each with the first's place."""
        rows = max(1, values * len(self) // max(1, len(self.values)))
        return ((first, self.upto(first, rows)) for first in range(0, len(self), rows))

    def sums(self, weights: Array) -> Integers:
        """Return for every row the sum of `weights[value]`."""
        return np.concatenate((np.zeros(0, np.int64), *(block.sums_of(weights) for _, block in self.blocks())))

    def sums_of(self, weights: Array) -> Integers:
        """Return what `sums` does, all at once."""
        running = np.concatenate((np.zeros(1, np.int64), np.cumsum(weights[self.values], dtype=np.int64)))
        return np.asarray(running[self.starts[1:]] - running[self.starts[:-1]])

    def save(self, folder: Path, name: str) -> None:
        """Write two files, `name.npy` and `name.starts.npy`."""
        save(folder, name, self.values)
        save(folder, f"{name}.starts", self.starts)

    @classmethod
    def load(cls, folder: Path, name: str) -> Ragged:
        """Return the rows memory-mapped."""
        return cls(load(folder, f"{name}.starts"), load(folder, name))


def _stretches(values: Any, first: Integers, lengths: Integers) -> Array:
    if isinstance(values, Stored):
        return values.stretches(first, lengths)
    return np.asarray(values[spans(first, lengths)])


def save(folder: Path, name: str, values: Array) -> None:
    """Write one array, piece by piece."""
    described = np.lib.format.dtype_to_descr(values.dtype)
    with (folder / f"{name}.npy").open("wb") as file:
        shape = {"descr": described, "fortran_order": False, "shape": (len(values),)}
        np.lib.format.write_array_header_1_0(file, shape)
        for piece in slices(values):
            file.write(np.ascontiguousarray(piece).data)


def load(folder: Path, name: str) -> Array:
    """Return one array, memory-mapped and read-only, without the slowness of `np.memmap`."""
    return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))


def stored(folder: Path, name: str) -> Stored:
    """Return one array to be read a slice at a time; its file is closed when the array is gone."""
    handle = os.open(folder / f"{name}.npy", os.O_RDONLY)
    file = open(handle, "rb", closefd=False)  # noqa: SIM115 - as long as the array
    finalize(file, os.close, handle)
    np.lib.format.read_magic(file)
    (length,), _, dtype = np.lib.format.read_array_header_1_0(file)
    return Stored(file, dtype, length, file.tell())


@dataclass(frozen=True, slots=True)
class Strings:
    """A table of strings: UTF-8 bytes end to end, decoded one by one when asked for."""

    table: Ragged

    @classmethod
    def of(cls, texts: Iterable[str]) -> Strings:
        """Return a table of the texts; lone surrogates become question marks."""
        data, lengths, left = bytearray(), array("q"), iter(texts)
        while rows := [text.encode("utf-8", "replace") for text in islice(left, _TEXTS)]:
            data += b"".join(rows)
            lengths.extend(map(len, rows))
        return cls(Ragged(starts_of(lengths), np.frombuffer(data, np.uint8)))

    def __len__(self) -> int:
        return len(self.table)

    def __getitem__(self, index: int) -> str:
        return self.table.row(index).tobytes().decode()

    def all(self) -> list[str]:
        """Return every string, in order."""
        data, starts = self.table.values.tobytes(), self.table.starts.tolist()
        return [data[first:last].decode() for first, last in pairwise(starts)]


def _digest(text: bytes) -> bytes:
    """Return 64 bits, the lowest first, that stand for a text in look-ups."""
    return blake2b(text, digest_size=8).digest()


def _digests(strings: Strings) -> NDArray[np.uint64]:
    found = bytearray()
    for _, rows in strings.table.blocks():
        data = rows.values.tobytes()
        found += b"".join([_digest(data[first:last]) for first, last in pairwise(rows.starts.tolist())])
    return np.frombuffer(found, "<u8")


@dataclass(frozen=True, slots=True)
class Lookup:
    """From a string to its places in a table, by binary search over sorted 64-bit keys.

    What was found is remembered for some thousand strings: a question asks for each of its terms many times.
    """

    keys: NDArray[np.uint64]
    places: NDArray[np.uint32]
    strings: Strings
    _found: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, strings: Strings) -> Lookup:
        """Return the look-up over these strings."""
        keys = _digests(strings)
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], order.astype(np.uint32), strings)

    def extended(self, strings: Strings) -> Lookup:
        """Return the look-up with these strings after its own."""
        new = Lookup.of(strings)
        places = np.searchsorted(self.keys, new.keys, side="right")
        return Lookup(
            np.insert(self.keys, places, new.keys),
            np.insert(self.places, places, new.places + np.uint32(len(self.strings))),
            Strings(Ragged.joined([self.strings.table, strings.table])),
        )

    def find(self, text: str) -> tuple[int, ...]:
        """Return every place where exactly this text stands, ascending."""
        found = self._found.get(text)
        if found is None:
            if len(self._found) >= REMEMBERED:
                self._found.clear()
            found = self._found[text] = self._search(text)
        return found

    def _search(self, text: str) -> tuple[int, ...]:
        key = np.uint64(int.from_bytes(_digest(text.encode("utf-8", "replace")), "little"))
        first = last = int(self.keys.searchsorted(key))
        while last < len(self.keys) and self.keys[last] == key:
            last += 1
        return tuple(place for place in self.places[first:last].tolist() if self.strings[place] == text)

    def one(self, text: str) -> int | None:
        """Return the first place of this text, None where it does not stand."""
        return next(iter(self.find(text)), None)

    def save(self, folder: Path, name: str) -> None:
        """Write the strings and their sorted keys."""
        self.strings.table.save(folder, name)
        save(folder, f"{name}.keys", self.keys)
        save(folder, f"{name}.places", self.places)

    @classmethod
    def load(cls, folder: Path, name: str) -> Lookup:
        """Return the look-up memory-mapped."""
        strings = Strings(Ragged.load(folder, name))
        return cls(load(folder, f"{name}.keys"), load(folder, f"{name}.places"), strings)

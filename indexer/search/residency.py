"""Keeping the memory small that searching takes, however large the index.

Pages of a mapped file count as ours from when they were read, each with its neighbours: after some thousand searches
that is the whole index. Given back, they stay in the system's own cache for as long as nobody needs the room, and the
next search takes what it reads from there. They are given back a stretch at a time, in turn, so that what is
read again and again mostly stays: all at once, every fifth search of a million passages gave back 1 GB.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import numpy as np

from indexer.index.forward.arrays import Array, Lookup, Ragged, Strings
from indexer.index.forward.reader import Forward

LIMIT = 850_000_000
"""Bytes of mapped files that may stay."""
STRETCH = 1 << 26
"""Bytes of a mapping that are given back at a time, read or not."""
_STATE = Path("/proc/self/statm")
"""Linux' own count of our pages; those of files are the third number. Elsewhere nothing is given back."""


class Residency:
    """Gives the pages of an index back when there are too many of them; threads may share it."""

    def __init__(self, forward: Forward, limit: int = LIMIT) -> None:
        mappings = {id(mapping): mapping for array in _arrays(forward) for mapping in _mapped(array)}
        stretches = [
            (mapping, first, min(STRETCH, len(mapping) - first))
            for mapping in mappings.values()
            for first in range(0, len(mapping), STRETCH)
        ]
        self._once_round = len(stretches)
        self._stretches = cycle(stretches)
        self._limit = limit

    def searched(self) -> None:
        """Give back after a search until little enough is left: a look takes some microseconds."""
        for mapping, first, length in islice(self._stretches, self._once_round):
            if file_bytes() <= self._limit:
                return
            mapping.madvise(mmap.MADV_DONTNEED, first, length)


def file_bytes() -> int:
    """Return how many bytes of files are part of our memory; 0 where the system does not tell."""
    try:
        pages = int(_STATE.read_text("ascii").split()[2])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _arrays(forward: Forward) -> Iterator[Array]:
    for value in vars(forward).values():
        match value:
            case np.ndarray():
                yield value
            case Ragged():
                yield from (value.starts, value.values)
            case Strings():
                yield from (value.table.starts, value.table.values)
            case Lookup():
                yield from (value.keys, value.places, value.strings.table.starts, value.strings.table.values)


def _mapped(array: Array) -> Iterator[mmap.mmap]:
    """Yield the mapping that an array lies on, if it does."""
    base: object = array
    while isinstance(base, np.ndarray):
        base = base.base
    if isinstance(base, mmap.mmap):
        yield base

"""Which 4-grams words have, read off their letters: the lists of who has them grow with the vocabulary."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.arrays import Array, Integers, Ragged, spans, starts_of
from indexer.index.forward.tables import distinct
from indexer.index.forward.vocabulary import GRAM

_EDGE = ord("_")
_BEFORE, _AFTER = 2, 1
"""Places before a word's first letter, which are nothing and its edge, and after its last, which is its edge."""
_SCATTER = np.uint64(0x9E3779B97F4A7C15)
_BITS = 16


class Letters:
    """Finds 4-grams, given as ascending `keys`, in words by number: `words` as UTF-8, `stops` 1 where one has none."""

    def __init__(self, words: Ragged, keys: NDArray[np.uint64], stops: Array) -> None:
        self._words = words
        self._stops = stops
        # As four letters lie in memory one after another, the first is the lowest.
        turned = np.ascontiguousarray(keys.view(np.uint16).reshape(-1, GRAM)[:, ::-1]).view(np.uint64)[:, 0]
        self._places = np.argsort(turned)
        self._keys = turned[self._places]
        self._sieve = np.zeros(1 << _BITS, bool)
        self._sieve[_scattered(self._keys)] = True

    def __len__(self) -> int:
        return len(self._keys)

    def pairs(self, words: Array) -> tuple[Array, Integers]:
        """Return each of the words, given by different numbers, that has one of the 4-grams with that one's place."""
        spoken = words[(self._stops[words] == 0) & (self._words.lengths_of(words) > 0)]
        if not len(self._keys) or not len(spoken):
            return spoken[:0], np.zeros(0, np.int64)
        letters, starts = _laid_out(self._words, spoken)
        windows = _windows(letters)
        at = np.flatnonzero(self._sieve[_scattered(windows)])
        places = np.minimum(np.searchsorted(self._keys, windows[at]), len(self._keys) - 1)
        same = self._keys[places] == windows[at]
        at, places = at[same], places[same]
        owners = np.searchsorted(starts, at, side="right") - 1
        found = distinct(owners * len(self._keys) + self._places[places])
        return spoken[found // len(self._keys)], found % len(self._keys)


def _laid_out(table: Ragged, numbers: Array) -> tuple[NDArray[np.uint16], Integers]:
    """Return the words' letters end to end, each word with nothing and its edge before it and its edge after it.

    Then where each word begins.
    """
    lengths = table.lengths_of(numbers) + _BEFORE + _AFTER
    laid = table.values.take(spans(table.starts[numbers] - _BEFORE, lengths), mode="clip")
    starts = starts_of(lengths)[:-1]
    laid[starts] = 0
    laid[starts + 1] = laid[starts + lengths - 1] = _EDGE
    letters = np.frombuffer(laid.tobytes().decode().encode("utf-32-le"), np.uint32)
    return letters.astype(np.uint16), np.flatnonzero(letters == 0)


def _windows(letters: NDArray[np.uint16]) -> NDArray[np.uint64]:
    """Return every four letters that stand side by side as a number, the first one lowest, without copying."""
    return np.ndarray(max(0, len(letters) - GRAM + 1), np.uint64, letters.data, strides=letters.strides)


def _scattered(keys: NDArray[np.uint64]) -> Array:
    return keys * _SCATTER >> np.uint64(64 - _BITS)

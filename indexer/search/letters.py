"""Which 4-grams words have, read off their letters: for vocabularies where the lists of who has them are long."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.arrays import Array, Integers, Ragged, starts_of
from indexer.index.forward.tables import distinct
from indexer.index.forward.vocabulary import GRAM

_EDGE = ord("_")
_BEFORE = 2
"""Places before a word's first letter: nothing, and its edge."""
_SCATTER = np.uint64(0x9E3779B97F4A7C15)
_BITS = 16
_CONTINUED = 0x80
"""What the upper two bits of a byte say that is not the first of a letter, in UTF-8."""


class Letters:
    """Finds 4-grams, given as ascending `keys`, in words by number; `words` are these as UTF-8."""

    def __init__(self, words: Ragged, keys: NDArray[np.uint64]) -> None:
        self._words = words
        self._keys = keys
        self._sieve = np.zeros(1 << _BITS, bool)
        self._sieve[_scattered(keys)] = True

    def __len__(self) -> int:
        return len(self._keys)

    def pairs(self, numbers: Integers) -> tuple[Integers, Integers]:
        """Return each word of `numbers` that has one of the 4-grams with that one's place, every pair once."""
        laid, lengths = _laid_out(self._words.take(numbers))
        windows = _windows(laid)
        at = np.flatnonzero(self._sieve[_scattered(windows)])
        starts = starts_of(lengths + GRAM - 1)
        owners = np.searchsorted(starts, at, side="right") - 1
        offsets = at - starts[owners]
        # The window that begins before the word has three letters: all of a word of one letter, and no 4-gram else.
        inside = np.where(offsets == 0, lengths[owners] == 1, offsets < lengths[owners])
        at, owners = at[inside], owners[inside]
        places = np.minimum(np.searchsorted(self._keys, windows[at]), len(self._keys) - 1)
        same = self._keys[places] == windows[at]
        found = distinct(owners[same] * len(self._keys) + places[same])
        return numbers[found // len(self._keys)], found % len(self._keys)


def _laid_out(words: Ragged) -> tuple[NDArray[np.uint64], Integers]:
    """Return the words' letters end to end, each word with nothing and its edge before it and its edge after it.

    The lengths are in letters, without these three.
    """
    letters = np.frombuffer(words.values.tobytes().decode().encode("utf-32-le"), np.uint32)
    before = np.concatenate((np.zeros(1, np.int64), np.cumsum((words.values & 0xC0) != _CONTINUED)))
    lengths = np.diff(before[words.starts])
    laid = np.full(len(letters) + (GRAM - 1) * len(words), _EDGE, np.uint64)
    starts = starts_of(lengths + GRAM - 1)[:-1]
    laid[starts] = 0
    shift = np.repeat(np.arange(len(words)) * (GRAM - 1) + _BEFORE, lengths)
    laid[np.arange(len(letters)) + shift] = letters & 0xFFFF
    return laid, lengths


def _windows(letters: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return every four letters that stand side by side as a number, sixteen bits a letter."""
    count = max(0, len(letters) - GRAM + 1)
    numbers = np.zeros(count, np.uint64)
    for at in range(GRAM):
        numbers = numbers << np.uint64(16) | letters[at : at + count]
    return numbers


def _scattered(keys: NDArray[np.uint64]) -> Array:
    return keys * _SCATTER >> np.uint64(64 - _BITS)

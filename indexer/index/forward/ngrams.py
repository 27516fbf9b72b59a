"""The n-grams of many words at once, found by tables of letters: sorting them would take several times as long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.arrays import Integers, Ragged, Strings, spans, starts_of

Keys = NDArray[np.uint64]

_SPARSE = 32
"""Places in a table for each code that is looked up, above which sorting the codes is faster."""

_FOLLOWING = 0b10
"""The two highest bits of each byte of a letter in UTF-8 but its first."""


def ngrams(words: Strings, *sizes: int) -> tuple[Keys, Ragged]:
    """Return the n-grams of all words as `grams` numbers them, each once, ascending, and every word's places there.

    What a word has twice stands there twice.
    """
    most, found = max(sizes), []
    letters, lengths, ends = _letters(words, most)
    for size, (keys, codes) in enumerate(_prefixes(letters, most), start=1):
        if size in sizes:
            widths = np.maximum(lengths, size)
            counts = widths - size + 1
            found.append((keys, Ragged(starts_of(counts), codes[spans(ends - widths, counts)])))
    return _united(found)


def _letters(words: Strings, least: int) -> tuple[Integers, Integers, Integers]:
    """Return the letters of every `_word_` end to end, how many each has, and where it ends.

    Zeros stand before one that has fewer letters than `least`.
    """
    text = words.table.values
    lengths = np.diff(starts_of(text >> 6 != _FOLLOWING)[words.table.starts]) + 2
    starts = starts_of(np.maximum(lengths, least))
    ends, letters = starts[1:], np.zeros(starts[-1], np.int64)
    letters[ends - lengths] = letters[ends - 1] = ord("_")
    own = np.frombuffer(text.tobytes().decode().encode("utf-32-le"), np.uint32)
    letters[spans(ends - lengths + 1, lengths - 2)] = own & 0xFFFF
    return letters, lengths, ends


def _prefixes(letters: Integers, most: int) -> Iterator[tuple[Keys, Integers]]:
    """Yield for each size up to `most` the pieces of so many letters, ascending, and which one begins at each place."""
    alphabet, own = _ranked(letters, 1 << 16)
    keys, codes = alphabet.astype(np.uint64), own
    yield keys, codes
    for size in range(2, most + 1):
        longer = codes[: len(own) - size + 1] * len(alphabet) + own[size - 1 :]
        used, codes = _ranked(longer, len(keys) * len(alphabet))
        before, last = np.divmod(used, len(alphabet))
        keys = keys[before] << np.uint64(16) | alphabet[last].astype(np.uint64)
        yield keys, codes


def _united(parts: Sequence[tuple[Keys, Ragged]]) -> tuple[Keys, Ragged]:
    """Return the keys of all parts that are used, each once, ascending, and the rows of all parts side by side."""
    first = np.cumsum([0, *(len(keys) for keys, _ in parts)])
    rows = Ragged.beside([Ragged(rows.starts, at + rows.values) for at, (_, rows) in zip(first, parts, strict=False)])
    used, places = _ranked(rows.values, int(first[-1]))
    keys, back = np.unique(np.concatenate([keys for keys, _ in parts])[used], return_inverse=True)
    return keys, Ragged(rows.starts, back[places])


def _ranked(codes: Integers, limit: int) -> tuple[Integers, Integers]:
    """Return each code once, ascending, and the place of every code among them; all are below `limit`."""
    if limit > _SPARSE * len(codes):
        return np.unique(codes, return_inverse=True)
    there = np.zeros(limit, bool)
    there[codes] = True
    found = np.flatnonzero(there)
    places = np.empty(limit, np.int64)
    places[found] = np.arange(len(found))
    return found, places[codes]

"""How much two texts have in common, estimated from a small sketch of each: bottom-k MinHash over runs of words.

A. Z. Broder, "On the resemblance and containment of documents" (1997): of the hashes of all runs of four words the
smallest 128 are a fair sample, and the share of the smallest 128 of both together that both have estimates how much of
their texts is the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Sketch = NDArray[np.uint64]

RUN = 4
SIZE = 128
ANCHORS, SHARED = 32, 6
"""Two texts are compared when they share so many of their smallest hashes; hardly any that are 0.7 alike do not."""
CROWD = 40
"""A hash that more texts have tells nothing of any two of them."""

_WORD = re.compile(r"[^\W\d_]+")
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], np.uint64)


def sketch(text: str) -> Sketch:
    """Return the smallest hashes of the text's runs of words, in rising order; numbers and case make no difference."""
    words = np.fromiter(map(_hash, _WORD.findall(text.casefold())), np.uint64)
    padded = np.concatenate([words, np.zeros(max(0, RUN - len(words)), np.uint64)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, RUN)
    runs = (windows * _FACTORS).sum(axis=1, dtype=np.uint64)
    runs ^= runs >> np.uint64(31)
    return np.unique(runs * _FACTORS[0])[:SIZE]


def likeness(first: Sketch, second: Sketch) -> float:
    """Return the estimated share of what the two texts have in common, 0 to 1."""
    together = np.union1d(first, second)[:SIZE]
    shared = np.isin(together, first) & np.isin(together, second)
    return float(shared.mean()) if len(together) else 0.0


def pairs(sketches: Sequence[Sketch]) -> Iterator[tuple[int, int]]:
    """Yield the pairs (first < second) of texts that are worth comparing, each once."""
    if not sketches:
        return
    anchors = [found[:ANCHORS] for found in sketches]
    owners = np.repeat(np.arange(len(anchors)), [len(found) for found in anchors])
    hashes = np.concatenate(anchors)
    order = np.argsort(hashes, kind="stable")
    starts = np.flatnonzero(np.diff(hashes[order]))
    shared: Counter[tuple[int, int]] = Counter()
    for group in np.split(owners[order], starts + 1):
        if 1 < len(group) <= CROWD:
            shared.update(combinations(group.tolist(), 2))
    yield from sorted(pair for pair, count in shared.items() if count >= SHARED)


@lru_cache(maxsize=1 << 17)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")

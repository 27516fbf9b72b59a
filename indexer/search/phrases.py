"""Finding the documents where words stand side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.arrays import Ragged, spans
from indexer.index.forward.reader import Forward

DOCUMENTS = 2_000
"""Read at a time: of a million passages the whole text would take gigabytes."""
DENSE = 8
"""Where more than one document of so many is asked for, reading all is quicker than picking."""


def standing(forward: Forward, texts: Sequence[str], mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return those documents of the mask that have exactly these words side by side in a passage.

    The rarest word is looked for, then its neighbours.
    """
    found = np.zeros(forward.documents, bool)
    wanted = [forward.words.find(text) for text in texts]
    if not all(wanted) or not wanted:
        return found
    rarest = min(range(len(wanted)), key=lambda at: int(forward.occurrences[list(wanted[at])].sum()))
    for rows, text in _blocks(forward, mask):
        at = np.flatnonzero(np.isin(text.values, wanted[rarest])) - rarest
        at = at[(at >= 0) & (at <= len(text.values) - len(wanted))]
        for offset, numbers in enumerate(wanted):
            at = at[np.isin(text.values[at + offset], numbers)]
        owners = np.searchsorted(text.starts, at, side="right") - 1
        inside = at + len(wanted) <= text.starts[owners + 1]
        found[forward.passage_documents[rows[owners[inside]]]] = True
    return found & mask


def _blocks(forward: Forward, mask: NDArray[np.bool_]) -> Iterator[tuple[NDArray[np.int64], Ragged]]:
    """Yield passages and their words: of the documents of the mask, or of all where these are many."""
    starts, dense = forward.document_starts, np.count_nonzero(mask) * DENSE > len(mask)
    documents = np.arange(len(mask)) if dense else np.flatnonzero(mask)
    for at in range(0, len(documents), DOCUMENTS):
        part = documents[at : at + DOCUMENTS]
        rows = spans(starts[part], starts[part + 1] - starts[part])
        words = forward.passage_words
        yield rows, words.between(int(rows[0]), int(rows[-1]) + 1) if dense and len(rows) else words.take(rows)

"""What an incremental build takes over from the index before it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from indexer.index.forward.arrays import Array, Integers, Ragged
from indexer.index.forward.reader import Forward


@dataclass(frozen=True, slots=True)
class Rows:
    """Passages and documents as arrays, in order: what is stored as it came, nothing counted yet.

    `passages` is the number of passages of each document; words, texts, headings, anchors, pages and tags belong
    to passages, the rest to documents.
    """

    words: Ragged
    pages: Array
    tags: Array
    texts: Ragged
    headings: Ragged
    anchors: Ragged
    passages: Integers
    ids: Ragged
    metadata: Ragged
    dates: Array
    title_words: Array
    keywords: Ragged

    @classmethod
    def joined(cls, first: Rows, second: Rows) -> Rows:
        """Return the rows of both, those of `first` in front."""
        joined: dict[str, Any] = {}
        for name in (field.name for field in fields(cls)):
            pair = getattr(first, name), getattr(second, name)
            joined[name] = Ragged.joined(pair) if isinstance(pair[0], Ragged) else np.concatenate(pair)
        return cls(**joined)

    @classmethod
    def of(cls, forward: Forward, documents: Array, passages: Array) -> Rows:
        """Return the chosen documents of an index, with their passages."""
        return cls(
            words=forward.passage_words.take(passages),
            pages=forward.passage_pages[passages],
            tags=forward.passage_tags[passages],
            texts=forward.texts.table.take(passages),
            headings=forward.headings.table.take(passages),
            anchors=forward.anchors.table.take(passages),
            passages=np.diff(forward.document_starts)[documents],
            ids=forward.ids_lookup.strings.table.take(documents),
            metadata=forward.metadata.table.take(documents),
            dates=forward.document_dates[documents],
            title_words=forward.title_words[documents],
            keywords=forward.document_keywords.take(documents),
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """The previous index and which of its documents and passages live on."""

    previous: Forward
    rows: Rows
    serials: Array
    documents: Array
    gone_documents: Array
    gone_passages: Array

    @classmethod
    def of(cls, previous: Forward, dropped: Collection[str]) -> Kept:
        """Return everything of `previous` but the documents whose ids are dropped."""
        found = (previous.row_of(id) for id in dropped)  # noqa: A001 - the field's own word
        gone = np.zeros(previous.documents, bool)
        gone[[row for row in found if row is not None]] = True
        lost = gone[previous.passage_documents]
        documents, passages = np.flatnonzero(~gone), np.flatnonzero(~lost)
        rows = Rows.of(previous, documents, passages)
        serials = previous.serials[passages]
        return cls(previous, rows, serials, documents, np.flatnonzero(gone), np.flatnonzero(lost))

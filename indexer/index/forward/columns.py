"""The rows of new documents while they come in: bytes and numbers end to end, no object a passage."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer.index.forward import records
from indexer.index.forward.arrays import Array
from indexer.index.forward.growing import Growing, as_array
from indexer.index.forward.kept import Rows
from indexer.model import Document, Passage


class Columns:
    """Collects documents with their passages; serials count up from `serial`. Passing files go into `folder`."""

    def __init__(self, serial: int, folder: Path | None) -> None:
        self._serial = serial
        self._words, self._keywords = Growing("I", folder), Growing("I", folder)
        self._texts, self._headings, self._anchors = (Growing("B", folder) for _ in range(3))
        self._ids, self._metadata, self._fingerprints = (Growing("B", folder) for _ in range(3))
        self._pages, self._tags, self._kinds, self._dates = array("I"), array("B"), array("B"), array("i")
        self._lengths, self._title_words = array("q"), array("H")

    def add_passage(self, passage: Passage, tag: int) -> None:
        """Add what stands in a passage."""
        self._pages.append(passage.page or 0)
        self._tags.append(tag)
        self._kinds.append(records.kind_number(passage.kind))
        self._texts.add_text(passage.text)
        self._headings.add_text(passage.heading or "")
        self._anchors.add_text(passage.anchor or "")

    def add_document(
        self, document: Document, passages: Sequence[Array], title_words: int, keywords: Sequence[int]
    ) -> None:
        """Add a document, and the words of its `passages`, which came before or come later, in the same order."""
        self._lengths.append(len(passages))
        self._title_words.append(min(title_words, 0xFFFF))
        self._dates.append(records.date_number(document))
        self._keywords.add(np.array(keywords, np.uint32))
        self._ids.add_text(document.id)
        self._metadata.add_text(records.dumps(document))
        self._fingerprints.add_text(document.fingerprint)
        for words in passages:
            self._words.add(words)

    @property
    def passages(self) -> int:
        """How many passages came in."""
        return len(self._pages)

    def close(self) -> None:
        """Let go of the passing files; `rows` are no good afterwards."""
        for value in vars(self).values():
            if isinstance(value, Growing):
                value.close()

    def rows(self) -> Rows:
        """Return what came in; nothing can be added afterwards."""
        return Rows(
            serials=np.arange(self._serial, self._serial + len(self._pages), dtype=np.uint32),
            passage_words=self._words.table(),
            passage_pages=as_array(self._pages),
            passage_tags=as_array(self._tags),
            passage_kinds=as_array(self._kinds),
            texts=self._texts.table(),
            headings=self._headings.table(),
            anchors=self._anchors.table(),
            passages=as_array(self._lengths),
            ids=self._ids.table(),
            metadata=self._metadata.table(),
            fingerprints=self._fingerprints.table(),
            document_dates=as_array(self._dates),
            title_words=as_array(self._title_words),
            document_keywords=self._keywords.table(),
        )

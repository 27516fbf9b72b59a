"""The rows of new documents while they come in: bytes and numbers end to end, no object a passage."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

import numpy as np

from indexer.index.forward import records
from indexer.index.forward.arrays import Array, Ragged, starts_of
from indexer.index.forward.kept import Rows
from indexer.index.forward.scratch import Stored
from indexer.model import Document, Passage

_BUFFER = 1 << 21
"""Values that are kept in memory before they go to disk: some MB a column."""


class _Growing:
    """Rows of different length end to end, of the type code that `array` has for the values.

    What is more than a few MB goes into a passing file in `folder`.
    """

    def __init__(self, code: str, folder: Path | None) -> None:
        self._values: array[int] = array(code)
        self._lengths = array("q")
        self._folder = folder
        self._file: BinaryIO | None = None

    def add(self, row: Array) -> None:
        """Add one row, whose values have the type of ours."""
        self._add(row.tobytes(), len(row))

    def add_text(self, text: str) -> None:
        """Add a row of UTF-8 bytes; lone surrogates become question marks."""
        data = text.encode("utf-8", "replace")
        self._add(data, len(data))

    def table(self) -> Ragged:
        """Return the rows so far, without copying."""
        starts = starts_of(_array(self._lengths))
        if not self._file:
            return Ragged(starts, _array(self._values))
        self._spill()
        self._file.flush()
        return Ragged(starts, cast("Array", Stored(self._file, np.dtype(self._values.typecode), int(starts[-1]))))

    def _add(self, data: bytes, length: int) -> None:
        self._values.frombytes(data)
        self._lengths.append(length)
        if len(self._values) >= _BUFFER and self._folder:
            self._spill()

    def close(self) -> None:
        """Let go of the file, which is gone with it."""
        if self._file:
            self._file.close()

    def _spill(self) -> None:
        # Closed by `close`: what comes in decides whether there is a file at all.
        self._file = self._file or cast("BinaryIO", TemporaryFile(dir=self._folder))  # noqa: SIM115
        self._file.write(self._values)
        self._values = array(self._values.typecode)


class Columns:
    """Collects documents with their passages; serials count up from `serial`. Passing files go into `folder`."""

    def __init__(self, serial: int, folder: Path | None) -> None:
        self._serial = serial
        self._words, self._keywords = _Growing("I", folder), _Growing("I", folder)
        self._texts, self._headings, self._anchors = (_Growing("B", folder) for _ in range(3))
        self._ids, self._metadata, self._fingerprints = (_Growing("B", folder) for _ in range(3))
        self._pages, self._tags, self._kinds, self._dates = array("I"), array("B"), array("B"), array("i")
        self._lengths, self._title_words = array("q"), array("H")

    def add_document(self, document: Document, passages: int, title_words: int, keywords: Sequence[int]) -> None:
        """Add a document; its `passages` passages come next."""
        self._lengths.append(passages)
        self._title_words.append(min(title_words, 0xFFFF))
        self._dates.append(records.date_number(document))
        self._keywords.add(np.array(keywords, np.uint32))
        self._ids.add_text(document.id)
        self._metadata.add_text(records.dumps(document))
        self._fingerprints.add_text(document.fingerprint)

    def add_passage(self, passage: Passage, words: Array, tag: int) -> None:
        """Add a passage of the document that came last."""
        self._words.add(words)
        self._pages.append(passage.page or 0)
        self._tags.append(tag)
        self._kinds.append(records.kind_number(passage.kind))
        self._texts.add_text(passage.text)
        self._headings.add_text(passage.heading or "")
        self._anchors.add_text(passage.anchor or "")

    def close(self) -> None:
        """Let go of the passing files; `rows` are no good afterwards."""
        for value in vars(self).values():
            if isinstance(value, _Growing):
                value.close()

    def rows(self) -> Rows:
        """Return what came in; nothing can be added afterwards."""
        return Rows(
            serials=np.arange(self._serial, self._serial + len(self._pages), dtype=np.uint32),
            passage_words=self._words.table(),
            passage_pages=_array(self._pages),
            passage_tags=_array(self._tags),
            passage_kinds=_array(self._kinds),
            texts=self._texts.table(),
            headings=self._headings.table(),
            anchors=self._anchors.table(),
            passages=_array(self._lengths),
            ids=self._ids.table(),
            metadata=self._metadata.table(),
            fingerprints=self._fingerprints.table(),
            document_dates=_array(self._dates),
            title_words=_array(self._title_words),
            document_keywords=self._keywords.table(),
        )


def _array(values: array[int]) -> Array:
    """Return the values as an array on the same memory."""
    return np.frombuffer(values, np.dtype(values.typecode)) if values else np.zeros(0, np.dtype(values.typecode))

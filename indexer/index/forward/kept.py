"""What is stored of passages and documents row by row, and what an incremental build takes over of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self, cast

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward import arrays
from indexer.index.forward.arrays import Array, Integers, Lookup, Ragged, Strings, starts_of
from indexer.index.forward.reader import Forward
from indexer.index.forward.scratch import Chain


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns by the names that `Forward` has for them; a subclass says which belong to passages."""

    @classmethod
    def passage_columns(cls) -> frozenset[str]:
        """Return the names of the columns with one row a passage; the others have one a document."""
        raise NotImplementedError

    @classmethod
    def between(cls, forward: Forward, first: int, last: int) -> Self:
        """Return the documents first … last − 1 of an index with their passages, without copying."""
        starts = forward.document_starts
        passages = int(starts[first]), int(starts[last])
        return cls(
            **{
                name: _between(_column(forward, name), *(passages if name in cls.passage_columns() else (first, last)))
                for name in cls._names()
            }
        )

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Return the rows of all parts, in order; those of different length are not copied."""
        return cls(**{name: _joined([getattr(part, name) for part in parts]) for name in cls._names()})

    @classmethod
    def _names(cls) -> Iterator[str]:
        return (field.name for field in fields(cls))


@dataclass(frozen=True, slots=True)
class Rows(_Columns):
    """What is stored as it came. `passages` is the number of passages of each document."""

    serials: Array
    passage_words: Ragged
    passage_pages: Array
    passage_tags: Array
    passage_kinds: Array
    texts: Ragged
    headings: Ragged
    anchors: Ragged
    passages: Integers
    ids: Ragged
    metadata: Ragged
    fingerprints: Ragged
    document_dates: Array
    title_words: Array
    document_keywords: Ragged

    @classmethod
    def passage_columns(cls) -> frozenset[str]:
        """Return the names of the columns with one row a passage."""
        return frozenset({
            "serials", "passage_words", "passage_pages", "passage_tags", "passage_kinds", "texts", "headings",
            "anchors",
        })  # fmt: skip

    def save(self, folder: Path) -> None:
        """Write every column, and what places follow from them."""
        for name in self._names():
            if name not in {"ids", "passages"}:
                save(folder, name, getattr(self, name))
        Lookup.of(Strings(self.ids)).save(folder, "ids")
        save(folder, "document_starts", starts_of(self.passages))
        save(folder, "passage_documents", np.repeat(np.arange(len(self.passages), dtype=np.uint32), self.passages))


@dataclass(frozen=True, slots=True)
class Counts(_Columns):
    """What is counted row by row.

    The distinct words of every document, stop words left out, and how often each stands there; the number of 4-grams
    and of parts in every passage.
    """

    document_words: Ragged
    document_counts: Ragged
    document_gram_lengths: Array
    part_lengths: Array
    gram_lengths: Array

    @classmethod
    def passage_columns(cls) -> frozenset[str]:
        """Return the names of the columns with one row a passage."""
        return frozenset({"part_lengths", "gram_lengths"})

    def save(self, folder: Path) -> None:
        """Write every column."""
        for name in self._names():
            save(folder, name, getattr(self, name))


@dataclass(frozen=True, slots=True)
class Kept:
    """The previous index, and which of its documents are gone; the others live on in their order."""

    previous: Forward
    gone: NDArray[np.bool_]

    @classmethod
    def of(cls, previous: Forward, dropped: Collection[str]) -> Kept:
        """Return everything of `previous` but the documents whose ids are dropped."""
        found = (previous.row_of(id) for id in dropped)  # noqa: A001 - the field's own word
        gone = np.zeros(previous.documents, bool)
        gone[[row for row in found if row is not None]] = True
        return cls(previous, gone)

    def rows(self) -> list[Rows]:
        """Return what is kept, in pieces of neighbouring documents."""
        return [Rows.between(self.previous, first, last) for first, last in self._runs()]

    def counts(self) -> list[Counts]:
        """Return what is kept, in pieces of neighbouring documents."""
        return [Counts.between(self.previous, first, last) for first, last in self._runs()]

    @property
    def gone_words(self) -> Ragged:
        """The words of the passages that are gone."""
        gone = np.repeat(self.gone, np.diff(self.previous.document_starts))
        return self.previous.passage_words.take(np.flatnonzero(gone))

    def _runs(self) -> list[tuple[int, int]]:
        edges = np.flatnonzero(np.diff(np.concatenate(([True], self.gone, [True]))))
        return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def save(folder: Path, name: str, values: Array | Ragged) -> None:
    """Write one column."""
    if isinstance(values, Ragged):
        values.save(folder, name)
    else:
        arrays.save(folder, name, values)


def _column(forward: Forward, name: str) -> Any:
    if name == "passages":
        return np.diff(forward.document_starts)
    value = forward.ids_lookup.strings if name == "ids" else getattr(forward, name)
    return value.table if isinstance(value, Strings) else value


def _between(column: Any, first: int, last: int) -> Any:
    return column.between(first, last) if isinstance(column, Ragged) else column[first:last]


def _joined(columns: list[Any]) -> Any:
    if len(columns) == 1:
        return columns[0]
    if not isinstance(columns[0], Ragged):
        return np.concatenate(columns)
    lengths = np.concatenate([column.lengths for column in columns])
    return Ragged(starts_of(lengths), cast("Array", Chain([column.values for column in columns])))

"""Reading what `ForwardBuilder` wrote: memory-mapped arrays, opened in milliseconds whatever their size."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward import records
from indexer.index.forward.arrays import Array, Lookup, Ragged, Strings, load, spans, starts_of, stored
from indexer.model import Document, Passage

COLUMNS = (
    "serials", "passage_pages", "passage_tags", "passage_kinds", "passage_documents", "part_lengths", "gram_lengths",
    "document_starts", "document_dates", "document_gram_lengths", "title_words",
    "word_languages", "word_stems", "word_stops", "occurrences",
    "gram_keys", "gram_frequencies", "document_gram_frequencies", "part_frequencies", "pair_frequencies",
    "term_gram_keys", "term_weights",
)  # fmt: skip
RAGGED = ("passage_words", "document_words", "document_counts", "document_keywords", "word_terms", "part_words",
          "gram_words", "term_documents", "term_gram_terms")  # fmt: skip
STRINGS = ("texts", "headings", "anchors", "metadata", "fingerprints", "keywords")
LOOKUPS = ("words", "terms", "ids")

MAPPED = 100_000_000
"""Bytes up to which a table stays mapped, which is a little quicker."""


class Forward:
    """The corpus as the search sees it; rows are places in these arrays, and nothing here changes.

    Passages stand in the order of their serials, a document's passages side by side. Words, terms and 4-grams are
    numbers; `words`, `terms` and `ids` find them by name.
    """

    serials: NDArray[np.uint32]
    passage_pages: Array
    passage_tags: Array
    passage_kinds: Array
    passage_documents: Array
    part_lengths: Array
    gram_lengths: Array
    document_starts: NDArray[np.int64]
    document_dates: Array
    document_gram_lengths: Array
    title_words: Array
    word_languages: Array
    word_stems: NDArray[np.uint32]
    word_stops: Array
    occurrences: Array
    gram_keys: NDArray[np.uint64]
    gram_frequencies: Array
    document_gram_frequencies: Array
    part_frequencies: Array
    pair_frequencies: Array
    term_gram_keys: NDArray[np.uint64]
    term_weights: Array
    passage_words: Ragged
    document_words: Ragged
    document_counts: Ragged
    document_keywords: Ragged
    word_terms: Ragged
    part_words: Ragged
    gram_words: Ragged
    term_documents: Ragged
    term_gram_terms: Ragged
    texts: Strings
    headings: Strings
    anchors: Strings
    metadata: Strings
    fingerprints: Strings
    keywords: Strings
    words: Lookup
    terms: Lookup
    ids_lookup: Lookup

    def __init__(self, folder: Path) -> None:
        for name in COLUMNS:
            setattr(self, name, load(folder, name))
        for name in RAGGED:
            setattr(self, name, Ragged.load(folder, name))
        for name in STRINGS:
            setattr(self, name, Strings(Ragged.load(folder, name)))
        self._folder = folder
        self._texts = Strings(_read(folder, "texts", self.texts.table))
        self._passage_words = _read(folder, "passage_words", self.passage_words)
        self._document_words = _read(folder, "document_words", self.document_words)
        self._document_counts = _read(folder, "document_counts", self.document_counts)
        self.words, self.terms, self.ids_lookup = (Lookup.load(folder, name) for name in LOOKUPS)
        about: dict[str, Any] = json.loads((folder / "about.json").read_text("utf-8"))
        self.next_serial: int = about["next_serial"]
        self.pair_bits: int = about["pair_bits"]
        self.languages: list[str] = about["languages"]
        self.tags: list[str] = about["tags"]
        self.mean_parts: float = about["mean_parts"]
        self.mean_grams: float = about["mean_grams"]
        self.mean_document_grams: float = about["mean_document_grams"]
        self.mean_words: float = about["mean_words"]

    @classmethod
    def open(cls, folder: Path) -> Forward:
        """Return the arrays in `folder`, memory-mapped."""
        return cls(folder)

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.document_starts) - 1

    @property
    def passages(self) -> int:
        """How many passages there are."""
        return len(self.serials)

    def row_of(self, id: str) -> int | None:  # noqa: A002 - the field's own word
        """Return a document's row, None where there is no such document."""
        return self.ids_lookup.one(id)

    def ids(self) -> list[str]:
        """Return every document's id, by row."""
        return self.ids_lookup.strings.all()

    def id(self, row: int) -> str:
        """Return one document's id."""
        return self.ids_lookup.strings[row]

    def document(self, row: int) -> Document:
        """Return a document without its sections."""
        return records.loads(self.metadata[row])

    def passage_rows(self, row: int) -> range:
        """Return the rows of a document's passages, in reading order."""
        return range(int(self.document_starts[row]), int(self.document_starts[row + 1]))

    def passages_of(self, row: int) -> list[Passage]:
        """Return a document's passages, in reading order."""
        return [self.passage(place) for place in self.passage_rows(row)]

    def passage(self, place: int) -> Passage:
        """Return one passage by its row."""
        document = int(self.passage_documents[place])
        return Passage(
            document=self.id(document),
            ordinal=place - int(self.document_starts[document]),
            text=self._texts[place],
            heading=self.headings[place] or None,
            page=int(self.passage_pages[place]) or None,
            anchor=self.anchors[place] or None,
            language=self.tags[int(self.passage_tags[place])],
            kind=records.kind_of_number(int(self.passage_kinds[place])),
        )

    def words_of(self, passages: NDArray[np.int64]) -> Ragged:
        """Return the words of the passages, with title, imprint and heading."""
        return self._passage_words.take(passages)

    def counts_of(self, documents: NDArray[np.int64]) -> tuple[Ragged, Ragged]:
        """Return the different words of the documents, stop words left out, and how often each stands there."""
        return self._document_words.take(documents), self._document_counts.take(documents)

    def titles(self, documents: NDArray[np.int64]) -> Ragged:
        """Return the words of the documents' titles."""
        return self._titles.take(documents)

    @cached_property
    def _titles(self) -> Ragged:
        """The words of all titles: where they are kept each lies on a page of its own, of a mapping that is let go."""
        words = load(self._folder, "passage_words")
        lengths = self.title_words.astype(np.int64)
        first = self.passage_words.starts[self.document_starts[:-1]]
        return Ragged(starts_of(lengths), words[spans(first, lengths)])

    def rows_of_serials(self, serials: Array) -> NDArray[np.int64]:
        """Return the passages with these serials; those that are gone are left out, the order is kept."""
        rows = np.minimum(np.searchsorted(self.serials, serials), max(0, self.passages - 1))
        return np.asarray(rows[self.serials[rows] == serials] if self.passages else rows[:0], dtype=np.int64)

    def word_counts(self) -> Mapping[str, int]:
        """Return every word of the corpus with how often it stands there, stop words too."""
        counts: dict[str, int] = {}
        for word, count in zip(self.words.strings.all(), self.occurrences.tolist(), strict=True):
            if count and word:
                counts[word] = counts.get(word, 0) + count
        return counts

    @cached_property
    def live_terms(self) -> int:
        """How many terms some document holds, at least 1."""
        return max(1, int(np.count_nonzero(self.term_weights)))

    @cached_property
    def keyword_names(self) -> list[str]:
        """Every `facet:value`, by number."""
        return self.keywords.all()


def _read(folder: Path, name: str, table: Ragged) -> Ragged:
    """Return a mapped table, a large one as one that is read row by row.

    Its rows lie far apart, and each page of a mapping brings its neighbours: they would be most of our memory.
    """
    return Ragged(table.starts, cast("Array", stored(folder, name))) if table.values.nbytes > MAPPED else table

"""tantivy as an engine: from 10,000 passages to the end of one machine."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from tantivy import Occur, Query

from indexer.errors import IndexDamaged
from indexer.index.engine import Candidates, EnginePassage, EngineQuery

HEAP = 256_000_000
"""Bytes that the writer may gather before it writes a segment: the best are looked for in each segment anew, and a
million passages become two of them instead of seven."""


class TantivyWriter:
    """Writes passages into a tantivy index; one thread, so that the same input gives the same segments."""

    def __init__(self, folder: Path, *, fresh: bool) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        with _disk_errors():
            index = tantivy.Index(_schema(), str(folder), reuse=not fresh)
            self._writer = index.writer(HEAP, 1)

    def delete(self, document: str) -> None:
        """Take out the passages that the document had at the last commit."""
        self._writer.delete_documents_by_term("document", document)

    def add(self, passage: EnginePassage) -> None:
        """Add one passage."""
        document = tantivy.Document()
        document.add_unsigned("serial", passage.serial)
        document.add_text("document", passage.document)
        document.add_text("terms", " ".join(passage.terms))
        for keyword in sorted(passage.keywords):
            document.add_text("keywords", keyword)
        with _disk_errors():
            self._writer.add_document(document)

    def commit(self) -> None:
        """Write everything to files and finish; segments are merged before this returns."""
        with _disk_errors():
            self._writer.commit()
            self._writer.wait_merging_threads()

    def abort(self) -> None:
        """Give up; the last commit stays."""
        with suppress(ValueError):  # a writer whose disk is full can't even give up
            self._writer.rollback()
            self._writer.wait_merging_threads()


class TantivyEngine:
    """Reads a tantivy index through one searcher, which keeps its files for as long as it lives."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        try:
            with _writable(folder) as place:
                index = tantivy.Index.open(str(place))
                index.config_reader("manual")
                self._searcher = index.searcher()
        except ValueError as fault:
            raise IndexDamaged(
                f"Sökmotorns filer i {folder} går inte att öppna. Kör: metodsok index --rebuild"
            ) from fault
        self._schema = index.schema

    @property
    def passages(self) -> int:
        """How many passages there are, deleted ones left out."""
        return int(self._searcher.num_docs)

    def search(self, query: EngineQuery, limit: int) -> Candidates:
        """Return the `limit` best candidates."""
        question = self._question(query)
        hits = self._hits(question, min(limit, self.passages))
        addresses = [address for _, address in hits]
        serials = np.asarray(self._searcher.fast_field_values("serial", addresses), np.uint32)
        scores = np.asarray([score for score, _ in hits], np.float32)
        return Candidates.best(serials, scores, limit)

    def close(self) -> None:
        """Let go of the files."""
        del self._searcher

    def _hits(self, question: Query, limit: int) -> list[tuple[float, Any]]:
        """Return the best hits, and all that tie with the last one: tantivy breaks ties by its own addresses."""
        if limit == 0:
            return []
        depth = limit + 16
        while True:
            hits: list[tuple[float, Any]] = self._searcher.search(question, depth, count=False).hits
            if len(hits) < depth or hits[-1][0] < hits[limit - 1][0]:
                return hits
            depth *= 2

    def _question(self, query: EngineQuery) -> Query:
        scored = self._scored(query.should)
        if not query.must and not query.within:
            return scored  # bare, so that tantivy may leave out passages that cannot be among the best
        clauses = [(Occur.Must, scored)]
        clauses += [(Occur.Must, _unscored(self._term("terms", term))) for term in query.must]
        for keywords in query.within:
            values = Query.term_set_query(self._schema, "keywords", sorted(keywords))
            clauses.append((Occur.Must, _unscored(values)))
        return Query.boolean_query(clauses)

    def _scored(self, should: tuple[tuple[str, float], ...]) -> Query:
        if not should:
            return _unscored(Query.all_query())
        terms = [(Occur.Should, Query.boost_query(self._term("terms", term), weight)) for term, weight in should]
        return Query.boolean_query(terms)

    def _term(self, field: str, text: str) -> Query:
        return Query.term_query(self._schema, field, text, "freq")


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


@contextmanager
def _disk_errors() -> Iterator[None]:
    """Turn what tantivy raises when the disk refuses into the OSError that it was."""
    try:
        yield
    except ValueError as fault:
        raise OSError(errno.EIO, str(fault)) from fault


@contextmanager
def _writable(folder: Path) -> Iterator[Path]:
    """Give a folder that tantivy can open: it wants to write a lock file even when it only reads.

    Where that is refused (an index owned by another user, a read-only disk), it gets a passing folder of links.
    """
    lock = folder / ".tantivy-meta.lock"
    try:
        lock.touch()
    except OSError:
        with tempfile.TemporaryDirectory(prefix="metodsok-") as name:
            for file in folder.iterdir():
                if not file.name.endswith(".lock"):
                    Path(name, file.name).symlink_to(file.resolve())
            yield Path(name)
    else:
        yield folder


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("serial", fast=True)
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("keywords", tokenizer_name="raw", index_option="basic")
    return builder.build()

"""Whoosh as an engine: the default up to 10,000 passages.

Only what Whoosh 2.7.4 has too is used. Whoosh keeps the postings, the lengths and the filters; BM25 is reckoned here
with the idf and the rounded lengths of Lucene, so that this engine proposes what tantivy and OpenSearch propose (by
Whoosh's own the first ten differed for 54 of 300 questions to 10,000 passages). The postings of a term are read once
and then kept as arrays, since Whoosh's own loop over the matches of a question with a hundred expanded terms takes
ten times as long. It unpickles its schema: never open an index that somebody else made.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator
from math import log1p
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Existence, Frequency
from whoosh.index import EmptyIndexError, IndexVersionError
from whoosh.reading import TermNotFound
from whoosh.system import emptybytes, pack_uint

from indexer.errors import IndexDamaged
from indexer.index.engine import Candidates, EnginePassage, EngineQuery

K1 = 1.2
B = 0.75
_EXACT = 24
"""Terms up to which every length is kept as it is."""
KEPT_POSTINGS = 4_000_000
"""Postings kept in memory, 8 bytes each: all of an index of the size that Whoosh is for."""


class Terms(FieldType):  # type: ignore[misc]
    """Finished terms with their counts, as a tuple of strings; no positions."""

    def __init__(self) -> None:
        super().__init__(format=Frequency(), analyzer=None, scorable=True)

    def index(self, value: tuple[str, ...], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Return what Whoosh stores of each distinct term: bytes, count, weight, encoded count."""
        for term, count in Counter(value).items():
            yield term.encode(), count, float(count), pack_uint(count)


class Keywords(FieldType):  # type: ignore[misc]
    """Finished keywords, as an iterable of strings; only whether they are there."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None, scorable=False)

    def index(self, value: frozenset[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Return what Whoosh stores of each keyword."""
        for keyword in sorted(value):
            yield keyword.encode(), 1, 1.0, emptybytes


class WhooshWriter:
    """Writes passages into a Whoosh index, one segment a commit, small segments merged."""

    def __init__(self, folder: Path, *, fresh: bool) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        storage = FileStorage(str(folder))
        index = storage.create_index(_schema()) if fresh else storage.open_index()
        self._writer = index.writer(limitmb=256)

    def delete(self, document: str) -> None:
        """Take out the passages that the document had at the last commit."""
        self._writer.delete_by_term("document", document)

    def add(self, passage: EnginePassage) -> None:
        """Add one passage."""
        self._writer.add_document(
            serial=passage.serial,
            document=frozenset((passage.document,)),
            terms=passage.terms,
            length=len(passage.terms),
            keywords=passage.keywords,
        )

    def commit(self) -> None:
        """Write everything to files and finish."""
        self._writer.commit()

    def abort(self) -> None:
        """Give up; the last commit stays."""
        self._writer.cancel()


class WhooshEngine:
    """Reads a Whoosh index. Scores are BM25 of one field, summed over the terms with their weights."""

    name = "whoosh"

    def __init__(self, folder: Path) -> None:
        try:
            index = FileStorage(str(folder)).open_index(schema=_schema())
        except (EmptyIndexError, IndexVersionError, OSError) as fault:
            raise IndexDamaged(
                f"Sökmotorns filer i {folder} går inte att öppna. Kör: metodsok index --rebuild"
            ) from fault
        self._reader = index.reader()
        self._lock = Lock()  # the files under Whoosh have one position for all threads
        self._kept: OrderedDict[tuple[str, str], tuple[NDArray[np.int32], NDArray[np.float32]]] = OrderedDict()
        self._held = 0
        self._serials, lengths, self._alive = self._load()
        average = lengths[self._alive].mean() if self._alive.any() else 0.0
        self._saturation = K1 * (1 - B + B * rounded(lengths) / max(average, 1.0))

    @property
    def passages(self) -> int:
        """How many passages there are, deleted ones left out."""
        return int(self._alive.sum())

    def search(self, query: EngineQuery, limit: int) -> Candidates:
        """Return the `limit` best candidates."""
        scores, mask = self._score(query.should)
        for term in query.must:
            mask &= self._having("terms", term)
        for keywords in query.within:
            mask &= self._having("keywords", *sorted(keywords))
        rows = np.flatnonzero(mask)
        return Candidates.best(self._serials[rows], scores[rows], limit)

    def close(self) -> None:
        """Let go of the files."""
        self._kept.clear()
        self._reader.close()

    def _score(self, should: tuple[tuple[str, float], ...]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Return every passage's score and whether it is a candidate."""
        scores = np.zeros(len(self._serials), np.float32)
        if not should:
            return scores, self._alive.copy()
        found = np.zeros(len(scores), np.bool_)
        for term, weight in should:
            rows, values = self._postings("terms", term)
            scores[rows] += np.float32(weight) * values
            found[rows] = True
        return scores, found

    def _having(self, field: str, *values: str) -> NDArray[np.bool_]:
        """Return which passages have any of the values."""
        mask = np.zeros(len(self._serials), np.bool_)
        for value in values:
            mask[self._postings(field, value)[0]] = True
        return mask

    def _postings(self, field: str, text: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return the rows that have the term and their BM25 scores (1 for keywords), from memory or from the files."""
        with self._lock:
            kept = self._kept.get((field, text))
            if kept is None:
                kept = self._read(field, text)
                self._keep((field, text), kept)
            else:
                self._kept.move_to_end((field, text))
            return kept

    def _keep(self, key: tuple[str, str], postings: tuple[NDArray[np.int32], NDArray[np.float32]]) -> None:
        self._kept[key] = postings
        self._held += len(postings[0]) + 1
        while self._held > KEPT_POSTINGS:
            self._held -= len(self._kept.popitem(last=False)[1][0]) + 1

    def _read(self, field: str, text: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        rows: list[int] = []
        weights: list[float] = []
        try:
            matcher = self._reader.postings(field, text)
        except TermNotFound:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        while matcher.is_active():
            rows.append(matcher.id())
            weights.append(matcher.weight())
            matcher.next()
        places = np.asarray(rows, np.int32)
        values = np.asarray(weights, np.float32)
        return places, self._weighed(places, values) if field == "terms" else values

    def _weighed(self, places: NDArray[np.int32], counts: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the scores of the passages that have a term so many times: BM25 as Lucene reckons it."""
        passages, having = int(self._alive.sum()), int(self._alive[places].sum())
        idf = log1p((passages - having + 0.5) / (having + 0.5))
        return (idf * counts / (counts + self._saturation[places])).astype(np.float32)

    def _load(self) -> tuple[NDArray[np.uint32], NDArray[np.float32], NDArray[np.bool_]]:
        """Return every row's serial, length in terms, and whether it is alive."""
        reader = self._reader
        rows = range(reader.doc_count_all())
        if not rows:
            return np.empty(0, np.uint32), np.empty(0, np.float32), np.empty(0, np.bool_)
        column = reader.column_reader("serial")
        serials = np.fromiter((column[row] for row in rows), np.uint32, len(rows))
        column = reader.column_reader("length")
        lengths = np.fromiter((column[row] for row in rows), np.float32, len(rows))
        alive = np.fromiter((not reader.is_deleted(row) for row in rows), np.bool_, len(rows))
        return serials, lengths, alive


def rounded(lengths: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return lengths in terms as Lucene and tantivy keep them, in one byte: of what exceeds 24, four binary digits.

    Source: Lucene's SmallFloat.intToByte4.
    """
    excess = np.maximum(lengths - _EXACT, 0)
    step = 2.0 ** np.maximum(np.frexp(excess)[1] - 4, 0)
    return np.asarray(np.minimum(lengths, _EXACT) + np.floor(excess / step) * step, np.float32)


def _schema() -> Schema:
    return Schema(
        serial=COLUMN(NumericColumn("I")),
        length=COLUMN(NumericColumn("I")),
        document=Keywords(),
        terms=Terms(),
        keywords=Keywords(),
    )

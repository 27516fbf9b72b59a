"""What was read from files, kept so that only what changed is read again."""

from __future__ import annotations

import errno
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from indexer.errors import ExtractionError
from indexer.model import Extract, Section

_SCHEMA = """
    CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, size INTEGER, mtime INTEGER, sha256 TEXT) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS lines (key TEXT PRIMARY KEY, hashes BLOB) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS shapes (
        key TEXT PRIMARY KEY, mark TEXT, text TEXT, beginning TEXT, sketch BLOB
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS extracts (key TEXT PRIMARY KEY, code TEXT, head TEXT, sections BLOB) WITHOUT ROWID;
"""

_DROP = ("DELETE FROM extracts", "DELETE FROM lines", "DELETE FROM shapes")


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a file without its text: see `Extract`; `heading` is the first one."""

    key: str
    metadata: Mapping[str, str]
    pages: int
    partial: bool
    notes: tuple[str, ...]
    heading: str | None


@dataclass(frozen=True, slots=True)
class Shape:
    """A harvested text without what its source repeats: `mark` tells which lines those were.

    `text` is a hash of it, `beginning` its first characters and `sketch` what it is compared by.
    """

    mark: str
    text: str
    beginning: str
    sketch: NDArray[np.uint64]


class Extracts:
    """The cache `index/extracted.sqlite`, from `opened`. What is dropped is overwritten, not only unlinked."""

    def __init__(self, path: Path, version: int) -> None:
        self._path = path
        self._version = version
        self._connection = self._open()
        rows = self._connection.execute("SELECT path, size, mtime, sha256 FROM files")
        self._known: dict[str, tuple[int, int, str]] = {name: (size, mtime, sha) for name, size, mtime, sha in rows}
        self._seen: set[str] = set()

    @classmethod
    @contextmanager
    def opened(cls, path: Path, version: int) -> Iterator[Self]:
        """Give the cache in `path` and close it afterwards; OSError where the disk refuses."""
        try:
            extracts = cls(path, version)
            try:
                yield extracts
                extracts.save()
            finally:
                extracts._connection.close()
        except sqlite3.OperationalError as fault:
            raise OSError(errno.EIO, f"{path.name}: {fault}") from fault

    def key(self, path: Path, relative: str) -> str:
        """Return what the extract of a file is kept under: its content, format name and the extractor's version.

        The content is read only if the file's size or time has changed. Raises OSError where it can't be.
        """
        info = path.stat()
        self._seen.add(relative)
        known = self._known.get(relative)
        if known is None or known[:2] != (info.st_size, info.st_mtime_ns):
            known = (info.st_size, info.st_mtime_ns, _sha256(path))
            self._known[relative] = known
            self._connection.execute("REPLACE INTO files VALUES (?, ?, ?, ?)", (relative, *known))
        return f"{known[2]}{path.suffix.lower()} {self._version}"

    def head(self, key: str) -> Head | ExtractionError | None:
        """Return what is kept under a key but the text: the error if reading failed, None if it was not read yet."""
        row = self._connection.execute("SELECT code, head FROM extracts WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        code, head = row
        if code:
            return ExtractionError(code, head)
        values = json.loads(head)
        return Head(key=key, **{**values, "notes": tuple(values["notes"])})

    def sections(self, key: str) -> tuple[Section, ...]:
        """Return the text kept under a key, () where there is none."""
        row = self._connection.execute("SELECT sections FROM extracts WHERE key = ?", (key,)).fetchone()
        return tuple(Section(*values) for values in json.loads(zlib.decompress(row[0]))) if row and row[0] else ()

    def store(self, key: str, result: Extract | ExtractionError) -> None:
        """Keep what reading a file gave."""
        if isinstance(result, ExtractionError):
            row: tuple[str, str, str, bytes] = (key, result.code, str(result), b"")
        else:
            row = (key, "", json.dumps(_head(result)), _packed(result.sections))
        self._connection.execute("REPLACE INTO extracts VALUES (?, ?, ?, ?)", row)

    def lines(self, key: str) -> NDArray[np.uint64] | None:
        """Return the hashes of a text's lines, None where they are not kept."""
        row = self._connection.execute("SELECT hashes FROM lines WHERE key = ?", (key,)).fetchone()
        return np.frombuffer(row[0], np.uint64) if row else None

    def keep_lines(self, key: str, hashes: NDArray[np.uint64]) -> None:
        """Keep the hashes of a text's lines."""
        self._connection.execute("REPLACE INTO lines VALUES (?, ?)", (key, hashes.tobytes()))

    def shape(self, key: str, mark: str) -> Shape | None:
        """Return the shape of a text without the lines that `mark` stands for, None where it is not kept."""
        query = "SELECT text, beginning, sketch FROM shapes WHERE key = ? AND mark = ?"
        row = self._connection.execute(query, (key, mark)).fetchone()
        return Shape(mark, row[0], row[1], np.frombuffer(row[2], np.uint64)) if row else None

    def keep_shape(self, key: str, shape: Shape) -> None:
        """Keep the shape of a text."""
        row = (key, shape.mark, shape.text, shape.beginning, shape.sketch.tobytes())
        self._connection.execute("REPLACE INTO shapes VALUES (?, ?, ?, ?, ?)", row)

    def save(self) -> None:
        """Write what was stored so far to disk; what comes after is lost if the process dies."""
        self._connection.commit()

    def prune(self, keys: Collection[str]) -> None:
        """Drop every extract but those of `keys`, and what is known of files that were not asked for."""
        stale = [(key,) for key in self._keys() if key not in keys]
        gone = [(name,) for name in self._known if name not in self._seen]
        for drop in _DROP:
            self._connection.executemany(f"{drop} WHERE key = ?", stale)
        self._connection.executemany("DELETE FROM files WHERE path = ?", gone)
        self._connection.commit()

    def forget(self) -> None:
        """Drop everything, so that all is read again."""
        self._known.clear()
        self._connection.executescript(";".join(("DELETE FROM files", *_DROP)))

    def _keys(self) -> Iterator[str]:
        for (key,) in self._connection.execute("SELECT key FROM extracts").fetchall():
            yield key

    def _open(self) -> sqlite3.Connection:
        """Return a connection to the cache; a damaged one is replaced, since it can be made anew."""
        try:
            return _connect(self._path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self._path.unlink()
            return _connect(self._path)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA secure_delete = ON")
        connection.executescript(_SCHEMA)
        connection.execute("SELECT key FROM extracts LIMIT 1").fetchone()
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _head(extract: Extract) -> dict[str, object]:
    heading = next((section.heading for section in extract.sections if section.heading), None)
    return {
        "metadata": dict(extract.metadata),
        "pages": extract.pages,
        "partial": extract.partial,
        "notes": extract.notes,
        "heading": heading,
    }


def _packed(sections: tuple[Section, ...]) -> bytes:
    return zlib.compress(json.dumps([astuple(section) for section in sections]).encode(), 1)

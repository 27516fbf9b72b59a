"""What was harvested: the bytes as they came, by SHA-256, and what is known of each address, in SQLite.

Lies in `corpus/harvest/`, which only the service's own user can read, and is never served. Of the bytes the newest
edition is kept; of older ones the dates and hashes.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from indexer.corpus import atomic
from indexer.errors import CorpusError

HARVEST = "harvest"
STATE, RAW = "state.sqlite", "raw"
_OWN_FOLDER, _OWN_FILE = 0o700, 0o600
_PATIENCE = 20
"""Seconds to wait for another process that is writing."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS page (
    address TEXT PRIMARY KEY, addresses TEXT NOT NULL, source TEXT NOT NULL, first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL, status INTEGER, sha256 TEXT, media_type TEXT, etag TEXT, last_modified TEXT,
    history TEXT NOT NULL, redirect TEXT, referrer TEXT, link_text TEXT NOT NULL, context TEXT NOT NULL,
    gone INTEGER NOT NULL, failure TEXT, spelling TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS page_source ON page (source);
CREATE INDEX IF NOT EXISTS page_sha256 ON page (sha256);
"""


@dataclass(frozen=True, slots=True)
class HarvestedPage:
    """What is known of one address of a source: a page or a document that a page links to.

    `address` is canonical; `addresses` are all that led here, itself among them, and `spelling` is the one that the
    server itself uses. `first_seen` and `last_seen` are when
    the server first and last had it (UTC). `status` is the latest answer's, None where there was none; `sha256` is the
    newest edition's. `etag` and `last_modified` are as the server wrote them. `history` holds when each edition
    was first met, oldest first. `redirect` is the canonical address that this one leads on to. `referrer` is the page
    that linked here first, `link_text` what the link said, `context` that page's title. `gone` means that the server
    has twice in a row said that there is no such page. `failure` is the reason code of the latest attempt, None where
    it went well.
    """

    address: str
    source: str
    first_seen: datetime
    last_seen: datetime
    addresses: tuple[str, ...] = ()
    status: int | None = None
    sha256: str | None = None
    media_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    history: tuple[tuple[datetime, str], ...] = ()
    redirect: str | None = None
    referrer: str | None = None
    link_text: str = ""
    context: str = ""
    gone: bool = False
    failure: str | None = None
    spelling: str = ""


class Store:
    """The harvested pages of one corpus. A context manager; nothing is created before something is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._connection: sqlite3.Connection | None = None
        self._stale: set[str] = set()

    @classmethod
    def open(cls, corpus: Path) -> Store:
        """Return the store of the corpus in the folder `corpus`, whether anything was harvested yet or not."""
        return cls(corpus / HARVEST)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the database go; the store can be used again afterwards."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def put(self, content: bytes) -> str:
        """Keep `content` and return its SHA-256; it is on the disk when this returns. Raises CorpusError."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            self._make(path.parent)
            atomic.write(path, content, new=_OWN_FILE)
        return sha256

    def path(self, sha256: str) -> Path:
        """Return where the bytes with this hash lie, or would lie."""
        return self.folder / RAW / sha256[:2] / sha256

    def pages(self) -> tuple[HarvestedPage, ...]:
        """Return all that is known, in the order of the addresses. Raises CorpusError where it cannot be read."""
        return self._select("ORDER BY address")

    def page(self, address: str) -> HarvestedPage | None:
        """Return what is known of the canonical `address`, None where it was never met."""
        return next(iter(self._select("WHERE address = ?", address)), None)

    def save(self, *pages: HarvestedPage) -> None:
        """Keep what is known of some addresses, all of them or, where that fails, none; older bytes are dropped.

        On the disk when this returns. Raises CorpusError.
        """
        with self.change() as connection:
            self._stale |= {hash_ for page in pages if (hash_ := self._hash_of(page.address)) != page.sha256}
            connection.executemany(_INSERT, [_row(page) for page in pages])

    def forget(self, *addresses: str) -> int:
        """Take addresses out, their bytes too, and return how many were known."""
        if not (self.folder / STATE).exists():
            return 0
        with self.change() as connection:
            self._stale |= {self._hash_of(address) for address in addresses}
            one = "DELETE FROM page WHERE address = ?"
            return sum(connection.execute(one, (address,)).rowcount for address in addresses)

    def sweep(self) -> int:
        """Delete bytes that no page refers to, as a stop at the wrong moment leaves them; return how many files."""
        return self._drop({path.name for path in (self.folder / RAW).glob("*/*")})

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Give the database inside a transaction that is kept whole, or not at all where the block raises.

        A change inside another one is part of it.
        """
        self._make(self.folder)
        with self._told():
            connection = self._connected()
            if connection.in_transaction:
                yield connection
                return
            self._stale.clear()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.OperationalError):  # SQLite may have rolled back by itself, as on a full disk
                    connection.execute("ROLLBACK")
                raise
        # Only now: a page that is known must have its bytes whenever the machine stops.
        self._drop(self._stale)

    def read(self, query: str, *values: object) -> list[sqlite3.Row]:
        """Return the rows of a query, none where nothing was harvested yet."""
        if not (self.folder / STATE).exists():
            return []
        with self._told(), closing(self._connected().execute(query, values)) as rows:
            return rows.fetchall()

    def _select(self, which: str, *values: object) -> tuple[HarvestedPage, ...]:
        return tuple(_page(row) for row in self.read(f"SELECT * FROM page {which}", *values))  # noqa: S608 -- own text

    def _hash_of(self, address: str) -> str:
        rows = self.read("SELECT sha256 FROM page WHERE address = ? AND sha256 IS NOT NULL", address)
        return str(rows[0]["sha256"]) if rows else ""

    def _drop(self, hashes: set[str]) -> int:
        """Delete the bytes of these hashes where no page has them any longer, and drafts that were never finished."""
        unused = [
            hash_ for hash_ in hashes if hash_ and not self.read("SELECT 1 FROM page WHERE sha256 = ? LIMIT 1", hash_)
        ]
        for hash_ in unused:
            # A draft is named after the file that it would have become: see atomic.write.
            atomic.delete(self.path(hash_.removeprefix(".")).with_name(hash_))
        return len(unused)

    def _make(self, folder: Path) -> None:
        """Make a folder that only the service's user can read, and those above it inside the store."""
        try:
            for each in (self.folder, self.folder / RAW, folder):
                each.mkdir(mode=_OWN_FOLDER, exist_ok=True)
        except OSError as error:
            raise CorpusError(
                f"{folder}: mappen kan inte skapas ({error.strerror}). Kontrollera att du får skriva i mappen ovanför."
            ) from error

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = _connect(self.folder / STATE)
        return self._connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what SQLite says into what a consultant can act on."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise CorpusError(
                f"{self.folder / STATE}: går inte att läsa eller skriva ({error}). Kontrollera att du får ändra i "
                "mappen och att det finns plats på disken. Inget av det som redan hämtats är förlorat."
            ) from error
        except sqlite3.DatabaseError as error:
            raise CorpusError(
                f"{self.folder / STATE}: är skadad ({error}). Flytta undan mappen {self.folder} och kör metodsok "
                "harvest: då hämtas allt på nytt. Det gamla sökindexet går att använda under tiden."
            ) from error


def _connect(path: Path) -> sqlite3.Connection:
    """Open the database; one in a folder where nothing may be written is read as it lies."""
    readable = not os.access(path.parent, os.W_OK)
    if not readable:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, _OWN_FILE))
    address = f"{path.absolute().as_uri()}{'?immutable=1' if readable else ''}"
    connection = sqlite3.connect(address, timeout=_PATIENCE, isolation_level=None, uri=True)
    try:
        connection.row_factory = sqlite3.Row
        if not readable:
            connection.execute("PRAGMA journal_mode = WAL")
            # FULL flushes each change: a power cut costs no more than a kill does.
            connection.execute("PRAGMA synchronous = FULL")
            connection.executescript(_SCHEMA)
    except BaseException:
        connection.close()
        raise
    return connection


_COLUMNS = (
    "address", "addresses", "source", "first_seen", "last_seen", "status", "sha256", "media_type", "etag",
    "last_modified", "history", "redirect", "referrer", "link_text", "context", "gone", "failure", "spelling",
)  # fmt: skip
_INSERT = (
    f"INSERT OR REPLACE INTO page ({', '.join(_COLUMNS)}) "  # noqa: S608 -- own text
    f"VALUES ({', '.join(f':{column}' for column in _COLUMNS)})"
)


def _row(page: HarvestedPage) -> dict[str, object]:
    return {column: getattr(page, column) for column in _COLUMNS} | {
        "addresses": json.dumps(list(dict.fromkeys((page.address, *page.addresses)))),
        "first_seen": page.first_seen.isoformat(),
        "last_seen": page.last_seen.isoformat(),
        "history": json.dumps([(when.isoformat(), sha256) for when, sha256 in page.history]),
        "gone": int(page.gone),
    }


def _page(row: sqlite3.Row) -> HarvestedPage:
    values = {column: row[column] for column in _COLUMNS}
    history = tuple((datetime.fromisoformat(when), sha256) for when, sha256 in json.loads(row["history"]))
    return HarvestedPage(
        **values
        | {
            "addresses": tuple(json.loads(row["addresses"])),
            "first_seen": datetime.fromisoformat(row["first_seen"]),
            "last_seen": datetime.fromisoformat(row["last_seen"]),
            "history": history,
            "gone": bool(row["gone"]),
        }
    )

"""How far a harvest has come: what is still to be asked for, and how each source went. Survives whatever stops it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Literal

from indexer.corpus.store import Store

Result = Literal["new", "changed", "unchanged", "moved", "missing", "gone", "excluded", "failed"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS lead (
    position INTEGER PRIMARY KEY, source TEXT NOT NULL, address TEXT NOT NULL UNIQUE, spelling TEXT NOT NULL,
    host TEXT NOT NULL, kind TEXT NOT NULL, depth INTEGER NOT NULL, referrer TEXT, link_text TEXT NOT NULL,
    context TEXT NOT NULL, result TEXT, failure TEXT, tries INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS lead_waiting ON lead (host, depth, position) WHERE result IS NULL;
CREATE TABLE IF NOT EXISTS harvest (
    source TEXT PRIMARY KEY, started TEXT NOT NULL, ended TEXT, counts TEXT NOT NULL, reasons TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS aid (
    address TEXT PRIMARY KEY, fetched TEXT NOT NULL, status INTEGER NOT NULL, etag TEXT, last_modified TEXT,
    body BLOB NOT NULL
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Lead:
    """An address to ask for. `spelling` is how it is asked for; `kind` is "page" or "sitemap"; `depth` counts links.

    `tries` counts how often it was asked for in vain in this harvest, before a stop too.
    """

    source: str
    address: str
    spelling: str
    host: str
    kind: str = "page"
    depth: int = 0
    referrer: str | None = None
    link_text: str = ""
    context: str = ""
    tries: int = 0


_LEAD = tuple(each.name for each in fields(Lead))
_ADD = (
    f"INSERT INTO lead ({', '.join(_LEAD)}) VALUES ({', '.join(f':{name}' for name in _LEAD)}) "  # noqa: S608 -- own text
    "ON CONFLICT (address) DO UPDATE SET depth = excluded.depth, referrer = excluded.referrer, "
    "link_text = excluded.link_text, context = excluded.context WHERE result IS NULL AND excluded.depth < lead.depth"
)


@dataclass(frozen=True, slots=True)
class SourceHarvest:
    """How the latest harvest of a source went; `ended` is None while it goes on, or where it was stopped.

    `counts` tells how many addresses had each result; `reasons` are (code, address or host) of what failed.
    """

    source: str
    started: datetime
    ended: datetime | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Aid:
    """A robots.txt or a sitemap as it was fetched: it guides the harvest and is no page."""

    address: str
    fetched: datetime
    status: int
    body: bytes = b""
    etag: str | None = None
    last_modified: str | None = None


class Progress:
    """The state of harvests beside the pages of `store`. Raises CorpusError where it cannot be read or written."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ready = False

    def begin(self, source: str, now: datetime) -> bool:
        """Note that the harvest of a source begins, and tell whether it is one that goes on after a stop."""
        self._prepare()
        going_on = bool(self._store.read("SELECT 1 FROM harvest WHERE source = ? AND ended IS NULL", source))
        if not going_on:
            with self._store.change() as connection:
                connection.execute("DELETE FROM lead WHERE source = ?", (source,))
                connection.execute(
                    "INSERT OR REPLACE INTO harvest VALUES (?, ?, NULL, '{}', '[]')", (source, now.isoformat())
                )
        return going_on

    def add(self, leads: Iterable[Lead]) -> None:
        """Queue what has not been met in this harvest; what waits already takes the shorter way."""
        rows = [{name: getattr(each, name) for name in _LEAD} for each in leads]
        with self._store.change() as connection:
            connection.executemany(_ADD, rows)

    def done(self, lead: Lead, result: Result, failure: str | None = None) -> None:
        """Note how a lead went, whether it was queued or reached over another one."""
        with self._store.change() as connection:
            self.add([lead])
            connection.execute(
                "UPDATE lead SET result = ?, failure = ? WHERE address = ?", (result, failure, lead.address)
            )

    def tried(self, lead: Lead, times: int) -> None:
        """Note that the lead was asked for in vain so many times."""
        with self._store.change() as connection:
            connection.execute("UPDATE lead SET tries = ? WHERE address = ?", (times, lead.address))

    def is_done(self, address: str) -> bool:
        """Tell whether the canonical address was finished in this harvest."""
        return bool(self._store.read("SELECT 1 FROM lead WHERE address = ? AND result IS NOT NULL", address))

    def is_met(self, address: str) -> bool:
        """Tell whether the canonical address was queued or finished in this harvest."""
        return bool(self._store.read("SELECT 1 FROM lead WHERE address = ?", address))

    def next(self, busy: Iterable[str], sources: Sequence[str]) -> Lead | None:
        """Return the waiting lead nearest to its start among the hosts that are not busy, None where there is none."""
        hosts = self._store.read("SELECT DISTINCT host FROM lead WHERE result IS NULL")
        free = [row["host"] for row in hosts if row["host"] not in set(busy)]
        marks = ", ".join("?" * len(sources))
        for host in free:
            rows = self._store.read(
                f"SELECT * FROM lead WHERE host = ? AND result IS NULL AND source IN ({marks})"  # noqa: S608 -- marks
                " ORDER BY depth, position LIMIT 1",
                host,
                *sources,
            )
            if rows:
                return Lead(**{name: rows[0][name] for name in _LEAD})
        return None

    def waiting(self, sources: Sequence[str]) -> int:
        """Return how many leads of the sources are left."""
        marks = ", ".join("?" * len(sources))
        query = f"SELECT count(*) AS n FROM lead WHERE result IS NULL AND source IN ({marks})"  # noqa: S608 -- marks
        return int(self._store.read(query, *sources)[0]["n"])

    def counts(self, source: str) -> dict[str, int]:
        """Return how many pages of the source had each result in this harvest; "waiting" for those without one."""
        rows = self._store.read(
            "SELECT coalesce(result, 'waiting') AS result, count(*) AS n FROM lead "
            "WHERE source = ? AND kind = 'page' GROUP BY 1",
            source,
        )
        return {row["result"]: row["n"] for row in rows}

    def note(self, source: str, code: str, where: str) -> None:
        """Note what did not go well for a source as a whole; each code once."""
        [row] = self._store.read("SELECT reasons FROM harvest WHERE source = ?", source)
        noted = json.loads(row["reasons"])
        if code not in {known for known, _ in noted}:
            reasons = json.dumps([*noted, (code, where)], ensure_ascii=False)
            with self._store.change() as connection:
                connection.execute("UPDATE harvest SET reasons = ? WHERE source = ?", (reasons, source))

    def failures(self, source: str) -> list[tuple[str, str]]:
        """Return (reason code, address) of what did not go well in this harvest, in the order of the addresses."""
        noted = self._store.read("SELECT reasons FROM harvest WHERE source = ?", source)
        rows = self._store.read(
            "SELECT failure, address FROM lead WHERE source = ? AND failure IS NOT NULL ORDER BY address", source
        )
        return [(code, where) for row in noted for code, where in json.loads(row["reasons"])] + [
            (row["failure"], row["address"]) for row in rows
        ]

    def drop(self, source: str) -> None:
        """Give up what is still waiting of a source."""
        with self._store.change() as connection:
            connection.execute("DELETE FROM lead WHERE source = ? AND result IS NULL", (source,))

    def end(self, harvest: SourceHarvest) -> None:
        """Note how the harvest of a source went; its leads are forgotten."""
        with self._store.change() as connection:
            connection.execute("DELETE FROM lead WHERE source = ?", (harvest.source,))
            connection.execute(
                "UPDATE harvest SET ended = ?, counts = ?, reasons = ? WHERE source = ?",
                (
                    harvest.ended.isoformat() if harvest.ended else None,
                    json.dumps(dict(harvest.counts)),
                    json.dumps(list(harvest.reasons), ensure_ascii=False),
                    harvest.source,
                ),
            )

    def forget(self, *addresses: str) -> None:
        """Take leads out, whether they were finished or not."""
        self._prepare()
        with self._store.change() as connection:
            connection.executemany("DELETE FROM lead WHERE address = ?", [(address,) for address in addresses])

    def cancel(self, source: str) -> None:
        """Forget that a harvest of the source was ever begun."""
        with self._store.change() as connection:
            connection.execute("DELETE FROM lead WHERE source = ?", (source,))
            connection.execute("DELETE FROM harvest WHERE source = ?", (source,))

    def harvests(self) -> tuple[SourceHarvest, ...]:
        """Return the latest harvest of each source, in the order of the ids; none where none was made."""
        if not self._store.read("SELECT 1 FROM sqlite_schema WHERE name = 'harvest'"):
            return ()
        return tuple(
            SourceHarvest(
                source=row["source"],
                started=datetime.fromisoformat(row["started"]),
                ended=datetime.fromisoformat(row["ended"]) if row["ended"] else None,
                counts=json.loads(row["counts"]),
                reasons=tuple((code, where) for code, where in json.loads(row["reasons"])),
            )
            for row in self._store.read("SELECT * FROM harvest ORDER BY source")
        )

    def aid(self, address: str) -> Aid | None:
        """Return the robots.txt or sitemap that was kept of an address."""
        self._prepare()
        for row in self._store.read("SELECT * FROM aid WHERE address = ?", address):
            fetched = datetime.fromisoformat(row["fetched"])
            return Aid(address, fetched, row["status"], row["body"], row["etag"], row["last_modified"])
        return None

    def keep(self, aid: Aid) -> None:
        """Keep a robots.txt or a sitemap."""
        with self._store.change() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO aid VALUES (?, ?, ?, ?, ?, ?)",
                (aid.address, aid.fetched.isoformat(), aid.status, aid.etag, aid.last_modified, aid.body),
            )

    def _prepare(self) -> None:
        if not self._ready:
            with self._store.change() as connection:
                for statement in _SCHEMA.split(";"):
                    connection.execute(statement)
                known = {row["name"] for row in connection.execute("PRAGMA table_info(lead)")}
                if "tries" not in known:  # a store from before tries were counted
                    connection.execute("ALTER TABLE lead ADD COLUMN tries INTEGER NOT NULL DEFAULT 0")
            self._ready = True

"""The count of searches without hits, in one small file that several processes may write at once."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from indexer.unanswered.words import countable

LEAST = 3
"""Times something must have been looked for before anybody is shown it: one person's odd search stays unseen."""
MOST = 2000
"""Different questions that are kept; then the rarest and oldest go."""
KEPT = timedelta(days=365)
"""A question that nobody has asked for so long is forgotten."""
PATIENCE = 2.0
"""Seconds to wait for another process that writes."""
_TABLE = "CREATE TABLE IF NOT EXISTS unanswered (words TEXT PRIMARY KEY, times INTEGER NOT NULL, last TEXT NOT NULL)"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Words that found nothing, how many times they were asked, and the last day (ISO 8601)."""

    words: str
    times: int
    last: str


class Tally:
    """The count in the file at `path`; None counts nothing. It holds words, numbers and days, nothing of who asked.

    A file that cannot be read or written is told in the log and never stops a search.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def add(self, text: str, day: date) -> None:
        """Count a question once more, unless it may tell of a person."""
        words = countable(text)
        if words is None or self._path is None:
            return
        try:
            with self._opened(self._path) as connection:
                _count(connection, words, day)
        except (OSError, sqlite3.Error) as error:
            _log.warning("A search without hits could not be counted in %s: %s", self._path, error)

    def shown(self, least: int = LEAST) -> list[Unanswered]:
        """Return what was asked at least so many times, most asked first."""
        if self._path is None or not self._path.is_file():
            return []
        rows = "SELECT words, times, last FROM unanswered WHERE times >= ? ORDER BY times DESC, last DESC, words"
        try:
            with self._opened(self._path) as connection:
                return [Unanswered(*row) for row in connection.execute(rows, (least,))]
        except (OSError, sqlite3.Error) as error:
            _log.warning("The searches without hits in %s could not be read: %s", self._path, error)
            return []

    @contextmanager
    def _opened(self, path: Path) -> Iterator[sqlite3.Connection]:
        """Open the file for one piece of work; nobody but the service's own user may read a new one."""
        if not path.exists():
            path.touch(mode=0o600)
        with closing(sqlite3.connect(path, timeout=PATIENCE)) as connection, connection:
            connection.execute(_TABLE)
            yield connection


def _count(connection: sqlite3.Connection, words: str, day: date) -> None:
    connection.execute(
        "INSERT INTO unanswered VALUES (?, 1, ?) ON CONFLICT (words) DO UPDATE SET times = times + 1, last = ?",
        (words, day.isoformat(), day.isoformat()),
    )
    connection.execute("DELETE FROM unanswered WHERE last < ?", ((day - KEPT).isoformat(),))
    connection.execute(
        "DELETE FROM unanswered WHERE words IN (SELECT words FROM unanswered WHERE words <> ? "
        "ORDER BY times DESC, last DESC, words LIMIT -1 OFFSET ?)",
        (words, MOST - 1),
    )

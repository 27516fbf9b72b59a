"""Hand out a searcher on the index that is in force now."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from indexer import open_index
from indexer.errors import IndexFault

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher

_log = logging.getLogger(__name__)


class Reader:
    """The one place where the web application opens the index; threads share it.

    A swapped index is noticed at the next question, by the name in the file `current`. The searcher before stays open
    until the next swap, because a thread may still be asking it.
    """

    def __init__(self, index: Path, opener: Callable[[Path], Searcher] = open_index) -> None:
        self._index = index
        self._opener = opener
        self._lock = threading.Lock()
        self._name: str | None = None
        self._searcher: Searcher | None = None
        self._before: Searcher | None = None

    def searcher(self) -> Searcher:
        """Return the searcher of the generation in force.

        A new generation that cannot be opened is logged, and the one before goes on answering. Raises IndexFault
        where there is none to answer.
        """
        name = self._named()
        with self._lock:
            if self._searcher is None or name is None or name != self._name:
                self._swap(name)
            if self._searcher is None:
                raise AssertionError("a swap without a searcher raises")
            return self._searcher

    def close(self) -> None:
        """Close what is open; the next question opens anew."""
        with self._lock:
            for searcher in (self._searcher, self._before):
                if searcher is not None:
                    searcher.close()
            self._searcher = self._before = self._name = None

    def _named(self) -> str | None:
        try:
            return (self._index / "current").read_text(encoding="utf-8").strip()
        except OSError:
            return None

    def _swap(self, name: str | None) -> None:
        try:
            opened = self._opener(self._index)
        except IndexFault:
            if self._searcher is None or name is None:
                raise
            _log.exception("The index %s cannot be opened; the one before goes on answering", name)
            self._name = name
            return
        if self._before is not None:
            self._before.close()
        self._before, self._searcher, self._name = self._searcher, opened, name

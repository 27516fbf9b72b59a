"""Pages' contents that take time to gather, kept as long as the index and the day stay the same."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from datetime import date
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher

T = TypeVar("T")


class Kept:
    """Values made from the index in force; threads share it. Keys must be few: nothing is thrown out one by one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: tuple[Searcher, date] | None = None
        self._values: dict[Hashable, object] = {}

    def get(self, searcher: Searcher, day: date, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` gave for this key, index and day; two threads may make the same, one is kept."""
        with self._lock:
            if self._of != (searcher, day):
                self._of, self._values = (searcher, day), {}
            if key in self._values:
                return cast("T", self._values[key])
        made = make()
        with self._lock:
            if self._of == (searcher, day):
                self._values[key] = made
        return made

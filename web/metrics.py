"""How the service is doing, in Prometheus' text format: figures alone, no words that people searched for."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds: the upper ends of the histogram's intervals."""


class Metrics:
    """Counts searches since the process started; any number of threads may count."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._within = [0] * len(BOUNDS)
        self._seconds = 0.0
        self._done = 0
        self._failed = 0

    @contextmanager
    def searching(self) -> Iterator[None]:
        """Count what the block does as one search, which has failed if it raises."""
        started = time.perf_counter()
        done = False
        try:
            yield
            done = True
        finally:
            self._count(time.perf_counter() - started, done=done)

    def _count(self, seconds: float, *, done: bool) -> None:
        with self._lock:
            self._seconds += seconds
            self._done += done
            self._failed += not done
            self._within = [count + (seconds <= bound) for count, bound in zip(self._within, BOUNDS, strict=True)]

    def text(self, manifest: Mapping[str, Any] | None, failures: int = 0) -> str:
        """Return the page; `manifest` is of the index in force, None where it does not answer."""
        with self._lock:
            lines = [*self._searches(), *_index(manifest, failures)]
        return "\n".join(lines) + "\n"

    def _searches(self) -> Iterator[str]:
        name = "metodsok_search_seconds"
        yield from _described(name, "histogram", "Time for a whole search")
        yield from (f'{name}_bucket{{le="{bound}"}} {count}' for bound, count in zip(BOUNDS, self._within, strict=True))
        total = self._done + self._failed
        yield from (f'{name}_bucket{{le="+Inf"}} {total}', f"{name}_sum {self._seconds:.6f}", f"{name}_count {total}")
        yield from _described("metodsok_search_failures_total", "counter", "Searches that could not be answered")
        yield f"metodsok_search_failures_total {self._failed}"


def _index(manifest: Mapping[str, Any] | None, failures: int) -> Iterator[str]:
    yield from _gauge("metodsok_index_up", "1 where there is an index and it answers", int(manifest is not None))
    if manifest is None:
        return
    age = time.time() - datetime.fromisoformat(manifest["built"]).timestamp()
    yield from _gauge("metodsok_index_age_seconds", "Time since the index was built", round(age))
    yield from _gauge("metodsok_index_documents", "Documents in the index", manifest["documents"])
    yield from _gauge("metodsok_index_passages", "Passages in the index", manifest["passages"])
    yield from _gauge("metodsok_index_failures", "Files that could not be read at the last build", failures)


def _gauge(name: str, help_text: str, value: int) -> Iterator[str]:
    yield from _described(name, "gauge", help_text)
    yield f"{name} {value}"


def _described(name: str, kind: str, help_text: str) -> tuple[str, str]:
    return f"# HELP {name} {help_text}.", f"# TYPE {name} {kind}"

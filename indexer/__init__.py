"""The library and the command line of Metodsök; knows nothing of the browser."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.config import Cluster
    from indexer.search.searcher import Searcher

__all__ = ["open_index"]


def open_index(
    path: str | Path,
    *,
    today: Callable[[], date] = date.today,
    cluster: Cluster | None = None,
    watch: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Searcher:
    """Return a searcher of the index in `path`; raises IndexMissing, IndexOutdated or IndexDamaged.

    `cluster` is where OpenSearch is, unless the metodsok.toml nearest to the index tells. `watch` is entered
    around every search, for those who measure.
    """
    from indexer.search.opening import open_index as open_

    return open_(path, today=today, cluster=cluster, watch=watch)

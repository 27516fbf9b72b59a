"""Opening an index for reading."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path

from indexer.config import Cluster, load
from indexer.index.engine import open_engine
from indexer.index.forward.reader import Forward
from indexer.index.generation import Generation
from indexer.language.compounds import Dictionary
from indexer.search.searcher import Contents, Searcher


def open_index(
    path: str | Path,
    *,
    today: Callable[[], date] = date.today,
    cluster: Cluster | None = None,
    watch: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Searcher:
    """Return a searcher of the index in `path`.

    `cluster` is where OpenSearch is, for an index that lies there; else the metodsok.toml that is nearest to the index
    tells. The cluster is first asked when there is something to search. `watch` is entered around every search.
    Raises IndexMissing, IndexOutdated or IndexDamaged, each with the command that helps. The searcher goes on with
    what it opened when a newer index is swapped in.
    """
    generation = Generation.open(Path(path))
    if generation.manifest.engine == "opensearch" and cluster is None:
        cluster = load(start=Path(path)).cluster
    contents = Contents(
        forward=Forward.open(generation.forward_folder),
        engine=open_engine(generation.manifest.engine, generation.engine_folder, cluster),
        dictionary=Dictionary.load(generation.dictionary),
        vocabulary=generation.vocabulary,
        manifest=generation.manifest.as_dict(),
        failures=generation.failures,
        dates=generation.dates,
    )
    return Searcher(contents, today, watch)

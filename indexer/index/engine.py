"""The seam between us and the engines: finished terms go in, candidates come out.

An engine proposes passages by its own BM25 (k1 1.2, b 0.75); what people see is ordered by our own
re-ranking. What not every engine can do stays out of these protocols.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.config import Cluster
from indexer.errors import ConfigError

NAMES = ("whoosh", "tantivy", "opensearch")
AUTO_LIMIT = 10_000
"""Passages up to which `auto` takes Whoosh: it answers within 60 ms there, tantivy far beyond."""


@dataclass(frozen=True, slots=True)
class EnginePassage:
    """What an engine holds of a passage; a repeated term counts as often as it stands there.

    `serial` is the passage's own number for as long as it lives. `keywords` are `name:value`, for filters.
    """

    serial: int
    document: str
    terms: tuple[str, ...]
    keywords: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class EngineQuery:
    """A question in finished terms.

    A passage is a candidate if it has any of `should` (all passages, with score 0, where that is empty), all of
    `must`, and of each set in `within` at least one keyword. Only `should` gives scores: the weights are boosts.
    """

    should: tuple[tuple[str, float], ...] = ()
    must: tuple[str, ...] = ()
    within: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages by serial and their scores, best first; where scores tie, the lower serial is first."""

    serials: NDArray[np.uint32]
    scores: NDArray[np.float32]

    @classmethod
    def best(cls, serials: NDArray[np.uint32], scores: NDArray[np.float32], limit: int) -> Candidates:
        """Return the `limit` best of arrays in any order."""
        order = np.lexsort((serials, -scores))[:limit]
        return cls(serials[order], scores[order])


class Engine(Protocol):
    """One finished index, read by any number of threads; it answers on when its files are removed.

    One that is outside this machine raises IndexUnreachable where it does not answer.
    """

    name: str

    @property
    def passages(self) -> int:
        """How many passages there are."""

    def search(self, query: EngineQuery, limit: int) -> Candidates:
        """Return the `limit` best candidates; unknown terms are harmless."""

    def close(self) -> None:
        """Let go of the files."""


class EngineWriter(Protocol):
    """Changes one index; nothing is visible before `commit`. Deletions come before additions."""

    def delete(self, document: str) -> None:
        """Take out the passages that the document had at the last commit."""

    def add(self, passage: EnginePassage) -> None:
        """Add one passage."""

    def commit(self) -> None:
        """Write everything to files and finish; the writer is used up."""

    def abort(self) -> None:
        """Give up, leave the last commit as it was; the writer is used up."""


class Keeper(Protocol):
    """Looks after what an engine keeps outside the generations, while one build runs. All folders are engines' own."""

    def stands(self, folder: Path) -> bool:
        """Tell whether all that belongs to a folder is there."""

    def publish(self, folder: Path) -> None:
        """Make ready for use what belongs to a new folder, before it is put in force."""

    def tidy(self, current: Path | None, standing: Collection[Path]) -> None:
        """Remove what belongs to no standing folder; `current` is the one in force."""


class _Nothing:
    """The keeper of an engine that has everything in its folder."""

    def stands(self, _: Path) -> bool:
        return True

    def publish(self, _: Path) -> None:
        """Do nothing."""

    def tidy(self, _: Path | None, __: Collection[Path]) -> None:
        """Do nothing."""


def choose(name: str, passages: int) -> str:
    """Return the engine that `name` means for so many passages; raise ConfigError for an unknown one."""
    if name == "auto":
        return "whoosh" if passages <= AUTO_LIMIT else "tantivy"
    if name not in NAMES:
        known = ", ".join(("auto", *NAMES))
        raise ConfigError(f"Sökmotorn ”{name}” finns inte. Välj en av: {known}.")
    return name


def open_engine(name: str, folder: Path, cluster: Cluster | None = None) -> Engine:
    """Return a reader of the index in `folder`; `cluster` is where OpenSearch is, for that engine alone."""
    match choose(name, 0):
        case "opensearch":
            from indexer.index.opensearch.reader import OpenSearchEngine

            return OpenSearchEngine(folder, _needed(cluster))
        case "tantivy":
            from indexer.index.tantivy import TantivyEngine

            return TantivyEngine(folder)
    from indexer.index.whoosh import WhooshEngine

    return WhooshEngine(folder)


def open_writer(name: str, folder: Path, *, fresh: bool, cluster: Cluster | None = None) -> EngineWriter:
    """Return a writer of the index in `folder`: an empty one if `fresh`, else on top of what is there."""
    match choose(name, 0):
        case "opensearch":
            from indexer.index.opensearch.writer import OpenSearchWriter

            return OpenSearchWriter(folder, _needed(cluster), fresh=fresh)
        case "tantivy":
            from indexer.index.tantivy import TantivyWriter

            return TantivyWriter(folder, fresh=fresh)
    from indexer.index.whoosh import WhooshWriter

    return WhooshWriter(folder, fresh=fresh)


@contextmanager
def keeping(name: str, index: Path, cluster: Cluster | None) -> Iterator[Keeper]:
    """Hold what other builds of the index in the folder `index` must not touch; raise IndexBusy where one holds it."""
    if name != "opensearch":
        yield _Nothing()
        return
    from indexer.index.opensearch.keeper import keeping as keeping_cluster

    with keeping_cluster(_needed(cluster), index) as keeper:
        yield keeper


def _needed(cluster: Cluster | None) -> Cluster:
    if cluster is None:
        raise ConfigError("Indexet ligger i OpenSearch. Ange adressen med opensearch i metodsok.toml.")
    return cluster

"""What a build does for the cluster as a whole: keeps other builds out, moves the alias, removes what is old.

The alias, named as the prefix, is for others who read the cluster; our own readers go by the note in the generation,
so that arrays and index are always a pair.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError

from indexer.config import Cluster
from indexer.errors import IndexDamaged
from indexer.index.opensearch.client import PATIENT, asking, connect
from indexer.index.opensearch.lock import Lock
from indexer.index.opensearch.note import is_ours, noted
from indexer.index.opensearch.reader import OpenSearchEngine

COPIES_WITHIN = 30
"""Seconds that a new index is given to get its copies before it is put in force with fewer."""


@contextmanager
def keeping(cluster: Cluster, index: Path) -> Iterator[Keeper]:
    """Hold the cluster's lock for one build of the index in the folder `index`.

    Raises IndexBusy where another build holds it, on this machine or another, and IndexUnreachable.
    """
    client = connect(cluster)
    try:
        with asking(cluster), Lock(client, cluster, index) as lock:
            yield Keeper(client, cluster, lock)
    finally:
        client.close()


class Keeper:
    """Looks after the indexes of one prefix, while no other build does."""

    def __init__(self, client: OpenSearch, cluster: Cluster, lock: Lock) -> None:
        self._client = client
        self._cluster = cluster
        self._lock = lock

    def stands(self, folder: Path) -> bool:
        """Tell whether the cluster still has the index that belongs to an engine's folder."""
        if noted(folder) is None:
            return True
        try:
            return OpenSearchEngine(folder, self._cluster).passages >= 0
        except IndexDamaged:
            return False

    def publish(self, folder: Path) -> None:
        """Wait for the copies of a finished index and point the alias to it; the lock must still be ours."""
        name = noted(folder)
        if name is None:
            return
        self._client.cluster.health(
            index=name,
            params={"wait_for_status": "green", "timeout": f"{COPIES_WITHIN}s"},
            request_timeout=2 * COPIES_WITHIN,
            ignore=408,
        )
        self._lock.renew()
        self._point_to(name)

    def tidy(self, current: Path | None, standing: Collection[Path]) -> None:
        """Remove the indexes that no standing generation has, and mend an alias that a killed build left behind.

        All are engines' folders; `current` is the one in force.
        """
        kept = {name for folder in standing if (name := noted(folder))}
        target = noted(current) if current else None
        if target and self._exists(target) and self._aliased() != {target}:
            self._point_to(target)
        for name in set(self._names()) - kept - self._aliased():
            self._client.indices.delete(index=name, ignore=404, request_timeout=PATIENT)

    def _names(self) -> list[str]:
        found: list[dict[str, Any]] = self._client.cat.indices(
            index=f"{self._cluster.prefix}-*", params={"format": "json", "h": "index"}
        )
        return [each["index"] for each in found if is_ours(self._cluster, each["index"])]

    def _exists(self, name: str) -> bool:
        return bool(self._client.indices.exists(index=name))

    def _aliased(self) -> set[str]:
        try:
            return set(self._client.indices.get_alias(name=self._cluster.prefix))
        except NotFoundError:
            return set()

    def _point_to(self, name: str) -> None:
        """Let the alias name this index alone, in one step."""
        alias = self._cluster.prefix
        actions = [
            {"remove": {"index": old, "alias": alias, "must_exist": False}} for old in sorted(self._aliased() - {name})
        ]
        actions.append({"add": {"index": name, "alias": alias}})
        self._client.indices.update_aliases(body={"actions": actions}, request_timeout=PATIENT)

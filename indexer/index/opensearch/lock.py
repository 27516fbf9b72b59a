"""A lock that is a document in the cluster: two builds exclude each other, also from different machines.

It runs out where it is not renewed, so a machine that dies is in nobody's way for long. The clocks of the machines may
differ by a few seconds. Whoever has lost it notices before putting anything in force.
"""

from __future__ import annotations

import secrets
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConflictError, NotFoundError, OpenSearchException, RequestError

from indexer.config import Cluster
from indexer.errors import IndexBusy

EXPIRY = 60.0
"""Seconds that the lock lives after it was taken or renewed."""
RENEWAL = 15.0
"""Seconds between renewals."""

_DOCUMENT = "build"


class Lock:
    """Held while the block runs; raises IndexBusy where another build has it.

    A lock of this machine and folder is taken over at once: the caller holds the folder's own lock, so the build that
    left it is dead.
    """

    def __init__(
        self, client: OpenSearch, cluster: Cluster, index: Path, clock: Callable[[], float] = time.time
    ) -> None:
        self._client = client
        self._name = f"{cluster.prefix}-lock"
        self._place = f"{socket.gethostname()}:{index.resolve()}"
        self._token = secrets.token_hex(8)
        self._since = datetime.now().astimezone().isoformat(timespec="seconds")
        self._clock = clock
        self._version: dict[str, int] = {}
        self._changing = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="lås i OpenSearch", daemon=True)

    def __enter__(self) -> Self:
        self._prepare()
        try:
            self._remember(self._client.create(index=self._name, id=_DOCUMENT, body=self._body(), refresh=True))
        except ConflictError:
            self._take_over()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        with suppress(OpenSearchException):  # then it runs out by itself, or is no longer ours
            self._client.delete(index=self._name, id=_DOCUMENT, params=self._version)

    def renew(self) -> None:
        """Hold the lock for longer; raises IndexBusy where it has passed to another build."""
        with self._changing:
            try:
                self._write()
            except ConflictError:
                self._adopt()
                self._write()

    def _prepare(self) -> None:
        """Make the index that locks lie in, with a copy on every node."""
        body = {
            "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-all", "hidden": True},
            "mappings": {"dynamic": False},
        }
        try:
            self._client.indices.create(index=self._name, body=body)
        except RequestError as fault:
            if fault.error != "resource_already_exists_exception":
                raise

    def _take_over(self) -> None:
        try:
            found = self._client.get(index=self._name, id=_DOCUMENT)
            holder = found["_source"]
            if holder["place"] != self._place and holder["expires"] > self._clock():
                raise _busy(holder)
            self._remember(found)
            self._write()
        except (ConflictError, NotFoundError) as fault:
            raise IndexBusy("Indexet i OpenSearch byggs redan av en annan körning. Vänta tills den är klar.") from fault

    def _adopt(self) -> None:
        """Take the version of a renewal of ours whose answer was lost."""
        try:
            found = self._client.get(index=self._name, id=_DOCUMENT)
        except NotFoundError as fault:
            raise _lost() from fault
        if found["_source"]["token"] != self._token:
            raise _lost()
        self._remember(found)

    def _write(self) -> None:
        self._remember(self._client.index(index=self._name, id=_DOCUMENT, body=self._body(), params=self._version))

    def _keep(self) -> None:
        """Renew now and then; what goes wrong is told by the renewal before the index is put in force."""
        while not self._over.wait(RENEWAL):
            with suppress(OpenSearchException, IndexBusy):
                self.renew()

    def _body(self) -> dict[str, Any]:
        expires = self._clock() + EXPIRY
        return {"place": self._place, "token": self._token, "since": self._since, "expires": expires}

    def _remember(self, answer: dict[str, Any]) -> None:
        self._version = {"if_seq_no": answer["_seq_no"], "if_primary_term": answer["_primary_term"]}


def _busy(holder: dict[str, Any]) -> IndexBusy:
    host = str(holder["place"]).partition(":")[0]
    return IndexBusy(
        f"Indexet i OpenSearch byggs redan av en annan körning, på {host} sedan {holder['since']}. Vänta tills den är "
        "klar; är den avbruten går det att bygga igen inom en minut."
    )


def _lost() -> IndexBusy:
    return IndexBusy(
        "En annan körning har tagit över bygget av indexet i OpenSearch, så det här togs inte i bruk. "
        "Vänta tills den är klar och kör sedan: metodsok index"
    )

"""Writing a new index into a cluster, passage by passage, in portions that the cluster can keep up with."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from opensearchpy.exceptions import OpenSearchException, RequestError, TransportError

from indexer.config import Cluster
from indexer.errors import IndexFault
from indexer.index.engine import EnginePassage
from indexer.index.opensearch.client import (
    ENDLESS,
    PATIENT,
    asking,
    connect,
    disk_full,
    is_disk_full,
    is_passing,
    is_passing_status,
)
from indexer.index.opensearch.note import SCHEMA, Note, definition, new_name
from indexer.index.opensearch.reader import PAGE

PORTION = 2_000_000
"""Characters sent in one request, more or less: enough to be quick, little enough for a small node."""
PATIENCE = 120.0
"""Seconds that one portion is offered again and again."""
FIRST_WAIT, LONGEST_WAIT = 0.1, 10.0
"""Seconds between two offers: doubled each time, and varied so that two writers don't meet again."""

WITH_COPIES = {"wait_for_active_shards": "all", "timeout": "10s"}
"""Asks for all copies to be there before anything is written, so that it survives a node; or goes on without."""
NO_SHARD = {"timeout": "10s"}
"""How long a node waits for a shard that has gone before it says so."""

Step = tuple[dict[str, Any], dict[str, Any] | None]
"""What is to be done with one passage, and the passage where there is one to write."""

_NOT_FOUND = 404


class OpenSearchWriter:
    """Fills an index that nobody reads yet; the next portion is sent when the one before has been taken.

    On top of an older index means in a copy of it, which the cluster makes by linking files.
    """

    def __init__(
        self, folder: Path, cluster: Cluster, *, fresh: bool, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._folder = folder
        self._cluster = cluster
        self._sleep = sleep
        self._client = connect(cluster)
        self._index = new_name(cluster)
        self._fresh = fresh
        self._held: list[Step] = []
        self._size = 0
        self._deletions: list[str] = []
        with asking(cluster):
            self._create() if fresh else self._copy(Note.read(folder).index)

    def delete(self, document: str) -> None:
        """Take out the passages that the document had at the last commit."""
        self._deletions.append(document)

    def add(self, passage: EnginePassage) -> None:
        """Add one passage."""
        text = " ".join(passage.terms)
        source = {
            "serial": passage.serial,
            "document": passage.document,
            "terms": text,
            "keywords": sorted(passage.keywords),
        }
        self._hold(({"index": {"_id": str(passage.serial)}}, source), len(text) + 200)

    def commit(self) -> None:
        """Write everything, close the index to changes and note its name."""
        self._delete()
        self._send()
        with asking(self._cluster):
            indices = self._client.indices
            if not self._fresh:
                indices.forcemerge(index=self._index, only_expunge_deletes=True, request_timeout=ENDLESS)
            indices.refresh(index=self._index, request_timeout=PATIENT)
            indices.flush(index=self._index, request_timeout=PATIENT)
            indices.put_settings(index=self._index, body={"index.blocks.write": True}, request_timeout=PATIENT)
            found = self._client.count(index=self._index, request_timeout=PATIENT)["count"]
        Note(self._index, SCHEMA, found).write(self._folder)
        self._client.close()

    def abort(self) -> None:
        """Give up; what was written is removed, or by the next build if the cluster does not answer now."""
        with suppress(OpenSearchException):
            self._client.indices.delete(index=self._index, request_timeout=PATIENT)
        self._client.close()

    def _create(self) -> None:
        with _made_before():
            self._client.indices.create(
                index=self._index, body=definition(self._cluster), params=WITH_COPIES, request_timeout=PATIENT
            )

    def _copy(self, base: str) -> None:
        # A copy of an index without room might never be allotted to a node, and nobody would say why.
        block = "index.blocks.read_only_allow_delete"
        told = self._client.indices.get_settings(index=base, name=block, params={"flat_settings": "true"})
        if any(each["settings"].get(block) == "true" for each in told.values()):
            raise disk_full(self._cluster)
        settings = {"index.blocks.write": None, "index.auto_expand_replicas": "0-1"}
        with _made_before():
            self._client.indices.clone(
                index=base,
                target=self._index,
                body={"settings": settings},
                params=WITH_COPIES,
                request_timeout=PATIENT,
            )
        # A busy cluster answers before the copy can be asked.
        self._client.cluster.health(
            index=self._index,
            params={"wait_for_status": "yellow", "timeout": "60s"},
            request_timeout=PATIENT,
            ignore=408,
        )

    def _hold(self, step: Step, size: int) -> None:
        """Keep a step until there are enough for a portion; what is taken out goes first."""
        if self._deletions:
            self._delete()
        self._held.append(step)
        self._size += size
        if self._size >= PORTION:
            self._send()

    def _delete(self) -> None:
        documents, self._deletions = self._deletions, []
        for serial in self._serials(documents):
            self._hold(({"delete": {"_id": str(serial)}}, None), 100)

    def _serials(self, documents: Sequence[str]) -> Iterator[int]:
        """Yield the serials of the passages that the documents have."""
        for at in range(0, len(documents), PAGE):
            query = {"terms": {"document": list(documents[at : at + PAGE])}}
            body = {"query": query, "sort": ["serial"], "size": PAGE, "_source": False, "stored_fields": "_none_"}
            while True:
                with asking(self._cluster):
                    hits = self._client.search(index=self._index, body=body, request_timeout=PATIENT)["hits"]["hits"]
                yield from (hit["sort"][0] for hit in hits)
                if len(hits) < PAGE:
                    break
                body["search_after"] = hits[-1]["sort"]

    def _send(self) -> None:
        """Offer what is held until all of it is taken."""
        steps, self._held, self._size = self._held, [], 0
        wait, until = FIRST_WAIT, time.monotonic() + PATIENCE
        while steps := self._offer(steps, last=time.monotonic() > until):
            self._sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311 - no secret
            wait = min(2 * wait, LONGEST_WAIT)

    def _offer(self, steps: list[Step], *, last: bool) -> list[Step]:
        """Offer a portion and return what has to be offered again; each step has the same effect however often."""
        if not steps:
            return []
        lines = [line for step in steps for line in step if line is not None]
        with asking(self._cluster):
            try:
                answer = self._client.bulk(index=self._index, body=lines, params=NO_SHARD, request_timeout=PATIENT)
            except OpenSearchException as fault:
                if last or not is_passing(fault):
                    raise
                return steps
        return self._refused(steps, answer, last=last) if answer["errors"] else []

    def _refused(self, steps: list[Step], answer: dict[str, Any], *, last: bool) -> list[Step]:
        """Return the steps that a node was too busy for; raise where one can never be taken."""
        refused = []
        for step, item in zip(steps, answer["items"], strict=True):
            [result] = item.values()
            status, fault = result["status"], result.get("error")
            if fault is None or status == _NOT_FOUND:
                continue
            with asking(self._cluster):
                if is_disk_full(TransportError(status, "", fault)):
                    raise TransportError(status, "", fault)
            if last or not is_passing_status(status):
                raise IndexFault(
                    f"OpenSearch tog inte emot ett stycke ({status} {fault.get('type')}: {fault.get('reason')}). "
                    "Det förra indexet svarar som förut."
                )
            refused.append(step)
        return refused


@contextmanager
def _made_before() -> Iterator[None]:
    """Take an index that is there already for ours: nobody else has its name, so an answer was lost on its way."""
    try:
        yield
    except RequestError as fault:
        if fault.error != "resource_already_exists_exception":
            raise

"""Reading an index in a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from opensearchpy import OpenSearch

from indexer.config import Cluster
from indexer.errors import IndexDamaged
from indexer.index.engine import Candidates, EngineQuery
from indexer.index.opensearch.client import asking, connect
from indexer.index.opensearch.note import REBUILD, SCHEMA, Note, outdated

PAGE = 10_000
"""Hits fetched at a time: what an index allows unless told otherwise."""
MOST_TERMS = 1_000
"""Terms in one request: a cluster allows 1,024 clauses unless told otherwise."""
SAME_COPY = "metodsok"
"""Asks the same copy of a shard each time, so that scores don't depend on who answers."""


class OpenSearchEngine:
    """Reads one index through any node of its cluster; nothing is sent before the first question."""

    name = "opensearch"

    def __init__(self, folder: Path, cluster: Cluster) -> None:
        self._note = Note.read(folder)
        self._cluster = cluster

    @property
    def passages(self) -> int:
        """How many passages the cluster has, asked anew each time: this is also how to see that it answers."""
        with asking(self._cluster):
            found = self._client.count(index=self._note.index)
        if found["_shards"]["successful"] < found["_shards"]["total"]:
            raise IndexDamaged(f"En del av indexet {self._note.index} saknas i OpenSearch. {REBUILD}")
        return int(found["count"])

    def search(self, query: EngineQuery, limit: int) -> Candidates:
        """Return the `limit` best candidates."""
        limit = min(limit, self._note.passages)
        parts = _parts(query)
        if len(parts) == 1:
            return _candidates(list(self._hits(parts[0], limit)), limit)
        scores: dict[int, float] = {}
        for part in parts:
            for score, serial in self._hits(part, self._note.passages):
                scores[serial] = scores.get(serial, 0.0) + score
        return _candidates([(score, serial) for serial, score in scores.items()], limit)

    def close(self) -> None:
        """Close the connections."""
        if "_client" in self.__dict__:
            self._client.close()

    @cached_property
    def _client(self) -> OpenSearch:
        """The client, once the index was seen to be one that this program reads."""
        client = connect(self._cluster)
        with asking(self._cluster):
            mapping = client.indices.get_mapping(index=self._note.index)[self._note.index]["mappings"]
        schema = mapping.get("_meta", {}).get("schema")
        if schema != SCHEMA:
            raise outdated(schema)
        return client

    def _hits(self, query: EngineQuery, limit: int) -> Iterator[tuple[float, int]]:
        """Yield score and serial of the best, ties by serial, page after page: the index does not change."""
        body = {
            "query": _question(query),
            "sort": [{"_score": "desc"}, {"serial": "asc"}],
            "_source": False,
            "stored_fields": "_none_",
            "track_total_hits": False,
        }
        while limit > 0:
            page = self._page(body | {"size": min(limit, PAGE)})
            yield from ((score, serial) for score, serial in page)
            limit -= len(page)
            if len(page) < PAGE:
                return
            body["search_after"] = page[-1]

    def _page(self, body: dict[str, Any]) -> list[Sequence[Any]]:
        """Return the sort values of one page of hits; a shard that does not answer is an error, no shorter list."""
        with asking(self._cluster):
            answer = self._client.search(
                index=self._note.index,
                body=body,
                params={
                    "search_type": "dfs_query_then_fetch",
                    "allow_partial_search_results": "false",
                    "preference": SAME_COPY,
                    "filter_path": "hits.hits.sort",
                },
            )
        return [hit["sort"] for hit in answer.get("hits", {}).get("hits", ())]


def _candidates(hits: Sequence[tuple[float, int]], limit: int) -> Candidates:
    serials = np.asarray([serial for _, serial in hits], np.uint32)
    return Candidates.best(serials, np.asarray([score for score, _ in hits], np.float32), limit)


def _parts(query: EngineQuery) -> list[EngineQuery]:
    """Return the query as several that each have few enough terms; their scores add up."""
    starts = range(0, max(1, len(query.should)), MOST_TERMS)
    return [EngineQuery(query.should[at : at + MOST_TERMS], query.must, query.within) for at in starts]


def _question(query: EngineQuery) -> dict[str, Any]:
    """Return the query in OpenSearch's own terms; what only narrows stands where it gives no score."""
    narrow: list[dict[str, Any]] = [{"term": {"terms": term}} for term in query.must]
    narrow += [{"terms": {"keywords": sorted(values)}} for values in query.within]
    scored = [{"term": {"terms": {"value": term, "boost": weight}}} for term, weight in query.should]
    if not scored:
        return {"bool": {"filter": narrow or [{"match_all": {}}]}}
    return {"bool": {"should": scored, "minimum_should_match": 1, "filter": narrow}}

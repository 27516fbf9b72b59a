"""The note in a generation's folder: which index in the cluster belongs to it; and what that index is like."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from indexer.config import Cluster
from indexer.errors import IndexDamaged, IndexOutdated

SCHEMA = 1
"""Raised whenever the fields of an index mean something else than before."""

REBUILD = "Kör: metodsok index --rebuild"
_FILE = "opensearch.json"
_NOT_ANALYSED = {"type": "keyword", "index": True, "doc_values": False, "norms": False}
_LONGEST_TERM = 32_000


@dataclass(frozen=True, slots=True)
class Note:
    """The index' name in the cluster, the version of its fields, and how many passages it has."""

    index: str
    schema: int
    passages: int

    @classmethod
    def read(cls, folder: Path) -> Note:
        """Return the note in an engine's folder; IndexDamaged where there is none, IndexOutdated for other fields."""
        path = folder / _FILE
        try:
            note = cls(**json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, TypeError) as fault:
            raise IndexDamaged(f"Filen {path} går inte att läsa. {REBUILD}") from fault
        if note.schema != SCHEMA:
            raise outdated(note.schema)
        return note

    def write(self, folder: Path) -> None:
        """Put the note into the folder; a note there is replaced, never changed, as other folders may share it."""
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f"{_FILE}.new"
        fresh.write_text(json.dumps(asdict(self)), "utf-8")
        fresh.replace(folder / _FILE)


def noted(folder: Path) -> str | None:
    """Return the name of the index that belongs to an engine's folder, None where it is another engine's."""
    try:
        return Note.read(folder).index
    except (IndexDamaged, IndexOutdated):
        return None


def outdated(schema: object) -> IndexOutdated:
    """Return the error for an index whose fields are of another version."""
    return IndexOutdated(f"Indexet i OpenSearch har format {schema}, det här programmet läser {SCHEMA}. {REBUILD}")


def new_name(cluster: Cluster) -> str:
    """Return a name for a new index that no other has."""
    return f"{cluster.prefix}-{datetime.now(UTC):%Y%m%d%H%M%S}-{secrets.token_hex(4)}"


def is_ours(cluster: Cluster, name: str) -> bool:
    """Tell whether `new_name` may have given the name."""
    return bool(re.fullmatch(rf"{re.escape(cluster.prefix)}-\d{{14}}-[0-9a-f]{{8}}", name))


def definition(cluster: Cluster) -> dict[str, Any]:
    """Return settings and fields of a new index: finished terms with their counts, nothing analysed again.

    Every shard has a copy on another node where there is one. Nothing is visible before a build asks for it.
    """
    return {
        "settings": {
            "index": {
                "number_of_shards": cluster.shards,
                "auto_expand_replicas": "0-1",
                # Small enough to be copied again at once; the usual minute would be a minute with one copy.
                "unassigned.node_left.delayed_timeout": "2s",
                "refresh_interval": "-1",
                "merge.policy.expunge_deletes_allowed": 0,
                "similarity.ours": {"type": "BM25", "k1": 1.2, "b": 0.75},
                "analysis": {
                    "tokenizer": {"words": {"type": "whitespace", "max_token_length": _LONGEST_TERM}},
                    "analyzer": {"finished": {"type": "custom", "tokenizer": "words"}},
                },
            }
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"enabled": False},
            "_meta": {"schema": SCHEMA},
            "properties": {
                "serial": {"type": "long", "index": False},
                "document": _NOT_ANALYSED,
                "keywords": _NOT_ANALYSED,
                "terms": {"type": "text", "analyzer": "finished", "similarity": "ours", "index_options": "freqs"},
            },
        },
    }

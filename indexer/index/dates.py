"""When each document came into the collection and when it last changed: `dates.json` of a generation.

An index can be thrown away, so what people state (`added` in the catalogue) wins, then what the generation before this
one knew, whatever version it was. The first index of a collection knows of no day before its own: what it finds was
always there, and is no news. See docs/adr.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path

from indexer.index.forward import Forward
from indexer.model import Document

NAME = "dates.json"


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of one document's days, ISO 8601 in UTC; None where it was there from the beginning, or unchanged.

    `digest` is of what readers meet, `fingerprint` the document's own: while that stands, nothing has changed.
    """

    added: str | None
    changed: str | None
    digest: str = ""
    fingerprint: str = ""

    @property
    def updated(self) -> str | None:
        """When it last came or changed."""
        return self.changed or self.added


def dated(
    forward: Forward, before: Mapping[str, Seen] | None, *, removed: Collection[str], now: str, reread: bool
) -> dict[str, Seen]:
    """Return the days of every document of an index that is about to replace another.

    `before` is what that one knew, None where there was none. With `reread` every text was read by another program,
    so that a difference is not the publisher's. What is gone but not removed is remembered: a file that fails once is
    no news when it is back.
    """
    known = before or {}
    found = {id_: seen for id_, seen in known.items() if id_ not in removed}
    for row, fingerprint in enumerate(forward.fingerprints.all()):
        id_ = forward.id(row)
        old = known.get(id_)
        if old and old.fingerprint == fingerprint:
            continue
        document = forward.document(row)
        digest = _digest(document, forward, row)
        new = None if before is None or old else now
        changed = old.changed if old else None
        if old and old.digest != digest and not reread:
            changed = now
        found[id_] = Seen(document.added or (old.added if old else new), changed, digest, fingerprint)
    return found


def _digest(document: Document, forward: Forward, row: int) -> str:
    """Return a hash of what readers meet of a document: the words about it, its address, its text."""
    facts = (
        document.title, document.publisher, document.type, document.issued, document.valid, document.stated_status,
        document.url, document.abstract,
    )  # fmt: skip
    texts = (passage.text for passage in forward.passages_of(row))
    return hashlib.sha256("\n".join((repr(facts), *texts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def write(dates: Mapping[str, Seen], path: Path) -> None:
    """Write them as JSON."""
    path.write_text(json.dumps({id_: astuple(seen) for id_, seen in dates.items()}, ensure_ascii=False), "utf-8")


def read(path: Path) -> dict[str, Seen] | None:
    """Return what `write` wrote, None where there is no such file or it cannot be read."""
    try:
        return {id_: Seen(*values) for id_, values in json.loads(path.read_text("utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return None

"""The Atom feed of a question: what came or changed last, under ids that never change (RFC 4287, RFC 4151)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from indexer.model import Document, Query
from indexer.search.query import to_address
from web.render import instant

if TYPE_CHECKING:
    from indexer.index.dates import Seen
    from indexer.search.searcher import Searcher
    from web.view import Names

ENTRIES = 50
TAG_YEAR = "2026"
"""The year in which the names were minted, as tag: URIs want it; it never changes."""
UNDATED = "2000-01-01T00:00:00Z"
"""When material without a date was updated: were it the time of indexing, every rebuild would make it news."""

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One document in a feed; times are RFC 3339, `published` None where nobody knows."""

    id: str
    document: Document
    updated: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed; `updated` is when its latest entry was, so that a new index without news makes no news."""

    id: str
    title: str
    updated: str
    entries: Sequence[Entry]


def gather(searcher: Searcher, query: Query, names: Names, *, service: str, origin: str) -> Feed:
    """Return the feed of a question; `origin` is scheme and host of the service, `service` its name."""
    asked = replace(query, sort="relevance", offset=0, limit=0)
    found = replace(asked, text=searcher.search(asked).corrected or asked.text)
    recent = searcher.recent(found, ENTRIES)
    entries = [_entry(document, searcher.dates.get(document.id), origin) for document in recent]
    title = " – ".join(filter(None, (subject(query, names), service)))
    return Feed(
        _tag(origin, "?".join(filter(None, ("flode", to_address(query))))),
        title,
        max((entry.updated for entry in entries), default=instant(str(searcher.manifest["built"]))),
        entries,
    )


def _entry(document: Document, seen: Seen | None, origin: str) -> Entry:
    """Return the entry; what was there from the beginning is as old as its own date says."""
    issued = moment_of(document.issued) if document.issued else None
    years = f"{document.valid_from}-01-01T00:00:00Z" if document.valid_from else None
    came = _moment(seen.added) if seen and seen.added else None
    updated = _moment(seen.updated) if seen and seen.updated else None
    return Entry(
        _tag(origin, f"d/{quote(document.id)}"), document, updated or issued or years or UNDATED, issued or came
    )


def _moment(told: str) -> str | None:
    """Return a day or a time of ours as RFC 3339."""
    return told if "T" in told else moment_of(told)


def _tag(origin: str, name: str) -> str:
    return f"tag:{urlsplit(origin).hostname or 'localhost'},{TAG_YEAR}:{name}"


def moment_of(issued: str) -> str | None:
    """Return the beginning of a year, month or day as RFC 3339, `2025-03-01T00:00:00Z`; None for what is no date."""
    found = _DATE.fullmatch(issued)
    if not found:
        return None
    try:
        day = date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None
    return f"{day.isoformat()}T00:00:00Z"


def subject(query: Query, names: Names) -> str:
    """Return in words what the feed is about."""
    themes = [names.theme(id_) for id_ in query.themes]
    regions = [names.region(code) for code in query.regions]
    return " · ".join((*([query.text] if query.text else ()), *themes, *regions, *query.publishers))

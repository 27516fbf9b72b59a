"""What came or changed since the last newsletter: asked in the address by `sedan` (a day) and `nytt` (a theme)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from indexer.model import Document, Query
from web.collected import Parameters

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher

SINCE, THEME = "sedan", "nytt"
MOST = 30
USUAL = timedelta(days=30)
"""How far back is looked where a theme is asked for without a day: newsletters are monthly."""
_THEME = re.compile(r"[a-z0-9-]{1,80}")


@dataclass(frozen=True, slots=True)
class News:
    """What is asked for: since which day, and of which theme; "" where that does not matter."""

    since: str = ""
    theme: str = ""

    def address(self) -> str:
        """Return the query string, without `?`."""
        return urlencode([(name, value) for name, value in ((SINCE, self.since), (THEME, self.theme)) if value])

    def day(self, today: date) -> str:
        """Return the day from which on to look, "" where nothing is asked."""
        return self.since or ((today - USUAL).isoformat() if self.theme else "")


@dataclass(frozen=True, slots=True)
class Novelty:
    """A document that came or changed, and when, ISO 8601."""

    document: Document
    moment: str
    is_new: bool


def from_address(parameters: Parameters) -> News:
    """Return what an address asks for; what is no day or cannot be a theme is left out."""

    def first(name: str) -> str:
        value = parameters.get(name, "")
        return value if isinstance(value, str) else next(iter(value), "")

    theme = first(THEME)
    return News(day_of(first(SINCE)) or "", theme if _THEME.fullmatch(theme) else "")


def day_of(text: str) -> str | None:
    """Return a day as people write it, `2026-11-01` or `20261101`, in ISO 8601; None for anything else."""
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return None


def gather(searcher: Searcher, news: News, today: date) -> list[Novelty]:
    """Return what is asked for, the latest first."""
    since = news.day(today)
    if not since:
        return []
    found = searcher.recent(Query(themes=(news.theme,) if news.theme else ()), MOST, since=since)
    return list(_novelties(searcher, found, since))


def _novelties(searcher: Searcher, found: Sequence[Document], since: str) -> list[Novelty]:
    dates = searcher.dates
    return [
        Novelty(each, dates[each.id].updated or "", (dates[each.id].added or "") >= since)
        for each in found
        if each.id in dates
    ]

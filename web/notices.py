"""What the pages say of the index: when it was built, and that a newer one is on its way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import IndexFault
from web.render import moment

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher


def built(searcher: Searcher) -> str:
    """Return when the index was built, ISO 8601."""
    return str(searcher.manifest["built"])


def unavailable(searcher: Searcher) -> str | None:
    """Return what to tell visitors of the status page while nobody can search, else None."""
    try:
        searcher.ready()
    except IndexFault:
        return "Sökningen är tillfälligt otillgänglig. Materialet och teman går att läsa som vanligt."
    return None


def being_rebuilt(index: Path, searcher: Searcher) -> str | None:
    """Return what to tell visitors while a newer index is being built, else None."""
    from indexer.index.workshop import is_building

    if not is_building(index):
        return None
    return f"Samlingen uppdateras just nu. Du söker i versionen från {moment(built(searcher))}."

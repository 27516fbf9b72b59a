"""What is collected, made into a newsletter: documents looked up, and what is no longer there told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from indexer.config import Config
from indexer.share.newsletter import Form, Item, Newsletter
from web.collected import SAFE_LENGTH, Collected
from web.links import Links

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher

SUFFIXES: Mapping[str, Form] = {"html": "html", "md": "markdown", "txt": "text"}
"""What the address of each form ends in."""
TYPES: Mapping[Form, str] = {"html": "text/html", "markdown": "text/markdown", "text": "text/plain"}


@dataclass(frozen=True, slots=True)
class Letter:
    """A newsletter, the ids collected that lead to nothing, and the length of the address that holds it all."""

    newsletter: Newsletter
    unknown: tuple[str, ...]
    withdrawn: tuple[str, ...]
    length: int

    @property
    def is_too_long(self) -> bool:
        """Whether some programs may cut the address off."""
        return self.length > SAFE_LENGTH


def letter(searcher: Searcher, links: Links, config: Config, *, origin: str, day: date) -> Letter:
    """Return what the visitor has collected as a newsletter, with whole addresses under `origin`."""
    collected, bare = links.collected, links.bare
    found = {id_: searcher.document(id_) for id_ in collected.ids}
    missing = [id_ for id_, document in found.items() if document is None]
    withdrawn = tuple(id_ for id_ in missing if searcher.withdrawn(id_))
    items = [
        Item(document, document.status_on(day), f"{origin}{bare.document(id_)}", collected.lines.get(id_, ""))
        for id_, document in found.items()
        if document
    ]
    return Letter(
        newsletter=Newsletter(
            collected.title, collected.introduction, items, config.name, f"{origin}{bare.home()}" if origin else None
        ),
        unknown=tuple(id_ for id_ in missing if id_ not in withdrawn),
        withdrawn=withdrawn,
        length=len(origin) + len(links.newsletter()),
    )


def without(collected: Collected, ids: tuple[str, ...]) -> Collected:
    """Return what is collected without some documents."""
    for id_ in ids:
        collected = collected.toggled(id_) if id_ in collected.ids else collected
    return collected

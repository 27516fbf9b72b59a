"""A document on its way into the index."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model import Document


@dataclass(frozen=True, slots=True)
class Draft:
    """A document without its text and without assigned themes; `key` is its text's in the cache.

    Of a harvested page `repeated` are the hashes of the lines to leave out of its text, and `text` is a hash of what
    is left.
    """

    document: Document
    key: str | None = None
    repeated: frozenset[int] = frozenset()
    text: str | None = None

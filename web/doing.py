"""What there is to do in a document: its exercises, checklists and questions, and what they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.model import KIND_LABELS, Document, Passage

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher

PARTS = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch under a heading that is to be done; `kind` is its Swedish name."""

    kind: str
    heading: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Doing:
    """A document with its parts to do, the first few."""

    document: Document
    parts: Sequence[Part]

    @property
    def needs(self) -> list[tuple[str, str]]:
        """For whom it is, how long it takes and how many take part, as far as the text says, each with its name."""
        named = (("För", self.document.audience), ("Tid", self.document.time), ("Antal", self.document.group))
        return [(name, value) for name, value in named if value]


def doings(searcher: Searcher, documents: Iterable[Document]) -> list[Doing]:
    """Return for each document what there is to do in it, as far as its text is known."""
    return [Doing(document, list(_parts(searcher.passages(document.id)))[:PARTS]) for document in documents]


def _parts(passages: Sequence[Passage]) -> Iterator[Part]:
    """Yield the parts that have a heading, each heading once."""
    seen: set[str] = set()
    for passage in passages:
        if passage.kind and passage.heading and passage.heading not in seen:
            seen.add(passage.heading)
            yield Part(KIND_LABELS[passage.kind], passage.heading, passage)

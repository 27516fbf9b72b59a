"""What there is to do in a document: its exercises, checklists and questions, and what they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.language.kinds import KIND_LABELS, kind_of
from indexer.language.practical import Practical, practical
from indexer.model import Document, Passage

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher

BEGINNING = 3
"""Passages: where a sheet tells for whom it is and how long it takes."""
PARTS = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch under a heading that is to be done; `kind` is its Swedish name."""

    kind: str
    heading: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Doing:
    """A document with what it needs and its parts to do, the first few."""

    document: Document
    needs: Practical
    parts: Sequence[Part]


def doings(searcher: Searcher, documents: Iterable[Document]) -> list[Doing]:
    """Return for each document what there is to do in it, as far as its text is known."""
    return [_doing(document, searcher.passages(document.id)) for document in documents]


def _doing(document: Document, passages: Sequence[Passage]) -> Doing:
    beginning = "\n".join(passage.text for passage in passages[:BEGINNING])
    return Doing(document, practical(beginning), list(_parts(passages))[:PARTS])


def _parts(passages: Sequence[Passage]) -> Iterator[Part]:
    """Yield the parts that have a heading, each heading once."""
    seen: set[str] = set()
    for passage in passages:
        kind = kind_of(passage.heading, passage.text) if passage.heading and passage.heading not in seen else None
        if kind and passage.heading:
            seen.add(passage.heading)
            yield Part(KIND_LABELS[kind], passage.heading, passage)

"""The page of one document: what is known of it, and as much of its text as its rights allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from indexer.model import Document, Kind, Passage, Query, Snippet
from indexer.share.cite import FORMAT_LABELS, Format, Source, cite
from web import view
from web.links import Links, anchor
from web.notices import built

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher
    from web.service import Service

SIMILAR = 5
SNIPPETS = 5
NEAR = 20


@dataclass(frozen=True, slots=True)
class Block:
    """Text under one heading; `id` is where a link can lead, `kind` what the text is for."""

    text: str
    heading: str | None
    id: str | None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A page of the text, or a section where there are no pages."""

    id: str | None
    page: int | None
    language: str | None
    blocks: tuple[Block, ...]


def page(
    searcher: Searcher, id_: str, query: Query, service: Service, *, links: Links, today: date, origin: str
) -> str | None:
    """Return the document's page as HTML, or None where there is no such document.

    `query` is the question that led here: its hits are shown, and a link leads back to it. `links` are the visitor's.
    `origin` is scheme and host of the service, for references to what only it has.
    """
    document = searcher.document(id_)
    if document is None:
        return None
    permalink = f"{origin}{service.links.document(id_)}"
    whole = document.rights == "full-text"
    return service.pages.html(
        "document.html",
        links=links,
        document=document,
        status=document.status_on(today),
        names=view.names(searcher),
        newer=[newer for name in document.superseded_by if (newer := searcher.document(name))],
        evidence=evidence(document),
        query=query,
        snippets=snippets(searcher, document, query),
        whole=whole,
        parts=list(parts(searcher.passages(id_), document.language)) if whole else [],
        similar=searcher.similar(id_, limit=SIMILAR),
        built=built(searcher),
        references=references(document, permalink, today),
        permalink=permalink,
        host=origin,
    )


def references(document: Document, permalink: str, read: date) -> list[tuple[Format, str, str]]:
    """Return the document's reference in each format: the format, its name, and the text."""
    source = Source(document, document.url or permalink, read)
    return [(style, label, cite([source], style)) for style, label in FORMAT_LABELS.items()]


def evidence(document: Document) -> dict[str, tuple[tuple[str, int], ...]]:
    """Return the terms that gave each theme; nothing where people have stated the themes."""
    return {} if document.themes_stated else {found.theme: found.terms for found in document.evidence}


def parts(passages: Sequence[Passage], language: str) -> Iterator[Part]:
    """Yield the passages as pages, or as sections; a heading that goes on over several passages stands once."""
    seen: str | None = None
    for number, group in groupby(passages, key=lambda passage: passage.page or -passage.ordinal):
        first, *rest = held = list(group)
        blocks = []
        for passage in held:
            heading = passage.heading if passage.heading != seen else None
            seen = passage.heading
            id_ = f"avsnitt-{passage.ordinal + 1}" if passage in rest else None
            blocks.append(Block(passage.text, heading, id_, passage.kind))
        other = first.language if first.language != language else None
        yield Part(anchor(first), number if first.page else None, other, tuple(blocks))


def snippets(searcher: Searcher, document: Document, query: Query) -> tuple[Snippet, ...]:
    """Return where the words of the question stand in this document.

    The search knows no single document, so it is asked among the publisher's own, where this one is near the top.
    """
    if not query.text:
        return ()
    near = replace(Query(query.text, expand=query.expand, limit=NEAR), publishers=(document.publisher,))
    hits = searcher.search(near).hits
    return next((hit.snippets[:SNIPPETS] for hit in hits if hit.document.id == document.id), ())

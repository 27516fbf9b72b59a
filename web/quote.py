"""The page of a quote card: a passage that may be shown, as a picture and as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.model import UNKNOWN_PUBLISHER, Document, Passage, Query, Snippet
from indexer.share.card import Quotation, quoted, sentences
from indexer.share.newsletter import years
from web.reading import snippets

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher

PASSAGE, SENTENCE = "stycke", "mening"


@dataclass(frozen=True, slots=True)
class Choice:
    """A passage to quote from; `number` counts the document's passages from 1."""

    number: int
    label: str


@dataclass(frozen=True, slots=True)
class Card:
    """A quotation and where it begins; `sentences` is how many the passage has."""

    quotation: Quotation
    number: int
    sentence: int
    sentences: int
    choices: Sequence[Choice]


def gather(
    searcher: Searcher, document: Document, query: Query, *, service: str, number: int, sentence: int
) -> Card | None:
    """Return the card of a passage, from one of its sentences on; of the first that may be shown where `number` is 0.

    All passages of a document in full text may be shown, of others the lines that answer the question. None where
    there is no such passage.
    """
    pieces = {piece.ordinal + 1: piece for piece in _showable(searcher, document, query) if piece.text.strip()}
    number = number or min(pieces, default=0)
    if number not in pieces:
        return None
    piece = pieces[number]
    count = len(sentences(piece.text))
    first = min(max(1, sentence), count)
    choices = [Choice(each, _label(pieces[each])) for each in sorted(pieces)]
    return Card(_quotation(document, piece, first - 1, service), number, first, count, choices)


def _showable(searcher: Searcher, document: Document, query: Query) -> Sequence[Passage | Snippet]:
    if document.rights == "full-text":
        return searcher.passages(document.id)
    return snippets(searcher, document, query)


def _quotation(document: Document, piece: Passage | Snippet, first: int, service: str) -> Quotation:
    publisher = "" if document.publisher == UNKNOWN_PUBLISHER else document.publisher
    place = f"sida {piece.page}" if piece.page else ""
    text = quoted(piece.text.strip("… "), first)
    source = ", ".join(filter(None, (publisher, years(document), place)))
    return Quotation(text, document.title, source, service, piece.language or document.language)


def _label(piece: Passage | Snippet) -> str:
    """Return how people tell passages apart: page, heading, and how it begins."""
    begins = " ".join(piece.text.split()[:7])
    place = f"sida {piece.page}" if piece.page else ""
    return ": ".join(filter(None, (" · ".join(filter(None, (place, piece.heading))), f"{begins} …")))

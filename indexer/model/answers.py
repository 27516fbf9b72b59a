"""What is asked and what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from indexer.model.works import Document, Kind, Status

Sort = Literal["relevance", "newest"]
FACETS: tuple[str, ...] = ("theme", "region", "type", "publisher", "year", "language", "status")
"""The names of the facets, in the order in which people see them and JSON lists them."""
FACET_LABELS: Mapping[str, str] = {
    "theme": "tema",
    "region": "region",
    "type": "typ",
    "publisher": "utgivare",
    "year": "år",
    "language": "språk",
    "status": "status",
}


@dataclass(frozen=True, slots=True)
class Query:
    """A question: the words as typed, filters, sorting and paging.

    Several values of one filter widen it; several filters narrow. `years` is inclusive. `expand` False leaves
    synonyms out; `literal` are words of the text, as typed, that are taken for nothing but themselves.
    """

    text: str = ""
    themes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    languages: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    sort: Sort = "relevance"
    expand: bool = True
    limit: int = 10
    offset: int = 0
    literal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a passage's text; `marks` are [start, end) in characters of `text`, in order, never overlapping.

    `link` leads to the place at the publisher's: `…#page=7` for PDF, a text fragment for web pages; None where there
    is no address. `ordinal` is the passage's in its document.
    """

    text: str
    marks: tuple[tuple[int, int], ...]
    ordinal: int
    heading: str | None = None
    page: int | None = None
    link: str | None = None
    language: str | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that answers, with its best passages first and the reasons in Swedish."""

    document: Document
    status: Status | None
    score: float
    snippets: tuple[Snippet, ...]
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet and how many documents have it, among those that match all *other* filters."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Expansion:
    """What was looked for beside a typed word or phrase."""

    source: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A typed word or phrase understood as a value of a facet: it lifts what fits and filters nothing."""

    text: str
    facet: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Near:
    """A facet's value that a question without an answer comes near, and how many documents have it."""

    facet: str
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to one question; counts are of documents.

    `near` is told only where nothing answers; `lacks` are Swedish sentences on what is asked for and not there.
    """

    query: Query
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    expanded: tuple[Expansion, ...] = ()
    readings: tuple[Interpretation, ...] = ()
    suggestion: str | None = None
    corrected: str | None = None
    near: tuple[Near, ...] = ()
    lacks: tuple[str, ...] = ()
    engine: str = ""
    took_ms: float = 0.0

"""The values that flow through Metodsök; imports nothing of ours.

Names follow Dublin Core terms (title, publisher, issued, valid, type, language, spatial, identifier,
abstract, rights), SKOS (themes) and information retrieval (passage, hit, snippet, facet).
Plan status is computed, never stored: see `Document.status_on`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

DocumentType = Literal["plan", "guidance", "web page", "report", "exercise"]
Status = Literal["gällande", "utgången", "remiss", "ersatt", "okänd"]
Sort = Literal["relevance", "newest"]

TYPE_LABELS: Mapping[str, str] = {
    "plan": "Plan",
    "guidance": "Vägledning",
    "web page": "Webbsida",
    "report": "Rapport",
    "exercise": "Övning",
}
STATUS_LABELS: Mapping[str, str] = {
    "gällande": "Gällande",
    "utgången": "Utgången",
    "remiss": "Remiss",
    "ersatt": "Ersatt",
    "okänd": "Okänd",
}
LANGUAGE_LABELS: Mapping[str, str] = {
    "sv": "Svenska",
    "sv-x-lattlast": "Lättläst svenska",
    "en": "Engelska",
    "fi": "Finska",
    "fit": "Meänkieli",
    "se": "Nordsamiska",
    "smj": "Lulesamiska",
    "sma": "Sydsamiska",
    "rom": "Romani chib",
    "yi": "Jiddisch",
}
FACETS: tuple[str, ...] = ("theme", "region", "type", "publisher", "year", "language", "status")
"""The names of the facets, in the order in which people see them and JSON lists them."""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document's text under one heading and on one page.

    `page` counts from 1 and is None where the format has no pages. `anchor` is the fragment of the
    original web page, without `#`. `language` is given only where it differs from the document's.
    """

    text: str
    heading: str | None = None
    page: int | None = None
    anchor: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """What reading one file gave: its text in order and what it says of itself.

    `metadata` holds the keys of `Record` that the file itself states (front matter, `<meta>`, document
    information), as strings; lists are joined by `|`. `pages` is 0 where the format has none. `partial` is True
    where a limit cut the text off. `notes` are remarks in Swedish for the consultant. `reader` names the library
    that gave the text.
    """

    sections: tuple[Section, ...]
    metadata: Mapping[str, str] = field(default_factory=dict)
    pages: int = 0
    partial: bool = False
    notes: tuple[str, ...] = ()
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What people state of one document; None and () mean "not stated".

    `regions` are two-digit county codes ("14"). `issued` is a year, a month or a day in ISO 8601. `valid_from` and
    `valid_to` are years of a plan's period. `urls` are further addresses of the same work. `rights` is "full-text"
    or "snippet".
    """

    id: str
    title: str | None = None
    publisher: str | None = None
    regions: tuple[str, ...] = ()
    type: DocumentType | None = None
    language: str | None = None
    themes: tuple[str, ...] = ()
    issued: str | None = None
    valid_from: int | None = None
    valid_to: int | None = None
    status: Status | None = None
    supersedes: tuple[str, ...] = ()
    url: str | None = None
    urls: tuple[str, ...] = ()
    abstract: str | None = None
    rights: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ThemeEvidence:
    """Why a document has a theme: the terms found, best first, each with how often, and the score."""

    theme: str
    score: float
    terms: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One work as the index knows it: stated and found metadata, and its text.

    `themes` holds the stated themes, or the assigned ones where none was stated (`themes_stated` tells which);
    `evidence` is kept in both cases. `url` is the publisher's address; `path` is the file's, relative to the corpus.
    `fingerprint` changes when anything that the index holds of the document would.
    """

    id: str
    title: str
    publisher: str
    regions: tuple[str, ...] = ()
    type: DocumentType = "web page"
    language: str = "sv"
    themes: tuple[str, ...] = ()
    themes_stated: bool = True
    evidence: tuple[ThemeEvidence, ...] = ()
    issued: str | None = None
    valid_from: int | None = None
    valid_to: int | None = None
    stated_status: Status | None = None
    supersedes: tuple[str, ...] = ()
    url: str | None = None
    urls: tuple[str, ...] = ()
    path: str | None = None
    abstract: str | None = None
    rights: str = "snippet"
    pages: int = 0
    partial: bool = False
    notes: tuple[str, ...] = ()
    checked: str | None = None
    fingerprint: str = ""
    sections: tuple[Section, ...] = ()

    @property
    def years(self) -> range:
        """The years that the document is about: a plan's period, else the year of issue, else none."""
        if self.valid_from is not None:
            return range(self.valid_from, (self.valid_to or self.valid_from) + 1)
        if self.issued:
            year = int(self.issued[:4])
            return range(year, year + 1)
        return range(0)

    @property
    def valid(self) -> str | None:
        """The period as an ISO 8601 interval of years, `2021/2024`."""
        if self.valid_from is None:
            return None
        return f"{self.valid_from}/{self.valid_to or ''}"

    def status_on(self, day: date) -> Status | None:
        """Return the plan status on `day`; None for what is not a plan."""
        return plan_status(self.type, self.stated_status, self.valid_from, self.valid_to, day)


def plan_status(
    type_: str, stated: Status | None, valid_from: int | None, valid_to: int | None, day: date
) -> Status | None:
    """Return the status of a plan on `day`: what was stated, else what follows from its years.

    A plan is in force through the last day of its last year. Before its first year it is a draft still
    (`remiss`) unless stated otherwise. Without years the status is `okänd`. What is not a plan has none, unless stated.
    """
    if stated is not None or type_ != "plan":
        return stated
    if valid_from is None and valid_to is None:
        return "okänd"
    if valid_to is not None and day.year > valid_to:
        return "utgången"
    if valid_from is not None and day.year < valid_from:
        return "remiss"
    return "gällande"


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of ranking: a piece of one document under one heading and on one page.

    `ordinal` counts a document's passages from 0 in reading order.
    """

    document: str
    ordinal: int
    text: str
    heading: str | None = None
    page: int | None = None
    anchor: str | None = None
    language: str = "sv"


@dataclass(frozen=True, slots=True)
class Theme:
    """One concept of the SKOS scheme in `themes.toml`; ids refer to other themes.

    `alternatives`, `inflections`, `compounds`, `abbreviations`, `older` and `own_names` are strong terms; of the
    `weak` ones several must agree. A theme that `gathers` is given with each narrower one.
    """

    id: str
    label: str
    label_en: str
    scope: str
    core: bool = False
    alternatives: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    inflections: tuple[str, ...] = ()
    compounds: tuple[str, ...] = ()
    older: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    own_names: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    gathers: bool = False


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """Terms that a question with one of `sources` also looks for, with `weight` (0 to 1) against the typed one.

    A two-way group has the same terms in `sources` and `targets`. `exact` means: only as written, case included.
    """

    id: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    weight: float
    exact: bool = False
    whole_word: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher's site, from `sources.toml`: what the harvester may fetch and what its pages inherit."""

    id: str
    name: str
    kind: str
    publisher: str
    regions: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    alias_hosts: tuple[str, ...] = ()
    path_prefix: str | None = None
    start_urls: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    rights: str = "snippet"
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A question: the words as typed, filters, sorting and paging.

    Several values of one filter widen it; several filters narrow. `years` is inclusive. `expand` False leaves
    synonyms out.
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
class Results:
    """The answer to one question; counts are of documents."""

    query: Query
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    expanded: tuple[Expansion, ...] = ()
    readings: tuple[Interpretation, ...] = ()
    suggestion: str | None = None
    corrected: str | None = None
    engine: str = ""
    took_ms: float = 0.0

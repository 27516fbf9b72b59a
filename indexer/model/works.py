"""What is searched: works, as people state them, as files give them, and as the index knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

DocumentType = Literal["plan", "guidance", "web page", "report", "exercise"]
Kind = Literal["exercise", "checklist", "questions"]
Status = Literal["gällande", "utgången", "remiss", "ersatt", "okänd"]

UNKNOWN_PUBLISHER = "Okänd utgivare"
"""What stands as publisher where nobody is known; it is no author."""

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
KIND_LABELS: Mapping[Kind, str] = {"exercise": "Övning", "checklist": "Checklista", "questions": "Samtalsfrågor"}
"""What a stretch of text is for, in the order in which people see it; most text is for none of these."""
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
    `valid_to` are years of a plan's period. `urls` are further addresses of the same work. `gone` says that the
    publisher has taken it away. `rights` is "full-text" or "snippet". `added` is the day when it came into the
    collection, where the index cannot know.
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
    gone: bool = False
    abstract: str | None = None
    rights: str | None = None
    added: str | None = None
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
    `evidence` is kept in both cases. `url` is the publisher's address, `gone` whether it leads
    nowhere any more; `path` is the file's, relative to the corpus.
    `pdf` is where the same work lies as PDF, if `url` does not lead there. `superseded_by` are the ids of those that
    supersede it. `updated` and `checked` are ISO dates: when the page says that it was changed, and when it was last
    seen at its address.
    `kinds` are those of its passages; `audience`, `time` and `group` say for whom it is, how long it takes and how many
    take part, as the text words it. `fingerprint` changes when anything that the index holds of the document would.
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
    kinds: tuple[Kind, ...] = ()
    audience: str | None = None
    time: str | None = None
    group: str | None = None
    issued: str | None = None
    valid_from: int | None = None
    valid_to: int | None = None
    stated_status: Status | None = None
    supersedes: tuple[str, ...] = ()
    superseded_by: tuple[str, ...] = ()
    url: str | None = None
    urls: tuple[str, ...] = ()
    pdf: str | None = None
    gone: bool = False
    path: str | None = None
    abstract: str | None = None
    rights: str = "snippet"
    pages: int = 0
    partial: bool = False
    notes: tuple[str, ...] = ()
    updated: str | None = None
    checked: str | None = None
    added: str | None = None
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
    kind: Kind | None = None

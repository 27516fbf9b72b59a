"""What follows from a harvested page's own words: its title, its kind, the years and the status of a plan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.extract.metadata import title_of
from indexer.model import DocumentType, Status

FIRST_LETTERS = 600
"""Characters of a plan's text in which its years may stand where the title does not tell."""
LONGEST_PERIOD = 12

_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-–—/]\s?((?:19|20)?\d\d)(?!\d)")
_PLAN = re.compile(
    r"\b(?:(?:regional|kommunal|lokal)[at]? )?(?:\w*biblioteks|medie|läs\w*|kultur|\w+främjande)plan(?:en)?\b",
    re.IGNORECASE,
)
_ABOUT_PLANS = re.compile(
    r"\b(?:nyhet\w*|aktuellt|arbetet? med|skriva|följa|uppfölj\w*|ny|nya|dags för|tyck till|om|inbjudan|webbinarium|"
    r"\w*planer)\b",
    re.IGNORECASE,
)
_DRAFT = re.compile(r"\b(?:remiss\w*|samråds\w*|utkast|förslag till)\b", re.IGNORECASE)
_REPORT = re.compile(r"\w*(?:rapport|utredning|utvärdering|förstudie|kartläggning|undersökning)\w*", re.IGNORECASE)
_EXERCISE = re.compile(r"\b(?:\w*övning(?:ar)?|arbetsblad)\b", re.IGNORECASE)
_FILE = re.compile(
    r"\s*[\[(,]?\s*(?:pdf|word|docx?|xlsx?|öppnas i nytt fönster|länk till annan webbplats)\b[^\])]{0,25}[\])]?\.?\s*$",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"(?:läs|ladda|hämta|öppna|visa|klicka|länk|här|hela|till)\b.{0,30}|(?:pdf|dokument(?:et)?|bilaga|planen|rapporten)\.?"
    r"|[\w-]+\.(?:pdf|docx?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told of a harvested page; years and status only of plans."""

    title: str | None
    type: DocumentType
    valid_from: int | None = None
    valid_to: int | None = None
    status: Status | None = None


def facts(
    metadata: Mapping[str, str], heading: str | None, link: str, text: str, *, is_page: bool,
    known: tuple[int, int] | None = None,
) -> Facts:  # fmt: skip
    """Return what follows from a page's metadata and first heading, what a link to it said, and how it begins.

    `known` are the years that people know of a plan here, for one that does not tell them itself.
    """
    title = _title(metadata.get("title"), heading, link, is_page=is_page)
    named = title or ""
    if not _PLAN.search(named) or _ABOUT_PLANS.search(_YEARS.sub("", named)):
        return Facts(title, _type(named, is_page=is_page))
    years = _years(named) or _years(link) or _years(text[:FIRST_LETTERS]) or known
    draft: Status | None = "remiss" if _DRAFT.search(named) or _DRAFT.search(link) else None
    if years is None and is_page:
        # A page called *Biblioteksplan* without years is more often about plans than one.
        return Facts(title, "web page")
    first, last = years or (None, None)
    return Facts(title, "plan", first, last, draft)


def _title(stated: str | None, heading: str | None, link: str, *, is_page: bool) -> str | None:
    """Return a page's own title; of a document its own unless the link to it says more."""
    told = _FILE.sub("", " ".join(link.split())).strip(" .:")
    useful = None if _NO_TITLE.fullmatch(told) else title_of(told)
    if is_page or (stated and len(stated) > len(useful or "") / 2):
        return stated or heading or useful
    return useful or stated or heading


def _type(title: str, *, is_page: bool) -> DocumentType:
    if _REPORT.search(title) and not is_page:
        return "report"
    if _EXERCISE.search(title):
        return "exercise"
    return "web page" if is_page else "guidance"


def _years(text: str) -> tuple[int, int] | None:
    """Return the first period of years in the text: `2021–2024`, `2021-24`."""
    for match in _YEARS.finditer(text):
        first = int(match[1])
        last = int(match[2]) if len(match[2]) > 2 else first // 100 * 100 + int(match[2])  # noqa: PLR2004
        if first < last <= first + LONGEST_PERIOD:
            return first, last
    return None


def kind_of_plan(title: str) -> str | None:
    """Return which plan a title names, as *biblioteksplan*; None for none."""
    named = _PLAN.search(title)
    return named[0].casefold().rpartition(" ")[2].removesuffix("en") if named else None


def series(title: str) -> str:
    """Return a plan's title without its years and marks of an edition: what it has in common with the next one."""
    plain = _DRAFT.sub(" ", _YEARS.sub(" ", title.casefold()))
    return " ".join(re.findall(r"\w+", re.sub(r"\b(?:19|20)\d\d\b|\b(?:reviderad|förlängd|antagen|för)\b", " ", plain)))

"""Templates made into HTML; every value is escaped, and only our own <mark> is added."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from indexer.config import Config
from indexer.model import KIND_LABELS, LANGUAGE_LABELS, STATUS_LABELS, TYPE_LABELS
from indexer.share.newsletter import years
from web.links import Links, anchor, is_pdf, offers_file, toggled
from web.mail import letter
from web.plans import anchor as of_theme
from web.plans import place, short

_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
_HERE = Path(__file__).parent
# What XML 1.0 cannot hold, escaped or not.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Pages:
    """Renders templates with what every page knows: the service's settings and its addresses."""

    def __init__(self, config: Config, links: Links) -> None:
        self._environment = _environment()
        self._common = {
            "config": config,
            "links": links,
            "origin": config.base_url or "",
            "host": config.base_url or "",
        }

    def html(self, template: str, **values: Any) -> str:
        """Return the template rendered with `values`; a value that is missing is an error."""
        return self._environment.get_template(template).render(self._common | values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        marked=marked,
        years=years,
        day=day,
        moment=moment,
        language_of=tag,
        paragraphs=paragraphs,
        pdf=is_pdf,
        xml=xml,
        letter=letter,
    )
    environment.globals.update(
        toggled=toggled, anchor=anchor, offers_file=offers_file, page_numbers=page_numbers,
        place=place, short=short, tema=of_theme,
        TYPES=TYPE_LABELS, STATUSES=STATUS_LABELS, LANGUAGES=LANGUAGE_LABELS, KINDS=KIND_LABELS,
    )  # fmt: skip
    return environment


def marked(text: str, marks: Sequence[tuple[int, int]]) -> Markup:
    """Return `text` escaped, with <mark> around the stretches [start, end), which must not overlap."""
    return Markup("").join(_pieces(text, marks))


def _pieces(text: str, marks: Sequence[tuple[int, int]]) -> Iterator[Markup]:
    at = 0
    for start, end in marks:
        yield escape(text[at:start])
        yield Markup("<mark>{}</mark>").format(text[start:end])
        at = end
    yield escape(text[at:])


def day(iso: str) -> str:
    """Return an ISO 8601 date in Swedish, `21 november 2025`; what is no full date stays as it is."""
    try:
        found = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def moment(iso: str) -> str:
    """Return an ISO 8601 time in Swedish and in the server's time zone, `21 november kl. 02.00`."""
    try:
        found = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    local = found.astimezone() if found.tzinfo else found
    return f"{local.day} {_MONTHS[local.month - 1]} kl. {local:%H.%M}"


def instant(iso: str) -> str:
    """Return an ISO 8601 time as RFC 3339 in UTC, `2025-11-21T02:00:00Z`; a time without a zone is the server's."""
    return datetime.fromisoformat(iso).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def xml(text: str) -> Markup:
    """Return `text` escaped for XML, without the characters that XML has no way to write."""
    return escape(_NOT_XML.sub("", text))


def tag(language: str | None) -> Markup:
    """Return the attributes that mark a part in another language than the page's, or nothing."""
    if not language or language == "sv":
        return Markup("")
    direction = Markup(' dir="auto"') if language == "yi" else Markup("")
    return Markup(' lang="{}"').format(language) + direction


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a passage's text: they are set apart by empty lines, else by single ones."""
    separator = "\n\n" if "\n\n" in text else "\n"
    return [part.strip() for part in text.split(separator) if part.strip()]


def page_numbers(page: int, last: int) -> list[int | None]:
    """Return the page numbers to show: the first, the last, those near `page`; None stands for a gap."""
    near = sorted({1, last, *range(max(1, page - 1), min(last, page + 1) + 1)})
    shown: list[int | None] = []
    for number in near:
        if shown and shown[-1] is not None and number - shown[-1] > 1:
            shown.append(None)
        shown.append(number)
    return shown

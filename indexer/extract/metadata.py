"""What a document says of itself, under the names of `Record`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.extract.personal import is_organisation, scrub

_KEYS = {
    "id": "id",
    "title": "title",
    "titel": "title",
    "publisher": "publisher",
    "utgivare": "publisher",
    "region": "regions",
    "regions": "regions",
    "type": "type",
    "typ": "type",
    "language": "language",
    "språk": "language",
    "lang": "language",
    "theme": "themes",
    "themes": "themes",
    "tema": "themes",
    "teman": "themes",
    "issued": "issued",
    "year": "issued",
    "år": "issued",
    "date": "issued",
    "datum": "issued",
    "valid": "valid",
    "gäller": "valid",
    "valid_from": "valid_from",
    "valid_to": "valid_to",
    "status": "status",
    "supersedes": "supersedes",
    "ersätter": "supersedes",
    "url": "url",
    "adress": "url",
    "urls": "urls",
    "abstract": "abstract",
    "beskrivning": "abstract",
    "rights": "rights",
    "rättigheter": "rights",
    "note": "note",
    "anmärkning": "note",
}
_PERIOD = re.compile(r"((?:19|20)\d\d)\s*(?:[-–—/]\s*((?:19|20)\d\d)?)?")
_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "januari jan",
            "februari feb",
            "mars mar",
            "april apr",
            "maj",
            "juni jun",
            "juli jul",
            "augusti aug",
            "september sep sept",
            "oktober okt",
            "november nov",
            "december dec",
        ],
        start=1,
    )
    for name in names.split()
}
_ISO_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_SWEDISH_DATE = re.compile(
    rf"(?<!\d)(0?[1-9]|[12]\d|3[01])\s+({_MONTH})\.?,?\s+((?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_JUNK_TITLE = re.compile(
    r"(?:microsoft word|powerpoint|word-dokument|untitled|namnlös|\((?:anonymous|unspecified)\)|"
    r"(?:do[kc]ument|presentation)\s*\d*$|mall\b|"
    r"rubrik$|titel$|title$|\d*$|.*\.(?:docx?|indd|pdf|pptx?|odt|qxd|rtf)$)",
    re.IGNORECASE,
)
_TITLE_LENGTH = 300


def stated(pairs: Iterable[tuple[str, str]]) -> tuple[dict[str, str], list[str]]:
    """Return metadata under the keys of `Record`, and a note in Swedish for each key that none of them is.

    Values of a list are joined by `|`. A period under `valid` becomes `valid_from` and `valid_to`.
    """
    metadata: dict[str, str] = {}
    notes = []
    for key, value in pairs:
        name = _KEYS.get(key.strip().casefold())
        if name is None:
            notes.append(f"Uppgiften ”{key}” i filens inledning är okänd och används inte.")
        elif name == "valid":
            metadata.update(period(value))
        elif value.strip():
            metadata[name] = value.strip()
    return metadata, notes


def period(value: str) -> dict[str, str]:
    """Return `valid_from` and `valid_to` of a period such as `2021–2024`, `2021/2024`, `2021/` or `2021`."""
    match = _PERIOD.search(value)
    if not match:
        return {}
    first, last = match.groups()
    open_ended = re.search(r"[-–—/]\s*$", value.strip()) is not None
    end = last or ("" if open_ended else first)
    return {"valid_from": first, **({"valid_to": end} if end else {})}


def date_in(text: str) -> str | None:
    """Return the first date in the text as ISO 8601: `2024-02-20`, `26 mars 2020`, `12 oktober, 2018`."""
    match = _ISO_DATE.search(text)
    swedish = _SWEDISH_DATE.search(text)
    if match and (not swedish or match.start() <= swedish.start()):
        return match[0]
    if swedish:
        return f"{swedish[3]}-{_MONTHS[swedish[2].lower()]:02}-{int(swedish[1]):02}"
    return None


def title_of(value: str | None) -> str | None:
    """Return a title fit to show, or None where a program filled it in."""
    title = scrub(" ".join((value or "").split()))
    if not title or len(title) > _TITLE_LENGTH or _JUNK_TITLE.match(title) or "\ufffd" in title:
        return None
    return title


def publisher_of(value: str | None) -> str | None:
    """Return a stated author or publisher where it is a body; persons are never kept."""
    name = " ".join((value or "").split())
    return name if name and is_organisation(name) else None

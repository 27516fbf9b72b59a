"""A document's metadata as one line of JSON, its facet values as keywords, and its date as a number."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import Any, cast

from indexer.model import KIND_LABELS, Document, Kind, Status, ThemeEvidence, plan_status

_KEPT = tuple(field.name for field in fields(Document) if field.name not in ("sections", "evidence"))
_KINDS: tuple[Kind | None, ...] = (None, *KIND_LABELS)
VALIDITY = "validity"


def dumps(document: Document) -> str:
    """Return everything but the sections as JSON."""
    data = {name: getattr(document, name) for name in _KEPT}
    data["evidence"] = [[found.theme, found.score, found.terms] for found in document.evidence]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Document:
    """Return the document that `dumps` wrote, without sections."""
    stored: dict[str, Any] = json.loads(text)
    data: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}
    data["evidence"] = tuple(
        ThemeEvidence(theme, score, tuple((term, count) for term, count in terms))
        for theme, score, terms in data["evidence"]
    )
    return Document(**data)


def keywords(document: Document) -> frozenset[str]:
    """Return the values that filters and facets work on, as `facet:value`.

    A plan's status depends on the day of the question, so the index holds what decides it: `validity:…`.
    """
    found = {f"theme:{theme}" for theme in document.themes}
    found |= {f"region:{region}" for region in document.regions}
    found |= {f"year:{year}" for year in document.years}
    found |= {f"kind:{kind}" for kind in document.kinds}
    found |= {f"type:{document.type}", f"publisher:{document.publisher}", f"language:{document.language}"}
    if document.type == "plan" or document.stated_status:
        found.add(f"{VALIDITY}:{_validity(document)}")
    return frozenset(found)


def _validity(document: Document) -> str:
    parts = (document.type, document.stated_status, document.valid_from, document.valid_to)
    return "|".join("" if part is None else str(part) for part in parts)


def status_of(validity: str, day: date) -> str | None:
    """Return the plan status on `day` that a `validity:` keyword's value stands for."""
    type_, stated, first, last = validity.split("|")
    years = [int(year) if year else None for year in (first, last)]
    return plan_status(type_, cast("Status | None", stated or None), years[0], years[1], day)


def kind_number(kind: Kind | None) -> int:
    """Return what a passage is for as a number that fits a byte."""
    return _KINDS.index(kind)


def kind_of_number(number: int) -> Kind | None:
    """Return what a passage is for by its number."""
    return _KINDS[number]


def date_number(document: Document) -> int:
    """Return the day from which the document holds, as a number like 20250101; 0 where unknown."""
    if document.issued:
        digits = document.issued[:10].replace("-", "")
        return int(digits.ljust(8, "0")) if digits.isdigit() else 0
    return (document.valid_from or 0) * 10_000

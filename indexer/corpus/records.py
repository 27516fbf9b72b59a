"""The entry of one document, as people write it in `catalogue.toml` and in sidecars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from functools import partial

from indexer.corpus.tables import Entry
from indexer.corpus.values import (
    read_id,
    read_issued,
    read_language,
    read_region,
    read_rights,
    read_status,
    read_theme,
    read_type,
    read_url,
    read_year,
)
from indexer.model import Record, Theme

KEYS = tuple(field.name for field in fields(Record))


def read_record(entry: Entry, scheme: Sequence[Theme]) -> Record:
    """Return what the entry states; faults are noted in its sheet, and a missing id reads as ""."""
    entry.only(KEYS)
    first, last = _year(entry, "valid_from"), _year(entry, "valid_to")
    if first is not None and last is not None and last < first:
        entry.fault("valid_to", f"perioden slutar ({last}) innan den börjar ({first}). Rätta åren.")
    issued = entry.values.get("issued")
    return Record(
        id=entry.read("id", read_id) or "",
        title=entry.text("title"),
        publisher=entry.text("publisher"),
        regions=entry.read_each("regions", read_region),
        type=entry.read("type", read_type),
        language=entry.read("language", read_language),
        themes=entry.read_each("themes", partial(read_theme, scheme=scheme)),
        issued=None if issued is None else entry.checked("issued", issued, read_issued),
        valid_from=first,
        valid_to=last,
        status=entry.read("status", read_status),
        supersedes=entry.read_each("supersedes", read_id),
        url=entry.read("url", read_url),
        urls=entry.read_each("urls", read_url),
        abstract=entry.text("abstract"),
        rights=entry.read("rights", read_rights),
        note=entry.text("note"),
    )


def _year(entry: Entry, key: str) -> int | None:
    value = entry.values.get(key)
    return None if value is None else entry.checked(key, value, read_year)

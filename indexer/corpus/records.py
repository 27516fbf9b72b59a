"""The entry of one document, as people write it in `catalogue.toml` and in sidecars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from functools import partial

from indexer.corpus.tables import Entry
from indexer.corpus.values import (
    is_period,
    read_id,
    read_issued,
    read_language,
    read_period,
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
OTHER_KEYS: Mapping[str, str] = {"region": "regions", "theme": "themes", "year": "issued"}
"""Other ways of writing a field."""


def read_record(entry: Entry, scheme: Sequence[Theme]) -> Record:
    """Return what the entry states; faults are noted in its sheet, and a missing id reads as "".

    `region`, `theme` and `year` are understood too, and a period may be written as one text, `valid = "2021–2024"`.
    """
    entry = _with_usual_keys(entry)
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
        gone=entry.flag("gone"),
        abstract=entry.text("abstract"),
        rights=entry.read("rights", read_rights),
        added=None if (added := entry.values.get("added")) is None else entry.checked("added", added, read_issued),
        note=entry.text("note"),
    )


def _year(entry: Entry, key: str) -> int | None:
    value = entry.values.get(key)
    return None if value is None else entry.checked(key, value, read_year)


def _with_usual_keys(entry: Entry) -> Entry:
    """Return the entry with its other ways of writing turned into the fields of Record."""
    values = dict(entry.values)
    for other, usual in OTHER_KEYS.items():
        if other in values and usual not in values:
            values[usual] = values.pop(other)
    for key in ("valid", "issued"):
        value = values.get(key)
        if isinstance(value, str) and (key == "valid" or is_period(value)):
            del values[key]
            period = entry.checked(key, value, read_period)
            if period:
                values["valid_from"], values["valid_to"] = period
    return replace(entry, values={key: value for key, value in values.items() if value is not None})

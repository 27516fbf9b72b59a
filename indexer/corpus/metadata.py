"""What a file says of itself, read leniently into a record; and records put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from indexer.corpus.values import (
    is_period,
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

Value = TypeVar("Value")


@dataclass(slots=True)
class _Statements:
    """Metadata as strings, with typed access; what cannot be read becomes a note and reads as not stated."""

    values: Mapping[str, str]
    where: str
    notes: list[str] = field(default_factory=list)

    def text(self, key: str) -> str | None:
        return " ".join(self.values.get(key, "").split()) or None

    def one(self, key: str, reader: Callable[[str], Value]) -> Value | None:
        value = self.text(key)
        return self._read(key, value, reader) if value else None

    def each(self, key: str, reader: Callable[[str], Value]) -> tuple[Value, ...]:
        words = [" ".join(word.split()) for word in self.values.get(key, "").split("|")]
        found = [self._read(key, word, reader) for word in words if word]
        return tuple(dict.fromkeys(value for value in found if value is not None))

    def _read(self, key: str, value: str, reader: Callable[[str], Value]) -> Value | None:
        try:
            return reader(value)
        except ValueError as error:
            self.notes.append(f"{self.where}: fältet ”{key}”: {error}")
            return None


def record_from_metadata(id: str, metadata: Mapping[str, str], where: str, scheme: Sequence[Theme] = ()) -> Record:  # noqa: A002 -- the model's own name
    """Return the record that a file's own `metadata` states; lists are joined by `|`, keys are those of Record.

    Regions may be codes or names, themes ids or labels of `scheme`, types Swedish or English, and a period may stand
    under `valid`, `years` or `issued`. What cannot be read becomes part of `note`, with `where` before it.
    """
    stated = _Statements(metadata, where)
    issued, period = _times(stated)
    record = Record(
        id=id,
        title=stated.text("title"),
        publisher=stated.text("publisher"),
        regions=stated.each("regions", read_region) or stated.each("region", read_region),
        type=stated.one("type", read_type),
        language=stated.one("language", read_language),
        themes=_themes(stated, scheme),
        issued=issued,
        valid_from=period[0],
        valid_to=period[1],
        status=stated.one("status", read_status),
        supersedes=stated.each("supersedes", str),
        url=stated.one("url", read_url),
        urls=stated.each("urls", read_url),
        abstract=stated.text("abstract"),
        rights=stated.one("rights", read_rights),
    )
    notes = [note for note in (stated.text("note"), *stated.notes) if note]
    return replace(record, note=" ".join(notes) or None)


def _themes(stated: _Statements, scheme: Sequence[Theme]) -> tuple[str, ...]:
    reader = partial(read_theme, scheme=scheme)
    return stated.each("themes", reader) or stated.each("theme", reader)


def _times(stated: _Statements) -> tuple[str | None, tuple[int | None, int | None]]:
    """Return the time of issue and the period; a period that stands under `issued` or `year` is understood."""
    first, last = stated.one("valid_from", read_year), stated.one("valid_to", read_year)
    if first is not None and last is not None and last < first:
        stated.notes.append(f"{stated.where}: perioden {first}–{last} slutar innan den börjar och används inte.")
        first, last = None, None
    period = (first, last)
    for key in ("valid", "years"):
        if period == (None, None):
            period = stated.one(key, read_period) or period
    for key in ("issued", "year"):
        value = stated.text(key)
        if value and is_period(value):
            period = (stated.one(key, read_period) or period) if period == (None, None) else period
        elif value:
            return stated.one(key, read_issued), period
    return None, period


def merge(first: Record, second: Record) -> Record:
    """Return what `first` states, filled up with what only `second` states; a period is taken whole, notes are joined.

    The id is always that of `first`.
    """
    filled = {
        name: getattr(first, name) or getattr(second, name)
        for name in Record.__dataclass_fields__
        if name not in ("id", "valid_from", "valid_to", "note")
    }
    dated = first if (first.valid_from, first.valid_to) != (None, None) else second
    notes = dict.fromkeys(note for note in (first.note, second.note) if note)
    return replace(first, **filled, valid_from=dated.valid_from, valid_to=dated.valid_to, note=" ".join(notes) or None)

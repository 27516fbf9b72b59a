"""Entries put into TOML files and taken out of them, with everything else in the file left as people wrote it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

import tomlkit

from indexer.corpus import atomic
from indexer.errors import CorpusError

_HEADER = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]")


def entry_text(values: Mapping[str, object]) -> str:
    """Return fields as lines of TOML."""
    return tomlkit.dumps(values)


def append_entry(path: Path, table: str, values: Mapping[str, object], *, head: str) -> None:
    """Add a `[[table]]` entry last in the file at `path`, which is made with the comment `head` where it is missing."""
    text = path.read_text(encoding="utf-8") if path.exists() else f"# {head}\n\nschema_version = 1\n"
    atomic.write(path, f"{text.rstrip()}\n\n[[{table}]]\n{entry_text(values)}".encode())


def update_entry(path: Path, values: Mapping[str, object], *, without: Collection[str] = ()) -> None:
    """Set fields of a file that holds a single record and drop those of `without`; other fields and comments stay."""
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    for key in without:
        document.pop(key, None)
    for key, value in values.items():
        document[key] = value
    atomic.write(path, tomlkit.dumps(document).encode())


def without_entry(path: Path, id_: str) -> None:
    """Take the first entry with that id out of the file, and the id out of the other entries' `supersedes`.

    A comment before the next entry stays: it may be the heading of the entries that follow.
    Raises CorpusError where the entry cannot be told apart from its neighbours.
    """
    text = path.read_text(encoding="utf-8")
    before = tomllib.loads(text)
    kept = _forget(_cut(text, before, id_), id_)
    if _without(tomllib.loads(kept)) != _without(before, id_):
        raise CorpusError(f"{path}: posten ”{id_}” kunde inte tas bort av programmet. Ta bort den för hand i filen.")
    atomic.write(path, kept.encode())


def _cut(text: str, values: Mapping[str, list[dict[str, object]]], id_: str) -> str:
    table = next(name for name, entries in values.items() if isinstance(entries, list))
    ordinal = [entry.get("id") for entry in values[table]].index(id_)
    lines = text.splitlines(keepends=True)
    starts = [number for number, line in enumerate(lines) if (found := _HEADER.match(line)) and found[1] == table]
    start = starts[ordinal]
    stop = starts[ordinal + 1] if ordinal + 1 < len(starts) else len(lines)
    while stop > start and (not lines[stop - 1].strip() or lines[stop - 1].lstrip().startswith("#")):
        stop -= 1
    while stop < len(lines) and not lines[stop].strip():
        stop += 1
    return "".join(lines[:start] + lines[stop:])


def _forget(text: str, id_: str) -> str:
    """Drop the id from every `supersedes`, which may only name entries that are there."""
    document = tomlkit.parse(text) if f'"{id_}"' in text else None
    if document is None:
        return text
    for entry in document.get("document", []):
        if id_ in entry.get("supersedes", []):
            entry["supersedes"].remove(id_)
            if not entry["supersedes"]:
                del entry["supersedes"]
    return tomlkit.dumps(document)


def _without(values: Mapping[str, object], id_: str | None = None) -> dict[str, object]:
    """Return the values without the first entry of that id, and without `supersedes`."""
    plain: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, list):
            ids = [entry.get("id") for entry in value]
            position = ids.index(id_) if id_ in ids else -1
            rest = [entry for number, entry in enumerate(value) if number != position]
            plain[name] = [{key: one for key, one in entry.items() if key != "supersedes"} for entry in rest]
        else:
            plain[name] = value
    return {name: value for name, value in plain.items() if value != []}

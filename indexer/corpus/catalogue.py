"""Load and validate what people edit in `corpus/`: catalogue, themes, synonyms, sources and removals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from indexer.corpus.records import read_record
from indexer.corpus.regions import REGIONS
from indexer.corpus.sources import read_sources
from indexer.corpus.tables import Entry, Sheet, distinct, read_sheet
from indexer.corpus.values import nearest
from indexer.corpus.vocabulary import read_synonyms, read_themes
from indexer.errors import CorpusError
from indexer.model import Record, Source, SynonymGroup, Theme

CATALOGUE, THEMES, SYNONYMS, SOURCES, REMOVED = (
    "catalogue.toml",
    "themes.toml",
    "synonyms.toml",
    "sources.toml",
    "removed.toml",
)


Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Corpus:
    """What people have stated of the corpus; `regions` maps county codes to labels.

    `removed` holds ids and addresses that were taken out and stay out. Files are listed by `files`.
    """

    root: Path
    records: tuple[Record, ...]
    themes: tuple[Theme, ...]
    synonyms: tuple[SynonymGroup, ...]
    sources: tuple[Source, ...]
    regions: Mapping[str, str]
    removed: frozenset[str]


def load(root: Path) -> Corpus:
    """Return what the files in `root` state; a missing file states nothing.

    Raises CorpusError where there is no such folder or a file is faulty; the message lists every fault of that file.
    """
    if not root.is_dir():
        raise CorpusError(f"{root}: mappen finns inte. Skapa den, eller ange en annan med --corpus.")
    themes = load_themes(root)
    return Corpus(
        root=root,
        records=_records(read_sheet(root / CATALOGUE), themes),
        themes=themes,
        synonyms=_finished(sheet := read_sheet(root / SYNONYMS), read_synonyms(sheet)),
        sources=_finished(sheet := read_sheet(root / SOURCES), read_sources(sheet, [theme.id for theme in themes])),
        regions=REGIONS,
        removed=_removed(read_sheet(root / REMOVED)),
    )


def load_themes(root: Path) -> tuple[Theme, ...]:
    """Return the theme scheme of the corpus; () where it has none."""
    sheet = read_sheet(root / THEMES)
    return _finished(sheet, read_themes(sheet))


def _finished(sheet: Sheet | None, value: Value) -> Value:
    if sheet is not None:
        sheet.finish()
    return value


def _records(sheet: Sheet | None, themes: Sequence[Theme]) -> tuple[Record, ...]:
    if sheet is None:
        return ()
    sheet.only(("schema_version", "document"))
    entries = sheet.entries("document")
    records = tuple(_record(entry, themes) for entry in entries)
    distinct(entries, [record.id for record in records])
    _check_supersedes(entries, records)
    sheet.finish()
    return records


def _record(entry: Entry, themes: Sequence[Theme]) -> Record:
    for key in ("id", "title"):
        entry.required(key)
    return read_record(entry, themes)


def _check_supersedes(entries: Sequence[Entry], records: Sequence[Record]) -> None:
    ids = {record.id for record in records}
    for entry, record in zip(entries, records, strict=True):
        for other in record.supersedes:
            if other not in ids or other == record.id:
                near = nearest(other, ids - {record.id})
                hint = f" Menade du ”{near[0]}”?" if near else ""
                entry.fault("supersedes", f"det finns inget annat dokument med id ”{other}” i katalogen.{hint}")


def _removed(sheet: Sheet | None) -> frozenset[str]:
    if sheet is None:
        return frozenset()
    sheet.only(("schema_version", "removed"))
    found: set[str] = set()
    for entry in sheet.entries("removed"):
        entry.only(("id", "urls", "date"))
        found.add(entry.required("id"))
        found.update(entry.texts("urls"))
    sheet.finish()
    return frozenset(found)

"""The files that people put into `corpus/documents/`, with their ids and sidecars."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from indexer.corpus.catalogue import load_themes
from indexer.corpus.metadata import merge, record_from_metadata
from indexer.corpus.records import read_record
from indexer.corpus.tables import Sheet, read_sheet
from indexer.corpus.values import slug
from indexer.errors import CorpusError
from indexer.model import Record

__all__ = ["DOCUMENTS", "CorpusFile", "files", "merge", "record_from_metadata", "sidecar_of", "slug"]

DOCUMENTS = "documents"
_SIDECAR = ".toml"
_HASH_LETTERS = 6


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """One file of the corpus; `relative` is its path from the corpus' root with `/`.

    `record` holds what the sidecar states, and the id.
    """

    path: Path
    relative: str
    id: str
    record: Record


def files(root: Path) -> tuple[CorpusFile, ...]:
    """Return the files of `root/documents` in the order of their paths, without sidecars and hidden files.

    Files of unknown formats are there too, so that they can be reported. A file's id is its sidecar's, else its path
    without suffix as a slug; where two would share one, the later in order gets a short hash of its path.
    Raises CorpusError for a faulty sidecar or where two sidecars state the same id.
    """
    found = sorted(_names(root / DOCUMENTS, ""))
    sidecars = _sidecars(found)
    stated = {name: _read_sidecar(root, sidecar) for name, sidecar in sidecars.items()}
    beside = set(sidecars.values())
    names = [name for name in found if name not in beside]
    ids = _ids(root, names, stated)
    return tuple(_file(root, name, ids[name], stated.get(name)) for name in names)


def sidecar_of(path: Path) -> Path | None:
    """Return the sidecar that belongs to the file at `path`, None where there is none.

    `plan.pdf.toml` goes before `plan.toml`.
    """
    for candidate in (path.with_name(path.name + _SIDECAR), path.with_suffix(_SIDECAR)):
        if candidate.is_file() and candidate != path:
            return candidate
    return None


def _file(root: Path, name: str, id_: str, stated: Record | None) -> CorpusFile:
    record = Record(id=id_) if stated is None else replace(stated, id=id_)
    return CorpusFile(path=root / DOCUMENTS / name, relative=f"{DOCUMENTS}/{name}", id=id_, record=record)


def _names(folder: Path, prefix: str) -> Iterator[str]:
    """Yield paths below `folder`, without hidden files and the lock files that office programs leave."""
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    except OSError as error:
        raise CorpusError(f"{folder}: mappen kan inte läsas. Kontrollera att du får läsa den.") from error
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _names(folder / entry.name, f"{prefix}{entry.name}/")
        elif entry.is_file():
            yield prefix + entry.name


def _sidecars(names: list[str]) -> dict[str, str]:
    """Return file → sidecar; a `.toml` that stands beside no file is no sidecar."""
    documents: dict[str, list[str]] = {}
    for name in names:
        if not name.endswith(_SIDECAR):
            documents.setdefault(str(PurePosixPath(name).with_suffix("")), []).append(name)
    present = set(names)
    found: dict[str, str] = {}
    for name in names:
        if not name.endswith(_SIDECAR):
            continue
        owner = name.removesuffix(_SIDECAR)
        owners = [owner] if owner in present else documents.get(owner, [])
        for document in owners:
            if document not in found or name == document + _SIDECAR:
                found[document] = name
    return found


def _read_sidecar(root: Path, name: str) -> Record | None:
    sheet = read_sheet(root / DOCUMENTS / name)
    return None if sheet is None else _record(root, sheet)


def _record(root: Path, sheet: Sheet) -> Record:
    scheme = load_themes(root) if sheet.values.get("themes") else ()
    record = read_record(sheet.whole(), scheme)
    sheet.finish()
    return record


def _ids(root: Path, names: list[str], stated: Mapping[str, Record | None]) -> dict[str, str]:
    taken: dict[str, str] = {}
    for name in names:
        record = stated.get(name)
        if record is not None and record.id:
            if record.id in taken:
                raise CorpusError(
                    f"{root / DOCUMENTS / name}: id ”{record.id}” har redan filen {taken[record.id]}. "
                    "Ange ett annat id i den ena filens .toml."
                )
            taken[record.id] = name
    ids = {name: id_ for id_, name in taken.items()}
    for name in names:
        if name not in ids:
            ids[name] = _free_id(name, taken)
            taken[ids[name]] = name
    return ids


def _free_id(name: str, taken: Mapping[str, str]) -> str:
    plain = slug(str(PurePosixPath(name).with_suffix("")))
    if plain and plain not in taken:
        return plain
    digest = sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:_HASH_LETTERS]
    return f"{plain}-{digest}" if plain else f"dokument-{digest}"

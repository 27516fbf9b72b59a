"""The files that people put into `corpus/documents/`, with their ids and sidecars."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from indexer.corpus.catalogue import load_themes
from indexer.corpus.metadata import merge, record_from_metadata
from indexer.corpus.records import read_record
from indexer.corpus.tables import read_sheet
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

    `record` holds what the sidecar states, and the id. `faults` say in Swedish what is wrong with the sidecar; they
    stand in the record's note too.
    """

    path: Path
    relative: str
    id: str
    record: Record
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sidecar:
    """What a sidecar states, and what is wrong with it."""

    record: Record
    faults: tuple[str, ...] = ()


_NONE = _Sidecar(Record(id=""))


def files(root: Path) -> tuple[CorpusFile, ...]:
    """Return the files of `root/documents` in the order of their paths, without sidecars and hidden files.

    Files of unknown formats are there too, so that they can be reported. A file's id is its sidecar's, else its path
    without suffix as a slug; where two would share one, the later in order gets a short hash of its path.
    A faulty sidecar takes nothing down: what is right in it is used, and the file's `faults` tell the rest.
    """
    found = sorted(_names(root / DOCUMENTS, ""))
    sidecars = _sidecars(found)
    stated = {name: _read_sidecar(root, sidecar) for name, sidecar in sidecars.items()}
    beside = set(sidecars.values())
    names = [name for name in found if name not in beside]
    ids = _ids(names, stated)
    return tuple(_file(root, name, ids[name], stated.get(name, _NONE)) for name in names)


def is_hidden(name: str) -> bool:
    """Tell whether a file of that name is no document: hidden, or a lock that office programs leave."""
    return name.startswith((".", "~$"))


def sidecar_of(path: Path) -> Path | None:
    """Return the sidecar that belongs to the file at `path`, None where there is none.

    `plan.pdf.toml` goes before `plan.toml`.
    """
    for candidate in (path.with_name(path.name + _SIDECAR), path.with_suffix(_SIDECAR)):
        if candidate.is_file() and candidate != path:
            return candidate
    return None


def _file(root: Path, name: str, id_: str, sidecar: _Sidecar) -> CorpusFile:
    faults = sidecar.faults
    if sidecar.record.id and sidecar.record.id != id_:
        faults += (f"{DOCUMENTS}/{name}: id ”{sidecar.record.id}” har redan en annan fil. Ange ett eget id.",)
    note = " ".join(filter(None, (sidecar.record.note, *faults))) or None
    return CorpusFile(
        path=root / DOCUMENTS / name,
        relative=f"{DOCUMENTS}/{name}",
        id=id_,
        record=replace(sidecar.record, id=id_, note=note),
        faults=faults,
    )


def _names(folder: Path, prefix: str) -> Iterator[str]:
    """Yield the paths of what is not hidden below `folder`."""
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    except OSError as error:
        raise CorpusError(f"{folder}: mappen kan inte läsas. Kontrollera att du får läsa den.") from error
    for entry in entries:
        if is_hidden(entry.name):
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


def _read_sidecar(root: Path, name: str) -> _Sidecar:
    try:
        sheet = read_sheet(root / DOCUMENTS / name, f"{DOCUMENTS}/{name}")
    except CorpusError as error:
        return replace(_NONE, faults=(str(error),))
    if sheet is None:
        return _NONE
    scheme = load_themes(root) if "themes" in sheet.values or "theme" in sheet.values else ()
    record = read_record(sheet.whole(), scheme)
    return _Sidecar(record, tuple(sheet.faults))


def _ids(names: list[str], stated: Mapping[str, _Sidecar]) -> dict[str, str]:
    taken: set[str] = set()
    ids: dict[str, str] = {}
    for name in names:
        wanted = stated[name].record.id if name in stated else ""
        if wanted and wanted not in taken:
            ids[name] = wanted
            taken.add(wanted)
    for name in names:
        if name not in ids:
            ids[name] = _free_id(name, taken)
            taken.add(ids[name])
    return ids


def _free_id(name: str, taken: Collection[str]) -> str:
    plain = slug(str(PurePosixPath(name).with_suffix("")))
    if plain and plain not in taken:
        return plain
    digest = sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:_HASH_LETTERS]
    return f"{plain}-{digest}" if plain else f"dokument-{digest}"

"""Generations of the index: which one is in force, whether it fits this program, whether it is whole.

index/
  current                       one line: the name of the generation in force
  lock                          held by a running build
  generations/000042/
    manifest.json               written last: a generation without one was never finished
    engine/ forward/ analysis/  vocabulary.json failures.json dates.json
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from indexer.config import Cluster
from indexer.errors import IndexDamaged, IndexFault, IndexMissing, IndexOutdated
from indexer.index import dates
from indexer.index.dates import Seen
from indexer.index.engine import open_engine
from indexer.index.vocabulary import Failure, Vocabulary, read_failures
from indexer.language.analysis import VERSION as ANALYZER

SCHEMA = 4
"""Raised whenever the files of a generation mean something else than before."""

CURRENT = "current"
GENERATIONS = "generations"
MANIFEST = "manifest.json"
NAME = re.compile(r"\d{6}")
_PASSING = re.compile(r".*(\.lock|_WRITELOCK)")
REBUILD = "Kör: metodsok index --rebuild"


@dataclass(frozen=True, slots=True)
class FileState:
    """A file of a generation as it was when the index was built; `size` in bytes."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself.

    `schema`, `analyzer` and `extractor` are versions. `corpus` is a hash of all that went in, `scheme` one of what
    changes the terms or themes of every document. `frozen` is the number of documents there were when the dictionary
    was made. `built` is ISO 8601 with time zone. `files` are by path within the generation.
    """

    schema: int
    analyzer: int
    extractor: int
    engine: str
    corpus: str
    scheme: str
    documents: int
    passages: int
    frozen: int
    built: str
    files: Mapping[str, FileState]

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values, ready for JSON."""
        return asdict(self)

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Return the manifest in a file; IndexOutdated for another schema, IndexDamaged for what is no manifest."""
        try:
            value = json.loads(path.read_text("utf-8"))
            schema = value["schema"]
            if schema == SCHEMA:
                files = {name: FileState(**state) for name, state in value.pop("files").items()}
                return cls(**value, files=files)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as fault:
            raise IndexDamaged(f"Indexets förteckning går inte att läsa: {path}. {REBUILD}") from fault
        raise IndexOutdated(f"Indexet har format {schema}, det här programmet läser {SCHEMA}. {REBUILD}")


@dataclass(frozen=True, slots=True)
class Generation:
    """One finished index in its folder."""

    folder: Path
    manifest: Manifest

    @classmethod
    def open(cls, index: Path) -> Generation:
        """Return the generation in force.

        Raises IndexMissing where there is none, IndexOutdated where the program has changed since, IndexDamaged where
        a file is missing or has another size. Contents are not read: see `check`.
        """
        name = current(index)
        try:
            return cls._open(index / GENERATIONS / name)
        except IndexFault:
            if (newer := current(index)) == name:
                raise
            return cls._open(index / GENERATIONS / newer)

    @classmethod
    def _open(cls, folder: Path) -> Generation:
        manifest = Manifest.read(folder / MANIFEST)
        if manifest.analyzer != ANALYZER:
            raise IndexOutdated(
                f"Indexet är byggt med språkanalys {manifest.analyzer}, det här programmet har {ANALYZER}. {REBUILD}"
            )
        for name, state in manifest.files.items():
            if fault := _fault(folder / name, state):
                raise IndexDamaged(f"Indexet är skadat: {fault}. {REBUILD}")
        return cls(folder, manifest)

    @property
    def name(self) -> str:
        """The generation's name."""
        return self.folder.name

    @staticmethod
    def engine_of(folder: Path) -> Path:
        """Return where the engine's files are in a generation's folder."""
        return folder / "engine"

    @property
    def engine_folder(self) -> Path:
        """Where the engine's files are."""
        return self.engine_of(self.folder)

    @property
    def forward_folder(self) -> Path:
        """Where the forward arrays are."""
        return self.folder / "forward"

    @property
    def dictionary(self) -> Path:
        """Where the analyser's dictionary was saved."""
        return self.folder / "analysis" / "dictionary"

    def vocabulary(self) -> Vocabulary:
        """Return the corpus' own words."""
        return Vocabulary.read(self.folder / "vocabulary.json")

    def dates(self) -> Mapping[str, Seen]:
        """Return when each document came and last changed, as far as that is known."""
        return dates.read(self.folder / dates.NAME) or {}

    def failures(self) -> tuple[Failure, ...]:
        """Return the files that could not be read."""
        return read_failures(self.folder / "failures.json")


def current(index: Path) -> str:
    """Return the name of the generation in force; IndexMissing where there is none."""
    try:
        name = (index / CURRENT).read_text("utf-8").strip()
    except FileNotFoundError as fault:
        raise IndexMissing(f"Det finns inget index i {index}. Kör: metodsok index") from fault
    except (OSError, UnicodeError) as fault:
        raise IndexDamaged(f"Filen {index / CURRENT} går inte att läsa. {REBUILD}") from fault
    if not NAME.fullmatch(name):
        raise IndexDamaged(f"Filen {index / CURRENT} innehåller inget giltigt namn. {REBUILD}")
    return name


def check(index: Path, cluster: Cluster | None = None) -> list[str]:
    """Return what is wrong with the index, in Swedish; [] where every file is as it was when it was built.

    `cluster` is where OpenSearch is; its index must have as many passages as it was given.
    """
    try:
        generation = Generation.open(index)
    except IndexFault as fault:
        return [str(fault)]
    states = generation.manifest.files.items()
    faults = (_fault(generation.folder / name, state, read=True) for name, state in states)
    found = [f"Indexet är skadat: {fault}. {REBUILD}" for fault in faults if fault]
    return found or _engine_faults(generation, cluster)


def _engine_faults(generation: Generation, cluster: Cluster | None) -> list[str]:
    told = generation.manifest
    try:
        engine = open_engine(told.engine, generation.engine_folder, cluster)
        there = engine.passages
        engine.close()
    except IndexFault as fault:
        return [str(fault)]
    if there == told.passages:
        return []
    return [f"Indexet är skadat: sökmotorn har {there} stycken i stället för {told.passages}. {REBUILD}"]


def files(folder: Path) -> Iterator[Path]:
    """Yield the files below `folder` that belong to a generation; lock files come and go."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != MANIFEST and not _PASSING.fullmatch(path.name):
            yield path


def state(path: Path) -> FileState:
    """Return a file's size and checksum."""
    with path.open("rb") as file:
        return FileState(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _fault(path: Path, expected: FileState, *, read: bool = False) -> str | None:
    """Return what is wrong with a file; its contents are compared only if asked for."""
    try:
        if path.stat().st_size != expected.size:
            return f"filen {path} har ändrat storlek"
        if read and state(path) != expected:
            return f"filen {path} har ändrat innehåll"
    except FileNotFoundError:
        return f"filen {path} saknas"
    except OSError as fault:
        return f"filen {path} går inte att läsa ({fault.strerror})"
    return None

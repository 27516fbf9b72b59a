"""Making a new generation beside the one in force, and swapping it in by one rename."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from indexer.config import Cluster
from indexer.errors import IndexBusy, IndexDamaged, IndexFault
from indexer.index.dates import NAME as DATES
from indexer.index.dates import Seen, read
from indexer.index.engine import Keeper, keeping, open_engine
from indexer.index.forward import Forward
from indexer.index.generation import (
    CURRENT,
    GENERATIONS,
    MANIFEST,
    NAME,
    FileState,
    Generation,
    Manifest,
    current,
    files,
    state,
)


class Workshop:
    """The one build that may change an index at a time; made by `building`."""

    def __init__(self, index: Path, keeper: Keeper, cluster: Cluster | None = None) -> None:
        self._index = index
        self._keeper = keeper
        self._cluster = cluster
        self._generations = index / GENERATIONS
        self._generations.mkdir(exist_ok=True)
        self._tidy()

    def previous(self) -> Generation | None:
        """Return the generation in force, None where there is none that fits this program."""
        try:
            found = Generation.open(self._index)
        except IndexFault:
            return None
        return found if self._keeper.stands(found.engine_folder) else None

    def dates(self) -> dict[str, Seen] | None:
        """Return when each document came and changed, as the generation in force knew it, whatever its version."""
        try:
            return read(self._generations / current(self._index) / DATES)
        except IndexFault:
            return None

    def new(self) -> Path:
        """Return an empty folder for a new generation; its name was never used before."""
        last = max((int(folder.name) for folder in _finished(self._generations)), default=0)
        folder = self._generations / f"{last + 1:06d}"
        folder.mkdir()
        return folder

    def finish(self, folder: Path, manifest: Manifest) -> Generation:
        """Complete the manifest with the files, flush and verify the generation, and put it in force.

        Raises IndexDamaged where what was written does not read back as told.
        """
        previous = self.previous()
        found = {path.relative_to(folder).as_posix(): _state(path, folder, previous) for path in files(folder)}
        value = replace(manifest, files=found).as_dict()
        (folder / MANIFEST).write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")
        _flush(folder)
        generation = Generation(folder, Manifest.read(folder / MANIFEST))
        _verify(generation, self._cluster)
        self._keeper.publish(generation.engine_folder)
        self._swap(folder.name)
        return generation

    def _swap(self, name: str) -> None:
        fresh = self._index / f"{CURRENT}.new"
        fresh.write_text(f"{name}\n", "utf-8")
        _flush_path(fresh)
        _flush_path(self._generations)
        fresh.replace(self._index / CURRENT)
        _flush_path(self._index)

    def _tidy(self) -> None:
        """Remove what killed builds left and what is older than the previous generation."""
        self.keep(_standing(self._index))

    def keep(self, standing: Collection[Path]) -> None:
        """Remove every generation but these."""
        for folder in _ours(self._generations):
            if folder not in standing:
                shutil.rmtree(folder)
        engines = {folder.name: Generation.engine_of(folder) for folder in standing}
        self._keeper.tidy(engines.get(_name_in_force(self._index)), engines.values())


@contextmanager
def building(index: Path, engine: str = "auto", cluster: Cluster | None = None) -> Iterator[Workshop]:
    """Hold the index' lock for one build with `engine`; it dies with the process.

    Raises IndexBusy where another build holds it, IndexFault where the folder or the disk refuses.
    """
    try:
        with _locked(index), keeping(engine, index, cluster) as keeper:
            yield Workshop(index, keeper, cluster)
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise IndexFault(
            f"Indexet i {index} kunde inte skrivas: {reason}. Se till att mappen är skrivbar och att disken har plats, "
            "och kör sedan: metodsok index. Det förra indexet svarar som förut."
        ) from fault


def is_building(index: Path) -> bool:
    """Tell whether a build is running, for those who only read.

    The lock is tried only where an unfinished generation lies, so that a build that is about to start is not disturbed.
    """
    try:
        generations = index / GENERATIONS
        if len(_finished(generations)) == len(_ours(generations)):
            return False
        with (index / "lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def drop_previous(index: Path, engine: str = "auto", cluster: Cluster | None = None) -> None:
    """Remove every generation but the one in force, so that nothing taken out lingers."""
    with building(index, engine, cluster) as workshop:
        workshop.keep([index / GENERATIONS / current(index)])


def take_over(previous: Generation, part: str, folder: Path) -> None:
    """Put the previous generation's files of `part` into the new one, without copying where the disk can link.

    The engines only ever add, replace by rename, or unlink files, so the old generation is not changed.
    """
    for name in previous.manifest.files:
        if name.startswith(f"{part}/"):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(previous.folder / name, target)
            except OSError:
                shutil.copy2(previous.folder / name, target)


@contextmanager
def _locked(index: Path) -> Iterator[None]:
    index.mkdir(parents=True, exist_ok=True)
    with (index / "lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise IndexBusy(f"Indexet i {index} byggs redan av en annan körning. Vänta tills den är klar.") from fault
        yield


def _ours(generations: Path) -> list[Path]:
    return sorted(folder for folder in generations.iterdir() if folder.is_dir() and NAME.fullmatch(folder.name))


def _finished(generations: Path) -> list[Path]:
    return [folder for folder in _ours(generations) if (folder / MANIFEST).is_file()]


def _name_in_force(index: Path) -> str:
    try:
        return current(index)
    except IndexFault:
        return ""


def _standing(index: Path) -> list[Path]:
    """Return the generation in force and the finished one before it: a reader may just have opened either."""
    name = _name_in_force(index)
    return [folder for folder in _finished(index / GENERATIONS) if folder.name <= name][-2:]


def _state(path: Path, folder: Path, previous: Generation | None) -> FileState:
    """Return a file's size and checksum; one that is linked from the previous generation keeps what stands there.

    Reading it again would take time, and would take damage on the disk for what was written.
    """
    name = path.relative_to(folder).as_posix()
    if previous and (told := previous.manifest.files.get(name)) and path.samefile(previous.folder / name):
        return told
    return state(path)


def _verify(generation: Generation, cluster: Cluster | None) -> None:
    told = generation.manifest
    engine = open_engine(told.engine, generation.engine_folder, cluster)
    counts = engine.passages
    engine.close()
    forward = Forward.open(generation.forward_folder)
    if (forward.documents, forward.passages, counts) != (told.documents, told.passages, told.passages):
        raise IndexDamaged(
            f"Det nya indexet stämmer inte ({counts} stycken i stället för {told.passages}) och togs inte i bruk. "
            "Kör: metodsok index --rebuild"
        )


def _flush(folder: Path) -> None:
    """Flush every file and folder below and including `folder` to disk."""
    for path in sorted(folder.rglob("*"), reverse=True):
        _flush_path(path)
    _flush_path(folder)


def _flush_path(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

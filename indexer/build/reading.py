"""Reading the files of the corpus: what is unchanged comes from the cache, the rest from guarded workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.build.extracts import Extracts, Head
from indexer.corpus.files import CorpusFile
from indexer.corpus.store import HarvestedPage
from indexer.errors import ExtractionError
from indexer.extract.pool import Pool
from indexer.index.vocabulary import Failure
from indexer.model import Extract

Progress = Callable[[str, int, int], None]
"""Told what is being done, in Swedish, how many are done, and of how many."""

BATCH = 32
"""Files read between two writes of the cache: what a killed build loses."""

_UNREADABLE = "Filen går inte att läsa ({reason}). Kontrollera rättigheterna och kör: metodsok index"
_CHANGED = "Filen ändrades medan den lästes. Kör: metodsok index"


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that could be read, and what it says of itself; `page` is what is known of it where it was harvested."""

    file: CorpusFile
    head: Head
    page: HarvestedPage | None = None


@dataclass(frozen=True, slots=True)
class Keyed:
    """A file with the key of its content, or with the error that kept us from looking at it."""

    file: CorpusFile
    key: str
    error: ExtractionError | None = None
    page: HarvestedPage | None = None


def look(files: Sequence[CorpusFile], extracts: Extracts) -> list[Keyed]:
    """Return each file with the key of its content; unchanged files are not opened."""
    return [_look(file, extracts) for file in files]


def read(keyed: Sequence[Keyed], extracts: Extracts, progress: Progress) -> tuple[list[Reading], tuple[Failure, ...]]:
    """Return the files that could be read and what was wrong, both in the order given.

    A file with a faulty sidecar is read all the same, and listed too.
    """
    errors = {item.file.path: item.error for item in keyed if item.error}
    errors |= _extract([item for item in keyed if not item.error and not extracts.head(item.key)], extracts, progress)
    readings: list[Reading] = []
    failures: list[Failure] = []
    for item in keyed:
        found = errors.get(item.file.path) or extracts.head(item.key)
        if isinstance(found, Head):
            readings.append(Reading(item.file, found, item.page))
        elif found and not (item.page and found.code == "empty"):
            # A harvested page without a text leads on to others: no fault of anybody's.
            failures.append(Failure(item.file.relative, found.code, _message(item, found)))
        failures += [Failure(item.file.relative, "sidecar", fault) for fault in item.file.faults]
    return readings, tuple(failures)


def _look(file: CorpusFile, extracts: Extracts) -> Keyed:
    try:
        return Keyed(file, extracts.key(file.path, file.relative))
    except OSError as fault:
        message = _UNREADABLE.format(reason=fault.strerror)
        return Keyed(file, f"? {message}", ExtractionError("unreadable", message))


def _message(item: Keyed, error: ExtractionError) -> str:
    """Return what went wrong; a harvested file is called by the end of its address, not by its hash."""
    name = item.file.relative.rstrip("/").rpartition("/")[2]
    return str(error).replace(item.file.path.name, name) if item.page else str(error)


def _extract(items: Sequence[Keyed], extracts: Extracts, progress: Progress) -> dict[Path, ExtractionError]:
    """Read files into the cache; return the errors that are not kept there because the next try may succeed."""
    passing: dict[Path, ExtractionError] = {}
    waiting = {item.file.path: item for item in items}
    for done, (path, result) in enumerate(_results(list(waiting)), start=1):
        item = waiting.pop(path)
        if not item.page and _look(item.file, extracts).key != item.key:
            passing[path] = ExtractionError("unreadable", _CHANGED)
        elif isinstance(result, ExtractionError) and result.code == "unreadable":
            passing[path] = result
        else:
            extracts.store(item.key, result)
        if done % BATCH == 0:
            extracts.save()
        progress("Läser filer", done, len(items))
    extracts.save()
    return passing


def _results(paths: Sequence[Path]) -> Iterator[tuple[Path, Extract | ExtractionError]]:
    if paths:
        with Pool() as pool:
            yield from pool.extract(paths)

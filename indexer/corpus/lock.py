"""One harvest at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.corpus.store import HARVEST
from indexer.errors import CorpusError, HarvestBusy


@contextmanager
def alone(corpus: Path) -> Iterator[None]:
    """Hold the corpus' harvest while the block runs; a process that dies lets go. Raises HarvestBusy."""
    folder = corpus / HARVEST
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise CorpusError(
            f"{folder}: mappen kan inte skapas ({error.strerror}). Kontrollera att du får skriva i mappen ovanför."
        ) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise HarvestBusy(
            "En annan hämtning pågår redan i samma material. Vänta tills den är klar; metodsok status visar läget."
        ) from error
    try:
        yield
    finally:
        os.close(handle)

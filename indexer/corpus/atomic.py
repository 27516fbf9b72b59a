"""Files written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from indexer.errors import CorpusError

_NEW_FILE = 0o644


def write(path: Path, content: bytes, *, new: int = _NEW_FILE) -> None:
    """Put `content` at `path`, replacing what was there; a reader sees the old file or the new, never a part.

    The file is flushed to disk before it takes its name; one that is new gets the mode `new`. Raises CorpusError where
    the folder cannot be written.
    """
    try:
        mode = path.stat().st_mode & 0o7777 if path.exists() else new
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as draft:
            try:
                draft.write(content)
                draft.flush()
                os.fchmod(draft.fileno(), mode)
                os.fsync(draft.fileno())
                Path(draft.name).replace(path)
            except BaseException:
                Path(draft.name).unlink(missing_ok=True)
                raise
        _flush_folder(path.parent)
    except OSError as error:
        raise CorpusError(
            f"{path}: filen kan inte skrivas ({error.strerror}). Kontrollera att du får ändra i mappen och att det "
            "finns plats på disken. Inget har ändrats."
        ) from error


def delete(path: Path) -> None:
    """Take the file at `path` away; raises CorpusError where the folder cannot be written."""
    try:
        path.unlink(missing_ok=True)
        _flush_folder(path.parent)
    except OSError as error:
        raise CorpusError(
            f"{path}: filen kan inte tas bort ({error.strerror}). Kontrollera att du får ändra i mappen."
        ) from error


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

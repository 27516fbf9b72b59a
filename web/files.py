"""Documents' own files: which may be served, as what, and never anything outside corpus/documents."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from indexer.model import Document
from web.links import offers_file

FOLDER = "documents"
TYPES: Mapping[str, str] = {
    ".pdf": "application/pdf",
    ".html": "text/html; charset=utf-8",
    ".htm": "text/html; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def servable(corpus: Path, document: Document) -> Path | None:
    """Return the document's file, or None where there is none or its rights do not allow it to be shown.

    Links out of the folder are not followed, whatever the index says.
    """
    if not offers_file(document) or document.path is None:
        return None
    folder = (corpus / FOLDER).resolve()
    path = (corpus / document.path).resolve()
    inside = path.is_relative_to(folder) and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    return path if inside and path.suffix.lower() in TYPES and path.is_file() else None

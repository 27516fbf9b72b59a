"""Read DOCX, after its sizes have been checked."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from indexer.errors import ExtractionError
from indexer.extract.layout import Block, sections
from indexer.extract.limits import MB, Limits
from indexer.extract.metadata import publisher_of, title_of
from indexer.model import Extract

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_ENTRIES = 5_000
_TEMPLATE = datetime(2013, 12, 23, 23, 15, tzinfo=UTC)


def read(path: Path, limits: Limits) -> Extract:
    """Return the document's text under its headings; tables give a line a row, lists a line an item.

    Raises ExtractionError: `broken`, `too-large`.
    """
    _guard(path, limits)
    document = _open(path)
    blocks = list(_blocks(document))
    metadata = _properties(document)
    title = next((title_of(block.text) for block in blocks if block.kind == "title"), None)
    first = title_of(blocks[0].text) if blocks and blocks[0].kind == "heading" else None
    if title or first:
        metadata["title"] = title or metadata.get("title") or first or ""
    return Extract(sections=tuple(sections(blocks)), metadata=metadata, reader="python-docx")


def _guard(path: Path, limits: Limits) -> None:
    """Refuse what would unpack to too much; zipfile never reads beyond the sizes that are declared."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    swollen = unpacked > MB and unpacked > limits.ratio * packed
    if len(entries) > _ENTRIES or unpacked > limits.unpacked or swollen:
        raise ExtractionError(
            "too-large",
            f"{path.name} växer till {unpacked // MB} MB uppackad och läses därför inte. Spara texten på nytt.",
        )


def _open(path: Path) -> Any:
    import docx

    try:
        return docx.Document(str(path))
    except MemoryError:
        raise
    except Exception as error:
        # python-docx lets the errors of zipfile, lxml and its own parts through, KeyError among them.
        raise ExtractionError(
            "broken", f"{path.name} är skadad och går inte att läsa. Öppna den i Word och spara den på nytt."
        ) from error


def _blocks(document: Any) -> Iterator[Block]:
    """Yield the blocks in reading order, those inside content controls and insertions included."""
    names = {style.style_id: (style.name or "").lower() for style in document.styles}
    stack = [iter(document.element.body)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag == f"{_W}p":
            yield _paragraph(element, names)
        elif element.tag == f"{_W}tbl":
            yield from _rows(element)
        elif element.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"}:
            stack.append(iter(element))


def _paragraph(element: Any, names: dict[str, str]) -> Block:
    text = _text(element)
    style = element.find(f"{_W}pPr/{_W}pStyle")
    name = names.get(style.get(f"{_W}val"), "") if style is not None else ""
    if name == "title" and text:
        return Block("title", text)
    if name.startswith(("heading", "rubrik")) and text:
        return Block("heading", text)
    listed = name.startswith("list") or element.find(f"{_W}pPr/{_W}numPr") is not None
    return Block("item" if listed else "text", text)


def _rows(table: Any) -> Iterator[Block]:
    for row in table.iter(f"{_W}tr"):
        cells = [" ".join(filter(None, map(_text, cell.iter(f"{_W}p")))) for cell in row.findall(f"{_W}tc")]
        yield Block("row", " | ".join(cell for cell in cells if cell))


def _text(paragraph: Any) -> str:
    parts = []
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}noBreakHyphen"):
        # Word stores a text box twice; the copy for old programs is left out.
        if any(parent.tag == _FALLBACK for parent in element.iterancestors()):
            continue
        parts.append({f"{_W}t": element.text or "", f"{_W}noBreakHyphen": "-"}.get(element.tag, " "))
    return "".join(parts).strip()


def _properties(document: Any) -> dict[str, str]:
    try:
        core = document.core_properties
        # python-docx gives every document that it makes the date of its own template.
        issued = None if core.created == _TEMPLATE else core.created or core.modified
        found = {
            "title": title_of(core.title),
            "publisher": publisher_of(core.author),
            "issued": issued.date().isoformat() if issued else None,
            "language": core.language,
        }
    except (ValueError, KeyError, AttributeError):
        return {}
    return {key: value for key, value in found.items() if value}

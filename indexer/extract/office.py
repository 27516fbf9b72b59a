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
from indexer.extract.numbering import Numbering
from indexer.extract.numbering import W as _W
from indexer.model import Extract

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
    numbering = Numbering(document)
    stack = [iter(document.element.body)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag == f"{_W}p":
            yield from _paragraph(element, names, numbering)
        elif element.tag == f"{_W}tbl":
            yield from _rows(element)
        elif element.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"}:
            stack.append(iter(element))


def _paragraph(element: Any, names: dict[str, str], numbering: Numbering) -> Iterator[Block]:
    yield _block(element, names, numbering)
    for box in _boxes(element):
        for inner in box.iter(f"{_W}p"):
            yield _block(inner, names, numbering)


def _block(element: Any, names: dict[str, str], numbering: Numbering) -> Block:
    text = _text(element)
    style = element.find(f"{_W}pPr/{_W}pStyle")
    name = names.get(style.get(f"{_W}val"), "") if style is not None else ""
    if name == "title" and text:
        return Block("title", text)
    if name.startswith(("heading", "rubrik")) and text:
        return Block("heading", text)
    if text and numbering.is_listed(element):
        return Block("item", text, mark=numbering.mark(element))
    return Block("item" if name.startswith("list") else "text", text)


def _boxes(paragraph: Any) -> list[Any]:
    """Return the text boxes that hang on a paragraph; Word stores each twice, once for old programs."""
    boxes = paragraph.iterdescendants(f"{_W}txbxContent")
    return [box for box in boxes if not _is_inside(box, paragraph, (_FALLBACK, f"{_W}txbxContent"))]


def _is_inside(element: Any, paragraph: Any, tags: tuple[str, ...]) -> bool:
    for parent in element.iterancestors():
        if parent is paragraph:
            return False
        if parent.tag in tags:
            return True
    return False


def _rows(table: Any) -> Iterator[Block]:
    """Yield a row a line; the rows of a table inside a cell belong to that cell."""
    for row in table.findall(f"{_W}tr"):
        cells = [
            " ".join(filter(None, map(_text, cell.iter(f"{_W}p"))))
            for cell in row.iterfind(f".//{_W}tc")
            if not _is_inside(cell, row, (f"{_W}tc",))
        ]
        yield Block("row", " | ".join(cell for cell in cells if cell))


def _text(paragraph: Any) -> str:
    parts = []
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}noBreakHyphen"):
        if _is_inside(element, paragraph, (_FALLBACK, f"{_W}txbxContent")):
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

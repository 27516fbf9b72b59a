"""The lines of a PDF page with their place and size: rows, paragraphs and headings are told from these."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from statistics import median
from typing import Any

from indexer.extract.clean import BULLET, repair
from indexer.extract.layout import letters_in

_LARGER = 1.15
"""How much larger than running text a heading is set at least; smaller differences are captions and notes."""
_TITLE_LARGER = 1.4
_MOST_HEADINGS = 0.25
"""Above this share of the letters, large type is how the document is set and tells no headings."""
_HEADING = 120
_ENOUGH = 200
_TITLE_LETTERS = 8
_NEW_PARAGRAPH = 1.35
ALONE = re.compile(r"(?:(\d{1,2})|[•●○▪■·\u2013-])\.?")
"""A list's mark that stands beside its item as a text of its own."""


@dataclass(slots=True)
class Line:
    """A line of text; `size` is that of most of its letters, `x` and `y` its beginning, all in points."""

    text: str
    size: float = 0.0
    x: float = 0.0
    y: float = 0.0


def lines_of(page: Any) -> list[Line]:
    """Return a pypdf page's lines in the order of its text; empty lines are left out."""
    chunks: list[tuple[str, float, float, float]] = []

    def visit(text: str, outer: Sequence[float], inner: Sequence[float], _font: Any, size: float) -> None:
        if text:
            x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
            y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
            chunks.append((text, size * hypot(inner[2], inner[3]) * hypot(outer[2], outer[3]), x, y))

    text = page.extract_text(visitor_text=visit) or ""
    lines = list(_gather(chunks))
    # The visitor is a side door of pypdf: where it misses text, the text counts and not its looks.
    return (
        lines if sum(len(line.text) for line in lines) >= len(text) / 2 else [Line(part) for part in text.split("\n")]
    )


def text_of(lines: Sequence[Line]) -> str:
    """Return the page's text: cells of a row on one line, an empty line before a new paragraph."""
    rows = list(_rows(lines))
    gaps = [above.y - below.y for above, below in pairwise(rows) if above.y > below.y and abs(above.x - below.x) < 2]  # noqa: PLR2004
    usual = median(gaps) if gaps else 0.0
    text = ""
    for above, below in pairwise([Line(""), *rows]):
        text += ("\n\n" if above.text and _apart(above, below, usual) else "\n") + below.text
    return text.strip("\n")


def body_size(pages: Iterable[Sequence[Line]]) -> float | None:
    """Return the size of the running text in points; None where there is too little text to tell."""
    letters = Counter[float]()
    for lines in pages:
        for line in lines:
            letters[_step(line.size)] += len(line.text)
    size, count = letters.most_common(1)[0] if letters else (0.0, 0)
    return size if size and letters.total() >= _ENOUGH and count > letters.total() / 2 else None


def headings(pages: Sequence[Sequence[Line]], body: float) -> list[tuple[int, str]]:
    """Return (page from 0, heading) of the lines that are set larger than the running text."""
    found = [(number, text) for number, lines in enumerate(pages) for text, _ in _large(lines, body * _LARGER)]
    whole = sum(len(line.text) for lines in pages for line in lines)
    return found if sum(len(text) for _, text in found) <= _MOST_HEADINGS * whole else []


def title(lines: Sequence[Line], body: float) -> str | None:
    """Return what is set largest on the first page, where it is so large that it must be the title."""
    large = [(text, size) for text, size in _large(lines, body * _TITLE_LARGER) if letters_in(text) >= _TITLE_LETTERS]
    return max(large, key=lambda pair: pair[1])[0] if large else None


def _gather(chunks: Iterable[tuple[str, float, float, float]]) -> Iterator[Line]:
    text = ""
    line, most = Line(""), 0
    for chunk, size, x, y in chunks:
        for at, part in enumerate(chunk.split("\n")):
            if at:
                if text.strip():
                    line.text = text.strip()
                    yield line
                text, line, most = "", Line(""), 0
            if part.strip():
                if not most:
                    line.x, line.y = x, y
                if len(part) > most:
                    line.size, most = size, len(part)
            text += part
    if text.strip():
        line.text = text.strip()
        yield line


def _rows(lines: Sequence[Line]) -> Iterator[Line]:
    row: Line | None = None
    for line in lines:
        if row and _beside(row, line):
            # A mark may be set in another size than its item, whose size and place are those of the lines to come.
            looks = line if ALONE.fullmatch(row.text) else row
            row = Line(_joined(row.text, line.text), looks.size, looks.x, row.y)
        else:
            if row:
                yield row
            row = Line(line.text, line.size, line.x, line.y)
    if row:
        yield row


def _beside(row: Line, line: Line) -> bool:
    return bool(row.size) and abs(row.y - line.y) < row.size * 0.3 and line.x > row.x + row.size / 2


def _joined(row: str, cell: str) -> str:
    mark = ALONE.fullmatch(row)
    if mark:
        return f"{mark[1]}. {cell}" if mark[1] else f"{row} {cell}"
    return f"{row} | {cell}"


def _apart(above: Line, below: Line, usual: float) -> bool:
    if BULLET.match(below.text) or (" | " in above.text and " | " in below.text):
        return False
    if above.size and abs(above.size - below.size) > above.size * 0.1:
        return True
    return bool(usual) and above.y - below.y > usual * _NEW_PARAGRAPH


def _large(lines: Sequence[Line], least: float) -> Iterator[tuple[str, float]]:
    """Yield (text, size) of headings: lines of one large size that follow each other closely are one."""
    group: list[Line] = []
    for line in [*lines, Line("")]:
        if group and not _goes_on(group[-1], line):
            text = " ".join(repair("\n".join(part.text for part in group)).split())
            if _may_head(text):
                yield text, group[0].size
            group = []
        if line.size >= least:
            group.append(line)


def _goes_on(above: Line, below: Line) -> bool:
    return _step(above.size) == _step(below.size) and 0 < above.y - below.y < 1.6 * above.size


def _may_head(text: str) -> bool:
    if len(text) > _HEADING or letters_in(text) <= 2:  # noqa: PLR2004
        return False
    return not text[0].islower() and not text.endswith((".", ",", ";"))


def _step(size: float) -> float:
    """Return the size rounded to half a point, as sizes come out of matrices."""
    return round(size * 2) / 2

"""Documents made for the tests: all names, numbers and addresses in them are invented."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

MakePdf = Callable[..., Path]


@pytest.fixture
def make_pdf(tmp_path: Path) -> MakePdf:
    """Return a function that writes a PDF with the given lines a page and the outline's (page from 0, title)."""

    def make(
        name: str, pages: Sequence[Sequence[str]], outline: Sequence[tuple[int, str]] = (), title: str | None = None
    ) -> Path:
        canvas = Canvas(str(tmp_path / name))
        if title:
            canvas.setTitle(title)
        for number, lines in enumerate(pages):
            for heading in [text for page, text in outline if page == number]:
                canvas.bookmarkPage(heading)
                canvas.addOutlineEntry(heading, heading, 0)
            for row, line in enumerate(lines):
                canvas.drawString(60, 800 - 16 * row, line)
            canvas.showPage()
        canvas.save()
        return tmp_path / name

    return make

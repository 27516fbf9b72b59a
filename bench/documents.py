"""PDFs and web pages of the kind that publishers make, generated: for measuring how quickly they are read.

The words are those of `generate.py`. The PDFs vary in type, size, columns, alignment and tables; the pages in how long
they are. The same number always gives the same text; in which type depends on the fonts that are installed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from html import escape
from pathlib import Path

from generate import Chain
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph, Spacer, Table

PAGES = 20
"""Pages in each PDF."""
PASSAGES_A_PAGE = 3
STANDARD = (("Helvetica", "Helvetica-Bold"), ("Times-Roman", "Times-Bold"), ("Courier", "Courier-Bold"))
"""Pairs for running text and headings that every reader knows, and that no file need hold."""
EMBEDDED = (
    ("Vera", "VeraBd"),
    ("DejaVuSans", "DejaVuSans-Bold"),
    ("DejaVuSerif", "DejaVuSerif-Bold"),
    ("LiberationSans-Regular", "LiberationSans-Bold"),
    ("LiberationSerif-Regular", "LiberationSerif-Bold"),
    ("LiberationSansNarrow-Regular", "LiberationSansNarrow-Bold"),
    ("LiberationMono-Regular", "LiberationMono-Bold"),
)
"""The same, embedded as subsets: one that comes with ReportLab, and those of Debian's fonts that are installed."""
INSTALLED = Path("/usr/share/fonts/truetype")
MENU = 40
"""Links in a page's navigation."""


def write_pdfs(folder: Path, count: int, source: Path) -> list[Path]:
    """Write `count` PDFs of twenty pages, in the words of the corpus `source`; return their paths."""
    return _write(folder, count, partial(_pdf, source, folder))


def write_pages(folder: Path, count: int, source: Path) -> list[Path]:
    """Write `count` web pages, in the words of the corpus `source`; return their paths."""
    return _write(folder, count, partial(_page, source, folder))


def _write(folder: Path, count: int, write: Callable[[int], Path]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor() as executor:
        return list(executor.map(write, range(count), chunksize=10))


@cache
def fonts() -> tuple[tuple[str, str], ...]:
    """Return the pairs of fonts to be had here, ready for use."""
    return STANDARD + tuple(pair for pair in EMBEDDED if all(map(_register, pair)))


def _register(face: str) -> bool:
    file = next((str(path) for path in INSTALLED.glob(f"*/{face}.ttf")), f"{face}.ttf")
    try:
        registerFont(TTFont(face, file))
    except TTFError:
        return False
    return True


@cache
def _chain(source: Path) -> Chain:
    return Chain.of(source)


def _pdf(source: Path, folder: Path, number: int) -> Path:
    path = folder / f"plan{number:05d}.pdf"
    chain, chance = _chain(source), random.Random(number)
    text, bold = fonts()[number % len(fonts())]
    set_ = {"leading": 14, "spaceAfter": 6, "alignment": TA_JUSTIFY if number % 3 == 0 else TA_LEFT}
    body = ParagraphStyle("body", fontName=text, fontSize=chance.choice((9.5, 10.5, 11)), **set_)
    heading = ParagraphStyle("heading", body, fontName=bold, fontSize=15, leading=20)
    story: list[Flowable] = []
    for page in range(PAGES):
        story.append(Paragraph(f"{page + 1} {_title(chain, chance)}", heading))
        story += [Paragraph(escape(chain.passage(chance)), body) for _ in range(PASSAGES_A_PAGE)]
        if page % 5 == 4:
            story += [Spacer(1, 8), Table([[_title(chain, chance) for _ in range(2)] for _ in range(4)])]
        story.append(PageBreak())
    _template(path, columns=1 + number % 2).build(story)
    return path


def _template(path: Path, columns: int) -> BaseDocTemplate:
    """Return a template of one column or two, with a running line at the foot of each page."""
    width, height = A4
    margin, gap = 56.0, 14.0
    column = (width - 2 * margin - gap * (columns - 1)) / columns
    frames = [Frame(margin + index * (column + gap), 60, column, height - 116) for index in range(columns)]
    template = BaseDocTemplate(str(path), pagesize=A4, title=f"Plan {path.stem}", lang="sv", invariant=1)
    template.addPageTemplates(PageTemplate(frames=frames, onPage=_foot))
    return template


def _foot(canvas: Canvas, _document: BaseDocTemplate) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(56, 36, f"Generatorns biblioteksplan · sida {canvas.getPageNumber()}")


def _page(source: Path, folder: Path, number: int) -> Path:
    path = folder / f"sida{number:05d}.html"
    chain, chance = _chain(source), random.Random(number)
    menu = "".join(f'<li><a href="/{index}">{_title(chain, chance)}</a></li>' for index in range(MENU))
    sections = "".join(
        f"<h2>{_title(chain, chance)}</h2><p>{escape(chain.passage(chance))}</p>" for _ in range(chance.randint(3, 12))
    )
    path.write_text(
        '<!doctype html><html lang="sv"><head><meta charset="utf-8">'
        f"<title>{_title(chain, chance)}</title></head><body>"
        f"<nav><ul>{menu}</ul></nav><main><h1>{_title(chain, chance)}</h1>{sections}</main>"
        f"<footer><p>Generatorns bibliotek</p><ul>{menu}</ul></footer></body></html>",
        encoding="utf-8",
    )
    return path


def _title(chain: Chain, chance: random.Random) -> str:
    return " ".join(chance.sample(chain.stems, chance.randint(2, 4))).capitalize()

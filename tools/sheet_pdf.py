"""Method sheets as PDF: A4, the Vera fonts embedded, headings as outline entries, the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from io import BytesIO

from markdown_it.tree import SyntaxTreeNode
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import getFont, registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph, Spacer, Table
from sheet_source import PUBLISHER, Sheet, Span, plain, rows, spans, task

MARGIN = 20 * mm
WIDTH = A4[0] - 2 * MARGIN
INK, ACCENT, RULE, TINT = HexColor("#1b1b1b"), HexColor("#17495c"), HexColor("#8aa0a8"), HexColor("#eaf1f3")
NARROWEST = 0.14
"""The share of the width that a table's column gets at least."""

for _face in ("Vera", "VeraBd", "VeraIt", "VeraBI"):  # these ship with reportlab and hold å, ä and ö
    registerFont(TTFont(_face, f"{_face}.ttf"))
GLYPHS = getFont("Vera").face.charToGlyph
registerFontFamily("Vera", normal="Vera", bold="VeraBd", italic="VeraIt", boldItalic="VeraBI")

BODY = ParagraphStyle("body", fontName="Vera", fontSize=10.5, leading=14.6, textColor=INK, spaceAfter=6)
LEAD_IN = ParagraphStyle("lead-in", BODY, keepWithNext=1)
"""For a paragraph that ends in a colon: it stays with what it announces."""
CELL = ParagraphStyle("cell", BODY, leading=13.6, spaceAfter=0)
QUOTE = ParagraphStyle("quote", BODY, spaceAfter=4)
HEADINGS = {
    "h1": ParagraphStyle("h1", BODY, fontName="VeraBd", fontSize=19, leading=25, textColor=ACCENT, spaceAfter=10),
    "h2": ParagraphStyle(
        "h2", BODY, fontName="VeraBd", fontSize=13.5, leading=18, textColor=ACCENT, spaceBefore=13, keepWithNext=1
    ),
    "h3": ParagraphStyle("h3", BODY, fontName="VeraBd", fontSize=11, spaceBefore=7, spaceAfter=3, keepWithNext=1),
}


class Box(Paragraph):  # type: ignore[misc]
    """A line with a square to tick off in front of it."""

    def draw(self) -> None:
        """Draw the square at the first line's height, then the text."""
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(0.8)
        self.canv.rect(2, self.height - 12, 9, 9)
        super().draw()


class _Template(BaseDocTemplate):  # type: ignore[misc]
    """Pages with a footer, and an outline entry for every heading."""

    def __init__(self, target: BytesIO, sheet: Sheet, pages: int) -> None:
        super().__init__(
            target,
            pagesize=A4,
            title=sheet.title,
            author=PUBLISHER,
            subject=sheet.abstract,
            keywords=", ".join(sheet.themes),
            creator=PUBLISHER,
            lang=sheet.language,
            invariant=1,
        )
        self._footer = f"{PUBLISHER}s eget metodblad · CC BY 4.0"
        self._pages = pages
        frame = Frame(MARGIN, 20 * mm, WIDTH, A4[1] - 37 * mm, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate(frames=[frame], onPage=self._draw_footer))

    def _draw_footer(self, canvas: Canvas, _document: BaseDocTemplate) -> None:
        canvas.setViewerPreference("DisplayDocTitle", "true")
        canvas.setStrokeColor(RULE)
        canvas.line(MARGIN, 17 * mm, A4[0] - MARGIN, 17 * mm)
        canvas.setFont("Vera", 8.5)
        canvas.setFillColor(INK)
        canvas.drawString(MARGIN, 12.5 * mm, self._footer)
        canvas.drawRightString(A4[0] - MARGIN, 12.5 * mm, f"Sida {canvas.getPageNumber()} av {self._pages}")

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 (reportlab's name)
        """Enter a heading that has just been placed into the outline."""
        level = list(HEADINGS).index(flowable.style.name) if _is_heading(flowable) else None
        if level is None:
            return
        key = f"rubrik-{self.canv.getPageNumber()}-{flowable.getPlainText()}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(flowable.getPlainText(), key, level)


def pdf(sheet: Sheet) -> bytes:
    """Return the sheet as PDF; laid out twice, since the footer tells how many pages there are."""
    pages = _lay_out(sheet, 0)[1]
    return _lay_out(sheet, pages)[0]


def _lay_out(sheet: Sheet, pages: int) -> tuple[bytes, int]:
    target = BytesIO()
    template = _Template(target, sheet, pages)
    template.build([flowable for node in sheet.body.children for flowable in _block(node)])
    return target.getvalue(), template.page


def _is_heading(flowable: Flowable) -> bool:
    return isinstance(flowable, Paragraph) and flowable.style.name in HEADINGS


def _block(node: SyntaxTreeNode) -> list[Flowable]:
    """Return what stands on the page for one block of Markdown; an HTML comment starts a new page."""
    match node.type:
        case "heading":
            return [Paragraph(_markup(spans(node)), HEADINGS[node.tag])]
        case "paragraph":
            return [Paragraph(_markup(spans(node)), LEAD_IN if plain(node).endswith(":") else BODY)]
        case "bullet_list" | "ordered_list":
            return _list(node)
        case "table":
            return [_table(node)]
        case "blockquote":
            return [_quote(node)]
        case "html_block":
            return [PageBreak()]
    raise ValueError(f"no page layout for {node.type}")


def _markup(line: Iterable[Span]) -> str:
    return "".join(_marked(span) for span in line)


def _marked(span: Span) -> str:
    missing = {sign for sign in span.text if ord(sign) not in GLYPHS} - {"\n"}
    if missing:
        raise ValueError(f"the font has no {' '.join(sorted(missing))}: {span.text}")
    text = "<br/>" if span.text == "\n" else escape(span.text, quote=False)
    if span.bold:
        text = f"<b>{text}</b>"
    if span.italic:
        text = f"<i>{text}</i>"
    return f'<link href="{escape(span.href)}" color="#17495c"><u>{text}</u></link>' if span.href else text


def _list(node: SyntaxTreeNode) -> list[Flowable]:
    items = [list(spans(paragraph)) for item in node.children for paragraph in item.children[:1]]
    signs = (f"{number}." if node.type == "ordered_list" else "•" for number in range(1, len(items) + 1))
    flowables = [*map(_item, items, signs)]
    flowables[-1].style.spaceAfter = BODY.spaceAfter + 2
    return flowables


def _item(line: list[Span], sign: str) -> Flowable:
    style = ParagraphStyle("item", BODY, leftIndent=18, bulletIndent=2, spaceAfter=3)
    to_tick = task(line)
    if to_tick is not None:
        return Box(_markup(to_tick), ParagraphStyle("box", style, spaceAfter=5))
    return Paragraph(_markup(line), style, bulletText=sign)


def _table(node: SyntaxTreeNode) -> Table:
    cells = rows(node)
    headed = any(plain(cell) for cell in cells[0])
    shown = cells if headed else cells[1:]
    looks = [
        ("GRID", (0, 0), (-1, -1), 0.6, RULE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
    ]
    if headed:
        looks.append(("BACKGROUND", (0, 0), (-1, 0), TINT))
    return Table(
        [[_cell(cell) for cell in row] for row in shown],
        colWidths=_widths(shown),
        style=looks,
        repeatRows=int(headed),
        spaceBefore=4,
        spaceAfter=10,
    )


def _cell(cell: SyntaxTreeNode) -> Flowable:
    """Return the cell's text, or room to write by hand where it is empty."""
    return Paragraph(_markup(spans(cell, bold=cell.type == "th")), CELL) if plain(cell) else Spacer(0, 20)


def _widths(cells: list[list[SyntaxTreeNode]]) -> list[float]:
    """Return the columns' widths in points, by the square root of their longest text."""
    wishes = [max(len(plain(cell)) for cell in column) ** 0.5 for column in zip(*cells, strict=True)]
    shares = [max(wish / sum(wishes), NARROWEST) for wish in wishes]
    return [WIDTH * share / sum(shares) for share in shares]


def _quote(node: SyntaxTreeNode) -> Table:
    texts = [Paragraph(_markup(spans(paragraph)), QUOTE) for paragraph in node.children]
    looks = [
        ("BACKGROUND", (0, 0), (-1, -1), TINT),
        ("LINEBEFORE", (0, 0), (0, -1), 3, ACCENT),
        ("LEFTPADDING", (0, 0), (-1, -1), 12),
        ("TOPPADDING", (0, 0), (-1, -1), 5),
    ]
    return Table([[texts]], colWidths=[WIDTH], style=looks, spaceBefore=3, spaceAfter=9)

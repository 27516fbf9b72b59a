"""Documents behind links, made in as many ways as real ones are: PDF of several makes, and Word."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from textwrap import wrap
from typing import Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from tests.sites.prose import Part

Make = Literal["set", "columns", "typed", "repacked", "scanned", "shifted", "o-less"]
"""How a PDF was made: by a layout program, in columns, as by a typewriter, through another tool; or spoilt."""

_WRITTEN = datetime(2024, 3, 1, tzinfo=UTC)
_INCH = 72
for _face in ("Vera", "VeraBd"):  # these ship with reportlab and hold å, ä and ö
    registerFont(TTFont(_face, f"{_face}.ttf"))
_BODY = ParagraphStyle("body", fontName="Vera", fontSize=10, leading=14, spaceAfter=6)
_TITLE = ParagraphStyle("title", _BODY, fontName="VeraBd", fontSize=20, leading=26, spaceAfter=12)
_HEAD = ParagraphStyle("head", _BODY, fontName="VeraBd", fontSize=14, leading=18, spaceBefore=10)


def pdf(title: str, lead: str, parts: Sequence[Part], make: Make, contact: str = "") -> bytes:
    """Return a PDF with the text; `contact` is a line at its end that names somebody."""
    if make == "scanned":
        return _scanned(title)
    if make == "typed":
        return _typed(title, lead, parts, contact)
    spoil = {"shifted": _shift, "o-less": _without_o}.get(make, str)
    made = _set(title, lead, parts, contact, columns=2 if make == "columns" else 1, spoil=spoil)
    return _repacked(made) if make == "repacked" else made


def docx(title: str, lead: str, parts: Sequence[Part], contact: str = "") -> bytes:
    """Return a Word document with the text under Word's own headings."""
    document = Document()
    document.core_properties.title, document.core_properties.author = title, ""
    document.core_properties.created = document.core_properties.modified = _WRITTEN
    document.add_heading(title, 0)
    document.add_paragraph(lead)
    for part in parts:
        if part.heading:
            document.add_heading(part.heading, 1)
        for text in part.paragraphs:
            document.add_paragraph(text)
        for item in part.items:
            document.add_paragraph(item, style="List Number" if part.numbered else "List Bullet")
    if contact:
        document.add_paragraph(contact)
    target = BytesIO()
    document.save(target)
    return _with_fixed_times(target.getvalue())


def _set(
    title: str, lead: str, parts: Sequence[Part], contact: str, *, columns: int, spoil: Callable[[str], str]
) -> bytes:
    target = BytesIO()
    width = (A4[0] - 2 * _INCH) / columns
    frames = [Frame(_INCH + at * width, _INCH, width, A4[1] - 2 * _INCH) for at in range(columns)]
    template = BaseDocTemplate(target, pagesize=A4, title=spoil(title), invariant=1)
    template.addPageTemplates(PageTemplate(frames=frames, onPage=partial(_edges, title=spoil(title))))
    story: list[Flowable] = [Paragraph(spoil(title), _TITLE), Paragraph(spoil(lead), _BODY)]
    for part in parts:
        story += [Paragraph(spoil(part.heading), _HEAD)] if part.heading else []
        story += [Paragraph(spoil(text), _BODY) for text in part.paragraphs]
        story += [
            Paragraph(spoil(item), _BODY, bulletText=f"{number}." if part.numbered else "•")
            for number, item in enumerate(part.items, start=1)
        ]
    template.build([*story, *([Paragraph(contact, _BODY)] if contact else [])])
    return target.getvalue()


def _edges(canvas: Canvas, template: BaseDocTemplate, title: str) -> None:
    """Draw what stands on every page: the title above, the number below."""
    canvas.setFont("Vera", 8)
    canvas.drawString(_INCH, A4[1] - 40, title)
    canvas.drawString(A4[0] / 2, 30, f"Sida {template.page}")


def _typed(title: str, lead: str, parts: Sequence[Part], contact: str) -> bytes:
    """Return a PDF in one size of one font, broken into lines, some words divided."""
    target = BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    canvas.setTitle(title)
    paragraphs = [title, lead, *(line for part in parts for line in part.lines()), *([contact] if contact else [])]
    lines = [line for text in paragraphs for line in (*_broken(text), "")]
    for first in range(0, len(lines), 45):
        canvas.setFont("Helvetica", 11)
        for row, line in enumerate(lines[first : first + 45]):
            canvas.drawString(_INCH, A4[1] - _INCH - 16 * row, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _broken(text: str) -> list[str]:
    """Return the text in lines of 80; a long last word is divided by a hyphen where it can be."""
    lines = wrap(text, 80)
    for at in range(len(lines) - 1):
        first, _, rest = lines[at + 1].partition(" ")
        if at % 4 == 0 and re.fullmatch(r"[a-zåäö]{10,}", first) and rest:
            lines[at], lines[at + 1] = f"{lines[at]} {first[:5]}-", f"{first[5:]} {rest}"
    return lines


def _repacked(content: bytes) -> bytes:
    """Return the PDF as another program writes it, its streams packed anew."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    for page in writer.pages:
        page.compress_content_streams()
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def _scanned(title: str) -> bytes:
    """Return a PDF that is a picture of a page."""
    picture = Image.new("L", (620, 877), 255)
    ImageDraw.Draw(picture).text((60, 60), title.encode("ascii", "replace").decode(), fill=0)
    target = BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    canvas.drawImage(ImageReader(picture), 0, 0, A4[0], A4[1])
    canvas.save()
    return target.getvalue()


def _shift(text: str) -> str:
    """Return the text with each letter moved, as a font without a code table gives it."""
    return "".join(chr(ord(letter) + 3) if "A" <= letter <= "w" else letter for letter in text)


def _without_o(text: str) -> str:
    return text.replace("o", "").replace("O", "")


def _with_fixed_times(content: bytes) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(content)) as given, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name in sorted(given.namelist()):
            made.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), given.read(name), ZIP_DEFLATED)
    return target.getvalue()

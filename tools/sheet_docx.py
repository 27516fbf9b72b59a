"""Method sheets as DOCX: Word's own heading and list styles, core properties, the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph
from markdown_it.tree import SyntaxTreeNode
from sheet_source import PUBLISHER, Sheet, Span, rows, spans, task

WRITTEN = datetime(2026, 11, 22, tzinfo=UTC)
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP member can have; every member gets it, so that a rebuild gives the same bytes."""
LISTS = {"bullet_list": "List Bullet", "ordered_list": "List Number"}


def docx(sheet: Sheet) -> bytes:
    """Return the sheet as a Word document on A4."""
    document = Document()
    _set_page(document)
    _set_properties(document, sheet)
    for node in sheet.body.children:
        _add(document, node)
    target = BytesIO()
    document.save(target)
    return _with_fixed_times(target.getvalue())


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.footer.paragraphs[0].text = f"{PUBLISHER}s eget metodblad · CC BY 4.0"
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11.5)
    normal.paragraph_format.space_after = Pt(6)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "sv-SE")
    normal.element.get_or_add_rPr().append(language)


def _set_properties(document: WordDocument, sheet: Sheet) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.language = sheet.title, PUBLISHER, sheet.language
    properties.subject, properties.keywords = sheet.abstract[:255], ", ".join(sheet.themes)
    properties.comments, properties.last_modified_by = "", PUBLISHER
    properties.created = properties.modified = WRITTEN


def _add(document: WordDocument, node: SyntaxTreeNode) -> None:
    """Add one block of Markdown; raises ValueError for what Word pages have no form for here."""
    match node.type:
        case "heading":
            _write(document.add_heading(level=int(node.tag[1])), spans(node))
        case "paragraph":
            _write(document.add_paragraph(), spans(node))
        case "bullet_list" | "ordered_list":
            for item in node.children:
                _add_item(document, list(spans(item.children[0])), LISTS[node.type])
        case "blockquote":
            for paragraph in node.children:
                _write(document.add_paragraph(style="Intense Quote"), spans(paragraph))
        case "table":
            _add_table(document, rows(node))
        case _:
            raise ValueError(f"no Word layout for {node.type}")


def _add_item(document: WordDocument, line: list[Span], style: str) -> None:
    to_tick = task(line)
    if to_tick is None:
        _write(document.add_paragraph(style=style), line)
    else:
        _write(document.add_paragraph(), [Span("☐ "), *to_tick])


def _add_table(document: WordDocument, cells: list[list[SyntaxTreeNode]]) -> None:
    table = document.add_table(rows=len(cells), cols=len(cells[0]), style="Table Grid")
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            _write(cell.paragraphs[0], spans(text, bold=text.type == "th"))
    document.add_paragraph()


def _write(paragraph: Paragraph, line: Iterable[Span]) -> None:
    for span in line:
        run = paragraph.add_run(span.text)
        run.bold, run.italic = span.bold or None, span.italic or None
        if span.href:
            run.underline = True
            _link(paragraph, span.href).append(run._r)  # noqa: SLF001 (python-docx has no hyperlinks of its own)


def _link(paragraph: Paragraph, href: str) -> BaseOxmlElement:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(link)  # noqa: SLF001 (same)
    return link


def _with_fixed_times(data: bytes) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for name in source.namelist():
            member = ZipInfo(name, EARLIEST)
            member.compress_type = ZIP_DEFLATED
            copy.writestr(member, source.read(name))
    return target.getvalue()

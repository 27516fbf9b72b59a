"""DOCX: headings, lists, tables and properties, after a look at the sizes."""

import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from indexer.errors import ExtractionError
from indexer.extract import extract_file

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}


def test_a_word_document(tmp_path: Path) -> None:
    """Title, headings, list items and table rows come out in reading order."""
    document = docx.Document()
    document.add_heading("Samtalsguide", 0)
    document.add_heading("Steg", 1)
    document.add_paragraph("Börja med en runda.")
    document.add_paragraph("Lyssna", style="List Bullet")
    document.add_paragraph("Fråga", style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Tid", "10 min"
    document.add_heading("Efteråt", 1)
    document.add_paragraph("Skriv ned vad ni lärde er.")
    document.core_properties.author = "Anna Påhittad"
    document.save(str(tmp_path / "guide.docx"))
    extract = extract_file(tmp_path / "guide.docx")
    assert extract.metadata["title"] == "Samtalsguide"
    assert "publisher" not in extract.metadata
    assert "issued" not in extract.metadata
    assert [(part.heading, part.text) for part in extract.sections] == [
        ("Steg", "Börja med en runda.\n\n• Lyssna\n• Fråga\n\nTid | 10 min"),
        ("Efteråt", "Skriv ned vad ni lärde er."),
    ]


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    """What would swell beyond measure is not unpacked."""
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"a" * 30_000_000)
    with pytest.raises(ExtractionError) as caught:
        extract_file(tmp_path / "bomb.docx")
    assert caught.value.code == "too-large"


def test_a_document_without_its_parts_is_broken(tmp_path: Path) -> None:
    """A zip that only looks like a Word document is told as broken."""
    with zipfile.ZipFile(tmp_path / "halv.docx", "w") as archive:
        archive.writestr("word/document.xml", "<w>")
    with pytest.raises(ExtractionError) as caught:
        extract_file(tmp_path / "halv.docx")
    assert caught.value.code == "broken"


def test_numbered_lists_keep_their_numbers(tmp_path: Path) -> None:
    """Numbers are counted out as Word shows them, past bullets and text in between."""
    document = docx.Document()
    for text, style in (("Läs", "Number"), ("Prata", "Number"), ("Kort", "Bullet"), ("Skriv", "Number")):
        document.add_paragraph(text, style=f"List {style}")
    document.save(str(tmp_path / "steg.docx"))
    assert extract_file(tmp_path / "steg.docx").sections[0].text == "1. Läs\n2. Prata\n• Kort\n3. Skriv"


def test_text_boxes_and_inner_tables_are_read_once(tmp_path: Path) -> None:
    """A text box follows its paragraph, without the copy for old programs; a table in a cell belongs to the cell."""
    box = "<w:txbxContent><w:p><w:r><w:t>Tips i en ruta.</w:t></w:r></w:p></w:txbxContent>"
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in SPACES.items())
    both = f"<mc:Choice Requires='w'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    document = docx.Document()
    paragraph = document.add_paragraph("Text med ruta.")
    paragraph._p.append(parse_xml(f"<w:r {spaces}><mc:AlternateContent>{both}</mc:AlternateContent></w:r>"))
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "Tid"
    table.cell(0, 1).add_table(1, 1).cell(0, 0).text = "10 min"
    document.save(str(tmp_path / "ruta.docx"))
    text = extract_file(tmp_path / "ruta.docx").sections[0].text
    assert text == "Text med ruta.\n\nTips i en ruta.\n\nTid | 10 min"

"""DOCX: headings, lists, tables and properties, after a look at the sizes."""

import zipfile
from pathlib import Path

import docx
import pytest

from indexer.errors import ExtractionError
from indexer.extract import extract_file


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

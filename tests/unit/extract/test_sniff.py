"""Content decides what a file is; what cannot be read says what to do."""

import zipfile
from pathlib import Path

import pytest

from indexer.errors import ExtractionError
from indexer.extract import sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.pdf", b"%PDF-1.7\n", "pdf"),
        ("utan-suffix", b"\n\n%PDF-1.4\n", "pdf"),
        ("a.pdf", b"<!DOCTYPE html><html>", "html"),
        ("a.txt", b"\xef\xbb\xbf<html lang='sv'>", "html"),
        ("a.xhtml", b"<?xml version='1.0'?><html xmlns='x'>", "html"),
        ("a.md", b"# Rubrik\n\n<div>text</div>", "markdown"),
        ("a.txt", "Läs".encode("latin-1"), "text"),
        ("a.txt", "Läsfrämjande".encode("utf-16"), "text"),
        ("a.txt", "Läsfrämjande för alla".encode("utf-16-le"), "text"),
    ],
)
def test_content_decides(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    """The first bytes tell the format, whatever the name says."""
    (tmp_path / name).write_bytes(content)
    assert sniff(tmp_path / name) == expected


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "empty"),
        ("a.txt", b" \n\n", "empty"),
        ("~$plan.docx", b"\x05Anna", "unsupported"),
        ("a.doc", OLE + b"\0" * 100, "unsupported"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "unsupported"),
        ("a.rtf", b"{\\rtf1", "unsupported"),
        ("a.xml", b"<?xml version='1.0'?><rss/>", "unsupported"),
        ("a.bin", bytes(range(256)), "unsupported"),
        ("a.docx", b"PK\x03\x04trasig", "broken"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    """The reason has a stable code and names the file."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ExtractionError) as caught:
        sniff(tmp_path / name)
    assert caught.value.code == code
    assert name in str(caught.value)


@pytest.mark.parametrize("inside", ["ppt/presentation.xml", "xl/workbook.xml", "content.xml", "bilder/a.png"])
def test_other_archives_are_named(tmp_path: Path, inside: str) -> None:
    """A zip that is no Word document is listed with what to do with it."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(inside, "x")
    with pytest.raises(ExtractionError) as caught:
        sniff(tmp_path / "a.zip")
    assert caught.value.code == "unsupported"


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    """A file that vanished is told of, not raised as a fault of the system."""
    with pytest.raises(ExtractionError) as caught:
        sniff(tmp_path / "borta.pdf")
    assert caught.value.code == "unreadable"

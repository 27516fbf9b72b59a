"""What a file is, by its first bytes: names lie, and document stores give no suffix at all."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from indexer.errors import ExtractionError

HEAD = 4096
"""How many bytes are looked at. PDF readers accept the mark `%PDF-` anywhere in the first kilobyte."""

SUFFIXES = frozenset({".pdf", ".html", ".htm", ".xhtml", ".md", ".markdown", ".txt", ".text", ".docx"})
"""The suffixes that this stage promises to read. The content decides; a suffix only tells Markdown from plain text."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FORMAT_OF_SUFFIX = {
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    ".docx": "docx",
}
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"8BPS")
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|main|article|title|meta|div|p|h1)[\s>/]", re.IGNORECASE)
_LOCKED = "är skyddad med lösenord. Be utgivaren om en öppen version."
_SAVE_AS = "Spara den som DOCX eller PDF och lägg till den igen."


def sniff(path: Path) -> str:
    """Return what `path` holds: `pdf`, `html`, `docx`, `markdown` or `text`.

    Raises ExtractionError: `empty`, `unsupported`, `encrypted` or `unreadable`.
    """
    head = read_head(path)
    if path.name.startswith(("~$", ".~lock.")):
        raise ExtractionError(
            "unsupported", f"{path.name} är en låsfil från ett öppet dokument. Stäng dokumentet och ta bort filen."
        )
    if not head.strip(b"\x00\t\n\r\f "):
        raise ExtractionError("empty", f"{path.name} är tom. Hämta filen igen från utgivaren.")
    format_ = kind(head)
    if format_ == "zip":
        return _inside_zip(path)
    if format_ == "ole":
        raise _old_office(path)
    if format_ == "text":
        return "markdown" if path.suffix.lower() in {".md", ".markdown"} else "text"
    if format_ in {"pdf", "html"}:
        return format_
    raise _unsupported(path, format_)


def read_head(path: Path) -> bytes:
    """Return the first bytes of the file; raises ExtractionError `unreadable`."""
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ExtractionError("unreadable", f"{path.name} gick inte att öppna ({reason}).") from error


def kind(head: bytes) -> str:
    """Return the coarse format that the first bytes show; `binary` where none is known."""
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(_OLE):
        return "ole"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_PICTURES) or head[8:12] == b"WEBP":
        return "picture"
    return _text_kind(head)


def expected(path: Path) -> str | None:
    """Return the format that the file's name promises; None where it promises none."""
    return _FORMAT_OF_SUFFIX.get(path.suffix.lower())


def _text_kind(head: bytes) -> str:
    if _is_binary(head):
        return "binary"
    start = _ascii_view(head).lstrip()
    if start.startswith(b"<?xml") and not _HTML.search(start):
        return "xml"
    # Markdown may hold a tag further down, so only the beginning counts.
    return "html" if start.startswith(b"<") and _HTML.search(start[:2048]) else "text"


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or looks_utf16(head):
        return False
    controls = len(_CONTROLS.findall(head))
    return controls > len(head) // 100


def looks_utf16(head: bytes) -> bool:
    """Return whether every other byte is mostly zero, as in UTF-16 of Western text without a mark."""
    if len(head) < 16:  # noqa: PLR2004 – too few to tell
        return False
    even, odd = head[::2].count(0), head[1::2].count(0)
    low, high = sorted((even, odd))
    return high > len(head) * 0.35 and low < len(head) * 0.05


def _ascii_view(head: bytes) -> bytes:
    return head.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")


def _inside_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ExtractionError(
            "broken", f"{path.name} är skadad och går inte att packa upp. Hämta filen igen."
        ) from error
    if "word/document.xml" in names:
        return "docx"
    raise _unsupported(path, _zip_content(names))


def _zip_content(names: set[str]) -> str:
    if any(name.startswith("ppt/") for name in names):
        return "presentation"
    if any(name.startswith("xl/") for name in names):
        return "spreadsheet"
    return "opendocument" if "content.xml" in names else "zip"


def _old_office(path: Path) -> ExtractionError:
    # A DOCX with a password is an OLE file that holds the stream EncryptedPackage, its name in UTF-16.
    with path.open("rb") as file:
        content = file.read(20_000_000)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return ExtractionError("encrypted", f"{path.name} {_LOCKED}")
    return ExtractionError("unsupported", f"{path.name} är en äldre Office-fil. {_SAVE_AS}")


def _unsupported(path: Path, format_: str) -> ExtractionError:
    what = {
        "rtf": f"är en RTF-fil. {_SAVE_AS}",
        "picture": "är en bild och har ingen text att söka i. Lägg till texten som eget dokument.",
        "presentation": "är en presentation. Spara den som PDF och lägg till den igen.",
        "spreadsheet": "är ett kalkylblad. Spara det som PDF om texten ska gå att söka i.",
        "opendocument": f"är ett OpenDocument. {_SAVE_AS}",
        "zip": "är ett zip-arkiv. Packa upp det och lägg till filerna var för sig.",
        "xml": "är en XML-fil. Spara texten som PDF, DOCX, HTML eller Markdown.",
    }
    text = what.get(format_, f"är av ett slag som inte går att läsa. {_SAVE_AS}")
    return ExtractionError("unsupported", f"{path.name} {text}")

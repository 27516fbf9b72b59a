"""The installed command, in a folder with a small corpus, and files to put there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

METODSOK = Path(sys.executable).parent / "metodsok"
Run = subprocess.CompletedProcess[str]


@pytest.fixture
def executable() -> Path:
    """Give the installed command."""
    return METODSOK


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Make a folder with `metodsok.toml` and two sheets of our own."""
    (tmp_path / "metodsok.toml").write_text("", encoding="utf-8")
    documents = tmp_path / "corpus" / "documents"
    documents.mkdir(parents=True)
    (documents / "bokcirkel.md").write_text(
        "---\ntitle: Bokcirkel på äldreboendet\ntype: exercise\nissued: 2024\npublisher: Provbiblioteket\n---\n"
        "# Bokcirkel på äldreboendet\n\nEn läsfrämjande övning där deltagarna läser högt för varandra.\n",
        encoding="utf-8",
    )
    (documents / "källkritik.txt").write_text(
        "Källkritik i vardagen\n\nVem står bakom texten? Fråga gruppen och jämför svaren.\n", encoding="utf-8"
    )
    return tmp_path


@pytest.fixture
def metodsok(corpus: Path) -> Callable[..., Run]:
    """Give the command, run in the folder of the corpus."""

    def run(*arguments: str, **settings: str) -> Run:
        return subprocess.run(
            [METODSOK, *arguments],
            cwd=corpus,
            env=os.environ | settings,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run


def pdf(*pages: str) -> bytes:
    """Return a PDF with the text given on each page."""
    out = BytesIO()
    canvas = Canvas(out)
    for text in pages:
        canvas.drawString(72, 720, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def encrypted(content: bytes) -> bytes:
    """Return the PDF locked by a password."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    writer.encrypt("hemligt", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def looping() -> bytes:
    """Return a PDF whose page tree has itself as a child."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>",
    ]
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    return out + b"xref\n0 4\n0000000000 65535 f \n%strailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        start,
    )


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    """Give what makes a PDF with the text given on each page."""
    return pdf


@pytest.fixture
def lock_pdf() -> Callable[[bytes], bytes]:
    """Give what locks a PDF by a password."""
    return encrypted


@pytest.fixture
def hostile(corpus: Path) -> Path:
    """Add files that go wrong in every usual way to the corpus, and two good ones."""
    documents = corpus / "corpus" / "documents"
    (documents / "tvasidor.pdf").write_bytes(pdf("Inledning", "Sagostunder utomhus med filtar"))
    (documents / "last.pdf").write_bytes(encrypted(pdf("Hemlig text")))
    (documents / "tom.pdf").write_bytes(b"")
    (documents / "sida.pdf").write_text("<!doctype html><html><body><p>Inte en PDF</p></body></html>")
    (documents / "slinga.pdf").write_bytes(looping())
    (documents / "jatte.txt").write_text("Ett ord till. " * (30_000_000 // 14))
    (documents / "gammal.txt").write_bytes("Åldersgränser för läsecirkeln på ön.\n".encode("latin-1"))
    return corpus

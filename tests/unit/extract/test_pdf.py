"""PDF: pages, headings, and everything that can be wrong with one."""

from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from indexer.errors import ExtractionError
from indexer.extract import Limits, extract_file

GOLDEN = Path(__file__).parents[2] / "golden"
MakePdf = Callable[..., Path]

PLAN = [
    [
        "Biblioteksplan 2025",
        "Inledning",
        "Biblioteken i länet arbetar med folkbiblio-",
        "teksverksamhetens alla besökare.",
        "1",
    ],
    ["Biblioteksplan 2025", "Källkritik", "Biblioteken övar källkritik med vuxna och", "barn i olika grupper.", "2"],
    ["Biblioteksplan 2025", "Planen slutar här med ännu en mening om läsning.", "3"],
]
LOOP = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>> endobj
trailer <</Root 1 0 R/Size 4>>
"""


def code_of(path: Path, limits: Limits | None = None) -> str:
    """Return the code of the error that reading the file raises."""
    with pytest.raises(ExtractionError) as caught:
        extract_file(path, limits)
    assert path.name in str(caught.value)
    return caught.value.code


def test_pages_and_headings(make_pdf: MakePdf) -> None:
    """Each page's text has its number from 1 and the outline's nearest heading; running lines are gone."""
    path = make_pdf("plan.pdf", PLAN, [(0, "Inledning"), (1, "Källkritik")], title="Biblioteksplan för Exempellän")
    extract = extract_file(path)
    assert [(part.page, part.heading, part.text) for part in extract.sections] == [
        (1, "Inledning", "Biblioteken i länet arbetar med folkbiblioteksverksamhetens alla besökare."),
        (2, "Källkritik", "Biblioteken övar källkritik med vuxna och barn i olika grupper."),
        (3, "Källkritik", "Planen slutar här med ännu en mening om läsning."),
    ]
    assert extract.pages == 3
    assert extract.metadata["title"] == "Biblioteksplan för Exempellän"
    assert extract.reader == "pypdfium2"


@pytest.mark.parametrize(("password", "code"), [("hemligt", "encrypted"), ("", None)])
def test_passwords(make_pdf: MakePdf, password: str, code: str | None) -> None:
    """A file that needs a password says so; one that opens without is read."""
    path = make_pdf("plan.pdf", PLAN)
    writer = pypdf.PdfWriter(clone_from=str(path))
    writer.encrypt(password, "ägaren", algorithm="RC4-128")
    writer.write(path)
    if code:
        assert code_of(path) == code
    else:
        assert "källkritik" in extract_file(path).sections[1].text


def test_a_locked_file_of_today_is_told() -> None:
    """AES, which nothing at hand can write: the file was made with `qpdf --encrypt hemligt ägare 256`."""
    assert code_of(GOLDEN / "aes-med-losenord.pdf") == "encrypted"


def test_a_loop_in_the_page_tree_ends(tmp_path: Path) -> None:
    """A page tree that holds itself is broken, not endless."""
    (tmp_path / "loop.pdf").write_bytes(LOOP)
    assert code_of(tmp_path / "loop.pdf") == "broken"


def test_a_cut_file_is_broken(make_pdf: MakePdf) -> None:
    """Half a download is told as such."""
    path = make_pdf("plan.pdf", PLAN)
    path.write_bytes(path.read_bytes()[:700])
    assert code_of(path) == "broken"


def test_pages_without_text_are_scanned(make_pdf: MakePdf) -> None:
    """Pages that are pictures only need OCR, and the message says so."""
    assert code_of(make_pdf("skannad.pdf", [[], []])) == "scanned"


def test_a_missing_cross_reference_is_mended(make_pdf: MakePdf) -> None:
    """A file whose table of contents is wrong is still read by one of the two libraries."""
    path = make_pdf("plan.pdf", PLAN)
    path.write_bytes(path.read_bytes().replace(b"startxref", b"startxxxx"))
    assert len(extract_file(path).sections) == 3


def test_what_pdfium_cannot_read_pypdf_may(make_pdf: MakePdf) -> None:
    """A page tree that promises more pages than there are stops pdfium alone."""
    path = make_pdf("plan.pdf", PLAN, title="Biblioteksplan för Exempellän")
    path.write_bytes(path.read_bytes().replace(b"/Count 3", b"/Count 9"))
    extract = extract_file(path)
    assert extract.reader == "pypdf"
    assert (len(extract.sections), extract.metadata["title"]) == (3, "Biblioteksplan för Exempellän")


def test_several_headings_on_a_page_divide_it(make_pdf: MakePdf) -> None:
    """Each passage stands under its own heading, also where two follow each other and where a table comes before."""
    lines = [
        "Guide",
        "Material papper och pennor till alla grupper",
        "Så hänger det ihop",
        "Vi går runt.",
        "Del 2",
        "Steg",
    ]
    path = make_pdf(
        "guide.pdf", [[*lines, "Prata."]], [(0, line) for line in ("Guide", *lines[2:3], *lines[4:])], "Guide"
    )
    assert [(part.heading, part.text) for part in extract_file(path).sections] == [
        (None, "Material papper och pennor till alla grupper"),
        ("Så hänger det ihop", "Vi går runt."),
        ("Del 2 – Steg", "Prata."),
    ]


def large_type(path: Path, size: int = 16) -> Path:
    """Write a PDF without outline and document information, with a title, headings, a list and a table."""
    canvas = Canvas(str(path))
    body = "Gruppen läser texten och pratar om vem som har skrivit den och varför."
    parts = [(22, 60, ["Källkritik för", "nya grupper"]), (11, 60, [body] * 3), (size, 60, ["Gör så här"])]
    place = 800.0
    for points, x, lines in [*parts, (11, 60, ["1", "2"]), (size, 60, ["Efteråt"]), (11, 60, [body] * 3)]:
        place -= points
        for line in lines:
            canvas.setFont("Helvetica", points)
            canvas.drawString(x, place, line)
            if line.isdigit():
                canvas.drawString(x + 15, place, f"Steg {line} tar en kvart.")
            place -= 1.3 * points
    for x, cell in ((60, "Tid"), (200, "90 minuter")):
        canvas.drawString(x, place - 20, cell)
    canvas.save()
    return path


def test_large_type_is_a_heading(tmp_path: Path) -> None:
    """Without outline and title, what is set larger than the text tells both; marks and cells join their rows."""
    extract = extract_file(large_type(tmp_path / "a.pdf"))
    assert extract.metadata["title"] == "Källkritik för nya grupper"
    assert [part.heading for part in extract.sections] == [None, "Gör så här", "Efteråt"]
    assert extract.sections[1].text == "1. Steg 1 tar en kvart.\n2. Steg 2 tar en kvart."
    assert extract.sections[2].text.endswith("\n\nTid | 90 minuter")


def test_slightly_larger_type_is_none(tmp_path: Path) -> None:
    """Type a point larger than the text is no heading."""
    assert [part.heading for part in extract_file(large_type(tmp_path / "a.pdf", 12)).sections] == [None]


def test_limits_cut_with_a_flag(make_pdf: MakePdf) -> None:
    """Beyond the limits of pages and of text the rest is left out, and the answer says so."""
    path = make_pdf("plan.pdf", PLAN)
    by_pages = extract_file(path, Limits(pages=2))
    assert by_pages.partial
    assert [part.page for part in by_pages.sections] == [1, 2]
    assert any("2 sidor av 3" in note for note in by_pages.notes)
    assert extract_file(path, Limits(text=60)).partial
    assert not extract_file(path).partial


def test_a_page_without_text_does_not_hide_the_rest(make_pdf: MakePdf) -> None:
    """An empty page keeps its number; the pages after it count on."""
    path = make_pdf("plan.pdf", [PLAN[0], [], PLAN[1]])
    assert [part.page for part in extract_file(path).sections] == [1, 3]

"""Lines as pdfium gives them: their size, their place, and where a row has cells."""

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from indexer.extract.lines import Line
from indexer.extract.pdfium import lines_of

SIZE = 10
BOOK = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>> endobj
4 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>> endobj
5 0 obj <</Length 54>> stream
BT /F 10 Tf 60 700 Td (A bok) Tj 10 -14 Td (Tid) Tj ET
endstream endobj
6 0 obj <</Length 57>> stream
begincmap 1 beginbfchar <41> <D83DDCDA> endbfchar endcmap
endstream endobj
trailer <</Root 1 0 R/Size 7>>
"""
"""A page whose A is a pile of books."""


def lines(path: Path) -> list[Line]:
    """Return the lines of the file's first page."""
    document = pypdfium2.PdfDocument(path)
    textpage = document[0].get_textpage()
    found = lines_of(textpage)
    textpage.close()
    document.close()
    return found


def written(path: Path, words: Sequence[str], gaps: Sequence[float]) -> list[str]:
    """Write words one by one, as many programs do, with such gaps in sizes of the type; return the lines found."""
    canvas, x = Canvas(str(path)), 60.0
    canvas.setFont("Helvetica", SIZE)
    for word, gap in zip(words, [*gaps, 0.0], strict=True):
        canvas.drawString(x, 700, word)
        x += stringWidth(word, "Helvetica", SIZE) + gap * SIZE
    canvas.save()
    return [line.text for line in lines(path)]


@pytest.mark.parametrize(
    ("words", "gaps", "expected"),
    [
        ("Vi läser högt", [0.28, 0.28], ["Vi läser högt"]),
        ("Tid nittio minuter", [1.3, 0.28], ["Tid", "nittio minuter"]),
        ("2021 2022 2023", [4, 4], ["2021", "2022", "2023"]),
        ("Biblioteken samverkar regionalt", [1.4, 1.3], ["Biblioteken samverkar regionalt"]),
        ("1 Läs texten", [0.8, 0.28], ["1", "Läs texten"]),
        ("2.1 Källkritik idag", [1.8, 0.28], ["2.1 Källkritik idag"]),
    ],
    ids=["running text", "row", "row of numbers", "justified", "list item", "numbered heading"],
)
def test_a_wide_gap_divides_a_row(tmp_path: Path, words: str, gaps: list[float], expected: list[str]) -> None:
    """Cells and a list's mark come apart; a stretched line and a section's number do not."""
    assert written(tmp_path / "a.pdf", words.split(), gaps) == expected


def test_size_and_place_are_those_on_the_page(tmp_path: Path) -> None:
    """Type that is scaled by a matrix counts as large as it looks."""
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.setFont("Helvetica", 1)
    canvas.scale(12, 12)
    canvas.drawString(5, 50, "Tolv punkter")
    canvas.save()
    (line,) = lines(tmp_path / "a.pdf")
    assert (line.text, round(line.size), round(line.x), round(line.y)) == ("Tolv punkter", 12, 60, 600)


def test_signs_beyond_the_basic_plane_do_not_shift_what_follows(tmp_path: Path) -> None:
    """Such a sign is counted as two characters by pdfium; lines below it keep their place all the same."""
    (tmp_path / "a.pdf").write_bytes(BOOK)
    found = [(line.text, line.x, line.y) for line in lines(tmp_path / "a.pdf")]
    assert found == [("\U0001f4da bok", 60, 700), ("Tid", 70, 686)]

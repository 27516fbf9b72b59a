"""The method sheets of our own that are shipped in `corpus/documents/`."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from docx import Document
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[2]
SHEETS = ROOT / "corpus" / "documents"
OWN = {"sv": "Metodsöks eget metodblad", "sv-x-lattlast": "Metodsöks eget metodblad", "en": "method sheet by Metodsök"}
FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
CORE = ("demokrati", "nationella-minoriteter", "mik", "lasframjande")


def of(*suffixes: str) -> list[Path]:
    return sorted(path for path in SHEETS.iterdir() if path.suffix in suffixes)


def text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    if path.suffix == ".docx":
        word = Document(str(path))
        cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])
    if path.suffix == ".html":
        main = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").main
        assert main is not None
        return main.get_text(" ")
    return FRONT_MATTER.sub("", path.read_text(encoding="utf-8"), count=1)


def stated_of(path: Path) -> dict[str, str | list[str]]:
    if path.suffix in {".pdf", ".docx"}:
        return tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    if path.suffix == ".html":
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        metas = {str(tag.get("name")): str(tag.get("content")) for tag in soup.find_all("meta")}
        assert soup.html is not None
        assert soup.title is not None
        return {
            "title": soup.title.text,
            "publisher": metas["metodsok:publisher"],
            "type": metas["metodsok:type"],
            "issued": metas["metodsok:issued"],
            "rights": metas["metodsok:rights"],
            "abstract": metas["description"],
            "themes": metas["metodsok:themes"].split(", "),
            "language": str(soup.html["lang"]),
        }
    match = FRONT_MATTER.match(path.read_text(encoding="utf-8"))
    assert match
    pairs = dict(line.split(": ", 1) for line in match[1].splitlines())
    themes = pairs.pop("theme").strip("[]").split(", ")
    return {**{key: value.strip('"') for key, value in pairs.items()}, "issued": pairs["year"], "themes": themes}


ALL = of(".md", ".pdf", ".docx", ".html")


def test_formats_as_promised() -> None:
    """There are at least 24 sheets: Markdown, six PDFs, three web pages and two Word documents."""
    assert len(ALL) >= 24
    assert len(of(".pdf")) >= 6
    assert len(of(".html")) >= 3
    assert len(of(".docx")) >= 2
    assert len({path.stem for path in ALL}) == len(ALL)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_length(path: Path) -> None:
    """A sheet is long enough to use and short enough to read: 400–1,500 words."""
    assert 400 <= len(text_of(path).split()) <= 1500


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_says_that_it_is_ours(path: Path) -> None:
    """Every sheet says that it is Metodsök's own, and under which licence."""
    text = " ".join(text_of(path).split())
    assert OWN[str(stated_of(path)["language"])] in text
    assert "CC BY 4.0" in text


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_metadata_is_whole(path: Path) -> None:
    """Every sheet states its title, publisher, type, year, rights, abstract and known themes."""
    stated = stated_of(path)
    scheme = (ROOT / "corpus" / "themes.toml").read_text(encoding="utf-8")
    known = {theme["id"] for theme in tomllib.loads(scheme)["theme"]}
    assert stated["publisher"] == "Metodsök"
    assert stated["type"] in {"exercise", "guidance"}
    assert stated["issued"] == "2026"
    assert stated["rights"] == "full-text"
    assert stated["title"]
    assert stated["abstract"]
    assert stated["themes"]
    assert set(stated["themes"]) <= known


@pytest.mark.parametrize("theme", CORE)
def test_core_themes_are_covered(theme: str) -> None:
    """Each of the four core themes has at least three sheets."""
    assert sum(theme in stated_of(path)["themes"] for path in ALL) >= 3


def test_languages() -> None:
    """One sheet is in easy Swedish and one in English; the rest are in Swedish."""
    languages = [stated_of(path)["language"] for path in ALL]
    assert {"sv", "sv-x-lattlast", "en"} == set(languages)


@pytest.mark.parametrize("path", of(".pdf"), ids=lambda path: path.name)
def test_pdf_is_printable_and_navigable(path: Path) -> None:
    """A PDF has several A4 pages with text, an outline, document information and its language."""
    reader = PdfReader(path)
    assert len(reader.pages) >= 2
    assert all(page.extract_text().count(" ") > 20 for page in reader.pages)
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    assert len(reader.outline) >= 1
    assert reader.metadata is not None
    assert reader.metadata.title == stated_of(path)["title"]
    assert reader.metadata.author == "Metodsök"
    assert reader.root_object["/Lang"] == "sv"


def test_source_criticism_exercise_has_its_own_page() -> None:
    """The exercise of "källkritik för vuxna" begins on page 2 and is talked about on page 4, as it says."""
    pages = PdfReader(SHEETS / "kallkritik-for-vuxna.pdf").pages
    assert "Övning i källkritik för vuxna: bord 1" in pages[1].extract_text()
    assert "Övning i källkritik för vuxna: bord 3" in pages[2].extract_text()
    assert "Samtalet efteråt" in pages[3].extract_text()
    assert len(pages) == 4


def test_a_rebuild_gives_the_same_bytes(tmp_path: Path) -> None:
    """The shipped PDFs, Word documents and sidecars are what the sources give now."""
    subprocess.run([sys.executable, ROOT / "tools" / "make_sheets.py", "--out", tmp_path], check=True)
    made = sorted(tmp_path.iterdir())
    assert [path.name for path in made] == [path.name for path in of(".pdf", ".docx", ".toml")]
    assert all(path.read_bytes() == (SHEETS / path.name).read_bytes() for path in made)

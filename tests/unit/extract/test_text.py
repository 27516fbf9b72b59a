"""Plain text and Markdown in any usual encoding."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import ExtractionError
from indexer.extract import extract_file
from indexer.extract.text import decode, front_matter

SENTENCE = "Läsfrämjande på ön är en fråga om språk, övning och återkommande möten."


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252", "mac_roman", "cp850"],
)
def test_any_usual_encoding(encoding: str) -> None:
    """The text is the same whatever it was stored as."""
    assert decode(SENTENCE.encode(encoding)).lstrip("\ufeff") == SENTENCE


def test_other_alphabets_are_guessed() -> None:
    """What is no Western text is left to charset-normalizer."""
    russian = "Библиотека открыта для всех жителей города и приглашает читателей на встречу. " * 5
    assert decode(russian.encode("cp1251")) == russian


@given(st.binary())
def test_decoding_never_fails(raw: bytes) -> None:
    """Any bytes give a text."""
    assert isinstance(decode(raw), str)


def test_form_feeds_are_pages(tmp_path: Path) -> None:
    """A form feed begins a page, counted from 1."""
    (tmp_path / "a.txt").write_text("Första sidan har text.\fAndra sidan har mer.", encoding="utf-8")
    extract = extract_file(tmp_path / "a.txt")
    assert [(part.page, part.text) for part in extract.sections] == [
        (1, "Första sidan har text."),
        (2, "Andra sidan har mer."),
    ]
    assert extract.pages == 2


def test_headings_of_plain_text(tmp_path: Path) -> None:
    """A short line of its own above a paragraph is its heading; the first is the title."""
    (tmp_path / "a.txt").write_text(f"Läsning\n\n{SENTENCE}\n\nVårt arbetssätt\n\n{SENTENCE}", encoding="latin-1")
    extract = extract_file(tmp_path / "a.txt")
    assert extract.metadata["title"] == "Läsning"
    assert [(part.heading, part.text) for part in extract.sections] == [(None, SENTENCE), ("Vårt arbetssätt", SENTENCE)]


def test_a_text_of_thirty_megabytes_is_listed(tmp_path: Path) -> None:
    """Beyond the limit a file is not even opened."""
    (tmp_path / "stor.txt").write_bytes(b"ord " * 7_500_000)
    with pytest.raises(ExtractionError) as caught:
        extract_file(tmp_path / "stor.txt")
    assert caught.value.code == "too-large"
    assert "30 MB" in str(caught.value)


def test_front_matter() -> None:
    """Values, quotes, comments and both kinds of list are understood."""
    block = (
        'title: "Samtal: en guide"\nregion: [ "14", 17 ]\nstatus: gällande # från i år\n'
        "theme:\n  - mik\n  - demokrati\nabstract: >\n  En rad\n  och en till"
    )
    assert dict(front_matter(block)) == {
        "title": "Samtal: en guide",
        "region": "14|17",
        "status": "gällande",
        "theme": "mik|demokrati",
        "abstract": "En rad och en till",
    }


@given(st.text())
def test_any_front_matter_is_read(block: str) -> None:
    """Whatever stands there, the answer is pairs of strings."""
    assert all(isinstance(key, str) and isinstance(value, str) for key, value in front_matter(block))


def test_an_unknown_key_is_noted(tmp_path: Path) -> None:
    """A misspelt key in the front matter is told, not lost."""
    (tmp_path / "a.md").write_text("---\ntiteln: Fel\n---\n# Rätt\n\nText här.", encoding="utf-8")
    extract = extract_file(tmp_path / "a.md")
    assert extract.metadata["title"] == "Rätt"
    assert any("”titeln”" in note for note in extract.notes)


def test_a_rule_is_no_front_matter(tmp_path: Path) -> None:
    """Lines of dashes inside a text are rules, and code keeps its lines."""
    (tmp_path / "a.md").write_text("Ett.\n\n---\n\nTvå.\n\n```\nrad 1\nrad 2\n```\n", encoding="utf-8")
    assert extract_file(tmp_path / "a.md").sections[0].text == "Ett.\n\nTvå.\n\nrad 1\nrad 2"


def test_numbered_lists_keep_their_numbers(tmp_path: Path) -> None:
    """Items are numbered as a reader sees them, whatever stands in the source; boxes to tick are left out."""
    source = "1. Ett\n1. Två\n   - under\n1. Tre\n\n   Mer om tre.\n\n5) Fem\n\n- [ ] att göra\n"
    (tmp_path / "a.md").write_text(source, encoding="utf-8")
    text = extract_file(tmp_path / "a.md").sections[0].text
    assert text == "1. Ett\n2. Två\n• under\n3. Tre\n\nMer om tre.\n\n5. Fem\n• att göra"


def test_html_inside_markdown_is_text(tmp_path: Path) -> None:
    """Blocks of HTML are read; comments are not."""
    source = (
        "# A\n\n<details><summary>Mer</summary>\n<p>Dold <b>text</b>.</p></details>\n\n<!-- nej -->\n\nSynlig text."
    )
    (tmp_path / "a.md").write_text(source, encoding="utf-8")
    assert extract_file(tmp_path / "a.md").sections[0].text == "Mer\n\nDold text.\n\nSynlig text."


def test_the_text_of_a_link_heads_nothing(tmp_path: Path) -> None:
    """A line that only points elsewhere stays text, though it is short and stands alone."""
    (tmp_path / "a.txt").write_text(f"{SENTENCE}\n\nLänk till planen för länet\n\n{SENTENCE}", encoding="utf-8")
    assert [part.heading for part in extract_file(tmp_path / "a.txt").sections] == [None]

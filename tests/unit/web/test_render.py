from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Document
from indexer.share.newsletter import years
from web import settings
from web.render import day, marked, moment, page_numbers, paragraphs, tag


@st.composite
def texts_with_marks(draw: st.DrawFn) -> tuple[str, tuple[tuple[int, int], ...]]:
    text = draw(st.text())
    places = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    return text, tuple(zip(places[::2], places[1::2], strict=False))


@given(texts_with_marks())
def test_marking_adds_nothing_but_marks(case: tuple[str, tuple[tuple[int, int], ...]]) -> None:
    """What stands between our tags is the text, escaped; what is marked is what was asked to be."""
    text, marks = case
    html = str(marked(text, marks))
    bare = html.replace("<mark>", "").replace("</mark>", "")
    assert not re.search("[<>]", bare)
    assert unescape_own(bare) == text
    assert [unescape_own(found) for found in re.findall("<mark>(.*?)</mark>", html, re.DOTALL)] == [
        text[start:end] for start, end in marks
    ]


def unescape_own(html: str) -> str:
    """Undo only what escaping does, so that a text that looks like an entity stays as it was."""
    return re.sub("&(?:amp|lt|gt|#34|#39);", lambda match: unescape(match[0]), html)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (Document("a", "A", "U", valid_from=2021, valid_to=2024), "2021–2024"),
        (Document("a", "A", "U", valid_from=2021), "2021–"),
        (Document("a", "A", "U", valid_from=2021, valid_to=2021), "2021"),
        (Document("a", "A", "U", issued="2022-05"), "2022"),
        (Document("a", "A", "U"), ""),
    ],
)
def test_years_are_written_as_people_read_them(document: Document, expected: str) -> None:
    assert years(document) == expected


def test_dates_are_swedish_and_unclear_ones_stay() -> None:
    assert day("2025-11-21") == "21 november 2025"
    assert day("2025-11") == "2025-11"
    assert moment("2025-11-21T02:00:00") == "21 november kl. 02.00"
    assert moment("i går") == "i går"


def test_languages_are_told_where_they_differ_from_the_page() -> None:
    assert tag("sv") == tag(None) == ""
    assert tag("fi") == ' lang="fi"'
    assert tag("yi") == ' lang="yi" dir="auto"'
    assert tag('"><script>') == ' lang="&#34;&gt;&lt;script&gt;"'


def test_paragraphs_are_set_apart_by_empty_lines_else_by_single_ones() -> None:
    assert paragraphs("a\nb\n\nc") == ["a\nb", "c"]
    assert paragraphs("a\n b ") == ["a", "b"]


def test_page_numbers_leave_gaps_out() -> None:
    assert page_numbers(1, 1) == [1]
    assert page_numbers(5, 9) == [1, None, 4, 5, 6, None, 9]


def test_streamlits_colours_are_those_of_the_style_sheet() -> None:
    css = (Path(settings.__file__).parent / "static" / "metodsok.css").read_text("utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    names = {
        "primaryColor": "accent", "backgroundColor": "papper", "secondaryBackgroundColor": "yta",
        "textColor": "text", "linkColor": "accent", "borderColor": "kant",
    }  # fmt: skip
    for block, theme in ((light, settings.LIGHT), (dark, settings.DARK)):
        for key, name in names.items():
            assert f"--{name}: {theme[key]};" in block

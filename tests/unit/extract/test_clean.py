"""Typesetting is undone and the words stay."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extract.clean import join_pages, reflow, repair, without_running_lines


@pytest.mark.parametrize(
    ("damaged", "sound"),
    [
        ("demo\u00adkratisk", "demokratisk"),
        ("demo¬kratisk", "demokratisk"),
        ("\ufb01lm och a\ufb00isch", "film och affisch"),
        ("folkbiblio-\nteksverksamhet", "folkbiblioteksverksamhet"),
        ("folkbiblio-\n\nteksverksamhet", "folkbiblioteksverksamhet"),
        ("läs- och skrivfrämjande", "läs- och skrivfrämjande"),
        ("läs-\noch skrivfrämjande", "läs- och skrivfrämjande"),
        ("MIK-\nplan", "MIK-plan"),
        ("it-\nhjälp", "it-hjälp"),
        ("fo\u0308r", "för"),
        ("fo \u0308r", "för"),
        ("fo¨r", "för"),
        ("fö\u0308r", "för"),
        ("H Ä R N Ö S A N D", "HÄRNÖSAND"),
        ("noll\u200bbredd\u00a0här", "nollbredd här"),
        ("● Ett\n○ Två", "• Ett\n• Två"),
        ("2021-\n2024", "2021-\n2024"),
        (" \x7f Ett\n\x7f Två", "• Ett\n• Två"),
    ],
)
def test_repair(damaged: str, sound: str) -> None:
    """Each kind of damage seen in real documents is mended."""
    assert repair(damaged) == sound


@given(st.text())
def test_repair_is_total_and_settles(text: str) -> None:
    """Any text can be repaired; the answer is in NFC and has no control characters."""
    repaired = repair(text)
    assert unicodedata.is_normalized("NFC", repaired) or "\u0308" in text or "\u030a" in text
    assert not any(unicodedata.category(character) == "Cc" for character in repaired.replace("\n", ""))


@given(st.lists(st.text(alphabet="abcåäö .\n", min_size=1)))
def test_reflow_loses_no_letter(lines: list[str]) -> None:
    """Only line breaks and the space around them change."""
    text = "\n".join(lines)
    assert "".join(reflow(text).split()) == "".join(text.split())


def test_reflow_joins_lines_inside_sentences() -> None:
    """A sentence broken in two is one line again; list items keep their lines."""
    text = "För att lyfta grupper\noch minoriteter.\n• Ett\n• Två"
    assert reflow(text) == "För att lyfta grupper och minoriteter.\n• Ett\n• Två"


def test_reflow_mends_web_addresses() -> None:
    """An address that goes on in the next line has no space in it."""
    assert reflow("Se https://www.example\nbibliotek.se/metod") == "Se https://www.examplebibliotek.se/metod"


def test_running_headers_and_page_numbers_go() -> None:
    """What stands at the edge of most pages is no text; what stands once is."""
    pages = [f"Biblioteksplan 2025\nText på sida {word}.\n{number}" for number, word in enumerate("abcd", start=1)]
    assert without_running_lines(pages) == [f"Text på sida {word}." for word in "abcd"]


def test_a_word_divided_across_pages_is_whole() -> None:
    """Its end moves to the page where it began."""
    assert join_pages(["Om folkbiblio-", "teken i länet."]) == ["Om folkbiblioteken", "i länet."]


def test_rows_of_a_table_stay_apart() -> None:
    """A row goes on only with a line that is no row, however its cells begin."""
    rows = "Svenska | Språkets eget namn\nfinska | suomi, och böcker för flera åldrar\noch smaker"
    assert reflow(rows).count("\n") == 1

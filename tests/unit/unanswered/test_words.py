from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.unanswered.words import LONGEST, countable


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Rullstolsdans", "rullstolsdans"),
        ("  läsombud  ", "läsombud"),
        ('"kreativt skrivande" fängelse', "kreativt skrivande fängelse"),
        ("bokcirkel -barn", "bokcirkel barn"),
        ("girjerádju", "girjerádju"),
        ("biblioteksplan 2024-2027", "biblioteksplan 2024-2027"),
        ("lag 2013:801", "lag 2013:801"),
        ("17 § bibliotekslagen", "17 bibliotekslagen"),
        ("0-3 år", "0-3 år"),
        ("manga och cosplay", "manga och cosplay"),
    ],
)
def test_a_subject_is_counted_in_small_letters_and_without_signs(text: str, counted: str) -> None:
    assert countable(text) == counted


@pytest.mark.parametrize(
    "text",
    [
        "prov@example.se",
        "prov (at) example.se",
        "https://example.se/sida",
        "www.example.se",
        "070-123 45 67",
        "19121212-1212",
        "121212 1212",
        "ring 12345",
        "Provan Provander",
        "provan andersson",
        "annas bokcirkel",
        "anna-karin",
        "erik skola",
        "",
        "   ",
        "!!! ???",
        "2024",
        "ord " * 20,
        "ett två tre fyra fem sex sju",
    ],
)
def test_what_may_be_somebody_or_is_nothing_is_not_counted(text: str) -> None:
    assert countable(text) is None


@given(st.text())
def test_what_is_counted_is_short_and_can_be_counted_again(text: str) -> None:
    """Counting is stable, and never fails."""
    counted = countable(text)
    if counted is not None:
        assert "@" not in counted
        assert len(counted) <= 3 * LONGEST  # casefolding may lengthen a letter to three

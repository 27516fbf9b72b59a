from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.practical import LONGEST, Practical, practical


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Målgrupp | från 13 år\nTid | 75 minuter\nGruppstorlek | 6–15, i grupper om tre",
            Practical("från 13 år", "75 minuter", "6–15, i grupper om tre"),
        ),
        (
            "Vårt blad. Deltagare: hela arbetslaget, 4–12 personer. Tid: 75 minuter. Material: affischer.",
            Practical(None, "75 minuter", "hela arbetslaget, 4–12 personer"),
        ),
        ("För vem: chef och fadder. Tid: fyra veckor.", Practical("chef och fadder", "fyra veckor")),
        ("Tid | Vad som händer\n0–15 | Välkommen", Practical()),
        ("Det tar tid: man väntar. Ett antal | fel", Practical()),
        ("", Practical()),
    ],
)
def test_what_the_text_says_is_found_and_nothing_else(text: str, expected: Practical) -> None:
    assert practical(text) == expected


def test_only_what_is_known_is_told() -> None:
    assert practical("Tid: två timmar. Rum: två.").facts == [("Tid", "två timmar")]


@given(st.text())
def test_any_text_gives_short_values_from_it(text: str) -> None:
    for _, value in practical(f"Tid: {text}").facts:
        assert 0 < len(value) <= LONGEST

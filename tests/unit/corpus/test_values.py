from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corpus.addresses import canonical, same_page
from indexer.corpus.regions import REGIONS, code_of
from indexer.corpus.values import read_issued, read_language, read_period, slug


@given(st.text())
def test_a_slug_is_always_fit_for_an_address(text: str) -> None:
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug(text))
    assert slug(slug(text)) == slug(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Läsfrämjande på skollov!", "lasframjande-pa-skollov"), ("Sámi girjerádju", "sami-girjeradju"), ("Đŋŧ", "dnt")],
)
def test_slugs_keep_the_letters_readable(text: str, expected: str) -> None:
    assert slug(text) == expected


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("14", "14"),
        ("Västra Götalandsregionen", "14"),
        ("Region Kalmar län", "08"),
        ("Kalmar län", "08"),
        ("region  jönköpings län", "06"),
        ("Södermanlands län", "04"),
        ("Jämtlands län", "23"),
        ("Norge", None),
    ],
)
def test_regions_are_known_by_their_usual_names(name: str, code: str | None) -> None:
    assert code_of(name) == code


def test_there_are_21_regions() -> None:
    assert len(REGIONS) == 21
    assert all(code_of(label) == code for code, label in REGIONS.items())


@pytest.mark.parametrize("text", ["2021–2024", "2021-2024", "2021- 2024", "2021/2024", "2021..2024", "2021 till 2024"])
def test_periods_are_read_in_every_usual_shape(text: str) -> None:
    assert read_period(text) == (2021, 2024)


def test_an_open_period_has_no_end() -> None:
    assert read_period("2021–") == (2021, None)


@pytest.mark.parametrize("text", ["2024–2021", "20242027", "snart"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="period"):
        read_period(text)


@pytest.mark.parametrize(
    ("value", "expected"), [("2025", "2025"), (2025, "2025"), ("2025-03-14T10:00:00", "2025-03-14")]
)
def test_the_time_of_issue_is_iso(value: object, expected: str) -> None:
    assert read_issued(value) == expected


def test_languages_are_known_by_tag_and_name() -> None:
    assert [read_language(word) for word in ("sv-SE", "Meänkieli", "sv_x_lattlast", "lättläst")] == [
        "sv",
        "fit",
        "sv-x-lattlast",
        "sv-x-lattlast",
    ]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://Example.org:443/A?utm_source=x&b=1#top", "https://example.org/A?b=1"),
        ("http://issuu.example.", "http://issuu.example/"),
        ("https://example.org/sida?nodeId=1&childId=2", "https://example.org/sida?nodeId=1&childId=2"),
    ],
)
def test_addresses_have_one_form(url: str, expected: str) -> None:
    assert canonical(url) == expected


def test_scheme_www_and_closing_slash_do_not_make_another_page() -> None:
    assert same_page("http://www.example.org/a/", "https://example.org/a")
    assert not same_page("https://example.org/a", "https://example.org/b")


@given(st.text())
def test_comparing_addresses_never_fails(text: str) -> None:
    assert same_page(text, text)

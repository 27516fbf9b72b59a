from __future__ import annotations

import pytest

from indexer.build.facts import Facts, facts, series


def told(title: str, text: str = "", link: str = "", *, is_page: bool = True) -> Facts:
    return facts({"title": title} if title else {}, None, link, text, is_page=is_page)


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("Regional biblioteksplan 2021-2024", (2021, 2024)),
        ("Regional biblioteksplan 2021– 2024", (2021, 2024)),
        ("Biblioteksplan för Provlandet 2024/27", (2024, 2027)),
        ("Kulturplan 2025 — 2028", (2025, 2028)),
    ],
)
def test_a_plan_tells_its_years(title: str, years: tuple[int, int]) -> None:
    """In whichever way the period is written."""
    found = told(title)
    assert (found.type, found.valid_from, found.valid_to) == ("plan", *years)


def test_years_may_stand_in_the_text_or_the_link() -> None:
    """Where the title does not tell."""
    assert told("Regional biblioteksplan", "Planen gäller 2022–2025.").valid_from == 2022
    assert told("Biblioteksplan", link="Biblioteksplan 2023-2026 (pdf, 1 MB)", is_page=False).valid_to == 2026


@pytest.mark.parametrize(
    "title", ["Aktuellt om biblioteksplaner", "Ny regional biblioteksplan 2025–2028", "Arbetet med biblioteksplan 2024"]
)
def test_a_page_about_plans_is_no_plan(title: str) -> None:
    """News of a plan has no status."""
    assert told(title).type == "web page"


def test_a_plan_sent_out_for_comments_is_a_draft() -> None:
    """The word stands in the title or in the link."""
    assert told("Biblioteksplan 2027–2030, remissversion").status == "remiss"
    assert told("Biblioteksplan 2027–2030", link="Förslag till biblioteksplan", is_page=False).status == "remiss"


def test_a_document_is_called_what_its_link_says() -> None:
    """Where its own title says less; size and format are no part of it, and *Ladda ner* is no title."""
    assert told("", link="Att leda en bokcirkel, Pdf, 1,2 MB.", is_page=False).title == "Att leda en bokcirkel"
    assert told("Att leda bokcirklar", link="Ladda ner", is_page=False).title == "Att leda bokcirklar"
    assert told("blad", link="Handledning i shared reading", is_page=False).title == "Handledning i shared reading"


def test_documents_have_a_type() -> None:
    """Reports and exercises by name."""
    assert told("Rapport om läsning", is_page=False).type == "report"
    assert told("Tre övningar i källkritik", is_page=False).type == "exercise"
    assert told("Handledning", is_page=False).type == "guidance"


def test_editions_of_a_plan_are_one_series() -> None:
    """Whatever their years."""
    assert series("Regional biblioteksplan 2020–2023") == series("Regional biblioteksplan för 2024-2027 (antagen)")
    assert series("Regional biblioteksplan 2020–2023") != series("Regional kulturplan 2020–2023")

"""What documents state of themselves is taken under the names of Record."""

import pytest

from indexer.extract.metadata import date_in, period, publisher_of, stated, title_of


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021-2024", {"valid_from": "2021", "valid_to": "2024"}),
        ("2021- 2024", {"valid_from": "2021", "valid_to": "2024"}),
        ("2021–2024", {"valid_from": "2021", "valid_to": "2024"}),
        ("2021/2024", {"valid_from": "2021", "valid_to": "2024"}),
        ("2021/", {"valid_from": "2021"}),
        ("2021", {"valid_from": "2021", "valid_to": "2021"}),
        ("tills vidare", {}),
    ],
)
def test_periods(value: str, expected: dict[str, str]) -> None:
    """Every way in which plans write their years is understood."""
    assert period(value) == expected


def test_keys_in_both_languages() -> None:
    """Swedish and English keys mean the same; others are noted."""
    metadata, notes = stated([("Titel", "A"), ("utgivare", "B"), ("year", "2024"), ("färg", "blå")])
    assert metadata == {"title": "A", "publisher": "B", "issued": "2024"}
    assert len(notes) == 1


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("26 mars 2020", "2020-03-26"),
        ("Publicerad 2022-09-08 14:04", "2022-09-08"),
        ("13 apr 2018 • 3 min", "2018-04-13"),
        ("våren 2022", None),
        ("32 mars 2020", None),
    ],
)
def test_dates(text: str, day: str | None) -> None:
    """Dates become ISO 8601; what is none stays out."""
    assert date_in(text) == day


@pytest.mark.parametrize("junk", ["Microsoft Word - plan.docx", "Dokument1", "untitled", "plan.indd", "", None, "2023"])
def test_titles_that_programs_filled_in(junk: str | None) -> None:
    """They are not shown to anybody."""
    assert title_of(junk) is None


def test_publishers_are_bodies() -> None:
    """A person is never a publisher."""
    assert publisher_of("Region  Exempel") == "Region Exempel"
    assert publisher_of("Anna Påhittad") is None

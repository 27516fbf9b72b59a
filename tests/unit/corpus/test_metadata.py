from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.corpus import merge, record_from_metadata
from indexer.model import Record, Theme

SCHEME = (
    Theme(id="mik", label="Medie- och informationskunnighet (MIK)", label_en="", scope="", abbreviations=("MIK",)),
)


def test_what_people_usually_write_is_understood() -> None:
    """Names of regions, labels of themes, Swedish types and periods in any field of time."""
    record = record_from_metadata(
        "a",
        {
            "title": " En \n titel ",
            "regions": "Kalmar|14",
            "themes": "MIK|mik",
            "type": "Vägledning",
            "issued": "2021–2024",
        },
        "a.md",
        SCHEME,
    )
    assert (record.title, record.regions, record.themes) == ("En titel", ("08", "14"), ("mik",))
    assert (record.type, record.issued, record.valid_from, record.valid_to) == ("guidance", None, 2021, 2024)
    assert record.note is None


def test_bad_values_become_notes() -> None:
    """The rest is kept, and the note names the file, the field and the remedy."""
    record = record_from_metadata("a", {"title": "T", "type": "bok", "url": "ingen", "language": "xx"}, "a.md")
    assert (record.title, record.type, record.url, record.language) == ("T", None, None, None)
    assert record.note is not None
    assert all(word in record.note for word in ("a.md", "”type”", "”url”", "”language”", "Välj"))


KEYS = ("title", "regions", "type", "language", "themes", "issued", "valid", "valid_from", "valid_to", "url", "status")


@given(st.dictionaries(st.sampled_from(KEYS), st.text()))
def test_no_metadata_makes_it_fail(metadata: dict[str, str]) -> None:
    assert record_from_metadata("a", metadata, "a.md", SCHEME).id == "a"


def test_the_first_record_wins_and_the_second_fills_up() -> None:
    first = Record(id="a", title="Titel", valid_from=2025, note="Ett.")
    second = Record(id="b", title="Annan", publisher="U", valid_from=2020, valid_to=2024, note="Två.")
    merged = merge(first, second)
    assert (merged.id, merged.title, merged.publisher, merged.note) == ("a", "Titel", "U", "Ett. Två.")
    assert (merged.valid_from, merged.valid_to) == (2025, None)

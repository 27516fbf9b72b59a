"""References as other programs read them: everything in the shipped catalogue goes in and comes out the same."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import rispy
from jsonschema import Draft7Validator
from pybtex.database import parse_string

from indexer.corpus import load
from indexer.model import Document
from indexer.share.cite import Source, cite

CORPUS = Path(__file__).parents[3] / "corpus"


@cache
def sources() -> list[Source]:
    """Return all entries of the catalogue, and one with every sign that a format could trip over."""
    entries = [
        Document(
            each.id, each.title or "", each.publisher or "", type=each.type or "web page", issued=each.issued,
            language=each.language or "sv", abstract=each.abstract,
        )
        for each in load(CORPUS).records
    ]  # fmt: skip
    odd = Document("x", r'A & B_c: 100 % {x} \y ~z^ #1 $2 "citat"', "Region Ä, Örebro", abstract="ER  - \nTY  - RPRT")
    return [Source(each, f"https://prov.example.se/{each.id}", date(2026, 11, 22)) for each in (*entries, odd)]


def test_a_reference_manager_reads_every_ris_record() -> None:
    read = rispy.loads(cite(sources(), "ris"))
    assert [record["id"] for record in read] == [each.document.id for each in sources()]
    assert [record["title"] for record in read] == [each.document.title for each in sources()]
    assert [record["urls"] for record in read] == [[each.address] for each in sources()]
    assert not [record for record in read if "unknown_tag" in record]


def test_bibtex_reads_every_entry_with_its_organisations_whole() -> None:
    entries = parse_string(cite(sources(), "bibtex"), "bibtex").entries
    assert set(entries) == {each.document.id for each in sources()}
    for source in sources():
        names = [str(person) for person in entries[source.document.id].persons.get("author", ())]
        assert len(names) == len(source.authors)
        assert all(name.startswith("{") and name.endswith("}") for name in names)
        assert entries[source.document.id].fields["url"] == source.address


_TEXT = {"type": "string"}
_DATE = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "date-parts": {
            "type": "array", "minItems": 1, "maxItems": 2,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": ["string", "number"]}},
        }
    },
}  # fmt: skip
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": ["document", "report", "webpage"]},
            "id": {"type": ["string", "number"]},
            "author": {
                "type": "array",
                "items": {"type": "object", "additionalProperties": False, "properties": {"literal": _TEXT}},
            },
            "issued": _DATE,
            "accessed": _DATE,
            **dict.fromkeys(("title", "publisher", "URL", "language", "abstract"), _TEXT),
        },
    },
}
"""What csl-data.json of the Citation Style Language (1.0.2) allows, of the fields and types that we use."""


def test_csl_json_is_valid_by_its_schema() -> None:
    items = json.loads(cite(sources(), "csl-json"))
    assert [item["title"] for item in items] == [each.document.title for each in sources()]
    assert [fault.message for fault in Draft7Validator(CSL).iter_errors(items)] == []
    assert {item["type"] for item in items} == {"document", "report", "webpage"}


@pytest.mark.parametrize(
    "fault", [{"id": None}, {"note2": "x"}, {"type": "plan"}, {"issued": {"date-parts": [[]]}}, {"author": ["Region"]}]
)
def test_the_schema_finds_what_is_wrong(fault: dict[str, object]) -> None:
    (item,) = json.loads(cite(sources()[:1], "csl-json"))
    assert not Draft7Validator(CSL).is_valid([item | fault])


def test_apa_gives_each_work_one_line_with_its_address() -> None:
    lines = cite(sources(), "apa").split("\n")
    assert all(line.endswith(each.address or "") for line, each in zip(lines, sources(), strict=True))

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Document
from indexer.share.cite import FORMAT_LABELS, Format, Source, cite

READ = date(2026, 11, 22)
PLAN = Source(
    Document("prov-plan", "Provplan 2025–2028", "Region Prov", type="plan", issued="2025-03", abstract="Om läsning."),
    "https://prov.example.se/plan_1.pdf",
    READ,
)
PAGE = Source(Document("prov-sida", "Vad är MIK?", "Region Prov, Provteket"), "https://prov.example.se/mik", READ)
SHEET = Source(Document("blad", "Blad", "Okänd utgivare", type="exercise", issued="2026"), None, READ)


def test_apa_names_author_year_title_and_address() -> None:
    assert cite([PLAN], "apa") == "Region Prov. (2025). Provplan 2025–2028. https://prov.example.se/plan_1.pdf"


def test_apa_without_a_year_tells_when_it_was_read() -> None:
    expected = "Region Prov & Provteket. (u.å.). Vad är MIK? Hämtad 22 november 2026, från https://prov.example.se/mik"
    assert cite([PAGE], "apa") == expected


def test_apa_without_an_author_begins_with_the_title() -> None:
    assert cite([SHEET], "apa") == "Blad. (2026)."


def test_bibtex_keeps_organisations_whole() -> None:
    assert cite([PLAN], "bibtex") == (
        "@techreport{prov-plan,\n  author = {{Region Prov}},\n  title = {{Provplan 2025–2028}},\n"
        "  institution = {Region Prov},\n  year = {2025},\n  url = {https://prov.example.se/plan_1.pdf},\n"
        "  urldate = {2026-11-22},\n}"
    )
    assert "author = {{Region Prov} and {Provteket}}" in cite([PAGE], "bibtex")


def test_ris_has_a_line_for_each_author_and_ends_each_record() -> None:
    lines = cite([PAGE, SHEET], "ris").splitlines()
    assert lines[0] == "TY  - ELEC"
    assert [line for line in lines if line.startswith("AU")] == ["AU  - Region Prov", "AU  - Provteket"]
    assert lines.count("ER  - ") == 2


def test_ris_takes_no_list_of_places_for_a_persons_name() -> None:
    listed = Source(Document("a", "A", "Länsbiblioteken i Ena, Andra och Tredje"), None, READ)
    assert "AU  -" not in cite([listed], "ris")
    assert "PB  - Länsbiblioteken i Ena, Andra och Tredje" in cite([listed], "ris")


def test_csl_json_is_a_list_of_items() -> None:
    plan, page = json.loads(cite([PLAN, PAGE], "csl-json"))
    assert (plan["type"], plan["issued"], plan["accessed"]) == (
        "report",
        {"date-parts": [[2025, 3]]},
        {"date-parts": [[2026, 11, 22]]},
    )
    assert page["author"] == [{"literal": "Region Prov"}, {"literal": "Provteket"}]
    assert "issued" not in page


@given(st.text(), st.text(), st.sampled_from(sorted(FORMAT_LABELS)))
def test_no_text_breaks_out_of_its_field(title: str, publisher: str, style: Format) -> None:
    """Whatever a title holds, each format stays well formed."""
    written = cite([Source(Document("a", title, publisher, abstract=title), "https://a.example/}%0a{\n", READ)], style)
    if style == "csl-json":
        assert len(json.loads(written)) == 1
    elif style == "ris":
        assert written.count("\n") == len([line for line in written.split("\n") if line[2:6] == "  - "]) - 1
    elif style == "bibtex":
        assert depth(written) == 0
    else:
        assert "\n" not in written


def depth(text: str) -> int:
    """Return how many braces stay open, escaped ones not counted."""
    bare = text.replace("\\\\", "").replace("\\{", "").replace("\\}", "")
    return bare.count("{") - bare.count("}")


@pytest.mark.parametrize(("sign", "expected"), [("&", r"\&"), ("_", r"\_"), ("\\", r"\textbackslash{}"), ("{", r"\{")])
def test_what_tex_would_obey_is_escaped(sign: str, expected: str) -> None:
    assert f"{{{{a{expected}b}}}}" in cite([Source(Document("a", f"a{sign}b", "P"), None, READ)], "bibtex")

from dataclasses import replace
from datetime import date

import pytest

from indexer.cli import hits
from indexer.model import Document, Expansion, Hit, Query, Results, Section, Snippet, ThemeEvidence

PLAN = Document(
    id="plan-prov",
    title="Biblioteksplan\nProvlandet",
    publisher="Region Provlandet",
    type="plan",
    regions=("14",),
    valid_from=2021,
    valid_to=2024,
    url="https://example.org/plan.pdf",
    rights="full-text",
    themes=("mik",),
    themes_stated=False,
    evidence=(ThemeEvidence("mik", 3.0, (("källkritik", 4), ("medieplan", 1))),),
    sections=(Section("Inledning.", "Förord", 1), Section("Mål.", "Mål", 2)),
)
DAY = date(2026, 11, 22)


def answer(*found: Hit, total: int, **rest: object) -> Results:
    return Results(query=Query("mik"), total=total, hits=found, facets={}, **rest)  # type: ignore[arg-type]


def test_a_hit_shows_what_it_is_where_it_answers_and_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    """Title, facts, place, snippet, further places, id and link to the very page, in this order."""
    first = Snippet(
        "om källkritik här", ((3, 13),), 4, heading="Mål", page=7, link="https://example.org/plan.pdf#page=7"
    )
    second = Snippet("mer", (), 9, page=9)
    hits.say_results(answer(Hit(PLAN, "utgången", 2.0, (first, second)), total=1))
    assert capsys.readouterr().out == (
        "1 material för mik\n\n"
        "1. Biblioteksplan Provlandet\n"
        "    Region Provlandet · Plan · 2021–2024 · Utgången\n"
        "    sida 7 · Mål\n"
        "    om källkritik här\n"
        "    Även: sida 9\n"
        "    id: plan-prov  https://example.org/plan.pdf#page=7\n"
    )


def test_expansions_and_corrections_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    """People see what was looked for beside their words, and what was corrected."""
    expanded = (Expansion("mik", ("medie- och informationskunnighet",)),)
    hits.say_results(answer(Hit(PLAN, None, 1.0, ()), total=30, expanded=expanded, corrected="mik"))
    out = capsys.readouterr().out
    assert "30 material för mik, träff 1–1" in out
    assert "Visar träffar för mik." in out
    assert "Sökte också på medie- och informationskunnighet (för mik)." in out


def test_a_misspelt_question_gets_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    """With a suggestion there is no other advice."""
    hits.say_results(answer(total=0, suggestion="bokcirkel"))
    assert capsys.readouterr().out == "Inget material matchade mik.\nMenade du bokcirkel?\n"


def test_a_document_tells_why_it_has_a_theme(capsys: pytest.CaptureFixture[str]) -> None:
    """A theme that nobody stated comes with the words that gave it."""
    hits.say_document(PLAN, DAY, with_text=True)
    out = capsys.readouterr().out
    assert "mik (funnet genom: källkritik, medieplan)" in out
    assert "Status:" in out
    assert "sida 2 · Mål\nMål." in out


@pytest.mark.parametrize(
    ("document", "shown"),
    [
        (Document("a", "A", "P", valid_from=2021, valid_to=2024), "2021–2024"),
        (Document("a", "A", "P", valid_from=2021), "2021–"),
        (Document("a", "A", "P", issued="2022-03"), "2022"),
        (Document("a", "A", "P"), ""),
    ],
)
def test_years_are_written_as_people_do(document: Document, shown: str) -> None:
    """A period, an open period, a year, or nothing."""
    assert hits.years(document) == shown


def test_pages_are_told_apart_by_their_number() -> None:
    """Sections on one page belong together; the heading stands on its own line."""
    sections = (Section("a", "H", 1), Section("b", None, 1), Section("c", None, 2))
    assert hits.pages(sections) == ["H\na\n\nb", "c"]


def test_json_of_a_document_has_the_status_of_the_day() -> None:
    """The text is there only if asked for."""
    value = hits.document_json(PLAN, DAY)
    assert (value["status"], value["valid"]) == ("utgången", "2021/2024")
    assert "sections" not in value
    assert len(hits.document_json(PLAN, DAY, with_text=True)["sections"]) == 2


def test_a_text_that_may_not_be_shown_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    """What was harvested under a source's rights is read at the publisher's; a file of one's own may be shown."""
    harvested = replace(PLAN, rights="snippet")
    hits.say_document(harvested, DAY, with_text=True)
    out = capsys.readouterr().out
    assert "Mål." not in out
    assert "Texten får inte visas här. Läs den hos utgivaren: https://example.org/plan.pdf" in out
    assert "sections" not in hits.document_json(harvested, DAY, with_text=True)
    hits.say_document(replace(harvested, path="documents/plan.pdf"), DAY, with_text=True)
    assert "Mål." in capsys.readouterr().out


def test_a_document_tells_its_editions_and_files(capsys: pytest.CaptureFixture[str]) -> None:
    """What supersedes it, where it lies as PDF, and that it is gone."""
    known = replace(
        PLAN,
        superseded_by=("plan-ny",),
        pdf="https://example.org/a.pdf",
        gone=True,
        urls=("https://example.org/a.pdf",),
    )
    hits.say_document(known, DAY, with_text=False)
    out = " ".join(capsys.readouterr().out.split())
    assert "Ersatt av: plan-ny" in out
    assert "Finns även som PDF: https://example.org/a.pdf" in out
    assert "Fanns på: https://example.org/plan.pdf" in out
    assert "Fler adresser" not in out

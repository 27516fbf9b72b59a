from __future__ import annotations

from datetime import date

import pytest

from indexer import open_index
from indexer.build.build import build
from indexer.model import Document, Theme
from indexer.search.browse import names, sayings, together
from indexer.search.searcher import Searcher

DAY = date(2026, 3, 1)
THEMES = """
schema_version = 1
[[theme]]
id = "las"
pref_sv = "Läsfrämjande"
pref_en = "Reading"
scope_sv = "Läslust."
alt = ["läsfrämjande arbete", "läslust"]
"""
PLAN = """---
title: Provplan {number}
publisher: Prov
type: plan
valid: {valid}
region: "{region}"
theme: [las]
---
# Inledning

Här står om arbete i största allmänhet och om lokaler.

# Läsning

{text}
"""


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    root = tmp_path_factory.mktemp("planer")
    documents = root / "corpus" / "documents"
    documents.mkdir(parents=True)
    (root / "corpus" / "themes.toml").write_text(THEMES, "utf-8")
    plans = (("2018/2020", "14", "Vi väcker läslust."), ("2025/2028", "12", "Läsfrämjande är vår väg."),
             ("2024/2027", "10", "Inget om saken."))  # fmt: skip
    for number, (valid, region, text) in enumerate(plans):
        (documents / f"plan-{number}.md").write_text(
            PLAN.format(number=number, valid=valid, region=region, text=text), "utf-8"
        )
    build(root / "corpus", root / "index", today=DAY)
    return open_index(root / "index", today=lambda: DAY)


def theme(searcher: Searcher) -> Theme:
    return searcher.themes()[0].theme


def test_plans_in_force_come_first(searcher: Searcher) -> None:
    said = sayings(searcher, theme(searcher))
    assert [(each.document.id, each.status) for each in said][-1] == ("plan-0", "utgången")
    assert {each.document.id for each in said} == {"plan-0", "plan-1", "plan-2"}


def test_the_lines_that_name_the_theme_are_quoted(searcher: Searcher) -> None:
    """Any of its names will do; a word of a longer name will not."""
    found = {each.document.id: each.snippet for each in sayings(searcher, theme(searcher))}
    assert found["plan-0"] is not None
    assert "läslust" in found["plan-0"].text
    assert found["plan-1"] is not None
    assert found["plan-1"].heading == "Läsning"
    assert found["plan-2"] is None


def test_one_region_can_be_asked_for(searcher: Searcher) -> None:
    assert [each.document.id for each in sayings(searcher, theme(searcher), ["12"])] == ["plan-1"]


def test_a_label_that_lists_is_several_names_and_a_suspended_compound_is_one() -> None:
    listed = Theme("a", "Barn och unga, barnrätt (0–18 år)", "", "", alternatives=("unga",))
    assert names(listed) == ["Barn", "unga", "barnrätt"]
    assert names(Theme("a", "Medie- och informationskunnighet (MIK)", "", "", abbreviations=("MIK",))) == [
        "Medie- och informationskunnighet",
        "MIK",
    ]


def test_pairs_of_themes_are_counted_once_for_each_document() -> None:
    documents = [Document("1", "", "", themes=("b", "a")), Document("2", "", "", themes=("a", "b", "c"))]
    assert together(documents) == {("a", "b"): 2, ("a", "c"): 1, ("b", "c"): 1}

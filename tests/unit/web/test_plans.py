from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import open_index
from indexer.build.build import build
from indexer.model import Document, Theme
from indexer.search.coverage import coverage
from indexer.search.searcher import Searcher
from web import charts, settings
from web.links import Links
from web.order import alphabetical
from web.plans import Cell, basis_of, foremost, grid, place, short, timeline

DAY = date(2026, 11, 22)
THEMES = """
schema_version = 1
[[theme]]
id = "las"
core = true
pref_sv = "Läsfrämjande"
pref_en = "Reading"
scope_sv = "Läslust."
alt = ["läslust"]
[[theme]]
id = "demokrati"
core = true
pref_sv = "Demokrati"
pref_en = "Democracy"
scope_sv = "Delaktighet."
[[theme]]
id = "tyst"
pref_sv = "Tystnad"
pref_en = "Silence"
scope_sv = "Ingen talar om det."
"""
CATALOGUE = """
[[document]]
id = "gammal"
title = "Gammal plan"
type = "plan"
regions = ["14", "12"]
valid_from = 2018
valid_to = 2024
themes = ["demokrati"]
abstract = "Om <b>annat</b>."

[[document]]
id = "forslag"
title = "Förslag"
type = "plan"
regions = ["12"]
valid_from = 2022
valid_to = 2025
status = "remiss"
themes = ["demokrati"]

[[document]]
id = "utan-ar"
title = "Plan utan år"
type = "plan"
regions = ["25"]

[[document]]
id = "sida"
title = "En sida"
regions = ["14"]
themes = ["las"]
"""
PLAN = """---
title: Ny plan
type: plan
valid: 2026/2029
region: "14"
theme: [las]
---
# Inledning

Här står om lokaler och arbete i största allmänhet.

# Läsning

Läsfrämjande är vår väg till läslust.

# Öppettider

Biblioteket har öppet på kvällarna.

# Språk

Läslust för alla barn.
"""


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    root = tmp_path_factory.mktemp("planer")
    documents = root / "corpus" / "documents"
    documents.mkdir(parents=True)
    (root / "corpus" / "themes.toml").write_text(THEMES, "utf-8")
    (root / "corpus" / "catalogue.toml").write_text(CATALOGUE, "utf-8")
    (documents / "ny.md").write_text(PLAN, "utf-8")
    build(root / "corpus", root / "index", today=DAY)
    return open_index(root / "index", today=lambda: DAY)


def cells(searcher: Searcher, basis: str, theme: str) -> dict[str, Cell]:
    rows = {found.id: row for found, row in grid(searcher, basis_of(basis), DAY).rows}
    return {cell.region: cell for cell in rows[theme]}


def test_every_region_has_its_row_in_swedish_order(searcher: Searcher) -> None:
    names = [row.name for row in timeline(searcher, DAY).rows]
    assert len(names) == 21
    assert names[0] == "Blekinge"
    assert names[-2:] == ["Örebro", "Östergötland"]


def test_a_plan_stands_with_its_years_and_todays_status_at_each_of_its_regions(searcher: Searcher) -> None:
    rows = {row.code: row for row in timeline(searcher, DAY).rows}
    told = [(span.document.id, span.first, span.last, span.status) for span in rows["14"].spans]
    assert told == [("gammal", 2018, 2024, "utgången"), ("ny", 2026, 2029, "gällande")]
    assert [span.document.id for span in rows["12"].spans] == ["gammal", "forslag"]


def test_plans_that_overlap_stand_in_lanes_of_their_own(searcher: Searcher) -> None:
    rows = {row.code: row for row in timeline(searcher, DAY).rows}
    assert [span.lane for span in rows["12"].spans] == [0, 1]
    assert [span.lane for span in rows["14"].spans] == [0, 0]


def test_a_plan_without_years_is_known_but_has_no_place_in_time(searcher: Searcher) -> None:
    rows = {row.code: row for row in timeline(searcher, DAY).rows}
    assert [(span.first, span.status) for span in rows["25"].spans] == [(None, "okänd")]


def test_the_years_reach_from_the_first_plan_to_the_last(searcher: Searcher) -> None:
    shown = timeline(searcher, DAY)
    assert (shown.first, shown.last) == (2018, 2029)


def test_regions_without_a_plan_are_known_as_such(searcher: Searcher) -> None:
    assert {"12", "14", "25"}.isdisjoint(row.code for row in timeline(searcher, DAY).without)
    assert len(timeline(searcher, DAY).without) == 18


def test_the_sentence_counts_a_plan_of_two_regions_once(searcher: Searcher) -> None:
    assert timeline(searcher, DAY).summary == (
        "4 planer finns i samlingen. I dag är 1 gällande, 1 ute på remiss, 1 av okänd status och 1 utgången."
    )


def test_passages_that_speak_of_a_theme_are_counted(searcher: Searcher) -> None:
    document = searcher.document("ny")
    assert document is not None
    found = coverage(searcher, document)
    assert (found.passages, dict(found.spoken)) == (4, {"las": 2})


def test_a_theme_that_somebody_stated_counts_at_least_once(searcher: Searcher) -> None:
    document = searcher.document("gammal")
    assert document is not None
    assert dict(coverage(searcher, document).spoken) == {"demokrati": 1}


def test_the_material_of_a_region_is_counted_in_documents(searcher: Searcher) -> None:
    found = cells(searcher, "material", "las")
    assert (found["14"].shown, found["14"].level, found["14"].told) == ("2", 2, "2 av 3 material")
    assert (found["12"].shown, found["12"].level) == ("", 0)


def test_the_plan_in_force_is_measured_in_shares_of_its_passages(searcher: Searcher) -> None:
    found = cells(searcher, "planer", "las")
    assert (found["14"].shown, found["14"].level, found["14"].told) == ("50", 4, "2 av planens 4 stycken")
    assert found["25"].told == "nämns inte i planen"
    assert found["01"].told == "ingen plan i samlingen"


def test_of_a_plan_without_text_nothing_is_measured(searcher: Searcher) -> None:
    found = cells(searcher, "planer", "demokrati")
    assert (found["12"].shown, found["12"].told) == ("•", "nämns i vår sammanfattning av planen")


def test_what_nobody_speaks_of_is_told_apart(searcher: Searcher) -> None:
    shown = grid(searcher, "material", DAY)
    assert [theme.id for theme, _ in shown.rows] == ["las", "demokrati"]
    assert [theme.id for theme in shown.silent] == ["tyst"]


def test_a_cell_leads_to_what_it_counts() -> None:
    cell = Cell("14", "las", 2, "2", "")
    assert place(Links("/metod"), "material", cell) == "/metod/?tema=las&region=14"
    assert place(Links("/metod"), "planer", cell) == "/metod/region/14#tema-las"


def plan(id_: str, first: int, last: int) -> Document:
    return Document(id_, id_, "Prov", type="plan", valid_from=first, valid_to=last)


def test_the_plan_in_force_is_read_first_then_the_newest() -> None:
    assert foremost([plan("a", 2018, 2020), plan("b", 2024, 2027), plan("c", 2028, 2030)], DAY) == plan("b", 2024, 2027)
    assert foremost([plan("a", 2018, 2020), plan("b", 2021, 2024)], DAY) == plan("b", 2021, 2024)
    assert foremost([], DAY) is None


@pytest.mark.parametrize(
    ("label", "abbreviations", "name"),
    [
        ("Medie- och informationskunnighet (MIK)", ("MIK",), "MIK"),
        ("Lärande organisation och kompetensutveckling", ("FoU",), "Lärande organisation"),
        ("Demokrati", (), "Demokrati"),
    ],
)
def test_long_names_are_shortened_where_there_is_little_room(
    label: str, abbreviations: tuple[str, ...], name: str
) -> None:
    assert short(Theme("x", label, "", "", abbreviations=abbreviations)) == name


@given(st.text(max_size=12))
def test_any_parameter_chooses_something(text: str) -> None:
    assert basis_of(text) in ("material", "planer")


def test_swedish_letters_come_last_in_their_own_order() -> None:
    assert sorted(["Ö", "a", "Å", "z", "Ä"], key=alphabetical) == ["a", "z", "Å", "Ä", "Ö"]


@pytest.mark.parametrize("palette", [charts.LIGHT, charts.DARK])
def test_each_bar_leads_to_its_plan_and_holds_through_its_last_year(
    searcher: Searcher, palette: charts.Palette
) -> None:
    spec = charts.timeline(timeline(searcher, DAY), palette, Links("/metod"))
    bars = spec["layer"][1]["data"]["values"]
    newest = next(bar for bar in bars if bar["title"] == "Ny plan")
    assert (newest["start"], newest["end"], newest["href"]) == (2026, 2030, "/metod/d/ny")
    assert not [bar for bar in bars if bar["title"] == "Plan utan år"]


def test_only_cells_that_count_something_lead_anywhere(searcher: Searcher) -> None:
    spec = charts.grid(grid(searcher, "material", DAY), charts.LIGHT, Links())
    assert all(bool(cell["href"]) == bool(cell["level"]) for cell in spec["data"]["values"])
    assert len(spec["data"]["values"]) == 2 * 21


def test_the_charts_colours_are_those_of_the_style_sheet() -> None:
    css = (Path(settings.__file__).parent / "static" / "metodsok.css").read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    for block, palette in zip(blocks, (charts.LIGHT, charts.DARK), strict=True):
        for level, colour in enumerate(palette.levels):
            assert f"--niva-{level}: {colour};" in block
        for level, colour in list(enumerate(palette.on_levels))[1:]:
            assert f"--pa-niva-{level}: {colour};" in block


@pytest.mark.parametrize("palette", [charts.LIGHT, charts.DARK])
def test_words_on_colours_can_be_read(palette: charts.Palette) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1; and 3 to 1 for the edge of a bar against the page (1.4.11)."""
    page = settings.LIGHT if palette is charts.LIGHT else settings.DARK
    for fill, edge, text in palette.bars.values():
        assert contrast(fill, text) >= 4.5
        assert contrast(edge, page["backgroundColor"]) >= 3
    for level, text in list(zip(palette.levels, palette.on_levels, strict=True))[1:]:
        assert contrast(level, text) >= 4.5


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

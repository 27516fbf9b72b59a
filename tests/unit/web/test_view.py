from __future__ import annotations

from dataclasses import replace

from indexer.model import Expansion, FacetValue, Interpretation, Query, Results
from web.view import PILLS, Names, View, is_asked, known

NAMES = Names({"mik": "MIK", "demokrati": "Demokrati"}, {"14": "Västra Götaland", "25": "Norrbotten"})
THEMES = tuple(FacetValue(f"t{number}", f"Tema {number}", 20 - number) for number in range(10))


def view(query: Query, total: int = 30, **facets: tuple[FacetValue, ...]) -> View:
    return View(Results(query, total, (), facets), NAMES)


def test_chosen_themes_come_first_among_the_pills() -> None:
    pills = view(Query("x", themes=("t9",)), theme=THEMES).pills
    assert [pill.value for pill in pills] == ["t9", "t0", "t1", "t2", "t3", "t4"]
    assert len(pills) == PILLS


def test_the_other_themes_are_among_the_filters() -> None:
    (group,) = view(Query("x"), theme=THEMES).groups
    assert (group.title, [option.value for option in group.options]) == ("Fler teman", ["t6", "t7", "t8", "t9"])


def test_a_chosen_value_that_matches_nothing_can_still_be_taken_away() -> None:
    chips = view(Query("x", regions=("25",), years=(2020, 2024)), total=0).chips
    assert [(chip.field, chip.label) for chip in chips] == [("regions", "Norrbotten"), ("years", "2020–2024")]


def test_pages_are_counted_from_one() -> None:
    shown = view(Query("x", offset=10), total=21)
    assert (shown.page, shown.last, shown.at(3).offset) == (2, 3, 20)


def test_an_expansion_is_told_once_however_it_is_written() -> None:
    results = Results(
        Query("mik"), 1, (), {}, expanded=(Expansion("mik", ("MIK-arbete", "mikarbete (MIK)", "medier")),)
    )
    assert View(results, NAMES).expansions == [Expansion("mik", ("MIK-arbete", "medier"))]


def test_each_thing_that_a_question_was_taken_for_can_be_taken_away_and_put_back() -> None:
    told = (Interpretation("västerbotten", "region", "24", "Västerbotten"),)
    results = Results(Query("mik Västerbotten"), 1, (), {}, readings=told, expanded=(Expansion("mik", ("MIL",)),))
    view = View(results, NAMES)
    assert view.several
    plain = view.plain("västerbotten")
    assert plain.literal == ("västerbotten",)
    assert View(replace(results, query=plain), NAMES).plain("Västerbotten").literal == ()
    assert not View(replace(results, expanded=()), NAMES).several


def test_unknown_filter_values_are_left_out() -> None:
    query = Query("x", themes=("mik", "nej"), regions=("14", "99"), types=("plan", "nej"), statuses=("nej",))
    assert known(query, NAMES) == Query("x", themes=("mik",), regions=("14",), types=("plan",))


def test_sorting_alone_asks_nothing() -> None:
    assert not is_asked(Query(sort="newest"))
    assert is_asked(Query(themes=("mik",)))


def test_what_was_understood_is_named_by_its_facet() -> None:
    """People read: Vi tolkade västerbotten som region."""
    results = Results(Query("västerbotten"), 1, (), {}, readings=(Interpretation("västerbotten", "region", "24", "x"),))
    assert View(results, NAMES).readings == [("västerbotten", "region")]

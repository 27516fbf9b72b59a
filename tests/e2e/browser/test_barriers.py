"""Held to WCAG 2.2 AA: axe-core, light and dark, magnified, forced colours, calm, on paper, in other languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import barriers, look, visiting

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/?q=mik&tema=mik",
    "/?q=plan&status=utg%C3%A5ngen",
    "/?q=qzxqzx&typ=plan&region=25",
    "/?q=k%C3%A4llkritk",
    "/?sprak=yi",
    "/d/kallkritik-for-vuxna?q=k%C3%A4llkritik",
    "/d/mediemyndigheten-mik",
    "/d/prov-slut",
    "/lista",
    "/lista?q=mik",
    "/teman",
    "/tema/lasframjande",
    "/tema/mik?med=demokrati",
    "/region/12",
    "/planer",
    "/planer/tabell",
    "/utskick",
    "/utskick?d=kallkritik-for-vuxna&d=mediemyndigheten-mik",
    "/om",
    "/tillganglighet",
    "/status",
]


def in_both_looks(page: Page) -> list[tuple[str, list[str]]]:
    """Return the barriers in light, then in dark."""
    light = barriers(page)
    look(page, "dark")
    return light + barriers(page)


@pytest.fixture(scope="module", params=PAGES)
def shown(request: pytest.FixtureRequest, contexts: Any, service: str) -> Iterator[Page]:
    """Give each page in turn, drawn once for all that is asked of it."""
    with visiting(contexts, service) as enter:
        yield enter().open(request.param)


@pytest.fixture
def page(shown: Page) -> Iterator[Page]:
    """Give the page light and of the usual width, whatever was done to it before."""
    yield shown
    shown.set_viewport_size({"width": 1100, "height": 900})
    look(shown, "light")


def test_no_page_has_a_barrier_that_axe_knows_of(page: Page) -> None:
    assert in_both_looks(page) == []


def test_no_fault_has_a_barrier_either(visitor: Any, empty: str, at_fault: str) -> None:
    assert in_both_looks(visitor(empty).open("/")) == []
    assert in_both_looks(visitor(at_fault).open("/?q=mik")) == []
    visit = visitor()
    visit.page.goto(f"{visit.address}/d/finns-inte")
    assert in_both_looks(visit.page) == []
    visit.console.clear()


def test_the_dark_look_is_dark_everywhere(visit: Any) -> None:
    page = visit.open("/?q=mik")
    look(page, "dark")
    shades = page.evaluate(
        "['body', 'input', '.m-kort'].map(s => getComputedStyle(document.querySelector(s)).backgroundColor)"
    )
    for shade in shades:
        red, green, blue = map(int, re.findall(r"\d+", shade)[:3])
        assert red + green + blue < 3 * 80, shade


def test_nothing_scrolls_sideways_at_320_pixels(page: Page) -> None:
    """320 pixels are also what 1280 become at 400 per cent; charts follow after a moment."""
    page.set_viewport_size({"width": 320, "height": 256})
    page.wait_for_function("() => innerWidth === 320 && document.documentElement.scrollWidth <= 320")


def test_text_twice_as_large_is_not_cut_off(visitor: Any) -> None:
    page = visitor(viewport={"width": 640, "height": 800}).open("/?q=mik")
    page.add_style_tag(content="html { font-size: 200% !important; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_what_is_chosen_shows_in_forced_colours(visitor: Any) -> None:
    page = visitor(forced_colors="active").open("/?q=mik&tema=mik&sort=nyast")
    chosen = page.locator("#root a[aria-current]")
    assert chosen.count() >= 2
    for number in range(chosen.count()):
        style = chosen.nth(number).evaluate("e => getComputedStyle(e).outlineStyle")
        assert style == "solid"


def test_nothing_moves_for_those_who_want_calm(visitor: Any) -> None:
    page = visitor(reduced_motion="reduce").open("/?q=mik")
    longest = page.evaluate(
        "Math.max(...[...document.querySelectorAll('body *')].flatMap(e => { const s = getComputedStyle(e);"
        " return [s.transitionDuration, s.animationDuration].flatMap(d => d.split(',').map(parseFloat)); }))"
    )
    assert longest <= 0.01


def test_on_paper_there_is_the_text_and_nothing_to_press(visit: Any) -> None:
    page = visit.open("/d/kallkritik-for-vuxna")
    page.emulate_media(media="print", color_scheme="light")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".m-text")).to_be_visible()
    for hidden in (".m-topp", ".m-fot", ".m-gor button", ".m-liknande"):
        expect(page.locator(hidden).first).to_be_hidden()


def test_yiddish_runs_its_own_way(visit: Any) -> None:
    page = visit.open("/?sprak=yi")
    title = page.locator(".m-kort h3").first
    expect(title).to_have_attribute("lang", "yi")
    expect(title).to_have_attribute("dir", "auto")
    assert title.evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_the_page_is_swedish_with_one_main_heading_and_no_english_label(page: Page) -> None:
    assert page.evaluate("document.documentElement.lang") == "sv"
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    labels: Callable[[str], list[str]] = lambda name: page.evaluate(  # noqa: E731 - used twice, on this page alone
        "name => [...document.querySelectorAll(`[${name}]`)].map(e => e.getAttribute(name))", name
    )
    words = " ".join([page.locator("body").inner_text(), *labels("aria-label"), *labels("title"), *labels("alt")])
    assert not re.search(r"\b(Skip|Press|Clear|Deploy|Running|Streamlit|Loading|Search)\b", words)


def test_parts_in_other_languages_say_so(visit: Any) -> None:
    page = visit.open("/?sprak=fi")
    assert page.locator(".m-kort h3[lang=fi]").count() == page.locator(".m-kort h3").count() > 0

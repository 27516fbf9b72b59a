"""The plans, the themes and the regions in a real browser; the console is held empty and all requests at home."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import barriers, look

pytestmark = pytest.mark.browser

PLANS = ["/planer", "/planer?underlag=planer", "/planer/tabell", "/planer/tabell?underlag=planer"]
CHART = "[data-testid=stVegaLiteChart] canvas"


def drawn(page: Page) -> Page:
    """Wait until both charts are there and have their width, which they find after they are drawn."""
    expect(page.locator(CHART)).to_have_count(2)
    page.wait_for_function(
        "async chart => {"
        " const sizes = () => [...document.querySelectorAll(chart)].map(e => e.width + e.height).join();"
        " const before = sizes(); await new Promise(done => setTimeout(done, 150)); return before === sizes(); }",
        arg=CHART,
    )
    return page


def test_somebody_sees_whether_skanes_plan_is_in_force(visit: Any) -> None:
    page = visit.open("/")
    page.get_by_role("navigation", name="Sidor").get_by_role("link", name="Planer").click()
    drawn(page)
    expect(page).to_have_title("Regionernas planer – Metodsök")
    expect(page.locator(".m-topp [aria-current=page]")).to_have_text("Planer")
    page.get_by_text("Planerna som tabell").click()
    row = page.locator("tr", has=page.get_by_role("rowheader", name="Skåne"))
    expect(row).to_contain_text("2026–2030")
    expect(row.locator(".m-status")).to_have_text("Gällande")
    row.get_by_role("rowheader").get_by_role("link").click()
    expect(page.locator(".m-ingress")).to_have_text("Planen gäller till och med 2030.")


def test_a_region_without_a_plan_is_named(visit: Any) -> None:
    page = visit.open("/planer")
    expect(page.get_by_text(re.compile("^Ingen plan från .*Norrbotten.* finns i samlingen"))).to_be_visible()


def test_a_cell_of_the_chart_tells_what_it_counts_and_leads_there(visit: Any) -> None:
    page = drawn(visit.open("/planer"))
    chart = page.locator(CHART).nth(1)
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None
    told = page.locator("#vg-tooltip-element.visible")
    last_row = box["y"] + box["height"] - 13
    for x in range(200, int(box["width"]), 7):
        page.mouse.move(box["x"] + x, last_row)
        page.wait_for_timeout(50)
        if told.count() and " av " in told.inner_text():
            break
    count = re.search(r"(\d+) av \d+ material", told.inner_text())
    assert count
    page.mouse.down()
    page.mouse.up()
    page.wait_for_selector(".m-summa")
    expect(page.locator(".m-summa")).to_have_text(re.compile(f"^{count[1]} material"))
    assert re.search(r"\?tema=[\w-]+&region=\d\d$", page.url)


def test_a_cell_of_the_table_leads_to_as_many_documents_as_it_says(visit: Any) -> None:
    page = drawn(visit.open("/planer"))
    page.get_by_text("Kartan som tabell").click()
    cell = page.locator(".m-karta td a").first
    count = re.match(r"\d+", cell.inner_text())
    assert count
    cell.click()
    page.wait_for_selector(".m-summa")
    expect(page.locator(".m-summa")).to_have_text(re.compile(f"^{count[0]} material"))


def test_the_plans_alone_lead_to_what_they_say(visit: Any) -> None:
    page = drawn(visit.open("/planer"))
    page.get_by_role("link", name="Bara planerna").click()
    expect(page.get_by_role("link", name="Bara planerna")).to_have_attribute("aria-current", "true")
    assert page.url == f"{visit.address}/planer?underlag=planer"
    page.locator(".m-karta td a[href*='#tema-']").first.wait_for(state="attached")
    page.get_by_text("Kartan som tabell").click()
    page.locator(".m-karta td a").first.click()
    page.wait_for_selector(".m-om-tema")
    assert re.search(r"/region/\d\d#tema-", page.url)
    expect(page.locator(".m-om-tema:target")).to_be_in_viewport()


def test_the_keyboard_alone_reaches_every_cell(visit: Any) -> None:
    page = drawn(visit.open("/planer"))
    page.locator("summary", has_text="Kartan som tabell").focus()
    page.keyboard.press("Enter")
    page.locator(".m-karta td a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".m-summa")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("path", PLANS)
def test_no_page_of_the_plans_has_a_barrier(visitor: Any, path: str, width: int) -> None:
    page = visitor(viewport={"width": width, "height": 800}).open(path)
    for scheme in ("light", "dark"):
        look(page, scheme)
        if "tabell" not in path:
            drawn(page)
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_no_word_of_the_page_is_english(visit: Any) -> None:
    page = drawn(visit.open("/planer"))
    names = ["aria-label", "aria-roledescription", "title"]
    told = page.evaluate(
        "names => [...document.querySelectorAll(names.map(name => `[${name}]`).join())]"
        ".filter(e => e.checkVisibility()).flatMap(e => names.map(name => e.getAttribute(name) ?? ''))",
        names,
    )
    assert not re.search(r"visualization|chart|\bdata\b|fullscreen|download", " ".join(told), re.IGNORECASE)


def test_without_script_the_tables_are_a_link_away(visitor: Any) -> None:
    visit = visitor(java_script_enabled=False)
    visit.page.goto(f"{visit.address}/planer")
    visit.page.get_by_role("link", name="Visa samma uppgifter utan JavaScript").click()
    expect(visit.page.get_by_role("table")).to_have_count(2)


def test_in_forced_colours_the_tables_keep_their_edges(visitor: Any) -> None:
    page = visitor(forced_colors="active").open("/planer/tabell")
    cell = page.locator(".m-karta td").first
    assert cell.evaluate("element => getComputedStyle(element).borderTopStyle") == "solid"
    assert page.locator(".m-status").first.evaluate("element => getComputedStyle(element).borderTopStyle") == "solid"


def test_on_paper_there_are_no_controls(visit: Any) -> None:
    page = visit.open("/planer/tabell")
    page.emulate_media(media="print")
    for gone in (".m-topp", ".m-fot", ".m-tillbaka", ".m-val"):
        assert not page.locator(gone).is_visible()
    assert page.locator("table").first.is_visible()


def test_the_plans_work_under_a_path(visitor: Any, under_path: str) -> None:
    visit = visitor(under_path)
    page = drawn(visit.open("/planer"))
    page.get_by_text("Planerna som tabell").click()
    page.get_by_role("rowheader", name="Skåne").get_by_role("link").click()
    assert page.url == f"{visit.address}/region/12"


def test_a_theme_tells_where_on_its_page_everything_is(visit: Any) -> None:
    page = visit.open("/tema/lasframjande")
    for link in page.get_by_role("navigation", name="På sidan").get_by_role("link").all():
        assert page.locator(str(link.get_attribute("href"))).count() == 1
    expect(page.locator("#ovningar ~ ul .m-behov").first).to_contain_text("Tid:")


def test_two_themes_cross_with_as_many_documents_as_told(visit: Any) -> None:
    page = visit.open("/teman")
    cell = page.locator(".m-moten td a[href*='lasframjande?med=nationella-minoriteter']")
    count = cell.inner_text().split()[0]
    cell.click()
    expect(page.locator("main")).to_contain_text(f"{count} material handlar om båda")


def test_a_region_tells_of_each_theme_what_there_is(visit: Any) -> None:
    page = visit.open("/region/12")
    for link in page.get_by_role("navigation", name="Regionens teman").get_by_role("link").all():
        assert page.locator(str(link.get_attribute("href"))).locator("a").count() > 1

"""What people do: find, read, narrow, go back, copy, follow. conftest holds console and hosts to account."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import settle

pytestmark = pytest.mark.browser


def count(page: Page) -> int:
    """Return the number of documents that the page tells of."""
    found = re.match(r"\d+", page.locator(".m-summa").inner_text())
    assert found
    return int(found[0])


def test_a_newcomer_finds_the_right_page_of_the_right_document(visit: Any) -> None:
    page = visit.open("/")
    visit.ask("källkritik övning vuxna")
    expect(page).to_have_title("källkritik övning vuxna – Metodsök")
    card = page.get_by_role("article", name="Källkritik för vuxna – en övning")
    link = card.get_by_role("link", name=re.compile(r"^Öppna PDF på sidan \d+"))
    address = link.get_attribute("href")
    assert re.fullmatch(r"/fil/kallkritik-for-vuxna#page=\d+", address)
    answer = page.request.get(visit.address + address)
    assert answer.headers["content-type"] == "application/pdf"
    card.get_by_role("link", name="Källkritik för vuxna – en övning", exact=True).click()
    page.wait_for_selector("main h1")
    expect(page.locator("h1")).to_have_text("Källkritik för vuxna – en övning")
    target = page.locator("#traffar ~ .m-dit a").first
    number = target.get_attribute("href").rpartition("-")[2]
    target.click()
    expect(page.locator(f"#sida-{number}")).to_be_in_viewport()


def test_the_address_holds_the_search(visit: Any) -> None:
    page = visit.open("/?q=mik&tema=demokrati&sort=nyast")
    before = page.locator(".m-kort h3").all_inner_texts()
    page.reload()
    page.wait_for_selector(".m-kort")
    assert page.locator(".m-kort h3").all_inner_texts() == before
    expect(page.get_by_label("Vad vill du hitta?")).to_have_value("mik")
    expect(page.locator(".m-teman a[aria-current]")).to_contain_text("Demokrati")
    expect(page.locator(".m-sortera a[aria-current]")).to_have_text("Nyast")


def test_filters_narrow_and_can_be_taken_away(visit: Any) -> None:
    page = visit.open("/?q=mik")
    everything = count(page)
    page.locator(".m-teman a", has_text="Demokrati").click()
    page.wait_for_selector(".m-teman a[aria-current]")
    settle(page)
    expect(page.locator(".m-summa")).not_to_contain_text(f"{everything} material")
    assert count(page) < everything
    page.get_by_text("Fler filter").click()
    page.locator("[data-key='types-plan'], [data-key='types-web page']").first.click()
    page.wait_for_selector(".m-valda a")
    settle(page)
    page.get_by_role("link", name="Ta bort alla filter").click()
    expect(page.locator(".m-summa")).to_contain_text(f"{everything} material")
    assert page.url == f"{visit.address}/?q=mik"


def test_back_leads_through_the_searches_to_the_start(visit: Any) -> None:
    page = visit.open("/")
    visit.ask("mik")
    visit.ask("bokcirkel")
    page.locator(".m-teman a").first.click()
    page.wait_for_selector(".m-teman a[aria-current]")
    settle(page)
    page.go_back()
    page.wait_for_selector(".m-teman a[aria-current]", state="detached")
    settle(page)
    expect(page.locator(".m-summa")).to_contain_text("bokcirkel")
    page.go_back()
    expect(page.locator(".m-summa")).to_contain_text("mik")
    expect(page.get_by_label("Vad vill du hitta?")).to_have_value("mik")
    page.go_back()
    expect(page.get_by_role("heading", name="Prova till exempel")).to_be_visible()
    expect(page.get_by_label("Vad vill du hitta?")).to_have_value("")


def test_back_from_a_document_finds_the_search_again(visit: Any) -> None:
    page = visit.open("/?q=bokcirkel&tema=lasframjande")
    page.locator(".m-kort h3 a").first.click()
    page.wait_for_selector(".m-tillbaka")
    page.get_by_role("link", name="Tillbaka till sökningen").click()
    page.wait_for_selector(".m-summa")
    assert page.url == f"{visit.address}/?q=bokcirkel&tema=lasframjande"


def test_more_hits_are_a_page_away(visit: Any) -> None:
    page = visit.open("/?q=bibliotek")
    first = page.locator(".m-kort h3").all_inner_texts()
    page.get_by_role("link", name="Nästa").click()
    expect(page.locator(".m-sidor a[aria-current]")).to_have_text("Sida 2")
    assert page.url.endswith("sida=2")
    assert not set(first) & set(page.locator(".m-kort h3").all_inner_texts())


def test_a_theme_leads_to_an_exercise_and_to_a_search_within_it(visit: Any) -> None:
    page = visit.open("/")
    page.get_by_role("link", name=re.compile("^Medie- och informationskunnighet")).first.click()
    page.wait_for_selector("#ovningar")
    page.get_by_label("Sök inom temat").fill("rubrik")
    page.keyboard.press("Enter")
    page.wait_for_selector(".m-summa")
    assert page.url == f"{visit.address}/?tema=mik&q=rubrik"
    expect(page.locator(".m-teman a[aria-current]")).to_contain_text("Medie- och informationskunnighet")
    page.go_back()
    page.locator("section:has(#ovningar) a.m-titel").first.click()
    page.wait_for_selector(".m-uppgifter")
    expect(page.locator(".m-temalista a").first).to_have_attribute("href", re.compile("^/tema/"))


def test_a_link_is_copied_and_that_is_told(visitor: Any) -> None:
    visit = visitor(permissions=["clipboard-read", "clipboard-write"])
    page = visit.open("/?q=mik")
    page.get_by_role("button", name="Kopiera länk till sökningen").click()
    expect(page.locator("#m-meddelande")).to_have_text("Länken är kopierad.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{visit.address}/?q=mik"


def test_a_reference_is_copied_and_that_is_told(visitor: Any) -> None:
    visit = visitor(permissions=["clipboard-read", "clipboard-write"])
    page = visit.open("/d/mediemyndigheten-mik")
    page.get_by_text("Citera", exact=True).click()
    page.get_by_role("button", name="Kopiera RIS").click()
    expect(page.locator("#m-meddelande")).to_have_text("Källhänvisningen är kopierad.")
    assert page.evaluate("navigator.clipboard.readText()").startswith("TY  - ELEC\nID  - mediemyndigheten-mik\n")


def test_without_script_the_list_searches_too(visitor: Any) -> None:
    visit = visitor(java_script_enabled=False)
    visit.page.goto(f"{visit.address}/")
    visit.page.get_by_role("link", name="Sök och bläddra utan JavaScript").click()
    visit.page.get_by_label("Vad vill du hitta?").fill("mik")
    visit.page.get_by_role("button", name="Sök").click()
    expect(visit.page.locator(".m-kort").first).to_be_visible()


def test_a_stranger_finds_the_plan_of_a_region_and_whether_it_holds(visit: Any) -> None:
    page = visit.open("/")
    visit.ask("Skånes plan")
    expect(page.locator(".m-kort").first).to_contain_text("Region Skåne")
    expect(page.locator(".m-kort").first.locator(".m-status")).to_have_text("Gällande")
    page.get_by_role("link", name="Planer", exact=True).first.click()
    page.get_by_text("Planerna som tabell").first.click()
    page.get_by_role("link", name="Skåne", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("Skåne")
    expect(page.get_by_text("Planen gäller till och med 2030.")).to_be_visible()


def test_a_stranger_finds_something_in_finnish_by_the_filters(visit: Any) -> None:
    page = visit.open("/")
    visit.ask("något på finska")
    page.get_by_text("Fler filter").click()
    page.locator("[data-key='languages-fi']").click()
    page.wait_for_selector(".m-valda a")
    settle(page)
    assert page.locator(".m-kort h3[lang=fi]").count() == page.locator(".m-kort").count() > 0


def test_three_hits_become_a_newsletter(visitor: Any) -> None:
    visit = visitor(permissions=["clipboard-read", "clipboard-write"])
    page = visit.open("/?q=mik")
    for number in range(3):
        page.locator(".m-kort .m-lagg:not([aria-current])").first.click()
        expect(page.locator(".m-kort .m-lagg[aria-current]")).to_have_count(number + 1)
    expect(page.locator("#m-meddelande")).to_contain_text("Tillagt i utskicket")
    page.get_by_role("link", name="Utskick (3)").click()
    page.get_by_role("button", name="Kopiera till mejl").click()
    expect(page.locator("#m-meddelande")).to_contain_text("Utskicket är kopierat.")
    assert page.evaluate("navigator.clipboard.readText()").count("http") >= 3
    page.reload()
    page.wait_for_selector("footer.m-fot")
    expect(page.locator(".m-post")).to_have_count(3)


def test_nothing_is_lost_by_adding_faster_than_the_page_is_drawn(visit: Any) -> None:
    page = visit.open("/?q=mik")
    page.evaluate("() => [...document.querySelectorAll('.m-kort .m-lagg')].slice(0, 2).forEach(link => link.click())")
    expect(page.locator("[data-utskick]")).to_have_text("Utskick (2)")
    expect(page.locator(".m-kort .m-lagg[aria-current]")).to_have_count(2)

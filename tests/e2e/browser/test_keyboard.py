"""Without a mouse: everything is reached, told of and left by the keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import settle

pytestmark = pytest.mark.browser


def test_the_keyboard_alone_is_enough(visit: Any) -> None:
    page = visit.open("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Hoppa till innehållet")
    page.get_by_label("Vad vill du hitta?").focus()
    page.keyboard.type("bokcirkel")
    page.keyboard.press("Enter")
    page.wait_for_selector(".m-summa")
    expect(page.locator("#m-meddelande")).to_contain_text("material för bokcirkel")
    page.locator(".m-teman a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".m-teman a[aria-current]")
    settle(page)
    expect(page.locator(".m-teman a[aria-current]")).to_be_focused()
    page.locator(".m-kort h3 a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".m-tillbaka")
    assert "/d/" in page.url


def test_a_letter_typed_outside_a_field_does_nothing(visit: Any) -> None:
    page = visit.open("/?q=mik")
    page.locator(".m-kort h3 a").first.focus()
    page.keyboard.press("r")
    page.keyboard.press("c")
    expect(page.get_by_role("dialog")).to_have_count(0)


LONGEST = 150
"""Presses of Tab within which anything on a page must be reached."""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what `selector` names has the focus, and hold that the focus can be seen."""
    settle(page)
    for _ in range(LONGEST):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            outline = page.evaluate(
                "(() => { const s = getComputedStyle(document.activeElement), r = document.activeElement.closest("
                "'[data-testid=stTextInputRootElement]'); return s.outlineStyle !== 'none' || s.boxShadow !== 'none' ||"
                " (r && getComputedStyle(r).boxShadow !== 'none'); })()"
            )
            assert outline, f"the focus on {selector} cannot be seen"
            return
    pytest.fail(f"{selector} was not reached by {LONGEST} presses of Tab")


def test_from_search_to_a_copied_newsletter_without_a_mouse(visitor: Any) -> None:
    visit = visitor(permissions=["clipboard-read", "clipboard-write"])
    page = visit.open("/")
    tab_to(page, "input")
    page.keyboard.type("bokcirkel")
    page.keyboard.press("Enter")
    page.wait_for_selector(".m-kort")
    tab_to(page, ".m-teman a")
    page.keyboard.press("Enter")
    page.wait_for_selector(".m-teman a[aria-current]")
    settle(page)
    expect(page.locator("#m-meddelande")).to_contain_text("material för bokcirkel")
    tab_to(page, ".m-kort h3 a")
    page.keyboard.press("Enter")
    page.wait_for_selector("main h1")
    tab_to(page, ".m-tillbaka a")
    page.keyboard.press("Enter")
    page.wait_for_selector(".m-kort")
    tab_to(page, ".m-kort .m-lagg")
    page.keyboard.press("Enter")
    page.wait_for_selector(".m-lagg[aria-current]")
    expect(page.locator(".m-lagg[aria-current]")).to_be_focused()
    expect(page.locator("#m-meddelande")).to_contain_text("Tillagt i utskicket")
    tab_to(page, "[data-utskick]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".m-post")
    tab_to(page, "[data-copy-html]")
    page.keyboard.press("Enter")
    expect(page.locator("#m-meddelande")).to_contain_text("Utskicket är kopierat.")


def test_what_was_collected_on_a_document_page_survives_back(visitor: Any) -> None:
    """Search, filter, open, add, back, add another, copy; adding is no step of its own, so one Back is enough."""
    visit = visitor(permissions=["clipboard-read", "clipboard-write"])
    page = visit.open("/?q=bokcirkel")
    page.locator(".m-teman a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".m-teman a[aria-current]")
    settle(page)
    narrowed = page.url
    page.locator(".m-kort h3 a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".m-uppgifter")
    page.locator("article .m-lagg").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("article .m-lagg[aria-current]")
    page.go_back()
    page.wait_for_selector(".m-kort .m-lagg[aria-current]")
    assert page.url.startswith(f"{narrowed}&d=")
    page.locator(".m-kort .m-lagg:not([aria-current])").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-utskick]")).to_have_text("Utskick (2)")
    page.locator("[data-utskick]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".m-post")).to_have_count(2)
    page.locator("[data-copy-html]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#m-meddelande")).to_contain_text("Utskicket är kopierat.")


def test_going_back_to_an_older_search_keeps_what_was_collected_since(visit: Any) -> None:
    page = visit.open("/?q=mik")
    visit.ask("bokcirkel")
    page.locator(".m-kort .m-lagg").first.click()
    expect(page.locator("[data-utskick]")).to_have_text("Utskick (1)")
    page.go_back()
    expect(page.locator(".m-summa")).to_contain_text("mik")
    expect(page.locator("[data-utskick]")).to_have_text("Utskick (1)")
    assert "&d=" in page.url


def test_the_first_press_of_tab_offers_to_skip_the_head_and_that_works(visit: Any) -> None:
    page = visit.open("/tema/mik")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Hoppa till innehållet")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_number_of_hits_is_told_once_a_search_in_a_place_that_stays(visit: Any) -> None:
    page = visit.open("/?q=mik")
    expect(page.locator("#m-meddelande")).to_contain_text("material för mik")
    page.evaluate(
        "() => { window.told = []; window.place = document.getElementById('m-meddelande');"
        " new MutationObserver(() => place.textContent && told.push(place.textContent))"
        ".observe(place, {childList: true}); }"
    )
    visit.ask("bokcirkel")
    expect(page.locator("#m-meddelande")).to_contain_text("material för bokcirkel")
    # What is said is said within a moment of being drawn.
    page.wait_for_timeout(200)
    assert page.evaluate("document.getElementById('m-meddelande') === place")
    assert len(page.evaluate("told")) == 1

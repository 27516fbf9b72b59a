"""An editor makes a newsletter, in a real browser. Each test also holds the console empty and all requests at home."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import barriers, look, settle

pytestmark = pytest.mark.browser

THREE = "d=kallkritik-for-vuxna&d=vgr-mik&d=mediemyndigheten-mik"
QUOTE = "/d/kallkritik-for-vuxna/citat?stycke=2"
FULL = f"/utskick?{THREE}&d=finns-inte&rubrik=Tips+i+mars&inledning=Hej!&om.vgr-mik=Mina+rader&sedan=2020-01-01"
OF_FIRST, OF_SECOND = "Egna rader: Källkritik för vuxna – en övning", "Egna rader: MIK och digital kompetens"
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def titles(page: Page) -> list[str]:
    """Return what is collected, in order."""
    return page.locator(".m-post a").all_inner_texts()


def pasted(page: Page, kind: str) -> str:
    """Return what the clipboard holds of a kind."""
    found: str = page.evaluate("async kind => (await (await navigator.clipboard.read())[0].getType(kind)).text()", kind)
    return found


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has this accessible name has the focus."""
    settle(page)
    for _ in range(120):
        page.keyboard.press("Tab")
        # Asked at once: what had the focus a moment ago may be drawn anew.
        label = page.evaluate("() => { const e = document.activeElement; return e.ariaLabel || e.innerText || ''; }")
        if re.match(name, " ".join(label.split())):
            return
    pytest.fail(f"Tab never comes to {name}")


def test_the_keyboard_alone_makes_a_newsletter(visitor: Any) -> None:
    """Search, filter, open, back, add, reorder, copy: no pointer is ever needed."""
    visit = visitor(**CLIPBOARD)
    page = visit.open("/")
    page.get_by_label("Vad vill du hitta?").focus()
    page.keyboard.type("källkritik övning vuxna")
    page.keyboard.press("Enter")
    page.wait_for_selector(".m-summa")
    tab_to(page, "Medie- och informationskunnighet")
    page.keyboard.press("Enter")
    page.wait_for_selector(".m-teman a[aria-current]")
    settle(page)
    tab_to(page, "Källkritik för vuxna – en övning$")
    page.keyboard.press("Enter")
    page.wait_for_selector(".m-uppgifter")
    tab_to(page, "Tillbaka till sökningen")
    page.keyboard.press("Enter")
    page.wait_for_selector(".m-summa")
    tab_to(page, "Lägg i utskick Källkritik för vuxna – en övning")
    page.keyboard.press("Enter")
    expect(page.locator("[data-utskick]")).to_have_text("Utskick (1)")
    expect(page.locator("#m-meddelande")).to_have_text("Tillagt i utskicket: Källkritik för vuxna – en övning")
    expect(page.locator(":focus")).to_have_text(re.compile("^Ligger i utskicket"))
    tab_to(page, "Lägg i utskick")
    page.keyboard.press("Enter")
    expect(page.locator("[data-utskick]")).to_have_text("Utskick (2)")
    page.locator("[data-utskick]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".m-post")).to_have_count(2)
    assert "d=kallkritik-for-vuxna&d=" in page.url
    before = titles(page)
    tab_to(page, f"Flytta ned: {re.escape(before[0])}")
    page.keyboard.press("Enter")
    expect(page.locator(".m-post a").first).to_have_text(before[1])
    expect(page.locator("#m-meddelande")).to_contain_text("ligger nu på plats 2 av 2")
    expect(page.locator(":focus")).to_have_attribute("aria-label", f"Flytta ned: {before[0]}")
    tab_to(page, "Kopiera till mejl")
    page.keyboard.press("Enter")
    expect(page.locator("#m-meddelande")).to_contain_text("Utskicket är kopierat")
    assert re.findall(r"<h2[^>]*><a[^>]*>([^<]+)</a>", pasted(page, "text/html")) == titles(page) == before[::-1]
    assert before[1] in pasted(page, "text/plain")


def test_everything_lives_in_the_address(visitor: Any, visit: Any) -> None:
    page = visit.open(f"/utskick?{THREE}")
    page.get_by_label("Rubrik").fill("Tips & råd i mars")
    page.get_by_label("Inledning").fill("Hej!\n\nTre tips.")
    page.get_by_label(OF_SECOND).fill("Läs den här.")
    page.get_by_label(OF_SECOND).blur()
    expect(page.locator(".m-brev")).to_contain_text("Läs den här.")
    page.wait_for_function("() => location.search.includes('om.vgr-mik')")
    for again in (page, visitor().page):
        again.goto(page.url)
        again.wait_for_selector(".m-brev")
        expect(again.get_by_label("Rubrik")).to_have_value("Tips & råd i mars")
        expect(again.get_by_label("Inledning")).to_have_value("Hej!\n\nTre tips.")
        expect(again.get_by_label(OF_SECOND)).to_have_value("Läs den här.")
        expect(again.locator(".m-brev h3")).to_have_text("Tips & råd i mars")


def test_what_was_just_typed_is_copied_and_moved_along(visitor: Any) -> None:
    """The fields tell the server when they are left: whoever then copies at once gets what was typed."""
    visit = visitor(**CLIPBOARD)
    page = visit.open(f"/utskick?{THREE}")
    page.get_by_label(OF_FIRST).fill("Allra sista ordet.")
    page.get_by_role("button", name="Kopiera som Markdown").click()
    expect(page.locator("#m-meddelande")).to_have_text("Utskicket är kopierat som Markdown.")
    assert r"Allra sista ordet." in page.evaluate("navigator.clipboard.readText()")
    page.get_by_label("Rubrik").fill("Ny rubrik")
    page.get_by_role("button", name="Flytta ned: Källkritik för vuxna").click()
    expect(page.locator(".m-post a").nth(1)).to_have_text("Källkritik för vuxna – en övning")
    expect(page.locator(".m-brev h3")).to_have_text("Ny rubrik")
    settle(page)
    expect(page.get_by_label(OF_FIRST)).to_have_value("Allra sista ordet.")
    page.get_by_role("button", name="Ta bort: Källkritik för vuxna").click()
    expect(page.locator(".m-post")).to_have_count(2)
    expect(page.locator("[data-utskick]")).to_have_text("Utskick (2)")
    page.go_back()
    expect(page.locator(".m-post")).to_have_count(3)
    settle(page)
    expect(page.get_by_label(OF_FIRST)).to_have_value("Allra sista ordet.")


def test_what_is_collected_survives_the_way_back_to_the_search(visit: Any) -> None:
    page = visit.open("/?q=mik")
    page.get_by_role("link", name="Lägg i utskick").first.click()
    expect(page.locator("[data-utskick]")).to_have_text("Utskick (1)")
    page.locator("[data-utskick]").click()
    page.wait_for_selector(".m-post")
    first = titles(page)
    page.get_by_label("Rubrik").fill("Min rubrik")
    page.get_by_role("link", name="Tillbaka till sökningen på mik").click()
    page.wait_for_selector(".m-summa")
    visit.ask("bokcirkel")
    page.locator(".m-kort h3 a").first.click()
    page.wait_for_selector(".m-uppgifter")
    added = page.locator("h1").inner_text()
    page.get_by_role("link", name="Lägg i utskick").click()
    expect(page.locator("[data-utskick]")).to_have_text("Utskick (2)")
    page.get_by_role("link", name="Teman", exact=True).click()
    page.wait_for_selector("h1:has-text('Teman')")
    page.locator("[data-utskick]").click()
    expect(page.locator(".m-post a")).to_have_text([*first, added])
    expect(page.get_by_label("Rubrik")).to_have_value("Min rubrik")


def test_a_list_that_was_emptied_stays_empty_on_the_way_back(visit: Any) -> None:
    page = visit.open("/?q=bokcirkel")
    page.locator(".m-kort .m-lagg").first.click()
    expect(page.locator("[data-utskick]")).to_have_text("Utskick (1)")
    page.locator(".m-kort h3 a").first.click()
    page.wait_for_selector(".m-uppgifter")
    page.locator("article .m-lagg[aria-current]").click()
    page.wait_for_selector("article .m-lagg:not([aria-current])")
    page.go_back()
    page.wait_for_selector(".m-kort .m-lagg:not([aria-current])")
    expect(page.locator("[data-utskick]")).to_have_text("Utskick")
    assert page.locator(".m-lagg[aria-current]").count() == 0
    assert page.url == f"{visit.address}/?q=bokcirkel"


def test_a_list_in_an_old_address_is_not_lost_when_another_page_had_none(visit: Any) -> None:
    """Only who takes out the last one has emptied the list: a page opened by itself says nothing of it."""
    page = visit.open("/lista?q=mik&d=vgr-mik")
    visit.open("/om")
    page.go_back()
    expect(page.locator("[data-utskick]")).to_have_text("Utskick (1)")


def test_the_old_promise_holds_and_what_is_missing_is_told(visit: Any) -> None:
    page = visit.open("/utskick?d=kallkritik-for-vuxna&d=finns-inte&d=vgr-mik")
    assert titles(page) == ["Källkritik för vuxna – en övning", "MIK och digital kompetens"]
    expect(page.get_by_role("alert")).to_contain_text("finns-inte")
    page.get_by_role("button", name="Stryk det som saknas").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.wait_for_function("() => !location.search.includes('finns-inte')")


def test_an_empty_newsletter_tells_how_to_begin(visit: Any) -> None:
    page = visit.open("/utskick")
    page.get_by_role("link", name="Sök", exact=True).last.click()
    page.wait_for_selector(".m-exempel")


def test_news_since_a_day_are_added_with_one_press(visitor: Any, start: Any, library: Path, tmp_path: Path) -> None:
    import shutil
    from datetime import date

    from indexer.build.build import build

    folder = tmp_path / "nytt"
    shutil.copytree(library, folder)
    (folder / "corpus" / "documents" / "ny.md").write_text("# Ett nytt blad om bokcirklar\n\nBokcirkel.", "utf-8")
    build(folder / "corpus", folder / "index", today=date(2026, 3, 1))
    visit = visitor(start(folder))
    page = visit.open("/utskick")
    page.get_by_label("Förra utskickets datum").fill("2026-01-01")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Lägg i utskick Ett nytt blad om bokcirklar").click()
    expect(page.locator(".m-post a")).to_have_text(["Ett nytt blad om bokcirklar"])
    assert "sedan=2026-01-01" in page.url
    page.get_by_label("Förra utskickets datum").fill("i går")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("2026-11-01")


def test_hostile_text_is_only_text_in_the_letter(visit: Any) -> None:
    hostile = "%3Cimg%20src=x%20onerror=alert(1)%3E*a*%20$x$%20:red[r]"
    page = visit.open(f"/utskick?d=fientligt&rubrik={hostile}&inledning={hostile}&om.fientligt={hostile}")
    assert page.locator("#root img").count() == 0
    expect(page.locator(".m-brev h3")).to_have_text("<img src=x onerror=alert(1)>*a* $x$ :red[r]")
    expect(page.locator(".m-brev h4")).to_have_text("Fientligt <script>alert(1)</script> & text")
    name = "Flytta upp: Fientligt <script>alert(1)</script> & text"
    assert page.get_by_role("button", name=name).count() == 0, "one item has nowhere to go"
    for suffix in ("html", "md", "txt"):
        link = page.locator(f"[data-key=ner-{suffix}]").get_attribute("href")
        body = page.request.get(visit.address + link).text()
        assert bool(re.search(r"(?<!\\)<img", body)) == (suffix == "txt")


@pytest.mark.parametrize("path", ["/utskick", FULL, QUOTE])
def test_the_newsletter_has_no_barrier_that_axe_knows_of(visit: Any, path: str) -> None:
    page = visit.open(path)
    for scheme in ("light", "dark"):
        look(page, scheme)
        assert barriers(page) == []


@pytest.mark.parametrize("path", ["/utskick", FULL, QUOTE])
def test_the_newsletter_fits_320_pixels(visitor: Any, path: str) -> None:
    page = visitor(viewport={"width": 320, "height": 640}).open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.locator("h1").count() == 1


def test_the_newsletter_works_under_a_path(visitor: Any, under_path: str) -> None:
    visit = visitor(under_path)
    page = visit.open("/utskick?d=vgr-mik")
    href = page.locator(".m-brev h4 a").get_attribute("href")
    assert href == f"{visit.address}/d/vgr-mik"
    page.get_by_role("link", name="Till sökningen").click()
    page.wait_for_selector(".m-exempel")
    assert page.url == f"{visit.address}/?d=vgr-mik"

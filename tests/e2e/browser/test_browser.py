"""What people do in a real browser. Each test also holds the console empty and all requests at home: see conftest."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PAGES = [
    "/",
    "/?q=mik&tema=mik",
    "/?q=plan&status=utg%C3%A5ngen",
    "/?q=qzxqzx&typ=plan&region=25",
    "/d/kallkritik-for-vuxna?q=k%C3%A4llkritik",
    "/d/mediemyndigheten-mik",
    "/lista",
    "/lista?q=mik",
    "/teman",
    "/tema/lasframjande",
    "/tema/mik?med=demokrati",
    "/region/12",
    "/om",
    "/tillganglighet",
    "/status",
]


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
    expect(page.locator(".m-summa")).not_to_contain_text(f"{everything} material")
    assert count(page) < everything
    page.get_by_text("Fler filter").click()
    page.locator("[data-key='types-plan'], [data-key='types-web page']").first.click()
    page.wait_for_selector(".m-valda a")
    page.get_by_role("link", name="Ta bort alla filter").click()
    expect(page.locator(".m-summa")).to_contain_text(f"{everything} material")
    assert page.url == f"{visit.address}/?q=mik"


def test_back_leads_through_the_searches_to_the_start(visit: Any) -> None:
    page = visit.open("/")
    visit.ask("mik")
    visit.ask("bokcirkel")
    page.locator(".m-teman a").first.click()
    page.wait_for_selector(".m-teman a[aria-current]")
    page.go_back()
    page.wait_for_selector(".m-teman a[aria-current]", state="detached")
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


def test_nothing_found_says_so_and_shows_ways_out(visit: Any) -> None:
    page = visit.open("/?q=qzxqzx&typ=plan&region=25")
    expect(page.get_by_role("heading", name="Inget material matchade qzxqzx.")).to_be_visible()
    expect(page.get_by_text("Ingen plan från Norrbotten finns i samlingen.")).to_be_visible()
    expect(page.get_by_text("Prova färre ord")).to_be_visible()


def test_a_misspelt_word_is_put_right_and_that_is_told(visit: Any) -> None:
    page = visit.open("/?q=k%C3%A4llkritk")
    expect(page.get_by_text("Visar träffar för källkritik.")).to_be_visible()
    expect(page.locator(".m-kort").first).to_be_visible()
    expect(page.get_by_label("Vad vill du hitta?")).to_have_value("källkritk")


def test_what_else_was_looked_for_is_told_and_can_be_left_out(visit: Any) -> None:
    page = visit.open("/?q=mik")
    expect(page.get_by_text("Vi sökte också på")).to_be_visible()
    page.get_by_role("link", name="Sök bara på mik").click()
    page.wait_for_selector(".m-not", state="detached")
    assert "exakt=1" in page.url


def test_filter_values_that_mean_nothing_do_no_harm(visit: Any) -> None:
    page = visit.open("/?q=mik&tema=nonsens&region=99&typ=x&status=y&ar=abc&sprak=zz&sida=9999")
    assert count(page) > 0
    expect(page.locator(".m-kort").first).to_be_visible()


@pytest.mark.parametrize("path", ["/?q=hostilprov", "/d/fientligt", "/lista?q=hostilprov"])
def test_hostile_text_is_only_text(visit: Any, path: str) -> None:
    page = visit.open(path)
    expect(page.locator("body")).to_contain_text("Fientligt <script>alert(1)</script> & text")
    assert page.locator("main img, #root img, main b, article script").count() == 0
    assert page.locator("a[href^=javascript]").count() == 0
    if path != "/d/fientligt":
        expect(page.locator(".m-utdrag").first).to_contain_text("*stjärna* $x$ :red[röd]")


def test_hostile_questions_are_only_text(visit: Any) -> None:
    page = visit.open("/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E*a*%20%24x%24&utgivare=%3Cb%3Ex")
    assert page.locator("#root img").count() == 0
    expect(page.locator("[data-announce]")).to_contain_text("<img src=x onerror=alert(1)>*a* $x$")


def test_an_unknown_document_is_404_and_leads_on(visitor: Any) -> None:
    visit = visitor()
    answer = visit.page.goto(f"{visit.address}/d/finns-inte")
    assert answer is not None
    assert answer.status == 404
    expect(visit.page.get_by_role("heading", name="Materialet finns inte")).to_be_visible()
    # Chromium itself notes the answer's status in the console.
    assert all("404" in line for line in visit.console)
    visit.console.clear()


def test_without_an_index_the_page_says_what_is_missing(visitor: Any, start: Any, tmp_path: Path) -> None:
    (tmp_path / "metodsok.toml").write_text("", "utf-8")
    page = visitor(start(tmp_path)).open("/")
    expect(page.get_by_role("heading", name="Sökindexet saknas")).to_be_visible()
    expect(page.get_by_text("när en konsulent har kört indexeringen")).to_be_visible()


def test_an_error_is_told_with_a_code_that_is_in_the_log(
    visitor: Any, start: Any, library: Path, tmp_path: Path
) -> None:
    shutil.copytree(library, tmp_path / "fel")
    folder = tmp_path / "fel"
    generation = next((folder / "index" / "generations").iterdir())
    (generation / "vocabulary.json").write_text("{}", "utf-8")
    page = visitor(start(folder)).open("/?q=mik")
    expect(page.locator(".m-fel")).to_contain_text("Felkod: ")
    code = page.locator(".m-fel").inner_text().rpartition("Felkod: ")[2].strip(" .")
    assert re.fullmatch("[0-9A-F]{4}", code)
    assert code in (folder / "serve.log").read_text("utf-8")


def test_a_new_index_is_seen_without_a_restart(visitor: Any, start: Any, library: Path, tmp_path: Path) -> None:
    from datetime import date

    from indexer.build.build import build

    folder = tmp_path / "nytt"
    shutil.copytree(library, folder)
    visit = visitor(start(folder))
    page = visit.open("/?q=zorvax")
    expect(page.locator(".m-inget")).to_be_visible()
    (folder / "corpus" / "documents" / "ny.md").write_text("# Ett zorvaxblad\n\nZorvax.", "utf-8")
    build(folder / "corpus", folder / "index", today=date(2026, 3, 1))
    visit.open("/?q=zorvax")
    expect(page.get_by_role("article", name="Ett zorvaxblad")).to_be_visible()


@pytest.mark.parametrize("launcher", ["serve", "streamlit"])
def test_everything_works_under_a_path(visitor: Any, start: Any, library: Path, tmp_path: Path, launcher: str) -> None:
    settings = f'index = "{library / "index"}"\ncorpus = "{library / "corpus"}"\nbase_path = "/metod"\n'
    (tmp_path / "metodsok.toml").write_text(settings, "utf-8")
    visit = visitor(start(tmp_path, None if launcher == "serve" else streamlit()))
    assert visit.address.endswith("/metod")
    page = visit.open("/")
    visit.ask("mik")
    assert page.url == f"{visit.address}/?q=mik"
    page.locator(".m-kort h3 a").first.click()
    page.wait_for_selector(".m-tillbaka")
    assert page.url.startswith(f"{visit.address}/d/")
    assert page.request.get(f"{visit.address}/health").json()["status"] == "ok"


def streamlit() -> list[str]:
    """Return the command that starts the application without ours."""
    app = Path(__file__).parents[3] / "app.py"
    address = ["--server.port=0", "--server.address=127.0.0.1", "--server.baseUrlPath=metod"]
    return [str(Path(sys.executable).parent / "streamlit"), "run", str(app), *address]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_barrier_that_axe_knows_of(visitor: Any, path: str, scheme: str) -> None:
    page = visitor(color_scheme=scheme).open(path)
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    page.wait_for_timeout(500)
    faults = Axe().run(page, options=WCAG)["violations"]
    assert [(fault["id"], [node["html"][:200] for node in fault["nodes"][:3]]) for fault in faults] == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_scrolls_sideways_at_320_pixels(visitor: Any, path: str) -> None:
    page = visitor(viewport={"width": 320, "height": 640}).open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", PAGES)
def test_the_page_is_swedish_with_one_main_heading_and_no_english_label(visit: Any, path: str) -> None:
    page = visit.open(path)
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

"""What the pages say when there is nothing to show, something went wrong, or something was done for the reader."""

from __future__ import annotations

import fcntl
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


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
    expect(page.locator(".m-summa")).to_have_text(re.compile(r"^[1-9]"))
    expect(page.locator(".m-kort").first).to_be_visible()


def test_an_unknown_document_is_404_and_leads_on(visitor: Any) -> None:
    visit = visitor()
    answer = visit.page.goto(f"{visit.address}/d/finns-inte")
    assert answer is not None
    assert answer.status == 404
    expect(visit.page.get_by_role("heading", name="Materialet finns inte")).to_be_visible()
    # Chromium itself notes the answer's status in the console.
    assert all("404" in line for line in visit.console)
    visit.console.clear()


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


def test_where_nothing_is_asked_there_are_themes_news_and_examples(visit: Any) -> None:
    page = visit.open("/")
    expect(page.locator(".m-karna a")).to_have_count(4)
    expect(page.locator(".m-exempel a")).to_have_count(3)
    assert page.locator("section[aria-labelledby=m-nyast] li").count() > 0
    page.locator(".m-exempel a").first.click()
    expect(page.locator(".m-kort").first).to_be_visible()


def test_nothing_found_says_so_and_shows_ways_out(visit: Any) -> None:
    page = visit.open("/?q=qzxqzx&typ=plan&region=25")
    expect(page.get_by_role("heading", name="Inget material matchade qzxqzx.")).to_be_visible()
    expect(page.get_by_text("Ingen plan från Norrbotten finns i samlingen.")).to_be_visible()
    expect(page.get_by_text("Prova färre ord eller en del av ett sammansatt ord.")).to_be_visible()
    letter = page.get_by_role("link", name="Materialet saknas eller är gammalt?").get_attribute("href")
    assert letter.startswith("mailto:prov@example.se?")
    fields = parse_qs(urlsplit(letter).query)
    assert fields["subject"] == ["Materialet saknas: qzxqzx"]
    assert f"{visit.address}/?q=qzxqzx&region=25&typ=plan" in fields["body"][0]


def test_a_theme_without_hits_leads_to_all_themes(visit: Any) -> None:
    page = visit.open("/?q=hostilprov&tema=hbtqi")
    page.get_by_role("link", name=re.compile(r"^Visa \d+ träffar i alla teman$")).click()
    expect(page.locator(".m-kort").first).to_be_visible()
    assert page.url == f"{visit.address}/?q=hostilprov"


def test_a_plan_that_is_lacking_is_told_of_above_what_there_is(visit: Any) -> None:
    page = visit.open("/?q=Norrbottens+biblioteksplan")
    expect(page.locator(".m-not").first).to_have_text("Ingen plan från Norrbotten finns i samlingen.")
    expect(page.locator(".m-kort").first).to_be_visible()


def test_what_was_looked_for_in_vain_by_several_is_told_under_status(visitor: Any) -> None:
    for _ in range(3):
        visitor().open("/?q=rymdkatt&exakt=1")
    page = visitor().open("/status")
    expect(page.locator("#kunskapsluckor ~ ul").first.get_by_role("link", name="rymdkatt")).to_be_visible()


def test_what_is_gone_at_the_publishers_is_told(visit: Any) -> None:
    page = visit.open("/d/prov-slut?q=vykortsprov")
    told = "Materialet finns inte längre hos utgivaren. Här är uppgifterna vi sparade."
    expect(page.get_by_text(told)).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Öppna"))).to_have_count(0)


def test_without_an_index_the_page_says_what_is_missing(visitor: Any, empty: str) -> None:
    page = visitor(empty).open("/planer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Regionernas planer")
    expect(page.get_by_role("heading", name="Sökindexet saknas.")).to_be_visible()
    page = visitor(empty).open("/")
    expect(page.get_by_role("heading", name="Sökindexet saknas.")).to_be_visible()
    expect(page.get_by_text("Sökningen fungerar igen när en konsulent har kört indexeringen.")).to_be_visible()


def test_an_error_is_told_with_a_code_that_is_in_the_log(visitor: Any, at_fault: str, broken: Path) -> None:
    page = visitor(at_fault).open("/?q=mik")
    expect(page.locator(".m-fel")).to_contain_text("Felkod: ")
    code = page.locator(".m-fel").inner_text().rpartition("Felkod: ")[2].strip(" .")
    assert re.fullmatch("[0-9A-F]{4}", code)
    assert code in (broken / "serve.log").read_text("utf-8")


def test_while_the_index_is_rebuilt_the_old_one_answers_and_says_when_it_was_made(
    visitor: Any, service: str, library: Path
) -> None:
    unfinished = library / "index" / "generations" / "999999"
    unfinished.mkdir()
    with (library / "index" / "lock").open("a+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        page = visitor(service).open("/?q=mik")
        expect(page.locator(".m-bygge")).to_have_text(
            re.compile(r"Du söker i versionen från \d+ [a-z]+ kl\. \d\d\.\d\d\.$")
        )
    expect(page.locator(".m-kort").first).to_be_visible()
    unfinished.rmdir()

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest

from indexer.corpus.progress import Progress, SourceHarvest
from indexer.corpus.store import Store
from indexer.unanswered import Tally

Get = Callable[..., httpx.Response]
SOURCES = """
[[source]]
id = "prov-kalla"
name = "Provkällan"
kind = "regional"
publisher = "Provutgivaren"
hosts = ["prov.example.se"]
start_urls = ["https://prov.example.se/"]
"""
PAGES = [
    "/teman",
    "/tema/mik",
    "/tema/mik?med=demokrati",
    "/region/25",
    "/planer/tabell",
    "/planer/tabell?underlag=planer",
    "/om",
    "/tillganglighet",
    "/status",
]


def test_the_core_themes_come_first(get: Get) -> None:
    text = get("/teman").text
    places = [text.index(f'href="/tema/{id_}"') for id_ in ("demokrati", "nationella-minoriteter", "mik")]
    assert places == sorted(places)
    assert places[-1] < text.index('href="/tema/ai-pa-bibliotek"')


def test_a_theme_tells_what_it_is_and_its_law(get: Get) -> None:
    text = get("/tema/mik").text
    assert "<title>Medie- och informationskunnighet (MIK) – Metodsök</title>" in text
    assert "bibliotekslagen (2013:801) § 2, § 7" in text
    assert 'href="/tema/ai-pa-bibliotek"' in text


def test_a_theme_shows_its_exercises_as_such(get: Get) -> None:
    text = get("/tema/mik").text
    exercises = text[text.index('id="ovningar"') : text.index("</section>", text.index('id="ovningar"'))]
    assert 'href="/d/kallkritik-for-vuxna"' in exercises
    assert "90 minuter" in exercises


def test_an_exercise_tells_what_it_needs_and_where_its_parts_are(get: Get) -> None:
    text = get("/tema/mik").text
    assert re.search(r"<dt>Tid:</dt> <dd>90 minuter[^<]*</dd>", text)
    assert '<a href="/fil/kallkritik-for-vuxna#page=4">Samtalet efteråt<span lang="sv">, sida 4</span></a>' in text


def test_a_search_within_one_theme_leads_to_its_page(get: Get) -> None:
    assert '<a href="/tema/mik">Läs mer om temat' in get("/lista?tema=mik").text
    assert "Läs mer om temat" not in get("/lista?tema=mik&tema=demokrati").text


def test_a_theme_can_be_searched_followed_and_listed(get: Get) -> None:
    text = get("/tema/mik").text
    assert '<input type="hidden" name="tema" value="mik">' in text
    assert 'href="/?tema=mik"' in text
    assert 'href="/feed.xml?tema=mik"' in text


def test_words_of_ours_on_a_plan_are_not_given_as_its_own(get: Get) -> None:
    """The plan's file is not in the corpus: what is shown is our summary, and said to be."""
    text = get("/tema/mik").text
    plans = text[text.index('id="planer"') :]
    assert "Vår sammanfattning:" in plans
    assert "<mark>källkritik</mark>" in plans
    assert "<blockquote" not in plans


def test_themes_that_meet_are_counted_and_lead_to_what_has_both(get: Get) -> None:
    assert 'href="/tema/mik?med=demokrati"' in get("/tema/mik").text
    both = get("/tema/mik?med=demokrati").text
    assert "× Demokrati" in both
    assert 'href="/d/kallkritik-for-vuxna"' in both
    assert 'href="/d/prov-finska"' not in both


def test_themes_that_do_not_meet_say_so(get: Get) -> None:
    assert "Inget material" in get("/tema/mik?med=hallbarhet").text


@pytest.mark.parametrize("path", ["/tema/nej", "/tema/mik?med=nej", "/region/99", "/region/x"])
def test_what_is_no_theme_or_region_is_404(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.status_code == 404
    assert "finns inte" in answer.text


def test_a_region_tells_whether_its_plan_is_in_force(get: Get) -> None:
    text = get("/region/25").text
    assert "<h1>Norrbotten</h1>" in text
    assert "Ingen gällande plan finns i samlingen. Den senaste vi känner till gällde till och med 2024." in text
    assert 'href="/d/prov-plan"' in text


def test_a_region_without_a_plan_says_so(get: Get) -> None:
    assert "Ingen plan från Skåne finns i samlingen." in get("/region/12").text


def test_a_region_tells_of_each_theme_where_a_link_can_lead(get: Get) -> None:
    text = get("/region/25").text
    theme = text[text.index('id="tema-mik"') :]
    assert 'href="/tema/mik"' in theme
    assert 'href="/d/prov-plan"' in theme[: theme.index("</section>")]


def test_the_plans_stand_in_tables_with_their_headers(get: Get) -> None:
    text = get("/planer/tabell").text
    assert re.search(r'<th scope="rowgroup"><a href="/region/25">Norrbotten</a></th>', text)
    assert "Ingen plan finns i samlingen" in text
    assert '<a href="/?tema=mik&amp;region=25"' in text
    assert 'href="/region/25#tema-mik"' in get("/planer/tabell?underlag=planer").text


def test_a_theme_leads_to_everything_on_its_page(get: Get) -> None:
    text = get("/tema/mik").text
    menu = text[text.index('aria-label="På sidan"') : text.index("</nav>", text.index('aria-label="På sidan"'))]
    assert all(f'id="{anchor}"' in text for anchor in re.findall(r'href="#([^"]+)"', menu))
    assert len(re.findall("href=", menu)) >= 5


def test_themes_meet_in_a_table_that_leads_to_what_has_both(get: Get) -> None:
    text = get("/teman").text
    assert re.search(r'<a href="/tema/demokrati\?med=mik">\d+<span', text)


def test_about_names_the_publishers_and_the_latest_indexing(get: Get) -> None:
    text = get("/om").text
    assert "Region Prov" in text
    assert "Samlingen uppdaterades senast" in text


def test_the_accessibility_statement_is_there_without_an_index(get: Get, tmp_path: Path) -> None:
    answer = get("/tillganglighet", index=tmp_path)
    assert answer.status_code == 200
    assert "2018:1937" in answer.text
    assert "Det här är inte prövat" in answer.text


def test_status_tells_how_each_source_was_fetched_and_what_is_gone(get: Get, tmp_path: Path) -> None:
    never = get("/status").text
    assert "Inget har hämtats från källornas webbplatser än." in never
    assert re.search(r'<h2>Döda länkar</h2>.*href="/d/prov-slut"', never, re.DOTALL)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    with Store.open(corpus) as store:
        begun, ended = datetime(2026, 11, 21, 12, 0, tzinfo=UTC), datetime(2026, 11, 21, 12, 5, tzinfo=UTC)
        reasons = (("timeout", "https://prov.example.se/a"), ("robots", "https://prov.example.se/b"))
        progress = Progress(store)
        progress.begin("prov-kalla", begun)
        progress.end(SourceHarvest("prov-kalla", begun, ended, reasons=reasons))
    (corpus / "sources.toml").write_text(SOURCES, "utf-8")
    told = get("/status", corpus=corpus).text
    assert re.search(
        r"<strong>Provkällan</strong><br>Hämtades 2\d november kl[^<]*\. 1 adress: svarade inte i tid\.<", told
    )
    assert "prov.example.se/a" not in told, "addresses may hold names"
    assert re.search(r"källorna hämtades senast 2\d november", get("/om", corpus=corpus).text)


def test_status_lists_what_could_not_be_read(get: Get) -> None:
    text = get("/status").text
    assert "documents/trasig.pdf" in text
    assert "<dt>Material</dt><dd>6</dd>" in text


@pytest.mark.parametrize("path", PAGES)
def test_hostile_publishers_and_titles_are_escaped(get: Get, path: str) -> None:
    assert not re.search(r"<script>|<img|<b>|href=\"javascript:", get(path).text)


@pytest.mark.parametrize("path", PAGES)
def test_they_work_under_a_path(get: Get, path: str) -> None:
    text = get(f"/metod{path}", base="/metod").text
    addresses = re.findall(r'(?:href|src|action|data-copy)="(/[^"]*)"', text)
    assert addresses
    assert all(address.startswith("/metod/") for address in addresses)


def test_a_document_leads_to_its_themes_and_regions(get: Get) -> None:
    assert 'href="/tema/mik"' in get("/d/kallkritik-for-vuxna").text
    assert 'href="/region/25"' in get("/d/prov-plan").text


def test_what_several_have_looked_for_in_vain_is_told_and_leads_to_the_search(get: Get, tmp_path: Path) -> None:
    path = tmp_path / "unanswered.sqlite"
    for words, times in (("rullstolsdans <b>", 3), ("udda", 2)):
        for _ in range(times):
            Tally(path).add(words, date(2026, 3, 1))
    text = get("/status", unanswered=path).text
    assert re.search(r'<a href="/\?q=rullstolsdans\+b">rullstolsdans b</a> <span class="m-antal">3<', text)
    assert "udda" not in text


def test_whether_searches_without_hits_are_counted_is_told(get: Get, tmp_path: Path) -> None:
    assert "Just nu finns inga." in get("/status", unanswered=tmp_path / "unanswered.sqlite").text
    assert "Sökningar utan träff räknas inte." in get("/status").text


def test_a_sheet_tells_what_there_is_to_do_in_it_and_what_that_takes(get: Get) -> None:
    """On its own page and beside the passages found, in words and not by looks alone."""
    text = get("/d/kallkritik-for-vuxna?q=samtalet+efteråt").text
    assert "<dt>Innehåller</dt><dd>Övning, samtalsfrågor</dd>" in text
    assert re.search(r"<dt>Tid</dt><dd>90 minuter", text)
    assert '<span class="m-sort">Samtalsfrågor</span>' in text

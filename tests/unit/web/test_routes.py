from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

Get = Callable[..., httpx.Response]


def test_a_document_has_its_title_facts_and_a_link_to_the_publisher(get: Get) -> None:
    answer = get("/d/prov-plan")
    assert answer.status_code == 200
    assert '<html lang="sv">' in answer.text
    assert "<title>Provplan för biblioteken – Metodsök</title>" in answer.text
    assert "Norrbotten" in answer.text or "25" in answer.text
    assert "Utgången" in answer.text
    assert 'href="https://prov.example.se/plan.pdf"' in answer.text
    assert '<meta property="og:title" content="Provplan för biblioteken">' in answer.text


@pytest.mark.parametrize(
    "path",
    ["/", "/?q=bokcirkel", "/planer", "/utskick", "/d/prov-plan", "/teman", "/tema/mik", "/tema/mik?med=demokrati",
     "/region/25", "/planer/tabell", "/om", "/lista", "/lista?q=bokcirkel", "/d/kallkritik-for-vuxna/citat"],
)  # fmt: skip
def test_a_shared_link_shows_a_picture_at_a_whole_address(get: Get, path: str) -> None:
    text = get(f"/metod{path}", base="/metod").text
    properties = dict(re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', text))
    assert properties["image"] == "http://prov/metod/assets/delning.png"
    assert properties["url"].startswith("http://prov/metod/")
    assert properties["title"]
    assert properties["description"]
    picture = get("/metod/assets/delning.png", base="/metod")
    assert picture.headers["content-type"] == "image/png"
    size = [int.from_bytes(picture.content[at : at + 4]) for at in (16, 20)]
    assert [str(each) for each in size] == [properties["image:width"], properties["image:height"]]


def test_a_document_can_be_cited_in_four_formats(get: Get) -> None:
    text = get("/d/prov-plan").text
    assert "Region Prov. (u.å.). Provplan för biblioteken. Hämtad " in text
    for start in ("@techreport{prov-plan,", "TY  - RPRT", "&#34;type&#34;: &#34;report&#34;"):
        assert start in text


def test_what_only_we_have_is_cited_with_our_address(get: Get) -> None:
    assert (
        "(2026). Källkritik för vuxna – en övning. http://prov/d/kallkritik-for-vuxna"
        in get("/d/kallkritik-for-vuxna").text
    )


def test_a_document_whose_rights_are_snippets_shows_no_whole_text(get: Get) -> None:
    assert 'class="m-text"' not in get("/d/prov-plan").text


def test_our_own_document_shows_each_page_with_an_anchor_and_the_way_to_the_pdf(get: Get) -> None:
    text = get("/d/kallkritik-for-vuxna").text
    assert 'id="sida-3"' in text
    assert 'href="/fil/kallkritik-for-vuxna#page=3"' in text


def test_every_anchor_of_a_document_is_there_once(get: Get) -> None:
    for name in ("kallkritik-for-vuxna", "sida", "fientlig"):
        ids = re.findall(r' id="([^"]+)"', get(f"/d/{name}").text)
        assert len(ids) == len(set(ids))


def test_a_question_in_the_address_is_marked_and_leads_back(get: Get) -> None:
    text = get("/d/kallkritik-for-vuxna?q=rubrik&tema=mik").text
    assert '<a href="/?q=rubrik&amp;tema=mik">' in text
    assert "<mark>" in text


def test_a_part_in_another_language_says_so(get: Get) -> None:
    assert '<h1 lang="fi">Kirjasto kaikille</h1>' in get("/d/prov-finska").text


@pytest.mark.parametrize("path", ["/d/fientlig", "/d/fientlig?q=bokcirkel", "/lista", "/lista?q=bokcirkel"])
def test_hostile_text_is_escaped(get: Get, path: str) -> None:
    text = get(path).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert not re.search(r"<script>|<img|<b>|href=\"javascript:", text)


def test_hostile_questions_are_escaped(get: Get) -> None:
    text = get("/lista?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&utgivare=%3Cb%3Ex").text
    assert not re.search(r"<script>|<b>x", text)


@pytest.mark.parametrize("path", ["/d/finns-inte", "/fil/finns-inte", "/nonsens", "/fil/prov-plan", "/static/nej.js"])
def test_what_is_not_there_is_404_in_swedish(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.status_code == 404
    assert "finns inte" in answer.text


@pytest.mark.parametrize("path", ["/d/borta", "/fil/borta"])
def test_a_withdrawn_document_is_410(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.status_code == 410
    assert "borttaget" in answer.text


def test_a_pdf_is_served_to_be_shown_in_the_browser(get: Get) -> None:
    answer = get("/fil/kallkritik-for-vuxna")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.content.startswith(b"%PDF")


def test_html_from_the_corpus_is_served_in_a_sandbox(get: Get) -> None:
    answer = get("/fil/sida")
    assert answer.status_code == 200
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["/", "/d/prov-plan", "/d/finns-inte", "/health", "/lista", "/assets/metodsok.css", "/fil/sida"]
)
def test_every_answer_carries_the_security_headers(get: Get, path: str) -> None:
    headers = get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]


def test_health_tells_of_the_index(get: Get) -> None:
    answer = get("/health")
    assert answer.json()["status"] == "ok"
    assert answer.json()["index"]["documents"] == 6


def test_without_an_index_health_says_so_and_pages_do_too(get: Get, tmp_path: Path) -> None:
    health = get("/health", index=tmp_path)
    assert (health.status_code, health.json()) == (503, {"status": "no-index", "index": {}})
    page = get("/d/prov-plan", index=tmp_path)
    assert page.status_code == 503
    assert "Sökindexet saknas" in page.text


def test_a_damaged_index_is_told_with_a_code_that_is_in_the_log(
    get: Get, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "generations" / "000001").mkdir(parents=True)
    (tmp_path / "current").write_text("000001\n", "utf-8")
    assert get("/health", index=tmp_path).json()["status"] == "unusable-index"
    code = re.search(r"Felkod: ([0-9A-F]{4})", get("/lista", index=tmp_path).text)
    assert code
    assert code[1] in caplog.text


def test_the_api_answers_as_promised(get: Get) -> None:
    answer = get("/api/search?q=bokcirkel&limit=2").json()
    assert answer["query"] == "bokcirkel"
    assert len(answer["hits"]) == 2
    assert answer["hits"][0]["permalink"].startswith("/d/")


def test_the_list_without_script_holds_everything_in_order(get: Get) -> None:
    text = get("/lista").text
    assert "6 material" in text
    assert text.index("Bokcirkel i praktiken") < text.index("Kirjasto kaikille") < text.index("Provplan")


def test_the_list_can_be_searched_and_filtered(get: Get) -> None:
    text = get("/lista?q=bokcirkel&typ=plan").text
    assert "1 material för <strong>bokcirkel</strong>" in text
    assert 'href="/lista?q=bokcirkel"' in text


def test_filter_values_that_mean_nothing_are_left_out(get: Get) -> None:
    text = get("/lista?q=bokcirkel&tema=nonsens&typ=x&status=y&region=99&sprak=zz&sida=900&ar=abc").text
    assert "Inget material" not in text


def test_a_period_of_years_in_the_address_is_a_filter_to_take_away(get: Get) -> None:
    text = get("/lista?q=bokcirkel&ar=2020..2030").text
    assert "2020–2030" in text
    assert 'href="/lista?q=bokcirkel"' in text


def test_everything_works_under_a_path(get: Get) -> None:
    for path in ("/metod/", "/metod/d/prov-plan", "/metod/lista", "/metod/health", "/metod/assets/favicon.svg"):
        assert get(path, base="/metod").status_code == 200
    addresses = re.findall(r'(?:href|src|action)="(/[^"]*)"', get("/metod/lista?q=bokcirkel", base="/metod").text)
    assert addresses
    assert all(address.startswith("/metod/") for address in addresses)
    assert get("/d/prov-plan", base="/metod").status_code == 404


def test_the_path_without_its_slash_leads_on(get: Get) -> None:
    answer = get("/metod?q=mik", base="/metod")
    assert (answer.status_code, answer.headers["location"]) == (301, "/metod/?q=mik")


def test_robots_may_read_documents_but_not_walk_all_searches(get: Get) -> None:
    assert "Disallow: /api/" in get("/robots.txt").text


def test_what_the_publisher_has_taken_away_is_told_of_and_nothing_leads_there_by_mistake(get: Get) -> None:
    text = get("/d/prov-slut?q=vykort").text
    assert "Materialet finns inte längre hos utgivaren. Här är uppgifterna vi sparade." in text
    assert "Öppna" not in text
    assert "<dt>Fanns på</dt>" in text
    card = get("/lista?q=vykort").text
    assert "Borta hos utgivaren" in card
    assert "Öppna hos utgivaren" not in card.partition('id="m-prov-slut"')[2].partition("</article>")[0]


def test_a_document_page_begins_a_letter_about_the_document(get: Get) -> None:
    text = get("/d/prov-slut", contact="mailto:prov@example.se", base_url="https://metoder.example.se").text
    assert "Materialet saknas eller är gammalt? Hör av dig" in text
    fields = parse_qs(urlsplit(unescape(re.search(r'href="(mailto:[^"]+subject[^"]+)"', text)[1])).query)
    assert fields["subject"] == ["Materialet saknas eller är gammalt: Vykort till läsare & andra?"]
    assert "\r\nhttps://metoder.example.se/d/prov-slut\r\n" in fields["body"][0]


def test_a_search_without_hits_begins_a_letter_about_the_search(get: Get) -> None:
    text = get("/lista?q=qzx%26y&exakt=1", contact="mailto:prov@example.se").text
    fields = parse_qs(urlsplit(unescape(re.search(r'href="(mailto:[^"]+subject[^"]+)"', text)[1])).query)
    assert fields["subject"] == ["Materialet saknas: qzx&y"]
    assert "http://prov/?q=qzx%26y&exakt=1" in fields["body"][0]


def test_no_hits_in_a_theme_leads_to_those_in_all_themes(get: Get) -> None:
    text = unescape(get("/lista?q=vykort&tema=hbtqi").text)
    assert "Inget material matchade <strong>vykort</strong>." in text
    assert re.search(r'<a href="/lista\?q=vykort"[^>]*>Visa \d+ träffar i alla teman</a>', text)
    assert "Prova färre ord eller en del av ett sammansatt ord." in text
    assert "träffar utan filter" not in text

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import httpx
import pytest

Get = Callable[..., httpx.Response]


@pytest.mark.parametrize(("suffix", "type_"), [("html", "text/html"), ("md", "text/markdown"), ("txt", "text/plain")])
def test_a_newsletter_is_had_as_a_file(get: Get, suffix: str, type_: str) -> None:
    asked = "d=prov-plan&d=finns-inte&d=fientlig&rubrik=Tips&om.prov-plan=Egna"
    answer = get(f"/metod/utskick.{suffix}?{asked}", base="/metod")
    assert answer.headers["content-type"] == f"{type_}; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="utskick.{suffix}"'
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "http://prov/metod/d/prov-plan" in answer.text
    assert "Egna" in answer.text
    assert "bokcirkel och källkritik" not in answer.text
    assert bool(re.search(r"(?<!\\)<script>", answer.text)) == (suffix == "txt")


def test_other_endings_are_not_found(get: Get) -> None:
    assert get("/utskick.exe?d=prov-plan").status_code == 404


def test_every_link_of_a_page_takes_along_what_is_collected(get: Get) -> None:
    page = get("/d/sida?q=bokcirkel&d=prov-plan&rubrik=Tips").text
    found = re.findall(r'href="(/[^"]*)"', page)
    inner = [each for each in found if not re.match(r"/(assets|fil|feed|opensearch)", each)]
    kept = [each for each in inner if "d=prov-plan" in each and "rubrik=Tips" in each]
    assert len(kept) > 5
    assert {each.partition("?")[0] for each in inner} - {each.partition("?")[0] for each in kept} <= {"/d/sida"}
    assert 'rel="canonical" href="/d/sida"' in page
    assert 'data-copy="/d/sida"' in page
    assert "Utskick (1)" in page


def test_a_form_takes_along_what_is_collected(get: Get) -> None:
    page = get("/lista?q=bokcirkel&d=prov-plan&d=sida").text
    assert '<input type="hidden" name="d" value="prov-plan">' in page
    assert "/lista?q=bokcirkel&amp;d=prov-plan" in page, "taking one out leaves the rest, on the same page"


def test_a_passage_that_may_be_shown_makes_a_card(get: Get) -> None:
    page = get("/d/kallkritik-for-vuxna/citat?stycke=2&mening=2")
    assert page.status_code == 200
    address = re.search(r'<img src="([^"]+)"', page.text)
    assert address
    picture = get(address[1].replace("&amp;", "&"))
    assert picture.headers["content-type"] == "image/svg+xml"
    root = ET.fromstring(picture.content)  # noqa: S314 - our own picture
    quoted = (root.findtext("{http://www.w3.org/2000/svg}desc") or "").partition("\n")[0].strip("”")
    assert quoted[:40] in page.text.replace("&#34;", '"')


def test_what_may_not_be_shown_is_quoted_only_where_a_search_shows_it(get: Get) -> None:
    assert get("/d/prov-plan/citat").status_code == 404
    assert "kan inte citeras" in get("/d/prov-plan/citat?stycke=1").text
    assert get("/d/prov-plan/citat?q=bokcirkel").status_code == 200


@pytest.mark.parametrize(("path", "status"), [
    ("/d/kallkritik-for-vuxna/citat?stycke=99999", 404), ("/d/kallkritik-for-vuxna/citat?stycke=x&mening=-1", 200),
    ("/d/finns-inte/citat.svg", 404), ("/d/borta/citat", 410), ("/d/fientlig/citat.svg", 200),
])  # fmt: skip
def test_an_address_of_a_card_never_breaks(get: Get, path: str, status: int) -> None:
    assert get(path).status_code == status


def test_the_address_field_is_offered_themes_titles_and_publishers(get: Get) -> None:
    answer = get("/api/suggest?q=prov")
    assert answer.headers["content-type"] == "application/x-suggestions+json; charset=utf-8"
    typed, texts, kinds, addresses = answer.json()
    assert typed == "prov"
    assert texts[0] == "Provplan för biblioteken"
    assert len(texts) == len(kinds) == len(addresses) <= 8
    assert addresses[0] == "http://prov/?q=Provplan+f%C3%B6r+biblioteken"
    assert "Bokcirkel i praktiken" in get("/api/suggest?q=praktik").json()[1], "any word of a title"


@pytest.mark.parametrize("typed", ["", "p", "qzxqzx", "%00", "%F0%9F%98%80"])
def test_what_leads_nowhere_is_offered_nothing(get: Get, typed: str) -> None:
    assert get(f"/api/suggest?q={typed}").json()[1:] == [[], [], []]


def test_previews_tell_what_a_search_is_about(get: Get) -> None:
    page = get("/?q=%3Cb%3Ebokcirkel&region=25&d=prov-plan").text
    assert '<meta property="og:title" content="&lt;b&gt;bokcirkel · ' in page
    assert 'rel="canonical" href="/?q=%3Cb%3Ebokcirkel&amp;region=25"' in page
    assert get("/utskick?d=prov-plan").text.count('content="noindex"') == 1

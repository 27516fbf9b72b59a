from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest

from web.feed import moment_of

Get = Callable[..., httpx.Response]
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


def feed(get: Get, path: str, **where: Any) -> ET.Element:
    answer = get(path, **where)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)  # noqa: S314 - our own feed


@pytest.mark.parametrize(
    "path", ["/feed.xml", "/feed.xml?q=bokcirkel", "/feed.xml?tema=mik&region=25&sort=nyast&sida=3"]
)
def test_a_feed_keeps_the_rules_of_atom(get: Get, path: str) -> None:
    """RFC 4287 4.1: each feed and entry has one id, title and updated, ids differ, and somebody wrote it."""
    root = feed(get, path)
    entries = root.findall(f"{ATOM}entry")
    assert entries
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert RFC3339.fullmatch(element.findtext(f"{ATOM}updated") or "")
        assert element.find(f"{ATOM}author/{ATOM}name") is not None
        assert [link for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert all((link.get("href") or "").startswith("http") for link in element.findall(f"{ATOM}link"))
    ids = [element.findtext(f"{ATOM}id") or "" for element in (root, *entries)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"tag:prov,2026:\S+", id_) for id_ in ids)


def test_a_feed_follows_the_question(get: Get) -> None:
    root = feed(get, "/feed.xml?typ=plan")
    assert [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")] == ["Provplan för biblioteken"]
    [entry] = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}updated") == "2021-01-01T00:00:00Z"
    assert {link.get("rel"): link.get("href") for link in entry.findall(f"{ATOM}link")} == {
        "alternate": "http://prov/d/prov-plan",
        "via": "https://prov.example.se/plan.pdf",
    }


def test_sorting_and_paging_make_no_other_feed(get: Get) -> None:
    assert get("/feed.xml?q=bokcirkel&sort=nyast&sida=2").text == get("/feed.xml?q=bokcirkel").text


def test_hostile_titles_and_questions_are_text_in_a_feed(get: Get) -> None:
    root = feed(get, "/feed.xml?q=bokcirkel")
    titles = [entry.findtext(f"{ATOM}title") or "" for entry in root.findall(f"{ATOM}entry")]
    assert any("<script>alert(1)</script>" in title for title in titles)
    asked = feed(get, "/feed.xml?q=%3C/title%3E%00bokcirkel")
    assert asked.findtext(f"{ATOM}title") == "</title> bokcirkel – Metodsök"


def test_a_reader_that_has_the_feed_is_told_so(serve: Callable[..., Any]) -> None:
    import asyncio

    async def twice() -> tuple[httpx.Response, httpx.Response]:
        client, service = serve()
        async with client:
            first = await client.get("/feed.xml")
            second = await client.get("/feed.xml", headers={"if-none-match": first.headers["etag"]})
        service.reader.close()
        return first, second

    first, second = asyncio.run(twice())
    assert (first.status_code, second.status_code, second.content) == (200, 304, b"")


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        ("2025", "2025-01-01T00:00:00Z"),
        ("2025-03", "2025-03-01T00:00:00Z"),
        ("2024-02-29", "2024-02-29T00:00:00Z"),
        ("2025-02-29", None),
        ("0000", None),
        ("i går", None),
    ],
)
def test_dates_begin_where_they_begin(issued: str, expected: str | None) -> None:
    assert moment_of(issued) == expected


@pytest.mark.parametrize("base", ["", "/metod"])
def test_a_browser_is_told_how_to_search(get: Get, base: str) -> None:
    answer = get(f"{base}/opensearch.xml", base=base)
    root = ET.fromstring(answer.content)  # noqa: S314 - our own description
    templates = [url.get("template") for url in root if url.tag.endswith("}Url")]
    assert f"http://prov{base}/?q={{searchTerms}}" in templates
    assert len(root.findtext("{http://a9.com/-/spec/opensearch/1.1/}ShortName") or "") <= 16


def test_the_sitemap_lists_pages_that_are_there(get: Get) -> None:
    root = ET.fromstring(get("/sitemap.xml").content)  # noqa: S314 - our own list
    places = [place.text or "" for place in root.iter(f"{SITEMAP}loc")]
    assert {"http://prov/", "http://prov/tema/mik", "http://prov/d/prov-plan", "http://prov/region/25"} <= set(places)
    assert len(set(places)) == len(places)
    for place in places[:6]:
        assert get(place.removeprefix("http://prov")).status_code == 200


def test_robots_are_told_of_the_sitemap(get: Get) -> None:
    assert "Sitemap: http://prov/metod/sitemap.xml" in get("/metod/robots.txt", base="/metod").text


def test_the_data_of_a_document_hold_its_text_only_where_that_may_be_shown(get: Get) -> None:
    open_, closed = get("/api/documents/kallkritik-for-vuxna").json(), get("/api/documents/prov-plan").json()
    assert open_["passages"][0]["anchor"] == "sida-1"
    assert closed["passages"] == []
    assert (closed["valid"], closed["status"], closed["abstract"]) == (
        "2021/2024", "utgången", "En plan om bokcirkel och källkritik.",
    )  # fmt: skip


@pytest.mark.parametrize(("id_", "status"), [("finns-inte", 404), ("borta", 410)])
def test_the_data_of_what_is_not_there_say_so_in_json(get: Get, id_: str, status: int) -> None:
    answer = get(f"/api/documents/{id_}")
    assert answer.status_code == status
    assert "Materialet" in answer.json()["error"]


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def test_the_description_tells_what_the_answers_hold(get: Get) -> None:
    """No more fields than there are, and no fewer."""
    described = get("/api/openapi.json").json()
    schemas = described["components"]["schemas"]
    assert described["openapi"].startswith("3.1")
    assert {reference.rpartition("/")[2] for reference in references(described)} == set(schemas)
    results = get("/api/search?q=bokcirkel").json()
    hit = next(hit for hit in results["hits"] if hit["passages"])
    document = get("/api/documents/kallkritik-for-vuxna").json()
    answers = {
        "Results": results, "Hit": hit, "Snippet": hit["passages"][0], "Document": document,
        "Passage": document["passages"][0], "Fault": get("/api/documents/finns-inte").json(),
    }  # fmt: skip
    for name, answer in answers.items():
        assert set(answer) == set(schemas[name]["required"]), name
    assert json.dumps(described)


def test_the_described_addresses_answer(get: Get) -> None:
    for path in get("/api/openapi.json").json()["paths"]:
        assert get(path.replace("{id}", "prov-plan")).status_code == 200

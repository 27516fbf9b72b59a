"""Sitemaps: nested, packed, broken and hostile."""

from __future__ import annotations

import gzip

import pytest

from tests.harvest.conftest import HOST, Site
from tests.harvest.server import Answer, Server, page

XML = ("Content-Type", "application/xml")


def listing(*paths: str, kind: str = "url") -> Answer:
    outer = "urlset" if kind == "url" else "sitemapindex"
    entries = "".join(f"<{kind}><loc>https://{HOST}{path}</loc></{kind}>" for path in paths)
    text = f'<?xml version="1.0"?><{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{outer}>'
    return Answer(text.encode(), headers=(XML, ("ETag", '"1"')))


def site_of(server: Server, sitemap: Answer, **more: Answer) -> None:
    rules = f"User-agent: *\nAllow: /\nSitemap: https://{HOST}/karta.xml".encode()
    found = Answer(rules, headers=(("Content-Type", "text/plain"),))
    server.pages = {"/": page(), "/a": page(), "/b": page(), "/robots.txt": found, "/karta.xml": sitemap}
    server.pages |= {path.replace("_", "/"): answer for path, answer in more.items()}


def test_pages_of_a_sitemap_are_fetched(site: Site, server: Server) -> None:
    """Those of the source; the next time the sitemap is asked for on condition."""
    site_of(server, listing("/a", "/b"))
    assert not site.harvest().failed
    assert site.kept() == ["/", "/a", "/b"]
    site.harvest()
    assert [headers.get("if-none-match") for headers in server.headers[-4:]].count('"1"') == 1


def test_what_is_outside_is_not(site: Site, server: Server) -> None:
    """A sitemap may list anything; the source's paths decide."""
    site.only('paths = ["/a"]', "/a")
    site_of(server, listing("/b", "/a/x", "//annan.example/c", "/../../etc/passwd"), _a_x=page())
    site.harvest()
    assert site.kept() == ["/a", "/a/x"]
    assert set(server.asked) == {"/robots.txt", "/a", "/a/x", "/karta.xml"}


def test_nested_and_packed_sitemaps_are_read(site: Site, server: Server) -> None:
    """An index leads to sitemaps, packed or not."""
    packed = Answer(gzip.compress(listing("/b").body), headers=(("Content-Type", "application/gzip"),))
    site_of(server, listing("/ett.xml", "/tva.xml.gz", kind="sitemap"))
    server.pages |= {"/ett.xml": listing("/a"), "/tva.xml.gz": packed}
    assert not site.harvest().failed
    assert site.kept() == ["/", "/a", "/b"]


def test_an_index_without_end_is_left(site: Site, server: Server) -> None:
    """Indexes of indexes of indexes are followed three deep."""
    site_of(server, listing("/1.xml", kind="sitemap"))
    server.pages |= {f"/{n}.xml": listing(f"/{n + 1}.xml", kind="sitemap") for n in range(1, 20)}
    assert site.reasons() == {"/2.xml": "sitemap"}
    assert "/3.xml" not in server.asked


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><urlset><url><loc>&j;</loc></url></urlset>"
)
FILE = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><urlset><url><loc>https://x.example/&f;</loc></url></urlset>'


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (BOMB, "sitemap-entities"),
        (FILE, "sitemap-entities"),
        (b"<!doctype html><title>Finns inte</title>", "sitemap-entities"),
        (b"<rss><channel/></rss>", "sitemap"),
        (b"", "sitemap"),
        (b"inte xml", "sitemap"),
        (gzip.compress(b"<urlset>" + b" " * 5_000_000), "bomb"),
        (b"<urlset>" + b"x" * 3_000_000, "too-large"),
        (b"\x1f\x8bskadad", "encoding"),
    ],
)
def test_a_hostile_sitemap_has_a_reason(site: Site, server: Server, body: bytes, reason: str) -> None:
    """It is listed, gives no addresses, and the rest is harvested."""
    site_of(server, Answer(body, headers=(XML,)))
    assert site.reasons(sitemap=2_000_000) == {"/karta.xml": reason}
    assert site.kept() == ["/"]


def test_a_broken_sitemap_gives_what_can_be_read(site: Site, server: Server) -> None:
    """Cut off in the middle: the addresses before the cut are fetched."""
    body = listing("/a", "/b").body
    site_of(server, Answer(body[: body.index(b"/b") - 5], headers=(XML,)))
    site.harvest()
    assert site.kept() == ["/", "/a"]


def test_a_sitemap_with_too_many_addresses_is_left(site: Site, server: Server) -> None:
    """More than the protocol allows is not a sitemap."""
    site_of(server, listing(*(f"/{n}" for n in range(100))))
    assert site.reasons(sitemap_addresses=50) == {"/karta.xml": "sitemap-size"}


@pytest.mark.parametrize("status", [404, 500])
def test_a_sitemap_that_is_not_there_is_listed(site: Site, server: Server, status: int) -> None:
    """robots.txt may name what does not exist."""
    site_of(server, Answer(b"", status))
    assert site.reasons() == {"/karta.xml": f"http-{status}"}
    assert site.kept() == ["/"]

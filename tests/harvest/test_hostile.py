"""Answers too large, too slow, cut off, mislabelled or endless: each ends in a reason, and the rest goes on."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from collections.abc import Callable

import pytest

from tests.harvest.conftest import HOST, Site
from tests.harvest.server import Answer, Server, Wire, moved, page

HTML = ("Content-Type", "text/html; charset=utf-8")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = b"%PDF-1.7\n" + b"x" * 5000


def packed(body: bytes, packing: str = "gzip") -> Answer:
    return Answer(body, headers=(HTML, ("Content-Encoding", packing)))


def slowly(connection: socket.socket) -> None:
    """Send a byte now and then, for ever."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>")
    for _ in range(100):
        connection.sendall(b"a")
        time.sleep(0.05)


def endlessly(connection: socket.socket) -> None:
    """Send quickly, for ever."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!doctype html><p>")
    while True:
        connection.sendall(b"mer text " * 10_000)


def silently(connection: socket.socket) -> None:
    """Say nothing."""
    connection.recv(1)


def headers_without_end(connection: socket.socket) -> None:
    """Send header after header."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-More: " + b"x" * 1000 + b"\r\n")


def raw(text: bytes) -> Wire:
    return Wire(lambda connection: connection.sendall(text))


BAD: dict[str, tuple[Answer | Wire, str]] = {
    "slow": (Wire(slowly), "timeout"),
    "silent": (Wire(silently), "timeout"),
    "endless": (Wire(endlessly), "too-large"),
    "headers": (Wire(headers_without_end), "protocol"),
    "large": (Answer(b"<!doctype html>" + b"x" * 300_000, headers=(HTML,)), "too-large"),
    "said-to-be-large": (Answer(b"x", headers=(HTML, ("Content-Length", "99000000000"))), "too-large"),
    "bomb": (packed(gzip.compress(b"<!doctype html>" + b" " * 190_000)), "bomb"),
    "bomb-in-bomb": (packed(gzip.compress(gzip.compress(b"0" * 10_000_000)), "gzip, gzip"), "encoding"),
    "larger-unpacked": (packed(gzip.compress(bytes(range(256)) * 2000)), "too-large"),
    "not-packed": (packed(b"<p>inte packat alls</p>"), "encoding"),
    "cut-off-packed": (packed(gzip.compress(b"<p>" + bytes(range(256)) * 40)[:-20]), "length"),
    "brotli": (packed(b"\x1b\x00", "br"), "encoding"),
    "short": (raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900\r\n\r\n<p>kort"), "length"),
    "chunk-cut": (
        raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>ko"),
        "length",
    ),
    "no-length": (
        raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: lagom\r\n\r\n<p>"),
        "protocol",
    ),
    "no-http": (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "protocol"),
    "hang-up": (raw(b""), "protocol"),
    "empty": (Answer(headers=(HTML,)), "empty"),
    "picture-as-page": (Answer(b"\x89PNG\r\n\x1a\n" + b"\0" * 100, headers=(HTML,)), "mislabelled"),
    "zip-as-docx": (Answer(b"PK\x05\x06" + b"\0" * 18, headers=(("Content-Type", DOCX),)), "mislabelled"),
    "server-error": (Answer(b"oj", 500), "http-500"),
    "teapot": (Answer(b"", 418), "http-418"),
}
TYPES: dict[str, Answer] = {
    "picture": Answer(b"\x89PNG\r\n\x1a\n" + b"\0" * 100, headers=(("Content-Type", "image/png"),)),
    "script": Answer(b"let x = 1", headers=(("Content-Type", "text/javascript"),)),
    "binary": Answer(bytes(range(256)) * 4, headers=(("Content-Type", "application/octet-stream"),)),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_answer_has_a_reason(site: Site, server: Server, name: str) -> None:
    """The page is listed with why; its neighbour is fetched; the harvest says that something failed."""
    answer, reason = BAD[name]
    server.pages = {"/": page("/bad", "/good"), "/bad": answer, "/good": page()}
    quick = {"slow": {"answer": 0.6}, "silent": {"read": 0.3}}.get(name, {})
    report = site.harvest(html=200_000, document=250_000, ratio_from=100_000, **quick)
    assert [(code, where) for code, where in report.sources[0].reasons] == [(reason, f"https://{HOST}/bad")]
    assert report.failed
    assert site.kept() == ["/", "/good"]
    found = site.page("/bad")
    assert found is not None
    assert (found.failure, found.sha256) == (reason, None)


@pytest.mark.parametrize("name", TYPES)
def test_what_is_no_text_is_left_out(site: Site, server: Server, name: str) -> None:
    """Pictures and programs are not kept; where they are called what they are, that is no failure."""
    server.pages = {"/": page("/bad", "/good"), "/bad": TYPES[name], "/good": page()}
    report = site.harvest()
    assert [code for code, _ in report.sources[0].reasons] == ["type"]
    assert not report.failed
    assert site.kept() == ["/", "/good"]


@pytest.mark.parametrize("packing", ["gzip", "deflate", "bare deflate", "x-gzip"])
def test_packed_pages_are_unpacked(site: Site, server: Server, packing: str) -> None:
    """What is asked for is understood, in the ways that servers write it; nothing else is asked for."""
    body = page(text="Packat").body
    bare = zlib.compressobj(wbits=-15)
    ways = {
        "gzip": gzip.compress(body),
        "x-gzip": gzip.compress(body[:50]) + gzip.compress(body[50:]),
        "deflate": zlib.compress(body),
        "bare deflate": bare.compress(body) + bare.flush(),
    }
    server.pages = {"/": packed(ways[packing], packing.removeprefix("bare "))}
    assert not site.harvest().failed
    assert site.kept() == ["/"]
    assert server.headers[-1]["accept-encoding"] == "gzip, deflate"


def test_a_document_may_be_larger_and_slower_than_a_page(site: Site, server: Server) -> None:
    """PDF has limits of its own; what is declared as one and is a page has not."""
    as_pdf = (("Content-Type", "application/pdf"),)
    server.pages = {
        "/": page("/pdf", "/page"),
        "/pdf": Answer(PDF, headers=as_pdf),
        "/page": Answer(b"<!doctype html><p>" + b"x" * 5000, headers=as_pdf),
    }
    assert site.reasons(html=4000) == {"/page": "too-large"}
    assert site.kept() == ["/", "/pdf"]


def test_documents_are_known_by_their_content(site: Site, server: Server) -> None:
    """An address without suffix, and a wrong type, keep nothing out; the link's words and page come along."""
    uuid = "/download/18.1a2b3c4d/7f0c5a52-1c1f-4e52-9a8e-0d8f3b3f9b11"
    server.pages = {
        "/": page(uuid, title="Planer"),
        uuid: Answer(PDF, headers=(("Content-Type", "application/octet-stream"),)),
    }
    site.harvest()
    found = site.page(uuid)
    assert found is not None
    assert (found.media_type, found.source, found.link_text, found.context, found.referrer) == (
        "application/pdf", "prov", f"Till {uuid}", "Planer", f"https://{HOST}/",
    )  # fmt: skip


@pytest.mark.parametrize("charset", ["utf-8", "utf-99", "x'\"", "\x7f"])
def test_wrong_encodings_lose_no_links(site: Site, server: Server, charset: str) -> None:
    """Bytes that are not what they are said to be are kept as they came, and links are found."""
    body = page("/nasta").body + "åäö".encode("latin-1") + b"\xff\xfe\x00"
    server.pages = {
        "/": Answer(body, headers=(("Content-Type", f"text/html; charset={charset}"),)),
        "/nasta": page(),
    }
    site.harvest()
    assert site.kept() == ["/", "/nasta"]


REDIRECTS: dict[str, tuple[Callable[[Server], dict[str, Answer]], str]] = {
    "loop": (lambda _: {"/bad": moved("/b"), "/b": moved("/bad")}, "redirect-loop"),
    "itself": (lambda _: {"/bad": moved("/bad")}, "redirect-loop"),
    "chain": (
        lambda _: {"/bad": moved("/1")} | {f"/{number}": moved(f"/{number + 1}") for number in range(1, 20)},
        "too-many-redirects",
    ),
    "other-host": (lambda _: {"/bad": moved("https://annan.example/")}, "other-site"),
    "private": (lambda _: {"/bad": moved("http://10.0.0.1/")}, "private-address"),
    "metadata": (lambda _: {"/bad": moved("http://169.254.169.254/latest/")}, "private-address"),
    "loopback": (lambda server: {"/bad": moved(f"http://127.0.0.1:{server.port}/secret")}, "private-address"),
    "file": (lambda _: {"/bad": moved("file:///etc/passwd")}, "scheme"),
    "script": (lambda _: {"/bad": moved("javascript:alert(1)")}, "scheme"),
    "nowhere": (lambda _: {"/bad": Answer(status=302, headers=())}, "scheme"),
}


@pytest.mark.parametrize("name", REDIRECTS)
def test_a_bad_redirect_has_a_reason(site: Site, server: Server, name: str) -> None:
    """It is not followed, which the list of what was connected to shows, and the rest goes on."""
    pages, reason = REDIRECTS[name]
    server.pages = {"/": page("/bad", "/good"), "/good": page(), **pages(server)}
    report = site.harvest()
    assert report.sources[0].reasons[0] == (reason, f"https://{HOST}/bad")
    assert report.failed
    assert site.kept() == ["/", "/good"]
    assert "/secret" not in server.asked
    assert len(server.asked) < 20


def test_a_redirect_within_the_source_is_followed(site: Site, server: Server) -> None:
    """The page is known where it is; the address that led there is one of its addresses, and knows where it led."""
    server.pages = {"/": page("/gammal"), "/gammal": moved("/ny/", 301), "/ny/": page(text="Ny")}
    assert site.harvest().count("moved") == 1
    old, new = site.page("/gammal"), site.page("/ny")
    assert old is not None
    assert new is not None
    assert (old.redirect, old.sha256) == (new.address, None)
    assert {f"https://{HOST}/gammal", f"https://{HOST}/ny"} <= set(new.addresses)
    assert new.spelling == f"https://{HOST}/ny/"
    server.asked.clear()
    site.harvest()
    assert server.asked == ["/", "/ny/"]


def test_a_closing_slash_is_no_loop(site: Site, server: Server) -> None:
    """A server that adds a slash is followed, and asked for the right address from then on."""
    server.pages = {"/": page("/a"), "/a": moved("/a/", 301), "/a/": page()}
    assert site.reasons() == {}
    server.asked.clear()
    site.harvest()
    assert server.asked == ["/", "/a/"]


def test_a_calendar_without_end_is_left(site: Site, server: Server) -> None:
    """A page that always links to a next one is followed ten links deep."""
    server.pages = {"/": page("/dag/1")} | {f"/dag/{day}": page(f"/dag/{day + 1}") for day in range(1, 50)}
    assert site.reasons() == {"/dag/11": "too-deep"}
    assert len(site.kept()) == 11
    site.harvest()
    assert len(site.kept()) == 11


def test_a_site_without_end_is_left(site: Site, server: Server) -> None:
    """A source has so many pages and no more, and says so."""
    server.pages = {"/": page(*(f"/{number}" for number in range(40)))} | {f"/{n}": page() for n in range(40)}
    assert list(site.reasons(pages=20).values()) == ["too-many-pages"]
    assert len(site.kept()) == 20


def test_a_page_of_links_is_cut(site: Site, server: Server) -> None:
    """Of a page's links so many are followed and no more."""
    server.pages = {"/": page(*(f"/{number}" for number in range(40)))} | {f"/{n}": page() for n in range(40)}
    assert site.reasons(links=10) == {"/": "too-many-links"}
    assert len(site.kept()) == 11


def test_cookies_are_neither_kept_nor_needed(site: Site, server: Server) -> None:
    """What a server wants remembered is forgotten."""
    cookie = ("Set-Cookie", "id=1; Path=/")
    server.pages = {"/": Answer(page("/a").body, headers=(HTML, cookie)), "/a": page()}
    site.harvest()
    assert not any("cookie" in headers for headers in server.headers)
    assert site.kept() == ["/", "/a"]


def test_one_connection_at_a_time(site: Site, server: Server) -> None:
    """A host is never asked for two things at once, though two sources have pages there."""
    site.only('paths = ["/a/"]', "/a/")
    site.source("annan", more='paths = ["/b/"]', start="/b/")
    server.pages = {f"/{part}/": page(*(f"/{part}/{n}" for n in range(10))) for part in "ab"}
    server.pages |= {f"/{part}/{n}": page() for part in "ab" for n in range(10)}
    assert not site.harvest().failed
    assert len(site.kept()) == 22
    assert server.most == 1


def test_whoever_is_asked_can_see_who_asks(site: Site, server: Server) -> None:
    """Our own name and an address to write to."""
    server.pages = {"/": page()}
    site.harvest()
    assert {headers["user-agent"].partition("/")[0] for headers in server.headers} == {"Metodsok"}
    assert all("mailto:prov@prov.example" in headers["user-agent"] for headers in server.headers)
    assert not any("referer" in headers for headers in server.headers)

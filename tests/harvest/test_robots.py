"""robots.txt as RFC 9309 has it, pauses, and servers that are busy."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from indexer.harvest.addresses import fetchable
from indexer.harvest.limits import Limits
from indexer.harvest.middlewares import NAME, rules
from tests.harvest.conftest import HOST, Site
from tests.harvest.server import Answer, Server, Wire, moved, page

TEXT = ("Content-Type", "text/plain")


def robots(text: str, status: int = 200, **headers: str) -> Answer:
    return Answer(text.encode(), status, (TEXT, *headers.items()))


def pages(*paths: str) -> dict[str, Answer]:
    return {"/": page(*paths)} | {path: page() for path in paths}


def test_what_is_not_allowed_is_not_asked_for(site: Site, server: Server) -> None:
    """The longest rule counts, for our name rather than for all; that is no failure."""
    ours = "User-agent: metodsok\nDisallow: /hemligt/\nAllow: /hemligt/oppet\nDisallow: /*.php$"
    rules = f"User-agent: *\nDisallow: /\n\n{ours}"
    server.pages = pages("/hemligt/stangt", "/hemligt/oppet", "/a.php", "/b") | {"/robots.txt": robots(rules)}
    report = site.harvest()
    assert [code for code, _ in report.sources[0].reasons] == ["robots", "robots"]
    assert not report.failed
    assert set(server.asked) == {"/robots.txt", "/", "/hemligt/oppet", "/b"}


RULES: dict[str, tuple[str, str, str]] = {
    "the longest rule counts": ("Disallow: /a\nAllow: /a/b", "/a/b /a/bc /b", "/a /a/c"),
    "whatever the order": ("Allow: /a/b\nDisallow: /a", "/a/b", "/a/c"),
    "of two as long the kinder": ("Disallow: /a\nAllow: /a", "/a", ""),
    "a star is anything": ("Disallow: /*/b\nDisallow: *.php", "/b /a/c", "/a/b /x/y/bc /a.php?b"),
    "a star is nothing too": ("Disallow: /a*b", "/a", "/ab /axb /axbx"),
    "stars count by their length": ("Disallow: /x\nAllow: /*.html", "/x.html", "/x.htm"),
    "a dollar is the end": ("Disallow: /*.pdf$\nDisallow: /a$", "/x.pdf?v=1 /ab /x.pdfx", "/x.pdf /a"),
    "a dollar within is a dollar": ("Disallow: /a$b", "/a", "/a$b"),
    "the query belongs to the address": ("Disallow: /a?\nDisallow: /*?print=", "/a /b?x=1", "/a?b=1 /c?print=1"),
    "an end of the address is not its beginning": ("Disallow: /b", "/a/b", "/b /b/c /bc"),
    "case counts in paths": ("Disallow: /Hemligt", "/hemligt", "/Hemligt"),
    "but not in words": ("DISALLOW: /a\naLLow: /a/b", "/a/b", "/a"),
    "escapes are what they stand for": ("Disallow: /%7Eanna\nDisallow: /b%C3%A4", "/anna", "/~anna /%7eanna /b\u00e4"),
    "letters are their escapes": ("Disallow: /b\u00e4ttre", "/battre", "/b%C3%A4ttre /b%c3%a4ttre"),
    "an escaped slash is no slash": ("Disallow: /a%2Fb", "/a/b", "/a%2Fb"),
    "nothing forbids nothing": ("Disallow:", "/a", ""),
    "comments say nothing": ("# Disallow: /a\nDisallow: /b # /c", "/a /c", "/b"),
    "space around does not count": ("  Disallow  :   /a  ", "/b", "/a"),
    "unknown lines are passed over": ("Vad: /x\nRequest-rate: 1/1\nDisallow: /a\nHost: x", "/b /x", "/a"),
}
"""What robots.txt says of us, what may be fetched then, and what may not."""
GROUPS: dict[str, tuple[str, str, str]] = {
    "ours before the one for all": ("User-agent: *\nDisallow: /\n\nUser-agent: metodsok\nDisallow: /a", "/b", "/a"),
    "whatever the order": ("User-agent: metodsok\nDisallow: /a\n\nUser-agent: *\nDisallow: /", "/b", "/a"),
    "whatever the case": ("User-agent: METODSOK\nDisallow: /a\n\nUser-agent: *\nDisallow: /", "/b", "/a"),
    "one group for several": ("User-agent: annan\nUser-agent: metodsok\nDisallow: /a", "/b", "/a"),
    "ours in two places": (
        "User-agent: metodsok\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: metodsok\nDisallow: /b",
        "/c", "/a /b",
    ),
    "others are not us": ("User-agent: metodsokare\nDisallow: /\nUser-agent: min-metodsok\nDisallow: /", "/a", ""),
    "an empty group of ours frees us": ("User-agent: *\nDisallow: /\n\nUser-agent: metodsok\nDisallow:", "/a /b", ""),
    "a rule of nobody's is none": ("Disallow: /a\nUser-agent: *\nDisallow: /b", "/a", "/b"),
    "a sitemap ends no group": ("User-agent: metodsok\nSitemap: /karta.xml\nDisallow: /a", "/b", "/a"),
    "with a mark before it": ("\ufeffUser-agent: *\nDisallow: /a", "/b", "/a"),
    "lines as others end them": ("User-agent: *\r\nDisallow: /a\r\n\r\nDisallow: /b\rDisallow: /c", "/d", "/a /b /c"),
    "robots.txt itself is always free": ("User-agent: *\nDisallow: /", "", "/a /b /robots.txt.bak"),
}  # fmt: skip
"""The same for whole files."""
CASES = {f"rule: {name}": (f"User-agent: *\n{text}", *rest) for name, (text, *rest) in RULES.items()} | {
    f"group: {name}": whole for name, whole in GROUPS.items()
}


@pytest.mark.parametrize("name", CASES)
def test_rules_are_read_as_the_standard_has_them(name: str) -> None:
    """RFC 9309: what may be fetched, and what may not."""
    text, allowed, forbidden = CASES[name]
    found = rules(text.encode(), Limits().robots)
    paths = (*allowed.split(), *forbidden.split(), "/robots.txt")
    free = [path for path in paths if found.allowed(fetchable(f"https://{HOST}{path}") or "", NAME)]
    assert free == [*allowed.split(), "/robots.txt"]


def test_half_a_rule_is_none() -> None:
    """Where the file is cut off in the middle of a line, that line forbids nothing and allows nothing."""
    text = b"User-agent: *\nDisallow: /a\nDisallow: /bibliotek"
    cut = rules(text[:-9], len(text) - 9)
    assert not cut.allowed(f"https://{HOST}/a", NAME)
    assert cut.allowed(f"https://{HOST}/c", NAME)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_no_robots_means_all(site: Site, server: Server, status: int) -> None:
    """4xx: there are no rules."""
    server.pages = pages("/a") | {"/robots.txt": robots("User-agent: *\nDisallow: /", status)}
    assert not site.harvest().failed
    assert site.kept() == ["/", "/a"]


@pytest.mark.parametrize(
    "answer",
    [
        robots("", 500), robots("", 503), robots("", 429), Answer(status=304), moved("/robots.txt"),
        moved("https://annan.example/robots.txt"), moved("file:///etc/passwd"),
        Wire(lambda connection: connection.close()), Wire(lambda connection: connection.recv(1)),
    ],
)  # fmt: skip
def test_silent_robots_means_nothing(site: Site, server: Server, answer: Answer | Wire) -> None:
    """5xx, silence, and redirects that lead away: nothing is fetched, and the source is listed."""
    server.pages = pages("/a") | {"/robots.txt": answer}
    report = site.harvest(read=0.3)
    assert {code for code, _ in report.sources[0].reasons} == {"robots-unreachable"}
    assert report.failed
    assert set(server.asked) == {"/robots.txt"}
    assert site.kept() == []


@pytest.mark.parametrize(
    "where", ["http://10.0.0.1/robots.txt", "http://[::1]/robots.txt", "http://127.0.0.1/robots.txt"]
)
def test_robots_that_lead_inside_a_net_are_not_followed(site: Site, server: Server, where: str) -> None:
    """Nothing is fetched, and the reason is where they lead."""
    server.pages = pages("/a") | {"/robots.txt": moved(where)}
    report = site.harvest()
    assert ({code for code, _ in report.sources[0].reasons}, report.failed) == ({"private-address"}, True)
    assert server.asked == ["/robots.txt"]


@pytest.mark.parametrize(("hops", "kept"), [(5, ["/", "/b"]), (11, [])])
def test_robots_are_followed_five_times_at_least(site: Site, server: Server, hops: int, kept: list[str]) -> None:
    """As RFC 9309 wants; more than ten times is nobody's rules, and nothing is fetched."""
    chain = {f"/{number}.txt": moved(f"/{number - 1}.txt") for number in range(1, hops)}
    server.pages = pages("/a", "/b") | chain | {
        "/robots.txt": moved(f"/{hops - 1}.txt"), "/0.txt": robots("User-agent: *\nDisallow: /a"),
    }  # fmt: skip
    site.harvest()
    assert site.kept() == kept


def test_robots_may_have_moved_on_the_site(site: Site, server: Server) -> None:
    """A redirect within the source is followed."""
    server.pages = pages("/a", "/b") | {
        "/robots.txt": moved("/regler.txt"),
        "/regler.txt": robots("User-agent: *\nDisallow: /a"),
    }
    site.harvest()
    assert site.kept() == ["/", "/b"]


def test_robots_without_end_is_read_from_its_beginning(site: Site, server: Server) -> None:
    """Half a megabyte is read; what stands there holds."""
    rules = "User-agent: *\nDisallow: /a\n" + "# utfyllnad\n" * 100_000 + "Disallow: /b\n"
    server.pages = pages("/a", "/b") | {"/robots.txt": robots(rules)}
    site.harvest()
    assert site.kept() == ["/", "/b"]


def test_garbage_is_no_rules(site: Site, server: Server) -> None:
    """Bytes that mean nothing forbid nothing."""
    server.pages = pages("/a") | {"/robots.txt": Answer(bytes(range(256)) * 20, headers=(TEXT,))}
    site.harvest()
    assert site.kept() == ["/", "/a"]


def test_robots_is_kept_a_day(site: Site, server: Server) -> None:
    """Within a day it is not asked for again; then it is, on condition, and new rules hold."""
    server.pages = pages("/a") | {"/robots.txt": robots("User-agent: *\nDisallow: /a", ETag='"1"')}
    start = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    for hours in (0, 23, 26):
        site.harvest(clock=lambda hours=hours: start + timedelta(hours=hours))
    assert server.asked.count("/robots.txt") == 2
    assert [headers.get("if-none-match") for headers in server.headers if "if-none-match" in headers] == ['"1"']
    server.pages["/robots.txt"] = robots("")
    site.harvest(clock=lambda: start + timedelta(hours=60))
    assert site.kept() == ["/", "/a"]


def test_a_page_may_ask_to_be_left_out(site: Site, server: Server) -> None:
    """Noindex and nofollow, in the page or in its headers."""
    out = Answer(b"<!doctype html><meta name=robots content='noindex'><a href='/c'>c</a><p>x")
    header = Answer(page().body, headers=(("Content-Type", "text/html"), ("X-Robots-Tag", "noindex")))
    lonely = Answer(b"<!doctype html><meta name=robots content='nofollow'><a href='/d'>d</a><p>x")
    server.pages = pages("/a", "/b", "/e") | {"/a": out, "/b": header, "/e": lonely, "/d": page()}
    assert site.reasons() == {"/a": "noindex", "/b": "noindex"}
    assert site.kept() == ["/", "/e"]


def test_a_pause_that_is_asked_for_is_held(site: Site, server: Server) -> None:
    """Crawl-delay is the time between two requests, however fast our own settings are."""
    server.pages = pages("/a", "/b", "/c") | {"/robots.txt": robots("User-agent: *\nCrawl-delay: 0.2")}
    start = time.monotonic()
    site.harvest()
    assert time.monotonic() - start > 0.55


def test_a_source_may_have_a_pause_of_its_own(site: Site, server: Server) -> None:
    """`delay` in sources.toml is held where it is longer."""
    site.only("delay = 0.2")
    server.pages = pages("/a", "/b")
    start = time.monotonic()
    site.harvest()
    assert time.monotonic() - start > 0.55


def test_a_pause_that_is_too_long_is_not_waited_for(site: Site, server: Server) -> None:
    """A source that wants an hour between two pages is listed."""
    server.pages = pages("/a") | {"/robots.txt": robots("User-agent: *\nCrawl-delay: 3600")}
    assert set(site.reasons().values()) == {"crawl-delay"}
    assert server.asked == ["/robots.txt"]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("kind", ["seconds", "date"])
def test_a_busy_server_is_waited_for(site: Site, server: Server, status: int, kind: str) -> None:
    """Retry-After is obeyed, and then the page is asked for again."""
    asked: list[float] = []

    def busy(_: dict[str, str]) -> Answer:
        asked.append(time.monotonic())
        until = "1" if kind == "seconds" else format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
        return page() if len(asked) > 1 else Answer(b"", status, (("Retry-After", until),))

    server.pages = {"/": page("/a"), "/a": busy}
    assert not site.harvest(retries=1).failed
    assert site.kept() == ["/", "/a"]
    assert asked[1] - asked[0] > 0.9


def test_a_server_that_wants_a_long_rest_gets_it(site: Site, server: Server) -> None:
    """Longer than we wait: the host is left alone, and the next harvest goes there again."""
    resting = Answer(b"", 503, (("Retry-After", "3600"),))
    server.pages = pages("/a", "/b", "/c") | {"/a": resting}
    assert set(site.reasons(retries=2).values()) == {"deferred"}
    assert server.asked == ["/robots.txt", "/", "/a"]
    server.pages["/a"] = page()
    assert not site.harvest().failed
    assert site.kept() == ["/", "/a", "/b", "/c"]


def test_what_fails_is_tried_three_times(site: Site, server: Server) -> None:
    """And no more."""
    server.pages = {"/": page("/a"), "/a": Answer(b"", 500)}
    assert site.reasons(retries=2) == {"/a": "http-500"}
    assert server.asked.count("/a") == 3


def test_the_pace_is_never_quick_but_on_the_own_machine(site: Site, server: Server) -> None:
    """A delay of nothing is for tests: other hosts get a second at least."""
    limits = Limits(delay=0, loopback={HOST: server.place})
    assert limits.pace(HOST) == 0
    assert limits.pace("www.annan.example") == 1
    assert limits.pace("www.annan.example", 5) == 5
    assert site.kept() == []

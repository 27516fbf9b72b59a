"""What is remembered from one harvest to the next, and what a stop costs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from indexer.cli.group import run
from indexer.corpus import edit, load
from indexer.corpus.lock import alone
from indexer.corpus.progress import Progress
from indexer.corpus.store import Store
from indexer.errors import HarvestBusy
from indexer.harvest.limits import Limits
from indexer.harvest.page import add_page
from tests.harvest.conftest import HOST, QUICK, Site
from tests.harvest.server import Answer, Server, moved, page

METODSOK = Path(sys.executable).parent / "metodsok"
HTML = ("Content-Type", "text/html; charset=utf-8")


def conditional(*links: str, etag: str = '"1"', text: str = "Bokcirkel") -> Any:
    """Give a page that answers 304 where it is known already."""
    body = page(*links, text=text).body

    def answer(headers: dict[str, str]) -> Answer:
        same = headers.get("if-none-match") == etag
        return Answer(status=304, headers=(("ETag", etag),)) if same else Answer(body, headers=(HTML, ("ETag", etag)))

    return answer


def test_the_second_harvest_asks_on_condition(site: Site, server: Server) -> None:
    """What has not changed costs one request, and what it links to is still found."""
    server.pages = {"/": conditional("/a"), "/a": conditional("/b"), "/b": conditional()}
    assert site.harvest().count("new") == 3
    server.asked.clear()
    server.headers.clear()
    assert site.harvest().count("unchanged") == 3
    assert server.asked == ["/", "/a", "/b"]
    assert all("if-none-match" in headers for headers in server.headers)


def test_last_modified_is_used_as_it_was_written(site: Site, server: Server) -> None:
    """The date goes back to the server in its own words."""
    when = "Mon, 02 Nov 2026 08:00:00 GMT"
    server.pages = {"/": Answer(page().body, headers=(HTML, ("Last-Modified", when)))}
    site.harvest()
    assert site.harvest().count("unchanged") == 1
    assert server.headers[-1]["if-modified-since"] == when


def test_a_changed_page_keeps_its_history(site: Site, server: Server) -> None:
    """When, and which hash; of the bytes the newest are kept."""
    server.pages = {"/": conditional(text="Ett")}
    site.harvest()
    before = site.page("/")
    server.pages = {"/": conditional(text="Två", etag='"2"')}
    assert site.harvest().count("changed") == 1
    after = site.page("/")
    assert before is not None
    assert after is not None
    assert [sha256 for _, sha256 in after.history] == [before.sha256, after.sha256]
    assert after.first_seen == before.first_seen
    assert len(list((site.root / "harvest" / "raw").glob("*/*"))) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_gone_is_what_is_missing_twice_in_a_row(site: Site, server: Server, status: int) -> None:
    """The record and the copy stay; a page that comes back is there again."""
    server.pages = {"/": page("/a"), "/a": page()}
    site.harvest()
    server.pages["/a"] = Answer(b"", status)
    assert site.harvest().count("missing") == 1
    found = site.page("/a")
    assert found is not None
    assert not found.gone
    report = site.harvest()
    assert (report.count("gone"), report.failed) == (1, False)
    found = site.page("/a")
    assert found is not None
    assert (found.gone, found.status, found.sha256 is not None) == (True, status, True)
    server.pages["/a"] = page()
    site.harvest()
    found = site.page("/a")
    assert found is not None
    assert (found.gone, found.failure) == (False, None)


def test_missing_but_not_in_a_row_is_not_gone(site: Site, server: Server) -> None:
    """One slip of the server is forgiven."""
    server.pages = {"/": page("/a"), "/a": page()}
    for answer in (page(), Answer(b"", 404), page(), Answer(b"", 404)):
        server.pages["/a"] = answer
        site.harvest()
    found = site.page("/a")
    assert found is not None
    assert not found.gone


def test_a_page_that_nothing_links_to_any_longer_is_still_asked_for(site: Site, server: Server) -> None:
    """It may have changed, or be gone."""
    server.pages = {"/": page("/a"), "/a": page()}
    site.harvest()
    server.pages["/"] = page()
    server.asked.clear()
    site.harvest()
    assert server.asked == ["/", "/a"]


def test_ways_of_writing_an_address_are_one_page(site: Site, server: Server) -> None:
    """Fragments, tracking, sessions, slashes, schemes and aliases are asked for once."""
    ways = (
        "/a", "/a#del", "/a?utm_source=brev", "/a;jsessionid=1F", "/a?PHPSESSID=1", "http://www.prov.example/a",
        "https://prov.example/a", "HTTPS://WWW.PROV.EXAMPLE:443/a", "/x/../a", "/%61",
    )  # fmt: skip
    server.pages = {"/": page(*ways), "/a": page()}
    assert site.harvest().count("new") == 2
    assert server.asked == ["/robots.txt", "/", "/a"]


def test_a_catalogue_address_is_fetched_though_nothing_links_to_it(site: Site, server: Server) -> None:
    """What people have described, within a source, gets its text."""
    (site.root / "catalogue.toml").write_text(
        f'[[document]]\nid = "x"\ntitle = "X"\nurl = "https://{HOST}/gomd"\n', encoding="utf-8"
    )
    server.pages = {"/": page(), "/gomd": page()}
    site.harvest()
    assert site.kept() == ["/", "/gomd"]


def test_what_was_removed_stays_out(site: Site, server: Server) -> None:
    """Its copy goes at once, and it is never asked for again."""
    server.pages = {"/": page("/a"), "/a": page()}
    site.harvest()
    edit.remove(site.root, f"https://{HOST}/a")
    assert site.kept() == ["/"]
    assert len(list((site.root / "harvest" / "raw").glob("*/*"))) == 1
    server.asked.clear()
    site.harvest()
    assert server.asked == ["/"]


def test_one_page_is_added(site: Site, server: Server) -> None:
    """Its links are not followed; it belongs to its source, or to none, and is kept fresh by the next harvest."""
    limits = Limits(**{**QUICK, "loopback": {HOST: server.place, "annan.example": server.place}})
    server.pages = {"/": page(), "/a": page("/b", title="Ett tips"), "/b": page()}
    added = add_page(load(site.root), f"https://{HOST}/a", limits=limits)
    assert (added.address, added.title, added.failure) == (f"https://{HOST}/a", "Ett tips", None)
    assert add_page(load(site.root), "https://annan.example/a", limits=limits).failure is None
    with Store.open(site.root) as store:
        assert {page.source for page in store.pages()} == {"prov", "enstaka"}
        assert Progress(store).harvests() == ()
    server.asked.clear()
    site.harvest(places=limits.loopback)
    assert sorted(server.asked) == ["/", "/a", "/a"]


def test_an_added_page_that_has_moved_is_known_where_it_is(site: Site, server: Server) -> None:
    """And one that is not there says why."""
    limits = Limits(**{**QUICK, "loopback": {HOST: server.place}})
    server.pages = {"/a": moved("/b", 301), "/b": page(title="Flyttad")}
    added = add_page(load(site.root), f"https://{HOST}/a", limits=limits)
    assert (added.address, added.title) == (f"https://{HOST}/b", "Flyttad")
    assert add_page(load(site.root), f"https://{HOST}/c", limits=limits).failure == "http-404"


def test_a_limit_of_pages_is_no_failure(site: Site, server: Server) -> None:
    """--max-pages is for trying out."""
    server.pages = {"/": page("/a", "/b", "/c")} | {f"/{name}": page() for name in "abc"}
    report = site.harvest(most=2)
    assert (report.count("new"), report.failed) == (2, False)


def test_two_harvests_at_once(site: Site) -> None:
    """The second one says so and stops; a lock file left behind stops nobody."""
    with alone(site.root), pytest.raises(HarvestBusy, match="pågår redan"):
        site.harvest()
    site.harvest()


def started(site: Site, server: Server, *more: str) -> subprocess.Popen[str]:
    (site.root / "metodsok.toml").write_text(
        f'corpus = "."\ndelay = 0\nloopback = {{ "{HOST}" = "{server.place}" }}\n', encoding="utf-8"
    )
    return subprocess.Popen(
        [METODSOK, "harvest", *more], cwd=site.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )


def slow_site(server: Server, count: int = 30) -> None:
    """Let each page take a moment, so that a harvest can be stopped in the middle."""

    def slowly(_: dict[str, str]) -> Answer:
        time.sleep(0.04)
        return page()

    server.pages = {"/": page(*(f"/{n}" for n in range(count)))} | {f"/{n}": slowly for n in range(count)}


def wait_for(server: Server, asked: int) -> None:
    end = time.monotonic() + 60
    while len(server.asked) < asked and time.monotonic() < end:
        time.sleep(0.01)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_stop_costs_what_was_under_way(site: Site, server: Server, how: signal.Signals) -> None:
    """Going on asks for nothing twice but the one request that was in flight, and everything is there."""
    slow_site(server)
    process = started(site, server)
    wait_for(server, 12)
    os.kill(process.pid, how)
    out, err = process.communicate(timeout=30)
    assert process.returncode == (-signal.SIGKILL if how == signal.SIGKILL else 130), err
    assert "Traceback" not in err
    if how != signal.SIGKILL:
        assert (out, err.splitlines()[-1].split(".")[0]) == ("", "Avbrutet")
    assert 12 <= len(server.asked) < 30
    server.pages |= {f"/{n}": page() for n in range(30)}
    assert site.harvest().count("new") == 31
    twice = {path for path in server.asked if server.asked.count(path) > 1}
    assert len(twice) <= 1
    assert len(site.kept()) == 31


def test_a_stop_does_not_make_tries_begin_anew(site: Site, server: Server) -> None:
    """A page that was asked for in vain before a stop is asked for as often as was left; the one in flight is extra."""

    def failing(_: dict[str, str]) -> Answer:
        if server.asked.count("/fel") == 2:
            process.kill()
            process.wait(60)
        return Answer(b"", 500)

    server.pages = {"/": page("/fel"), "/fel": failing}
    process = started(site, server)
    process.communicate(timeout=60)
    assert site.reasons(retries=2) == {"/fel": "http-500"}
    assert server.asked.count("/fel") == 3 + 1


def test_a_store_from_before_tries_were_counted_is_read_on(site: Site, server: Server) -> None:
    """What waits in it is fetched."""
    server.pages = {"/": page("/a"), "/a": page()}
    site.harvest()
    with Store.open(site.root) as store, store.change() as connection:
        connection.execute("ALTER TABLE lead DROP COLUMN tries")
    site.harvest()
    assert site.kept() == ["/", "/a"]


def test_a_running_harvest_keeps_the_second_one_out(
    site: Site, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the command line: 1, and a sentence that says why."""
    slow_site(server, 3)
    release = threading.Event()

    def held(_: dict[str, str]) -> Answer:
        release.wait(60)
        return page()

    server.pages["/1"] = held
    first = started(site, server)
    wait_for(server, 4)
    monkeypatch.chdir(site.root)
    second = run(["harvest"])
    release.set()
    assert (second, "pågår redan" in capsys.readouterr().err) == (1, True)
    first.communicate(timeout=60)
    assert first.returncode == 0

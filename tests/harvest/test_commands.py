"""The commands of the harvester, installed, against servers of our own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from indexer.cli.group import run
from indexer.corpus import load
from indexer.corpus.store import Store
from indexer.harvest.check import Editions, addresses, check
from indexer.harvest.limits import Limits
from tests.harvest.conftest import HOST, QUICK, Site
from tests.harvest.server import Answer, Server, moved, page

METODSOK = Path(sys.executable).parent / "metodsok"
ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def folder(site: Site, server: Server) -> Path:
    """Give the folder of a service whose one source the server has."""
    (site.root / "metodsok.toml").write_text(
        'corpus = "."\ncontact = "mailto:prov@prov.example"\ndelay = 0\n'
        f'loopback = {{ "{HOST}" = "{server.place}" }}\n',
        encoding="utf-8",
    )
    return site.root


@pytest.fixture
def metodsok(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give the command in the service's folder, in this process: nothing but loopback can be connected to from it."""
    monkeypatch.chdir(folder)

    def command(*arguments: str, input: str = "") -> subprocess.CompletedProcess[str]:  # noqa: A002 -- as subprocess has it
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(input.encode())))
        code = run(arguments)
        said = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, code, said.out, said.err)

    return command


def installed(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in the folder."""
    command = [METODSOK, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=120, check=False)


def test_a_harvest_is_told_of(site: Site, server: Server, folder: Path, metodsok: Run) -> None:
    """A sentence on stdout, what failed on stderr with its reason, 3; status tells the same afterwards."""
    server.pages = {"/": page("/a", "/borta", "/fel"), "/a": page(), "/fel": Answer(b"", 418)}
    done = installed(folder, "harvest")
    assert done.returncode == 3
    assert done.stdout == "Hämtningen är klar: 2 nya, 1 saknas, 1 misslyckad. Dubbletter: 0.\n"
    assert f"https://{HOST}/fel: servern svarade 418." in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    said = metodsok("status").stdout
    assert "2 nya" in said
    assert f"Död länk: https://{HOST}/borta (på https://{HOST}/)" in said
    state = json.loads(metodsok("status", "--json").stdout)["harvest"]
    assert [reason["code"] for reason in state["sources"][0]["reasons"]] == ["http-404", "http-418"]
    assert state["pages"] == len(site.kept()) == 2


def test_programs_get_the_same(server: Server, metodsok: Run) -> None:
    """--json: counts and reasons; nothing else on stdout."""
    server.pages = {"/": page("/a"), "/a": Answer(b"", 500)}
    report = json.loads(metodsok("harvest", "--json").stdout)
    assert (report["new"], report["failed"], report["duplicates"]) == (1, 1, 0)
    assert report["sources"][0]["reasons"][0]["code"] == "http-500"


def test_a_dry_run_asks_nobody(site: Site, server: Server, metodsok: Run) -> None:
    """It tells where it would begin, and leaves no trace."""
    assert metodsok("harvest", "--dry-run").stdout == "prov\t1\t0\t0 s\n"
    assert server.asked == []
    assert not (site.root / "harvest").exists()


@pytest.mark.parametrize(("arguments", "said"), [(("okand",), "Menade du"), (("--max-pages", "0"), "heltal")])
def test_wrong_use_is_2(metodsok: Run, site: Site, arguments: tuple[str, ...], said: str) -> None:
    """And says what to do."""
    site.source("kand", "kand.example")
    done = metodsok("harvest", *arguments)
    assert (done.returncode, said in done.stderr) == (2, True)


def test_only_the_sources_that_are_named(site: Site, server: Server, metodsok: Run) -> None:
    """The others are left alone."""
    site.source("annan", "annan.example")
    server.pages = {"/": page("https://annan.example/")}
    assert metodsok("harvest", "prov", "--max-pages", "5").returncode == 0
    assert site.kept() == ["/"]


def test_a_full_disk_says_so_and_keeps_what_was(site: Site, server: Server, metodsok: Run) -> None:
    """1, a sentence, and the next harvest goes on."""
    server.pages = {"/": page("/a"), "/a": page()}
    (site.root / "harvest").mkdir(0o700)
    (site.root / "harvest" / "raw").write_text("i vägen")
    done = metodsok("harvest")
    assert (done.returncode, "kan inte skapas" in done.stderr) == (1, True)
    assert "Traceback" not in done.stderr
    (site.root / "harvest" / "raw").unlink()
    assert metodsok("harvest").returncode == 0
    assert site.kept() == ["/", "/a"]


def test_an_added_page_is_fetched_indexed_and_removed(site: Site, server: Server, metodsok: Run) -> None:
    """With its own title; then its text is found; then it is out, copy and all, and stays out."""
    text = "Övningen handlar om källkritik i flödet och passar grupper med vuxna deltagare. " * 8
    server.pages = {"/": page("/mik"), "/mik": page(title="Mediekunnighet för seniorer", text=text)}
    added = metodsok("add", f"https://{HOST}/mik")
    assert (added.returncode, added.stdout) == (0, "mediekunnighet-for-seniorer\n"), added.stderr
    assert metodsok("add", f"https://{HOST}/mik").stdout == "mediekunnighet-for-seniorer\n"
    assert metodsok("index").returncode == 0
    assert "mediekunnighet-for-seniorer" in metodsok("list", "--json").stdout
    assert "källkritik" in metodsok("search", "källkritik i flödet").stdout
    assert metodsok("remove", "mediekunnighet-for-seniorer").returncode == 0
    assert site.kept() == []
    assert metodsok("harvest").returncode == 0
    assert site.kept() == ["/"]


def test_an_address_that_could_not_be_fetched_is_told_of(site: Site, server: Server, metodsok: Run) -> None:
    """It is recorded where a title was given, with the day; 3 and the reason all the same."""
    server.pages = {"/robots.txt": Answer(b"User-agent: *\nDisallow: /stangd")}
    for path, said in (("/borta", "servern svarade 404"), ("/stangd", "robots.txt")):
        done = metodsok("-q", "add", f"https://{HOST}{path}", "--title", path[1:])
        assert (done.returncode, done.stdout, said in done.stderr) == (3, f"{path[1:]}\n", True), done.stderr
    assert [(record.id, record.added) for record in load(site.root).records] == [
        (name, datetime.now().astimezone().date().isoformat()) for name in ("borta", "stangd")
    ]
    refused = metodsok("add", f"https://{HOST}/borta2")
    assert (refused.returncode, "--title" in refused.stderr) == (1, True)


def test_several_are_added_at_once(site: Site, server: Server, metodsok: Run, tmp_path: Path) -> None:
    """Files and addresses; one that cannot be taken costs the others nothing, and is told of."""
    server.pages = {"/mik": page(title="Källkritik")}
    (tmp_path / "blad.md").write_text("# Blad")
    done = metodsok("add", str(tmp_path / "blad.md"), f"https://{HOST}/mik", f"https://{HOST}/borta", "--region", "14")
    assert (done.returncode, done.stdout) == (3, "blad\nkallkritik\n"), done.stderr
    assert "servern svarade 404" in done.stderr
    assert [record.regions for record in load(site.root).records] == [("14",)]
    refused = metodsok("add", "--json", "borta.md", "borta.pdf")
    assert (refused.returncode, [each["failure"] for each in json.loads(refused.stdout)]) == (1, ["refused"] * 2)
    assert metodsok("add", "a.md", "b.md", "--title", "A").returncode == 2


def test_harvested_pages_are_removed_by_id(server: Server, metodsok: Run) -> None:
    """As they are listed; the next harvest leaves them out."""
    text = "Bokcirkeln träffas en gång i månaden och läser samma bok, högt eller tyst. " * 8
    server.pages = {"/": page("/cirkel"), "/cirkel": page(title="Bokcirkel", text=text)}
    metodsok("harvest")
    metodsok("index")
    [id_] = [row["id"] for row in json.loads(metodsok("list", "--json").stdout) if "cirkel" in row["id"]]
    assert metodsok("remove", id_).returncode == 0
    assert id_ not in metodsok("list").stdout
    metodsok("harvest")
    metodsok("index")
    assert id_ not in metodsok("list").stdout


@pytest.mark.usefixtures("folder")
def test_the_night_keeps_the_index_when_something_fails(site: Site, server: Server) -> None:
    """The example script: 3 passes on, and a harvest that cannot be made leaves the index as it was."""
    server.pages = {"/": page("/fel", text="Bokcirkel och högläsning på biblioteket. " * 20), "/fel": Answer(b"", 500)}
    script = ROOT / "docs" / "exempel" / "metodsok-natt.sh"
    environment = os.environ | {"METODSOK": str(METODSOK)}
    night = ["sh", str(script), str(site.root)]
    assert subprocess.run(night, env=environment, capture_output=True, timeout=120, check=False).returncode == 3
    current = (site.root / "index" / "current").read_text()
    (site.root / "sources.toml").write_text("inte toml")
    assert subprocess.run(night, env=environment, capture_output=True, timeout=120, check=False).returncode == 1
    assert (site.root / "index" / "current").read_text() == current


LETTER = """<p>Tips: <a href="https://www.prov.example/bra?a=1&amp;b=2">bra</a>, (https://www.prov.example/gammal),
https://www.prov.example/borta. Och <https://www.prov.example/plan> mailto:a@a.example http://intern.example/"""


def test_the_addresses_of_a_letter() -> None:
    """From mail, web page or plain text, without the punctuation around them."""
    assert addresses(LETTER.encode()) == [
        "https://www.prov.example/bra?a=1&b=2", "https://www.prov.example/gammal", "https://www.prov.example/borta",
        "https://www.prov.example/plan", "http://intern.example/",
    ]  # fmt: skip
    assert addresses(b"https://sv.wikipedia.org/wiki/Bok_(media) \xff\xfe") == [
        "https://sv.wikipedia.org/wiki/Bok_(media)"
    ]


def test_links_are_checked(site: Site, server: Server, metodsok: Run, tmp_path: Path) -> None:
    """Dead, moved, replaced, working, and those that do not answer: 3."""
    server.pages = {
        "/bra?a=1&b=2": page(), "/gammal": moved("/ny", 301), "/ny": page(), "/plan": page(),
        "/robots.txt": Answer(b"User-agent: *\nDisallow: /privat", headers=(("Content-Type", "text/plain"),)),
    }  # fmt: skip
    (site.root / "catalogue.toml").write_text(
        f'[[document]]\nid = "plan"\ntitle = "Plan"\nurl = "https://{HOST}/plan"\n'
        '[[document]]\nid = "plan-ny"\ntitle = "Ny plan"\nsupersedes = ["plan"]\n',
        encoding="utf-8",
    )
    letter = tmp_path / "brev.html"
    letter.write_text(LETTER.replace("http://intern.example/", f"https://{HOST}/privat"), encoding="utf-8")
    done = metodsok("links", str(letter), "--json")
    assert done.returncode == 3, done.stderr
    found = {each["url"].removeprefix(f"https://{HOST}"): each for each in json.loads(done.stdout)}
    assert {path: each["state"] for path, each in found.items()} == {
        "/bra?a=1&b=2": "ok", "/gammal": "moved", "/borta": "dead", "/plan": "replaced", "/privat": "failed",
    }  # fmt: skip
    assert found["/gammal"]["target"] == f"https://{HOST}/ny"
    assert found["/plan"]["newer"] == "plan-ny"
    assert found["/privat"]["reason"] == "robots"
    assert "/privat" not in server.asked
    piped = metodsok("links", "-", input=f"Se https://{HOST}/bra?a=1&b=2.")
    assert (piped.returncode, piped.stdout.split()[0]) == (0, "fungerar")


def test_a_plan_that_the_index_knows_a_newer_edition_of(server: Server, metodsok: Run) -> None:
    """Nobody has stated it: three editions were harvested, and the link to the oldest leads to the newest's id."""
    words = "Planen beskriver hur folkbiblioteken i länet arbetar med läsning. " * 8
    years = ("2014-2017", "2018-2021", "2022-2025")
    server.pages = {"/": page(*(f"/{each}" for each in years))} | {
        f"/{each}": page(title=f"Regional biblioteksplan {each}", text=f"{words} {each} {word * 60}")
        for each, word in zip(years, ("Ett ", "Två ", "Tre "), strict=True)
    }
    metodsok("harvest")
    metodsok("index")
    [found] = json.loads(metodsok("links", "-", "--json", input=f"https://{HOST}/{years[0]}").stdout)
    assert found["state"] == "replaced"
    assert "2022-2025" in found["newer"]


@pytest.mark.usefixtures("site")
def test_links_are_checked_within_the_guards(only_loopback: list[str]) -> None:
    """A letter that names private addresses makes nothing be connected to."""

    async def nowhere(_host: str, port: int) -> list[tuple[Any, ...]]:
        return [(2, 1, 6, "", ("10.0.0.1", port))]

    letter = b"http://127.0.0.1:22/ http://intern.example/ http://169.254.169.254/ http://[::1]/"
    found = check(letter, Editions.of(()), limits=Limits(**{**QUICK, "politest": 0}), lookup=nowhere)
    assert [each.state for each in found] == ["failed"] * 4
    assert only_loopback == []


def test_a_link_whose_name_does_not_exist_is_dead(site: Site) -> None:
    """The site is gone."""

    async def unknown(_host: str, _port: int) -> list[tuple[Any, ...]]:
        raise OSError("no such name")

    [found] = check(b"https://borta.example/x", Editions.of(()), limits=Limits(**QUICK), lookup=unknown)
    assert (found.state, found.reason) == ("dead", "dns")
    with Store.open(site.root) as store:
        assert store.pages() == ()

"""A real Chromium against the real `metodsok serve` on a copy of the shipped corpus, with hostile text added."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).parents[3]
METODSOK = Path(sys.executable).parent / "metodsok"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
HOSTILE = "Hostilprov <script>alert(3)</script> <img src=x> [länk](javascript:alert(4)) *stjärna* $x$ :red[röd]\n" * 3
HOSTILE_FACTS = """
title = "Fientligt <script>alert(1)</script> & text"
publisher = "<b>Provutgivaren</b>"
themes = ["mik"]
regions = ["25"]
url = "https://prov.example.se/?a='onclick=alert(5)&b=1"
"""
GONE = """
[[document]]
id = "prov-slut"
title = "Vykort till läsare"
publisher = "Provutgivaren"
url = "https://prov.example.se/slut"
gone = true
abstract = "Om vykortsprov som läsfrämjande."

[[document]]
id = "prov-jiddisch"
title = "ביבליאָטעק"
publisher = "Provutgivaren"
language = "yi"
abstract = "Ett prov på jiddisch."
"""


@dataclass(slots=True)
class Visit:
    """An open page, and what it said to the console and asked of which hosts."""

    page: Page
    address: str
    console: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def open(self, path: str) -> Page:
        """Go to an address of the service and wait until it is drawn."""
        self.page.goto(self.address + path)
        self.page.wait_for_selector("footer.m-fot, .m-fel")
        settle(self.page)
        return self.page

    def ask(self, words: str) -> None:
        """Type into the field, press Enter, and wait for the answer."""
        self.page.get_by_label("Vad vill du hitta?").fill(words)
        self.page.keyboard.press("Enter")
        self.page.wait_for_function(
            "words => [...document.querySelectorAll('[data-announce] strong')].some(e => e.textContent === words)",
            arg=words,
        )
        settle(self.page)


def settle(page: Page) -> None:
    """Wait until Streamlit has drawn: while it draws, old and new parts stand side by side."""
    # A function, for a bare expression would be evaluated anew each time, which the page's policy forbids.
    page.wait_for_function(
        "() => { const app = document.querySelector('.stApp');"
        " return !app || (app.dataset.testScriptState === 'notRunning'"
        " && !document.querySelector('[data-stale=true]')); }"
    )


def look(page: Page, scheme: str) -> None:
    """Turn the page light or dark, and wait until it is."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.wait_for_function(
        "scheme => { const app = document.querySelector('.stApp');"
        " return (!app || getComputedStyle(app).colorScheme === scheme)"
        " && document.getAnimations().every(each => each.playState !== 'running'); }",
        arg=scheme,
    )


def barriers(page: Page) -> list[tuple[str, list[str]]]:
    """Return what axe finds against level A and AA, with everything opened that can be opened."""
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    page.wait_for_function("() => document.getAnimations().every(each => each.playState !== 'running')")
    found = Axe().run(page, options=WCAG)["violations"]
    return [(fault["id"], [node["html"][:200] for node in fault["nodes"][:3]]) for fault in found]


def _chromium() -> str | None:
    """Return the browser to drive: the one named, else the system's, else None for Playwright's own."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a running Chromium; not for the session, because its event loop would be in the way of other tests."""
    with sync_playwright() as playwright:
        executable = _chromium() or playwright.chromium.executable_path
        if not Path(executable).is_file():
            pytest.fail("No Chromium was found. Install one (apt install chromium) or name it: CHROMIUM=/path pytest")
        running = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield running
        running.close()


Contexts = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def contexts(browser: Browser) -> Iterator[Contexts]:
    """Give the browser context with some settings: its visitors share what they have loaded, as the next visit does."""
    opened: dict[str, BrowserContext] = {}

    def context(**settings: Any) -> BrowserContext:
        key = repr(sorted(settings.items()))
        if key not in opened:
            opened[key] = browser.new_context(**settings)
        return opened[key]

    yield context
    for each in opened.values():
        each.close()


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with metodsok.toml, the shipped corpus, a hostile document, and the index."""
    folder = tmp_path_factory.mktemp("bibliotek")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    (folder / "corpus" / "documents" / "fientligt.txt").write_text(HOSTILE, "utf-8")
    (folder / "corpus" / "documents" / "fientligt.toml").write_text(HOSTILE_FACTS, "utf-8")
    with (folder / "corpus" / "catalogue.toml").open("a", encoding="utf-8") as catalogue:
        catalogue.write(GONE)
    (folder / "metodsok.toml").write_text('contact = "mailto:prov@example.se"\n', "utf-8")
    subprocess.run([METODSOK, "-q", "index"], cwd=folder, check=True, timeout=180)
    return folder


Start = Callable[..., str]


@pytest.fixture(scope="session")
def start() -> Iterator[Start]:
    """Give what starts a service in a folder and returns its address; all end with the session."""
    with ExitStack() as running:

        def run(folder: Path, command: list[str] | None = None) -> str:
            return running.enter_context(_served(folder, command or [str(METODSOK), "serve", "--port", "0"]))

        yield run


@contextmanager
def _served(folder: Path, command: list[str]) -> Iterator[str]:
    with (
        (folder / "serve.log").open("w+", encoding="utf-8") as log,
        subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as process,
    ):
        try:
            yield _address(process, folder / "serve.log")
        finally:
            process.terminate()
            process.wait(20)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until the service says where it is, at most 60 seconds."""
    for _ in range(300):
        found = re.search(r"http://[\d.]+:\d+\S*", log.read_text("utf-8"))
        if found:
            return found[0].rstrip("/")
        if process.poll() is not None:
            break
        try:
            process.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
    pytest.fail(f"The service did not start:\n{log.read_text('utf-8')}")


@pytest.fixture(scope="session")
def service(start: Start, library: Path) -> str:
    """Give the address of the service."""
    return start(library)


@pytest.fixture(scope="session")
def empty(start: Start, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the address of a service without an index."""
    folder = tmp_path_factory.mktemp("tomt")
    (folder / "metodsok.toml").write_text("", "utf-8")
    return start(folder)


@pytest.fixture(scope="session")
def broken(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder whose index cannot be used."""
    folder = tmp_path_factory.mktemp("trasigt") / "fel"
    shutil.copytree(library, folder)
    generation = next((folder / "index" / "generations").iterdir())
    (generation / "vocabulary.json").write_text("{}", "utf-8")
    return folder


@pytest.fixture(scope="session")
def at_fault(start: Start, broken: Path) -> str:
    """Give the address of the service whose index cannot be used."""
    return start(broken)


@pytest.fixture(scope="session")
def under_path(start: Start, library: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the address of the service under a path, `/metod`, with the same corpus and index."""
    return start(settled_under_path(library, tmp_path_factory.mktemp("metod")))


def settled_under_path(library: Path, folder: Path) -> Path:
    """Return the folder, with settings for a service under a path on the library's corpus and index."""
    settings = f'index = "{library / "index"}"\ncorpus = "{library / "corpus"}"\nbase_path = "/metod"\n'
    (folder / "metodsok.toml").write_text(settings, "utf-8")
    return folder


Visitor = Callable[..., Visit]


@contextmanager
def visiting(contexts: Contexts, service: str) -> Iterator[Visitor]:
    """Give what opens a new visitor's page; the console must be empty and no other host asked when it closes."""
    visits: list[Visit] = []
    with ExitStack() as open_pages:

        def enter(address: str = service, *, first: bool = False, **context: Any) -> Visit:
            """Open a page; with `first` the visitor has nothing of the service at home."""
            settings: dict[str, Any] = {"locale": "sv-SE", "viewport": {"width": 1100, "height": 900}} | context
            home = contexts(**settings)
            if first:
                home = open_pages.enter_context(cast("Browser", home.browser).new_context(**settings))
            visit = Visit(home.new_page(), address)
            open_pages.callback(visit.page.close)
            visit.page.set_default_timeout(20_000)
            expect.set_options(timeout=20_000)
            visit.page.on("console", lambda message: visit.console.append(f"{message.type}: {message.text}"))
            visit.page.on("pageerror", lambda error: visit.console.append(str(error)))
            visit.page.on("request", lambda request: visit.hosts.add(urlsplit(request.url).hostname or ""))
            visits.append(visit)
            return visit

        yield enter
        for visit in visits:
            assert visit.console == []
            assert visit.hosts <= {"127.0.0.1", ""}


@pytest.fixture
def visitor(contexts: Contexts, service: str) -> Iterator[Visitor]:
    """Give what opens a new visitor's page."""
    with visiting(contexts, service) as enter:
        yield enter


@pytest.fixture
def visit(visitor: Visitor) -> Visit:
    """Give one visitor's page."""
    return visitor()

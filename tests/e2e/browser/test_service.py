"""What the service promises around its pages: its path, its health, its weight."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.browser.conftest import settled_under_path

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("launcher", ["serve", "streamlit"])
def test_everything_works_under_a_path(
    visitor: Any, start: Any, library: Path, under_path: str, tmp_path: Path, launcher: str
) -> None:
    serves = launcher == "serve"
    visit = visitor(under_path if serves else start(settled_under_path(library, tmp_path), streamlit()))
    assert visit.address.endswith("/metod")
    page = visit.open("/")
    visit.ask("mik")
    assert page.url == f"{visit.address}/?q=mik"
    page.locator(".m-kort h3 a").first.click()
    page.wait_for_selector(".m-tillbaka")
    assert page.url.startswith(f"{visit.address}/d/")
    assert page.request.get(f"{visit.address}/health").json()["status"] == "ok"


def streamlit() -> list[str]:
    """Return the command that starts the application without ours."""
    app = Path(__file__).parents[3] / "app.py"
    address = ["--server.port=0", "--server.address=127.0.0.1", "--server.baseUrlPath=metod"]
    return [str(Path(sys.executable).parent / "streamlit"), "run", str(app), *address]


FIRST_VIEW = 3_000_000
"""Bytes over the wire that the search page may weigh at a first visit."""
DOCUMENT = 60_000
"""Bytes that a document's page may weigh with all that it loads."""


def weigh(visit: Any, path: str) -> int:
    """Return the bytes that the browser receives for a first visit to an address, heads included."""
    connection = visit.page.context.new_cdp_session(visit.page)
    connection.send("Network.enable")
    received: list[int] = []
    connection.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
    connection.on(
        "Network.webSocketFrameReceived", lambda event: received.append(len(event["response"]["payloadData"]))
    )
    visit.open(path)
    visit.page.wait_for_load_state("networkidle")
    return sum(received)


def test_the_first_view_of_the_search_page_is_light(visitor: Any) -> None:
    assert 100_000 < weigh(visitor(first=True), "/") <= FIRST_VIEW


@pytest.mark.parametrize(
    "path", ["/d/kallkritik-for-vuxna", "/d/mediemyndigheten-mik", "/d/kallkritik-for-vuxna?q=vuxna"]
)
def test_a_documents_page_is_light_with_all_that_it_loads(visitor: Any, path: str) -> None:
    assert 2_000 < weigh(visitor(first=True), path) <= DOCUMENT


def test_health_is_told_in_its_body(visit: Any, visitor: Any, empty: str) -> None:
    """Streamlit's start page answers 200 to everything, so the status alone says nothing."""
    told = visit.page.request.get(f"{visit.address}/health").json()
    assert told["status"] == "ok"
    assert told["index"]["documents"] > 100
    lacking = visitor(empty).page.request.get(f"{empty}/health")
    assert (lacking.status, lacking.json()["status"]) == (503, "no-index")

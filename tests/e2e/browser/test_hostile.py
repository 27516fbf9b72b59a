"""Text that wants to be code stays text, on every page, feed and answer."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["/?q=hostilprov", "/d/fientligt", "/lista?q=hostilprov"])
def test_hostile_text_is_only_text(visit: Any, path: str) -> None:
    page = visit.open(path)
    expect(page.locator("body")).to_contain_text("Fientligt <script>alert(1)</script> & text")
    assert page.locator("main img, #root img, main b, article script").count() == 0
    assert page.locator("a[href^=javascript]").count() == 0
    if path != "/d/fientligt":
        expect(page.locator(".m-utdrag").first).to_contain_text("*stjärna* $x$ :red[röd]")


def test_hostile_questions_are_only_text(visit: Any) -> None:
    page = visit.open("/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E*a*%20%24x%24&utgivare=%3Cb%3Ex")
    assert page.locator("#root img").count() == 0
    expect(page.locator("[data-announce]")).to_contain_text("<img src=x onerror=alert(1)>*a* $x$")


HOSTILE_PAGES = [
    "/?q=hostilprov",
    "/d/fientligt",
    "/d/fientligt?q=%22%3E%3Cscript%3Ealert(6)%3C/script%3E",
    "/lista?q=hostilprov",
    "/utskick?d=fientligt",
    "/tema/mik",
    "/region/25",
    "/om",
    "/status",
]


@pytest.mark.parametrize("path", HOSTILE_PAGES)
def test_no_page_runs_what_a_document_says(visit: Any, path: str) -> None:
    """A script that ran would show a dialog or stand in the page; conftest holds the console empty."""
    dialogs: list[str] = []
    visit.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page = visit.open(path)
    assert page.locator("body script:not([src]), main img[src=x], #root img[src=x], a[href^=javascript]").count() == 0
    assert dialogs == []


@pytest.mark.parametrize(
    "path", ["/feed.xml?q=hostilprov", "/sitemap.xml", "/opensearch.xml", "/api/search?q=hostilprov"]
)
def test_no_answer_for_programs_holds_live_code(visit: Any, path: str) -> None:
    text = visit.page.request.get(visit.address + path)
    assert text.ok
    assert "json" in text.headers["content-type"] or "<script" not in text.text()
    assert text.headers["x-content-type-options"] == "nosniff"

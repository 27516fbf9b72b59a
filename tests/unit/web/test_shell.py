from __future__ import annotations

import re
from pathlib import Path

import pytest

from indexer.config import Config
from web import shell
from web.links import Links
from web.render import Pages

HEAD = shell.Head("/metod/", "/metod/feed.xml")


@pytest.fixture
def page(tmp_path: Path) -> str:
    return shell.document(Pages(Config(corpus=tmp_path, index=tmp_path), Links("/metod")), HEAD)


def test_the_page_is_swedish_and_named_after_the_service(page: str) -> None:
    assert '<html lang="sv">' in page
    assert page.count("<title>") == 1
    assert "<title>Metodsök" in page


def test_nothing_english_or_foreign_is_left(page: str) -> None:
    assert not re.search(r"Streamlit app|You need to enable|service-desc|favicon\.png|https?://", page)


def test_those_without_script_are_led_to_the_list(page: str) -> None:
    assert re.search(r'<noscript>.*href="/metod/lista".*</noscript>', page, re.DOTALL)


def test_no_script_stands_in_the_page_itself(page: str) -> None:
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)


def test_streamlits_own_scripts_and_styles_are_kept(page: str) -> None:
    assert re.search(r'<script type="module"[^>]+src="\./static/js/index\.', page)
    assert re.search(r'<link rel="stylesheet"[^>]+href="\./static/css/index\.', page)


def test_a_streamlit_whose_page_has_changed_is_noticed(tmp_path: Path) -> None:
    pages = Pages(Config(corpus=tmp_path, index=tmp_path), Links())
    with pytest.raises(ValueError, match="has changed"):
        shell.document(pages, HEAD, "<html><head></head></html>")

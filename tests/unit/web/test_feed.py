from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import etree

from indexer.build.build import build
from indexer.config import Config
from indexer.model import Query
from indexer.search import open_index
from web import feed, view
from web.feed import Feed
from web.links import Links
from web.render import Pages

Get = Callable[..., httpx.Response]
RULES = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
ORIGIN = "https://prov.example.se"
DAY = date(2026, 3, 1)


def valid(content: bytes) -> None:
    """Hold a feed against the rules, and against those that no schema can say."""
    root = etree.fromstring(content)
    assert RULES.validate(root), RULES.error_log
    names = {"a": "http://www.w3.org/2005/Atom"}
    selves: Any = root.xpath("a:link[@rel='self']/@href", namespaces=names)
    assert len(selves) == 1
    for entry in root.findall("a:entry", names):
        alternates: Any = entry.xpath("a:link[@rel='alternate']/@type", namespaces=names)
        assert len(alternates) == len(set(alternates)) == 1, "RFC 4287 4.1.2: one alternate of a type"
    updated = [element.text or "" for element in root.iterfind(".//a:updated", names)]
    assert updated[0] == max(updated), "a feed is as new as its latest entry"


@pytest.mark.parametrize("path", [
    "/feed.xml", "/feed.xml?q=%3Cscript%3E%00%EF%BF%BEbokcirkel", "/feed.xml?tema=mik&region=25", "/feed.xml?q=qzxqzx",
    "/feed.xml?q=bokcirkel&d=prov-plan&rubrik=x",
])  # fmt: skip
def test_every_feed_is_valid(get: Get, path: str) -> None:
    valid(get(path).content)


def test_the_address_of_a_feed_is_its_own_whatever_is_collected(get: Get) -> None:
    assert get("/feed.xml?q=bokcirkel&d=prov-plan").text == get("/feed.xml?q=bokcirkel").text


def gathered(index: Path, query: Query) -> Feed:
    with open_index(index) as searcher:
        return feed.gather(searcher, query, view.names(searcher), service="Prov", origin=ORIGIN)


def test_what_comes_and_what_changes_is_told_and_rebuilding_is_not(tmp_path: Path) -> None:
    """Ids stay, the latest stands first, and a feed in which nothing happened is the same to the letter."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    documents = corpus / "documents"
    documents.mkdir(parents=True)
    for name in ("ett", "två", "tre"):
        (documents / f"{name}.md").write_text(f"# Blad {name}\n\nBokcirkel {name}.", "utf-8")
    (documents / "ett.toml").write_text('issued = "2025"', "utf-8")
    build(corpus, index, today=DAY)
    first = gathered(index, Query("bokcirkel"))
    assert [entry.updated[:4] for entry in first.entries] == ["2025", "2000", "2000"]
    build(corpus, index, today=DAY, rebuild=True)
    assert gathered(index, Query("bokcirkel")) == first
    (documents / "tre.md").write_text("# Blad tre\n\nBokcirkel på nytt.", "utf-8")
    build(corpus, index, today=DAY)
    second = gathered(index, Query("bokcirkel"))
    assert second.entries[0].document.title == "Blad tre"
    assert second.updated == second.entries[0].updated > first.updated
    assert {entry.id for entry in second.entries} == {entry.id for entry in first.entries}
    config = Config(corpus=corpus, index=index)
    text = Pages(config, Links()).html(
        "feed.xml", feed=second, query=Query("bokcirkel"), names=view.Names({}, {}), origin=ORIGIN
    )
    valid(text.encode())


def test_a_misspelt_question_is_followed_as_it_was_answered(tmp_path: Path) -> None:
    documents = tmp_path / "corpus" / "documents"
    documents.mkdir(parents=True)
    (documents / "ett.md").write_text("# Källkritik\n\nKällkritik för alla.", "utf-8")
    build(tmp_path / "corpus", tmp_path / "index", today=DAY)
    assert [entry.document.id for entry in gathered(tmp_path / "index", Query("källkritk")).entries] == ["ett"]

"""How well what was harvested from the sites became documents: main text, works and leaks, against the gold."""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.corpus.store import HarvestedPage, Store
from indexer.model import Query

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher
    from tests.sites.gold import Gold, Wanted
    from tests.sites.world import World


def harvest_into(corpus: Path, world: World, when: datetime) -> None:
    """Put into the corpus what a perfect harvest of the world at that time would, and its sources."""
    corpus.mkdir(parents=True, exist_ok=True)
    (corpus / "sources.toml").write_text(world.sources_toml(), encoding="utf-8")
    owners = {site.host: site.id for site in world.sites}
    with Store.open(corpus) as store:
        known = {page.address: page for page in store.pages()}
        pages = [
            _page(store, world, address, owners, known.get(address), when) for address in sorted(world.gold.inside)
        ]
        pages += [_left(known[old], world, when) for old in (*world.gold.gone, *world.gold.moved) if old in known]
        store.save(*pages)


def _page(
    store: Store, world: World, address: str, owners: Mapping[str, str], known: HarvestedPage | None, when: datetime
) -> HarvestedPage:
    host, _, path = address.removeprefix("https://").partition("/")
    resource = world.find(host, f"/{path}")
    assert resource is not None
    sha256 = store.put(resource.body)
    history = known.history if known else ()
    document = world.gold.documents.get(address)
    return HarvestedPage(
        address=address,
        source=owners[host],
        first_seen=known.first_seen if known else when,
        last_seen=when,
        addresses=(address,),
        status=200,
        sha256=sha256,
        media_type=resource.media_type,
        history=history if history and history[-1][1] == sha256 else (*history, (when, sha256)),
        link_text=f"{document.title} Pdf, 12 kB." if document else "",
    )


def _left(page: HarvestedPage, world: World, when: datetime) -> HarvestedPage:
    """Return what is known of a page that is gone, or leads on to another."""
    from dataclasses import replace

    target = world.gold.moved.get(page.address)
    if target:
        return replace(page, status=301, redirect=target, sha256=None, last_seen=when)
    return replace(page, status=410, gone=True)


def places(searcher: Searcher) -> dict[str, str]:
    """Return the id of the document that each address belongs to."""
    found = searcher.documents(Query(""))
    return {address: document.id for document in found for address in (document.url, *document.urls) if address}


def main_text(searcher: Searcher, id_: str) -> str:
    """Return the text that the index holds of a document, each heading once."""
    lines: list[str] = []
    heading = None
    for passage in searcher.passages(id_):
        lines += [passage.heading] if passage.heading and passage.heading != heading else []
        heading = passage.heading
        lines.append(passage.text)
    return "\n".join(lines)


def f1(found: str, wanted: Wanted) -> float:
    """Return the token F1 of a text against what should have been found."""
    got, want = (Counter(re.findall(r"\w+", text.lower())) for text in (found, "\n".join(wanted.lines)))
    return 2 * (got & want).total() / ((got.total() + want.total()) or 1)


def scores(searcher: Searcher, gold: Gold) -> dict[str, float]:
    """Return the F1 of each page and document that stands for a work of its own in the index."""
    first = {document.url for document in searcher.documents(Query(""))}
    at = places(searcher)
    wanted = {**gold.pages, **gold.documents}
    return {url: f1(main_text(searcher, at[url]), one) for url, one in wanted.items() if url in first and url in at}


def works(searcher: Searcher, gold: Gold) -> tuple[float, float]:
    """Return precision and recall of the pairs of addresses that were taken for one work."""
    ids: dict[str, set[str]] = {}
    for address, id_ in places(searcher).items():
        ids.setdefault(id_, set()).add(address)
    told = {pair for group in ids.values() for pair in _pairs(group & gold.inside)}
    true = {pair for group in gold.works for pair in _pairs(group)}
    return len(told & true) / (len(told) or 1), len(told & true) / (len(true) or 1)


def _pairs(group: Collection[str]) -> Iterator[tuple[str, str]]:
    return combinations(sorted(group), 2)


def leaks(index: Path, secrets: Collection[str]) -> dict[str, list[str]]:
    """Return by file of the index which secrets its bytes hold; texts that are packed are unpacked first."""
    files = {path.name: path.read_bytes() for path in index.rglob("*") if path.is_file()}
    files["texts"] = "\n".join(_cached(index / "extracted.sqlite")).encode()
    found = {name: [secret for secret in secrets if secret.encode() in content] for name, content in files.items()}
    return {name: secret for name, secret in found.items() if secret}


def _cached(cache: Path) -> Iterator[str]:
    with sqlite3.connect(cache) as connection:
        rows = connection.execute("SELECT sections FROM extracts WHERE length(sections) > 0").fetchall()
    connection.close()
    for (packed,) in rows:
        yield json.dumps(json.loads(zlib.decompress(packed)), ensure_ascii=False)

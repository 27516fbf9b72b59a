"""Indexing many harvested pages: everything, nothing changed, one page changed.

    python bench/harvested.py [--pages 5000]

The pages are generated (tests/sites) and put straight into the store, a sixth of them on each of six sites. `cpu` is
what all processes of a command took together, `peak` the most memory of any one of them in MB.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sites import run  # noqa: E402 -- beside this file

from indexer.corpus.store import HarvestedPage, Store  # noqa: E402 -- the root holds the tests too
from tests.sites import world  # noqa: E402
from tests.sites.article import Article, Page  # noqa: E402
from tests.sites.hosts import SITES  # noqa: E402
from tests.sites.platforms import render  # noqa: E402
from tests.sites.prose import TOPICS, Writer, place  # noqa: E402

DAY = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SECTIONS = 4


def main() -> None:
    """Print one line for each build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=5000)
    wanted = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "corpus").mkdir()
        (folder / "corpus" / "sources.toml").write_text(world("before").sources_toml(), encoding="utf-8")
        (folder / "metodsok.toml").write_text("", encoding="utf-8")
        fill(folder / "corpus", wanted)
        told(folder, "everything")
        told(folder, "nothing changed")
        seen_again(folder / "corpus")
        told(folder, "all seen again")
        change(folder / "corpus", 7)
        told(folder, "one page changed")


def told(folder: Path, what: str) -> None:
    """Index, and say what was measured."""
    print(f"{what}:")
    run(folder, "index")


def fill(corpus: Path, wanted: int) -> None:
    """Put the pages into the store."""
    with Store.open(corpus) as store, store.change():
        for number in range(wanted):
            store.save(kept(store, number))


def change(corpus: Path, number: int) -> None:
    """Give one page another text."""
    with Store.open(corpus) as store:
        store.save(kept(store, number, "ny"))


def seen_again(corpus: Path) -> None:
    """Let every page have been seen a day later, as after a harvest that found nothing new."""
    with Store.open(corpus) as store:
        store.save(*(replace(page, last_seen=page.last_seen + timedelta(days=1)) for page in store.pages()))


def kept(store: Store, number: int, edition: str = "") -> HarvestedPage:
    """Return what is known of a page, with its bytes in the store."""
    site, topic, where = SITES[number % len(SITES)], TOPICS[number % len(TOPICS)], place(number)
    writer = Writer(topic, where, f"{number} {edition}")
    title = f"{topic.name} i {where}, del {number}"
    page = Page(site, f"{site.prefix}/sida-{number}", Article(title, writer.lead(), writer.parts(SECTIONS)))
    sha256 = store.put(render(page))
    return HarvestedPage(
        page.address, site.id, DAY, DAY, (page.address,), 200, sha256, "text/html; charset=utf-8",
        history=((DAY, sha256),), spelling=page.address,
    )  # fmt: skip


if __name__ == "__main__":
    main()

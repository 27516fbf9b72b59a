"""The shipped corpus, indexed once, on the day for which its plans were judged."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from indexer import open_index
from indexer.build.build import build
from indexer.search.searcher import Searcher

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Return the search over the shipped corpus."""
    index = tmp_path_factory.mktemp("shipped")
    build(ROOT / "corpus", index, engine="tantivy", today=DAY)
    with open_index(index, today=lambda: DAY) as searcher:
        yield searcher

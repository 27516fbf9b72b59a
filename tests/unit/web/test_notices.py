from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indexer import open_index
from indexer.build.build import build
from indexer.index.workshop import building
from web.notices import being_rebuilt


@pytest.fixture
def index(tmp_path: Path) -> Path:
    documents = tmp_path / "corpus" / "documents"
    documents.mkdir(parents=True)
    (documents / "ett.md").write_text("# Ett\n\nBokcirkel.", "utf-8")
    build(tmp_path / "corpus", tmp_path / "index", today=date(2026, 3, 1))
    return tmp_path / "index"


def test_visitors_are_told_while_a_newer_index_is_being_built(index: Path) -> None:
    with open_index(index) as searcher:
        assert being_rebuilt(index, searcher) is None
        with building(index) as workshop:
            workshop.new()
            notice = being_rebuilt(index, searcher)
            assert notice
            assert "Du söker i versionen från" in notice


def test_what_a_dead_build_left_behind_is_no_build(index: Path) -> None:
    with building(index) as workshop:
        workshop.new()
    with open_index(index) as searcher:
        assert being_rebuilt(index, searcher) is None

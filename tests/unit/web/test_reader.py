from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from indexer.build.build import build
from indexer.errors import IndexMissing
from web.reader import Reader

TODAY = date(2026, 3, 1)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    documents = tmp_path / "corpus" / "documents"
    documents.mkdir(parents=True)
    (documents / "ett.md").write_text("# Ett\n\nBokcirkel.", "utf-8")
    return tmp_path / "corpus"


def test_a_swapped_index_is_noticed_and_the_one_before_still_answers(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(corpus, index, today=TODAY)
    reader = Reader(index)
    before = reader.searcher()
    (corpus / "documents" / "tva.md").write_text("# Två\n\nBokcirkel igen.", "utf-8")
    build(corpus, index, today=TODAY)
    assert reader.searcher().search("bokcirkel").total == 2
    assert before.search("bokcirkel").total == 1
    reader.close()


def test_the_same_index_is_opened_once_for_all_threads(corpus: Path, tmp_path: Path) -> None:
    build(corpus, tmp_path / "index", today=TODAY)
    reader = Reader(tmp_path / "index")
    with ThreadPoolExecutor(8) as threads:
        assert len({id(searcher) for searcher in threads.map(lambda _: reader.searcher(), range(32))}) == 1
    reader.close()


def test_without_an_index_it_says_so_until_there_is_one(corpus: Path, tmp_path: Path) -> None:
    reader = Reader(tmp_path / "index")
    with pytest.raises(IndexMissing):
        reader.searcher()
    build(corpus, tmp_path / "index", today=TODAY)
    assert reader.searcher().search("bokcirkel").total == 1
    reader.close()


def test_a_new_index_that_cannot_be_opened_leaves_the_old_one_answering(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(corpus, index, today=TODAY)
    reader = Reader(index)
    reader.searcher()
    (index / "generations" / "000009").mkdir()
    (index / "current").write_text("000009\n", "utf-8")
    assert reader.searcher().search("bokcirkel").total == 1
    assert reader.searcher().search("bokcirkel").total == 1
    reader.close()


def test_an_index_that_was_taken_away_is_missing(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(corpus, index, today=TODAY)
    reader = Reader(index)
    reader.searcher()
    shutil.rmtree(index)
    with pytest.raises(IndexMissing):
        reader.searcher()
    reader.close()

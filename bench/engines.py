"""The engines that `search.py` compares, each as what builds its index and what asks it."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from indexer.build.extracts import Extracts
from indexer.build.reading import look
from indexer.config import Cluster
from indexer.corpus.files import files
from indexer.extract import VERSION as EXTRACTOR
from indexer.extract import extract_file
from indexer.model import Extract, Section

OURS = ("whoosh", "tantivy", "opensearch")
FTS5 = "fts5.sqlite"
CACHE = "extracted.sqlite"
PREFIX = "bench"
CLUSTER = "METODSOK_BENCH_CLUSTER"
READ_FOR_REAL = 20
"""Documents that are read by the reader too, to see that nothing differs from what is put in its cache."""

KEYS = {"year": "issued", "theme": "themes", "region": "regions"}
"""What the reader calls what our documents state."""

Search = Callable[[str], object]


def cluster() -> Cluster | None:
    """Return the cluster that this run measures, None where it has none."""
    return Cluster(tuple(os.environ[CLUSTER].split()), PREFIX) if CLUSTER in os.environ else None


def index_of(engine: str, folder: Path) -> Path:
    """Return where the engine's index stands."""
    return folder / (engine if engine in OURS else FTS5)


def put_in_cache(folder: Path) -> None:
    """Put the texts of a generated corpus where builds keep what was read: reading them would take the longest time."""
    corpus = folder / "corpus"
    with Extracts.opened(folder / CACHE, EXTRACTOR) as extracts:
        for number, item in enumerate(look(files(corpus), extracts)):
            extract = _extract(item.file.path)
            if number < READ_FOR_REAL and _told(extract) != _told(extract_file(item.file.path)):
                raise AssertionError(f"{item.file.path.name} is read as something else")
            extracts.store(item.key, extract)


def _told(extract: Extract) -> tuple[object, ...]:
    return dict(extract.metadata), extract.sections


def _extract(path: Path) -> Extract:
    """Return what reading a generated document gives."""
    _, head, body = path.read_text("utf-8").split("---\n", 2)
    stated = (line.split(": ", 1) for line in head.splitlines())
    metadata = {KEYS.get(name, name): "|".join(re.split(", ", value.strip("[]'"))) for name, value in stated}
    pieces = (piece.strip().split("\n\n", 1) for piece in body.split("## ")[1:])
    return Extract(tuple(Section(text, heading) for heading, text in pieces), metadata)


def build(engine: str, folder: Path) -> Path:
    """Build `engine`'s index from nothing, the texts already read; return where its files are."""
    index = index_of(engine, folder)
    if engine not in OURS:
        index.unlink(missing_ok=True)
        _build_fts5(folder / "corpus", index)
        return index
    shutil.rmtree(index, ignore_errors=True)
    index.mkdir()
    os.link(folder / CACHE, index / CACHE)
    return refresh(engine, folder)


def refresh(engine: str, folder: Path) -> Path:
    """Bring `engine`'s index up to date with the corpus, as `metodsok index` does; return where its files are."""
    from indexer.build.build import build as build_index

    index = index_of(engine, folder)
    build_index(folder / "corpus", index, engine=engine, today=datetime.now(UTC).date(), cluster=cluster())
    return index / "generations" / (index / "current").read_text().strip()


def searches(engine: str, folder: Path, count: int) -> list[Search]:
    """Return what asks the engine, `count` times over for as many threads."""
    index = index_of(engine, folder)
    if engine in OURS:
        from indexer import open_index

        return [open_index(index, cluster=cluster()).search] * count
    stop = _is_stop() if engine == "fts5-stop" else lambda _: False
    return [_fts5(index, stop) for _ in range(count)]


def _fts5(path: Path, stop: Callable[[str], bool]) -> Search:
    connection = sqlite3.connect(path, check_same_thread=False)
    connection.execute("pragma cache_size = -65536")
    query = "select rowid, bm25(passage) from passage where passage match ? order by rank limit 10"

    def search(question: str) -> object:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question) if not stop(word))
        return connection.execute(query, (words,)).fetchall() if words else []

    return search


def _is_stop() -> Callable[[str], bool]:
    from indexer.language import Analyzer, Dictionary

    return Analyzer(Dictionary.empty()).is_stop


def _build_fts5(corpus: Path, path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("create virtual table passage using fts5(text, tokenize = 'unicode61')")
    for file in sorted((corpus / "documents").iterdir()):
        body = file.read_text(encoding="utf-8").split("---", 2)[2]
        connection.executemany("insert into passage values (?)", [(text,) for text in body.split("\n## ")[1:]])
    connection.commit()
    connection.execute("insert into passage(passage) values ('optimize')")
    connection.commit()
    connection.close()

"""Builds that are killed, run out of disk, or meet each other: the index is the old or the new one, never a third."""

from __future__ import annotations

import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexer.errors import IndexFault
from indexer.index.engine import EngineQuery, open_engine
from indexer.index.forward import Forward
from indexer.index.generation import Generation, check

KILLS = 50
DRIVER = """
import sys
from datetime import date
from pathlib import Path
from indexer.build.build import build
corpus, index, engine, how = sys.argv[1:]
build(Path(corpus), Path(index), engine=engine, rebuild=how == "rebuild", today=date(2026, 3, 1))
"""


def start(corpus: Path, index: Path, engine: str, how: str = "", limit: int | None = None) -> subprocess.Popen[str]:
    """Start a build in a process of its own, which may write files of `limit` bytes at most."""

    def narrow() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        assert limit is not None
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    return subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(corpus), str(index), engine, how],
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=None if limit is None else narrow,  # noqa: PLW1509 - no threads here
    )


def build(corpus: Path, index: Path, engine: str) -> None:
    process = start(corpus, index, engine)
    _, errors = process.communicate()
    assert process.returncode == 0, errors


def edition(corpus: Path, number: int) -> None:
    """Let the corpus say which edition it is, in three documents of thirty."""
    for at in range(3):
        text = f"# Blad {at}\n\nDetta är utgåva{number} av bladet om källkritik."
        (corpus / "documents" / f"blad{at}.md").write_text(text, "utf-8")


def answer(index: Path, number: int) -> tuple[int, int]:
    """Return how many passages say edition `number`, by the engine and by the texts."""
    generation = Generation.open(index)
    forward = Forward.open(generation.forward_folder)
    texts = sum(f"utgåva{number} " in passage.text for row in range(30) for passage in forward.passages_of(row))
    engine = open_engine(generation.manifest.engine, generation.engine_folder)
    found = len(engine.search(EngineQuery(((f"utgåva{number}", 1.0),)), 100).serials)
    engine.close()
    return found, texts


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus" / "documents"
    folder.mkdir(parents=True)
    for at in range(30):
        (folder / f"blad{at}.md").write_text(f"# Blad {at}\n\nEtt blad om högläsning.", "utf-8")
    edition(tmp_path / "corpus", 0)
    return tmp_path / "corpus"


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_kill_9_at_any_moment_leaves_the_old_or_the_new_index(corpus: Path, tmp_path: Path, engine: str) -> None:
    """Half of fifty kills for each engine, spread over the time that a build takes; the next build needs no hand."""
    index = tmp_path / "index"
    build(corpus, index, engine)
    edition(corpus, 1)
    began = time.monotonic()
    build(corpus, index, engine)
    whole = time.monotonic() - began
    chance = random.Random(engine)  # noqa: S311 - moments, no secrets
    standing, swapped = 1, 0
    for number in range(2, 2 + KILLS // 2):
        edition(corpus, number)
        process = start(corpus, index, engine)
        time.sleep(whole * (0.15 + 0.85 * (number - 2 + chance.random()) / (KILLS // 2)))
        process.kill()
        process.communicate()
        assert check(index) == []
        old, new = answer(index, standing), answer(index, number)
        assert {old, new} == {(3, 3), (0, 0)}
        if new == (3, 3):
            standing, swapped = number, swapped + 1
    build(corpus, index, engine)
    assert answer(index, 1 + KILLS // 2) == (3, 3)
    assert len(list((index / "generations").iterdir())) <= 3
    assert swapped < KILLS // 2, "no kill came in time"


def test_a_first_build_that_is_killed_leaves_no_index_and_no_obstacle(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    process = start(corpus, index, "whoosh")
    while not (index / "generations").exists():
        time.sleep(0.01)
    process.kill()
    process.communicate()
    build(corpus, index, "whoosh")
    assert answer(index, 0) == (3, 3)


@pytest.mark.parametrize("limit", [0, 1_000, 30_000])
def test_a_full_disk_leaves_the_old_index_and_says_so(corpus: Path, tmp_path: Path, limit: int) -> None:
    """A limit on the size of files stands for the disk: the system call fails in the same way."""
    index = tmp_path / "index"
    build(corpus, index, "whoosh")
    edition(corpus, 1)
    process = start(corpus, index, "whoosh", "rebuild", limit)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert errors.strip().splitlines()[-1].startswith("indexer.errors.IndexFault: Indexet i")
    assert "disken har plats" in errors
    assert answer(index, 0) == (3, 3)
    assert check(index) == []
    build(corpus, index, "whoosh")
    assert answer(index, 1) == (3, 3)


def test_a_reader_goes_on_through_two_builds_and_the_removal_of_its_files(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(corpus, index, "tantivy")
    generation = Generation.open(index)
    forward = Forward.open(generation.forward_folder)
    engine = open_engine("tantivy", generation.engine_folder)
    for number in (1, 2, 3):
        edition(corpus, number)
        build(corpus, index, "tantivy")
    assert not generation.folder.exists()
    found = engine.search(EngineQuery((("utgåva0", 1.0),)), 10).serials
    rows = forward.rows_of_serials(found)
    assert ["utgåva0" in forward.passage(int(row)).text for row in rows] == [True] * 3


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
@pytest.mark.parametrize("limit", [0, 1_000, 50_000])
def test_an_engine_that_runs_out_of_disk_says_so(tmp_path: Path, engine: str, limit: int) -> None:
    """Whatever the library raises comes out as OSError, which the build makes a message of."""
    code = f"""
import resource, signal, sys
from pathlib import Path
from indexer.index.engine import EnginePassage, open_writer
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, resource.RLIM_INFINITY))
try:
    writer = open_writer("{engine}", Path(sys.argv[1]), fresh=True)
    for serial in range(1000):
        writer.add(EnginePassage(serial, "d", tuple(f"ord{{serial * at % 5000}}" for at in range(100))))
    writer.commit()
except OSError:
    sys.exit(7)
"""
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == 7


def test_an_index_that_was_emptied_is_missing_and_built_again(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(corpus, index, "whoosh")
    shutil.rmtree(index / "generations")
    with pytest.raises(IndexFault):
        Generation.open(index)
    build(corpus, index, "whoosh")
    assert answer(index, 0) == (3, 3)

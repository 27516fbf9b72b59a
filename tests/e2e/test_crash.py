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

METODSOK = Path(sys.executable).parent / "metodsok"
KILLS = 50


def start(corpus: Path, index: Path, engine: str, how: str = "", limit: int | None = None) -> subprocess.Popen[str]:
    """Start `metodsok index` in a process of its own, which may write files of `limit` bytes at most."""

    def narrow() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        assert limit is not None
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    return subprocess.Popen(
        [METODSOK, "--corpus", corpus, "--index", index, "index", "--engine", engine, *([how] if how else [])],
        cwd=corpus,
        stdout=subprocess.DEVNULL,
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


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a corpus of thirty sheets with an index for each engine, once: a first build pays for the word list."""
    root = tmp_path_factory.mktemp("shelf")
    folder = root / "corpus" / "documents"
    folder.mkdir(parents=True)
    for at in range(30):
        (folder / f"blad{at}.md").write_text(f"# Blad {at}\n\nEtt blad om högläsning.", "utf-8")
    edition(root / "corpus", 0)
    for engine in ("whoosh", "tantivy"):
        build(root / "corpus", root / engine, engine)
    return root


@pytest.fixture
def corpus(shelf: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(shelf / "corpus", tmp_path / "corpus"))


def first_index(shelf: Path, folder: Path, engine: str) -> Path:
    """Return an index that has edition 0."""
    return Path(shutil.copytree(shelf / engine, folder / "index"))


def pause(process: subprocess.Popen[str], index: Path, seconds: float, moment: str) -> None:
    """Wait until the moment of the kill: some time, or until the swap is near or done, and some time more."""
    before, there = (index / "current").read_text(), set(index.glob("generations/*/manifest.json"))

    def reached() -> bool:
        if moment == "near":
            return bool(set(index.glob("generations/*/manifest.json")) - there)
        return moment == "time" or (index / "current").read_text() != before

    while not reached() and process.poll() is None:
        time.sleep(0.001)
    time.sleep(seconds)


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_kill_9_at_any_moment_leaves_the_old_or_the_new_index(
    shelf: Path, corpus: Path, tmp_path: Path, engine: str
) -> None:
    """Half of fifty kills for each engine; the next build needs no hand.

    Three in five are spread over the time that a build takes, the others lie close before and after the swap.
    """
    index = first_index(shelf, tmp_path, engine)
    edition(corpus, 1)
    began = time.monotonic()
    build(corpus, index, engine)
    whole = time.monotonic() - began
    chance = random.Random(engine)  # noqa: S311 - moments, no secrets
    standing, swapped = 1, 0
    for number in range(2, 2 + KILLS // 2):
        edition(corpus, number)
        process = start(corpus, index, engine)
        moment = ("time", "near", "time", "done", "time")[number % 5]
        seconds = whole * number / (KILLS // 2) if moment == "time" else 0.02 * chance.random()
        pause(process, index, seconds, moment)
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
    assert 5 <= swapped < KILLS // 2, "the kills did not lie on both sides of the swap"


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
def test_a_full_disk_leaves_the_old_index_and_says_so(shelf: Path, corpus: Path, tmp_path: Path, limit: int) -> None:
    """A limit on the size of files stands for the disk: the system call fails in the same way."""
    index = first_index(shelf, tmp_path, "whoosh")
    edition(corpus, 1)
    process = start(corpus, index, "whoosh", "--rebuild", limit)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Indexet i" in errors
    assert "Traceback" not in errors
    assert "disken har plats" in " ".join(errors.split())
    assert answer(index, 0) == (3, 3)
    assert check(index) == []
    build(corpus, index, "whoosh")
    assert answer(index, 1) == (3, 3)


def test_a_reader_goes_on_through_two_builds_and_the_removal_of_its_files(
    shelf: Path, corpus: Path, tmp_path: Path
) -> None:
    index = first_index(shelf, tmp_path, "tantivy")
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


def test_an_index_that_was_emptied_is_missing_and_built_again(shelf: Path, corpus: Path, tmp_path: Path) -> None:
    index = first_index(shelf, tmp_path, "whoosh")
    shutil.rmtree(index / "generations")
    with pytest.raises(IndexFault):
        Generation.open(index)
    build(corpus, index, "whoosh")
    assert answer(index, 0) == (3, 3)

from __future__ import annotations

from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from indexer.index import whoosh
from indexer.index.engine import EnginePassage, EngineQuery
from indexer.index.whoosh import WhooshEngine, WhooshWriter, rounded


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    writer = WhooshWriter(tmp_path, fresh=True)
    for serial in range(300):
        writer.add(EnginePassage(serial, f"d{serial}", tuple(f"ord{serial % number}" for number in range(1, 40))))
    writer.commit()
    return WhooshEngine(tmp_path)


def ask(engine: WhooshEngine, number: int) -> list[int]:
    return engine.search(EngineQuery(((f"ord{number}", 1.0), (f"ord{number + 1}", 0.5))), 20).serials.tolist()


def test_answers_do_not_depend_on_what_is_kept(
    engine: WhooshEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With room for next to nothing every question reads the files again, and answers the same."""
    kept = [ask(engine, number) for number in range(38)]
    monkeypatch.setattr(whoosh, "KEPT_POSTINGS", 50)
    poor = WhooshEngine(tmp_path)
    assert [ask(poor, number) for number in range(38)] == kept
    assert poor._held <= 50


def test_lengths_are_rounded_as_lucene_rounds_them() -> None:
    """Examples from the table of its SmallFloat, by which tantivy keeps lengths too."""
    lengths = [0, 1, 24, 39, 40, 41, 42, 55, 56, 57, 59, 60, 87, 88, 95, 96, 151, 152, 168, 280, 2072]
    kept = [0, 1, 24, 39, 40, 40, 42, 54, 56, 56, 56, 60, 84, 88, 88, 96, 144, 152, 168, 280, 2072]
    assert rounded(np.array(lengths, np.float32)).tolist() == kept


def test_threads_ask_at_the_same_time(engine: WhooshEngine, tmp_path: Path) -> None:
    expected = [ask(WhooshEngine(tmp_path), number) for number in range(38)]
    answers: dict[tuple[int, int], list[int]] = {}

    def run(thread: int) -> None:
        for number in range(38):
            answers[thread, number] = ask(engine, number)

    threads = [Thread(target=run, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(answers[thread, number] == expected[number] for thread in range(4) for number in range(38))

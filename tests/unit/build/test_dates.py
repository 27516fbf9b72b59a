from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indexer.build.build import BuildReport
from indexer.index.dates import Seen
from indexer.index.generation import Generation
from indexer.model import Query
from indexer.search import open_index

Run = Callable[..., BuildReport]


def seen(index: Path, id_: str) -> Seen:
    return Generation.open(index).dates()[id_]


def write(corpus: Path, name: str, text: str) -> None:
    (corpus / "documents" / name).write_text(text, "utf-8")


def days(index: Path, id_: str) -> tuple[bool, bool]:
    """Return whether it is known when a document came, and when it changed."""
    found = seen(index, id_)
    return found.added is not None, found.changed is not None


def test_what_the_first_index_finds_is_no_news(run: Run, index: Path) -> None:
    run()
    assert days(index, "blad03") == (False, False)


@pytest.mark.parametrize("rebuild", [False, True])
def test_what_comes_and_what_changes_later_is(run: Run, corpus: Path, index: Path, rebuild: bool) -> None:
    began = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    run()
    write(corpus, "nytt.md", "# Nytt\n\nEn ny övning.")
    write(corpus, "blad03.md", "# Blad 3\n\nHelt andra ord.")
    run(rebuild=rebuild)
    assert days(index, "nytt") == (True, False)
    assert days(index, "blad03") == (False, True)
    assert days(index, "blad04") == (False, False)
    assert began <= (seen(index, "nytt").added or "") <= datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_the_days_are_kept_through_changes_of_others_and_through_rebuilds(run: Run, corpus: Path, index: Path) -> None:
    run()
    write(corpus, "nytt.md", "# Nytt\n\nEn ny övning.")
    run()
    first = seen(index, "nytt")
    write(corpus, "annat.md", "# Annat\n\nEn annan övning.")
    run()
    run(rebuild=True)
    assert seen(index, "nytt") == first


def test_an_index_of_another_version_still_tells_its_days(run: Run, corpus: Path, index: Path) -> None:
    run()
    write(corpus, "nytt.md", "# Nytt\n\nEn ny övning.")
    run()
    first = seen(index, "nytt")
    manifest = Generation.open(index).folder / "manifest.json"
    told = json.loads(manifest.read_text("utf-8")) | {"analyzer": 0}
    manifest.write_text(json.dumps(told), "utf-8")
    run()
    assert seen(index, "nytt") == first


def test_texts_that_another_reader_reads_otherwise_have_not_changed(run: Run, corpus: Path, index: Path) -> None:
    run()
    manifest = Generation.open(index).folder / "manifest.json"
    told = json.loads(manifest.read_text("utf-8")) | {"extractor": 0}
    manifest.write_text(json.dumps(told), "utf-8")
    write(corpus, "blad03.md", "# Blad 3\n\nHelt andra ord.")
    run()
    assert days(index, "blad03") == (False, False)


def test_what_people_state_wins_and_outlives_the_index(run: Run, corpus: Path, index: Path) -> None:
    write(corpus, "blad03.toml", 'added = "2026-02-01"')
    run()
    shutil.rmtree(index)
    run()
    assert seen(index, "blad03").added == "2026-02-01"


def test_what_was_away_for_a_while_is_not_new_when_it_is_back(run: Run, corpus: Path, index: Path) -> None:
    run()
    path = corpus / "documents" / "blad03.md"
    text = path.read_text("utf-8")
    path.unlink()
    run()
    path.write_text(text, "utf-8")
    run()
    assert days(index, "blad03") == (False, False)


def test_what_is_filed_otherwise_is_no_news(run: Run, corpus: Path, index: Path) -> None:
    """Themes, regions and remarks are the consultants' own; readers meet the same document."""
    run()
    write(corpus, "blad03.toml", 'regions = ["14"]\nnote = "Koll."')
    run()
    assert days(index, "blad03") == (False, False)


def test_the_latest_news_come_first_and_can_be_had_since_a_day(run: Run, corpus: Path, index: Path) -> None:
    write(corpus, "blad05.toml", 'added = "2026-02-01"\nissued = "2019"')
    write(corpus, "blad06.toml", 'issued = "2025"')
    run()
    write(corpus, "nytt.md", "# Nytt\n\nEn ny övning.")
    run()
    with open_index(index) as searcher:
        assert [each.id for each in searcher.recent(Query(), 3)] == ["nytt", "blad05", "blad06"]
        assert [each.id for each in searcher.recent(Query(), 9, since="2026-02-01")] == ["nytt", "blad05"]
        assert [each.id for each in searcher.recent(Query("bokcirkel"), 9)] == ["blad01", "blad11"]
        assert searcher.recent(Query(), 9, since="2999-01-01") == []

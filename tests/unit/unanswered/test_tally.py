from __future__ import annotations

import logging
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from indexer.unanswered import LEAST, Tally, Unanswered
from indexer.unanswered.tally import MOST

DAY = date(2026, 3, 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the count is to be."""
    return tmp_path / "unanswered.sqlite"


def test_what_was_asked_often_is_shown_most_asked_first(path: Path) -> None:
    tally = Tally(path)
    for words, times in (("rullstolsdans", 3), ("Läsombud", 4), ("udda", 1)):
        for _ in range(times):
            tally.add(words, DAY)
    assert tally.shown() == [Unanswered("läsombud", 4, "2026-03-01"), Unanswered("rullstolsdans", 3, "2026-03-01")]


def test_a_single_odd_search_is_shown_to_nobody(path: Path) -> None:
    tally = Tally(path)
    for _ in range(LEAST - 1):
        tally.add("udda", DAY)
    assert tally.shown() == []


def test_personal_data_is_never_written(path: Path) -> None:
    tally = Tally(path)
    tally.add("prov@example.se", DAY)
    tally.add("provan andersson", DAY)
    assert not path.exists()


def test_nothing_is_written_where_it_is_turned_off(tmp_path: Path) -> None:
    tally = Tally(None)
    tally.add("rullstolsdans", DAY)
    assert tally.shown() == []
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_the_services_own(path: Path) -> None:
    Tally(path).add("rullstolsdans", DAY)
    assert path.stat().st_mode & 0o777 == 0o600


def test_reading_makes_no_file(path: Path) -> None:
    assert Tally(path).shown() == []
    assert not path.exists()


def test_the_file_does_not_grow_without_end(path: Path) -> None:
    """The rarest go first; the newest question is always kept, or no new one would ever come in."""
    import sqlite3

    tally = Tally(path)
    for _ in range(LEAST):
        tally.add("vanlig", DAY)
    with sqlite3.connect(path) as connection:
        rows = [(f"ord{number}", 2, DAY.isoformat()) for number in range(MOST)]
        connection.executemany("INSERT INTO unanswered VALUES (?, ?, ?)", rows)
    connection.close()
    tally.add("nytt", DAY)
    kept = tally.shown(1)
    assert len(kept) == MOST
    assert {"vanlig", "nytt"} <= {each.words for each in kept}


def test_what_nobody_has_asked_for_a_year_is_forgotten(path: Path) -> None:
    tally = Tally(path)
    tally.add("gammalt", DAY - timedelta(days=366))
    tally.add("nytt", DAY)
    assert [each.words for each in tally.shown(1)] == ["nytt"]


def test_several_processes_count_together(path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from datetime import date; from indexer.unanswered import Tally\n"
        "for _ in range(25): Tally(Path(sys.argv[1])).add('rullstolsdans', date(2026, 3, 1))"
    )
    running = [subprocess.Popen([sys.executable, "-c", script, str(path)]) for _ in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert [each.times for each in Tally(path).shown()] == [75]


def test_a_file_that_cannot_be_used_stops_nothing_and_is_told(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.write_bytes(b"inte en databas" * 100)
    with caplog.at_level(logging.WARNING):
        Tally(path).add("rullstolsdans", DAY)
        assert Tally(path).shown() == []
    assert len(caplog.records) == 2


def test_a_folder_that_is_not_there_stops_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    Tally(tmp_path / "saknas" / "unanswered.sqlite").add("rullstolsdans", DAY)
    assert "could not be counted" in caplog.text

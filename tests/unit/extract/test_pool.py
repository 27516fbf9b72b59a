"""Workers are reused, killed when they must be, and never take the run down with them."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.errors import ExtractionError
from indexer.extract import Limits, extract_file, pool
from indexer.extract.pool import Pool
from indexer.model import Extract

GOOD = "Vi övar källkritik tillsammans i biblioteket."


def write(folder: Path, count: int) -> list[Path]:
    """Write texts of our own and return their paths."""
    paths = [folder / f"{number}.txt" for number in range(count)]
    for path in paths:
        path.write_text(GOOD, encoding="utf-8")
    return paths


def nasty(folder: Path, size: int = 700_000) -> Path:
    """Write a page nested so deep that reading it takes seconds and much memory."""
    path = folder / "djup.html"
    path.write_bytes(b"<html><body>" + b"<div><p>a<b>" * size)
    return path


def codes(answers: Iterator[tuple[Path, Extract | ExtractionError]]) -> dict[str, str]:
    """Return the code of each answer by file name; `ok` for text."""
    return {path.name: answer.code if isinstance(answer, ExtractionError) else "ok" for path, answer in answers}


def test_answers_are_those_of_this_process(tmp_path: Path) -> None:
    """A worker's answer equals what reading the file here gives, odd names included."""
    path = tmp_path / "ett namn\nmed åäö och “tecken”.md"
    path.write_text(
        f"---\ntitle: Övning\ntheme: [mik, demokrati]\nfel: x\n---\n# Övning\n\n## Steg\n\n{GOOD}", encoding="utf-8"
    )
    with Pool(1) as pool:
        assert list(pool.extract([path])) == [(path, extract_file(path))]


def test_workers_are_reused_and_no_more_than_needed(tmp_path: Path) -> None:
    """Two files never start three processes, and the next call finds those that are there."""
    with Pool(4) as pool:
        assert set(codes(pool.extract(write(tmp_path, 2))).values()) == {"ok"}
        first = {worker.pid for worker in pool._idle}
        assert set(codes(pool.extract(write(tmp_path, 2))).values()) == {"ok"}
        assert len(first) <= 2
        assert {worker.pid for worker in pool._idle} == first


def test_nothing_to_read_starts_nothing() -> None:
    """No file, no process."""
    with Pool() as pool:
        assert list(pool.extract([])) == []
        assert not pool._idle


def test_a_slow_file_is_given_up_and_the_rest_goes_on(tmp_path: Path) -> None:
    """When its time is out the worker is replaced and the file listed."""
    paths = [nasty(tmp_path), *write(tmp_path, 3)]
    limits = Limits(seconds={"html": 0.5, "other": 30.0})
    with Pool(1, limits) as pool:
        assert codes(pool.extract(paths)) == {"djup.html": "timeout", "0.txt": "ok", "1.txt": "ok", "2.txt": "ok"}


def test_a_file_that_wants_too_much_memory_is_listed(tmp_path: Path) -> None:
    """Running out of memory is that file's fault alone."""
    limits = Limits(memory={"html": 250_000_000, "other": 512_000_000}, seconds={"html": 60.0, "other": 30.0})
    with Pool(1, limits) as pool:
        answers = codes(pool.extract([nasty(tmp_path), *write(tmp_path, 1)]))
    assert answers == {"djup.html": "memory", "0.txt": "ok"}


def test_a_killed_worker_takes_only_its_file(tmp_path: Path) -> None:
    """SIGKILL from outside, as the system sends when memory is out, loses one file and no more."""
    with Pool(1) as pool:
        answers = pool.extract([nasty(tmp_path), *write(tmp_path, 1)])
        killer = threading.Timer(0.4, lambda: os.kill(pool._busy[0].pid, signal.SIGKILL))
        killer.start()
        assert codes(answers) == {"djup.html": "memory", "0.txt": "ok"}
        killer.join()


def test_a_worker_that_died_while_idle_costs_no_file(tmp_path: Path) -> None:
    """The next file is read by a new one."""
    with Pool(1) as pool:
        list(pool.extract(write(tmp_path, 1)))
        os.kill(pool._idle[0].pid, signal.SIGKILL)
        pool._idle[0]._process.wait()
        assert codes(pool.extract(write(tmp_path, 2))) == {"0.txt": "ok", "1.txt": "ok"}


def test_paths_are_drawn_when_needed(tmp_path: Path) -> None:
    """An endless stream of files is no burden: only a few are in flight."""
    path = write(tmp_path, 1)[0]
    drawn = 0

    def endless() -> Iterator[Path]:
        nonlocal drawn
        while True:
            drawn += 1
            yield path

    with Pool(2) as pool:
        answers = pool.extract(endless())
        for _ in range(5):
            next(answers)
        assert drawn <= 5 + 2 * 2
        answers.close()
        assert not pool._busy


def test_a_file_that_is_gone_is_listed(tmp_path: Path) -> None:
    """No worker is started for what cannot be opened."""
    with Pool() as pool:
        assert codes(pool.extract([tmp_path / "borta.pdf"])) == {"borta.pdf": "unreadable"}
        assert not pool._idle


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    """Kill -9 on the parent leaves no process behind, not even one that is busy."""
    script = (
        "import sys; from pathlib import Path; from indexer.extract.pool import Pool\n"
        "pool = Pool(1); answers = pool.extract(map(Path, sys.argv[1:])); next(answers)\n"
        "print(pool._busy[0].pid, flush=True); next(answers)"
    )
    command = [sys.executable, "-c", script, str(write(tmp_path, 1)[0]), str(nasty(tmp_path))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
    assert _gone(worker)


def test_a_worker_has_no_network() -> None:
    """Once the worker has closed its doors, no socket can be made, not even to loopback."""
    script = (
        "from indexer.extract import worker; worker._leave_network()\n"
        "import socket\n"
        "try: socket.create_connection(('127.0.0.1', PORT), timeout=5)\n"
        "except PermissionError: print('forbidden')"
    )
    with socket.create_server(("127.0.0.1", 0)) as server:
        source = script.replace("PORT", str(server.getsockname()[1]))
        done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "forbidden"


def _gone(pid: int) -> bool:
    """Return whether the process ends within ten seconds; a zombie that nobody has reaped yet has ended."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
            status = Path(f"/proc/{pid}/stat")
            if status.exists() and status.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.1)
    return False


BIG_PARENT = """
import sys
from pathlib import Path
from indexer.extract.pool import Pool

held = b"x" * 750_000_000
with Pool(1) as pool:
    list(pool.extract([Path(sys.argv[1])]))
    first = pool._idle[0].pid
    list(pool.extract([Path(sys.argv[1])]))
    sys.exit(0 if pool._idle[0].pid == first else 1)
"""


def test_a_big_parent_does_not_retire_its_workers(tmp_path: Path) -> None:
    """What the parent has held is not held against the worker: a process a file would be far too slow."""
    path = write(tmp_path, 1)[0]
    assert subprocess.run([sys.executable, "-c", BIG_PARENT, path], check=False).returncode == 0


def test_a_worker_finds_what_its_interpreter_needs_and_learns_nothing_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LD_LIBRARY_PATH", "HTTPS_PROXY", "METODSOK_OPENSEARCH_PASSWORD"):
        monkeypatch.setenv(name, "/opt/python/lib")
    given = pool._environment()
    assert given["LD_LIBRARY_PATH"] == "/opt/python/lib"
    assert not {"HTTPS_PROXY", "METODSOK_OPENSEARCH_PASSWORD"} & set(given)

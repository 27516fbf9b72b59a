"""Whole commands, measured from a cold start: what a person at a terminal waits for.

    python bench/commands.py

Each command runs as a process of its own, `--runs` times; the median CPU seconds (user and system, children included)
are printed: a search on the shipped corpus, and on 5,000 generated documents an index run with nothing changed and
with one document changed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from generate import PASSAGES_PER_DOCUMENT, write_corpus

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "bench" / "work" / "commands"
METODSOK = Path(sys.executable).parent / "metodsok"
DOCUMENTS = 5_000


def main() -> None:
    """Prepare both indexes, time the commands, print one line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    shutil.rmtree(WORK, ignore_errors=True)
    shipped = ["--corpus", str(ROOT / "corpus"), "--index", str(WORK / "shipped")]
    large = ["--corpus", str(WORK / "corpus"), "--index", str(WORK / "large")]
    write_corpus(WORK / "corpus", DOCUMENTS * PASSAGES_PER_DOCUMENT, ROOT / "corpus")
    run([*shipped, "index"])
    run([*large, "index", "--engine", "tantivy"])
    print("command                                                         CPU s   wall s")
    report("search mik, shipped corpus", [*shipped, "search", "mik"], runs)
    report("index, nothing changed, 5,000 documents", [*large, "index", "--engine", "tantivy"], runs)
    report("index, one of 5,000 documents changed (tantivy)", [*large, "index", "--engine", "tantivy"], runs, touch_one)
    shutil.rmtree(WORK)


def report(title: str, arguments: list[str], runs: int, before: Callable[[int], None] | None = None) -> None:
    """Print the median times of `runs` runs; `before` is called with the run's number ahead of each."""
    times = []
    for number in range(runs + 1):
        if before:
            before(number)
        times.append(run(arguments))
    cpu, wall = (statistics.median(column) for column in zip(*times[1:], strict=True))
    print(f"{title:<60}{cpu:>9.2f}{wall:>9.2f}", flush=True)


def run(arguments: list[str]) -> tuple[float, float]:
    """Run `metodsok` with `arguments`; return CPU and wall seconds."""
    start, before = time.perf_counter(), os.times()
    subprocess.run([METODSOK, *arguments], check=True, capture_output=True)  # noqa: S603 (our own command)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return cpu, time.perf_counter() - start


def touch_one(number: int) -> None:
    """Add a sentence to one document."""
    with (WORK / "corpus" / "documents" / "d000042.md").open("a", encoding="utf-8") as file:
        file.write(f"\n\n## Tillägg {number}\n\nEn mening till om bokcirkel nummer {number}.\n")


if __name__ == "__main__":
    main()

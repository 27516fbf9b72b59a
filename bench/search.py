"""Whole searches, measured: our Whoosh, our tantivy and plain SQLite FTS5 on the same text in the same run.

    python bench/search.py                       1,000, 10,000 and 100,000 passages
    python bench/search.py --sizes 1000 10000    fewer
    python bench/search.py --sizes 1000000       one million: tantivy alone, and OpenSearch where it is named
    python bench/search.py --cluster "http://127.0.0.1:9210 http://127.0.0.1:9211"    OpenSearch too

For every size a corpus is generated (bench/generate.py), read once, and built with each engine in a process of its
own, so that peak memory is that engine's alone. A whole search is analysis, ranking, grouping, every facet and ten
documents with snippets; FTS5 is timed on its bare query (any word, the first ten by bm25), which does none of that:
once with all words, and once without stop words (`fts5-stop`), which spares it the longest lists as ours are spared.
Every engine gets the same questions in the same order: 200 of one to five words, then 100 of three. Times are CPU
milliseconds of one process; the first ten questions of each kind warm up and are not counted. Those of OpenSearch are
milliseconds by the clock, as most of the work is the cluster's, whose disk and memory are not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from indexer.config import Cluster

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "bench" / "work"
ENGINES = ("whoosh", "tantivy", "fts5", "fts5-stop")
LARGE = ("tantivy",)
MOST = 100_000
"""Passages: a corpus with more is not for Whoosh and FTS5."""
OPENSEARCH = "opensearch"
PREFIX = "bench"
CLUSTER = "METODSOK_BENCH_CLUSTER"
QUESTIONS = 200
OF_THREE_WORDS = 100
WARM_UP = 10
FTS5 = "fts5.sqlite"


def main() -> None:
    """Run the comparison, or one engine's part of it (the internal `--part`)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000], help="passages")
    parser.add_argument("--cluster", default="", metavar="ADDRESSES", help="nodes of an OpenSearch cluster to measure")
    parser.add_argument("--part", nargs=3, metavar=("STEP", "ENGINE", "SIZE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.cluster:
        os.environ[CLUSTER] = options.cluster  # for the parts
    if options.part:
        step, engine, size = options.part
        report = PARTS[step](engine, WORK / size)
        sys.stdout.write(json.dumps(report))
    else:
        compare(options.sizes)


def compare(sizes: list[int]) -> None:
    """Build and question every engine at every size; print one line each."""
    print(
        "passages  engine      build s  build CPU s  index MB  p50 ms  p95 ms  3 words: p50    p95  peak MB"
        "  building MB"
    )
    for size in sizes:
        folder = WORK / str(size)
        shutil.rmtree(folder, ignore_errors=True)
        part("prepare", "", size)
        engines = ENGINES if size <= MOST else LARGE
        for engine in (*engines, OPENSEARCH) if CLUSTER in os.environ else engines:
            built = part("build", engine, size)
            asked = part("ask", engine, size)
            print(
                f"{size:>8}  {engine:<10}{built['wall']:>9.1f}{built['cpu']:>13.1f}{built['bytes'] / 1e6:>10.1f}"
                f"{asked['p50']:>8.2f}{asked['p95']:>8.2f}{asked['three_p50']:>14.2f}{asked['three_p95']:>7.2f}"
                f"{asked['peak'] / 1e6:>9.0f}{built['peak'] / 1e6:>13.0f}",
                flush=True,
            )
        shutil.rmtree(folder)


def part(step: str, engine: str, size: int) -> dict[str, float]:
    """Run one step in a process of its own and return its report; tell of it, for a large one takes long."""
    print(f"{size:,} passages: {step} {engine}", file=sys.stderr, flush=True)
    command = [sys.executable, __file__, "--part", step, engine, str(size)]
    finished = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)  # noqa: S603 (ourselves)
    report: dict[str, float] = json.loads(finished.stdout)
    return report


def prepare(_: str, folder: Path) -> dict[str, float]:
    """Generate the corpus and read it once, so that no engine's build time holds the extraction."""
    from generate import write_corpus

    write_corpus(folder / "corpus", int(folder.name), ROOT / "corpus")
    return build("tantivy", folder)


def build(engine: str, folder: Path) -> dict[str, float]:
    """Build `engine`'s index; return wall and CPU seconds and bytes on disk."""
    wall, cpu = time.perf_counter(), _cpu()
    if engine.startswith("fts5"):
        index = folder / FTS5
        index.unlink(missing_ok=True)
        _build_fts5(folder / "corpus", index)
    else:
        from indexer.build.build import build as build_index

        index = folder / "index"
        # Not `rebuild`, which would read every file again.
        (index / "current").unlink(missing_ok=True)
        build_index(folder / "corpus", index, engine=engine, today=datetime.now(UTC).date(), cluster=_cluster())
        index = index / "generations" / (index / "current").read_text().strip()
    return {"wall": time.perf_counter() - wall, "cpu": _cpu() - cpu, "bytes": _size(index), "peak": _peak()}


def ask(engine: str, folder: Path) -> dict[str, float]:
    """Put the questions to `engine`; return CPU milliseconds (50th, 95th percentile) and peak memory in bytes.

    The keys of the questions of three words begin with `three_`.
    """
    search = _ours(folder / "index") if engine in ("whoosh", "tantivy", OPENSEARCH) else _fts5(folder / FTS5, engine)
    clock = time.perf_counter if engine == OPENSEARCH else time.process_time
    report = _measured(search, QUESTIONS, (1, 5), clock)
    three = _measured(search, OF_THREE_WORDS, (3, 3), clock)
    return report | {f"three_{name}": value for name, value in three.items()} | {"peak": _peak()}


def _measured(
    search: Callable[[str], object], count: int, words: tuple[int, int], clock: Callable[[], float]
) -> dict[str, float]:
    from generate import questions

    asked = questions(ROOT / "corpus", WARM_UP + count, words=words)
    times = [_timed(search, question, clock) for question in asked][WARM_UP:]
    return {"p50": statistics.median(times), "p95": statistics.quantiles(times, n=20)[-1]}


def _ours(index: Path) -> Callable[[str], object]:
    from indexer import open_index

    return open_index(index, cluster=_cluster()).search


def _cluster() -> Cluster | None:
    return Cluster(tuple(os.environ[CLUSTER].split()), PREFIX) if CLUSTER in os.environ else None


def _fts5(path: Path, engine: str) -> Callable[[str], object]:
    stop = _is_stop() if engine == "fts5-stop" else lambda _: False
    connection = sqlite3.connect(path)
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


def _timed(search: Callable[[str], object], question: str, clock: Callable[[], float]) -> float:
    before = clock()
    search(question)
    return (clock() - before) * 1000


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _peak() -> int:
    """Return the most memory that this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _size(path: Path) -> int:
    return (
        path.stat().st_size
        if path.is_file()
        else sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    )


PARTS: dict[str, Callable[[str, Path], dict[str, float]]] = {"prepare": prepare, "build": build, "ask": ask}

if __name__ == "__main__":
    main()

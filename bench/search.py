"""Whole searches, measured: our Whoosh, tantivy and OpenSearch and plain SQLite FTS5 on the same text.

    python bench/search.py                            1,000 to 1,000,000 passages; then the table and the picture
    python bench/search.py --sizes 1000 10000         fewer
    python bench/search.py --engines tantivy          one engine
    python bench/search.py --sizes 1000000 --engines tantivy --keep                   leave corpus and index standing
    python bench/search.py --sizes 1000000 --engines tantivy --only ask together      ask them again

Whoosh and FTS5 stop at 100,000. OpenSearch is three nodes on this machine, started for the run where Java and Maven
are there. What is found is kept in bench/results/, a file for each engine and size, from which `scale.py` makes
docs/skala.md.

For every size a corpus is generated (generate.py) and put into the cache of texts that were read, and each step of
each engine is a process of its own, so that peak memory is that step's alone:

- `build`: from nothing, with words counted, analysis, engine, arrays, checksums.
- `ask`: 500 questions of one to five words one after another, then 100 of three. A whole search is analysis, ranking,
  grouping, every facet and ten documents with snippets; FTS5 is timed on its bare query (any word, the first ten by
  bm25), which does none of that: once with all words, and once without stop words (`fts5-stop`), which spares it the
  longest lists as ours are spared. CPU milliseconds of this process, and milliseconds by the clock, which alone tell
  anything of OpenSearch. The first ten questions of each kind are not counted.
- `together`: eight threads of one process ask at once, as those of the web server do; milliseconds by the clock.
- `live`: a document is changed and the index brought up to date by another process, until the reader of the web
  server answers with the new word; the middle one of three.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import engines
import measured
import scale
from engines import CLUSTER, OURS, Search
from measured import Figures

from web.reader import Reader

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "bench" / "work"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
ENGINES = ("whoosh", "tantivy", "fts5", "fts5-stop", "opensearch")
LARGE = ("tantivy", "opensearch")
MOST = 100_000
"""Passages: a corpus with more is not for Whoosh and FTS5."""
HEAP = 1024
"""Megabytes for each node of the cluster."""
STEPS = ("build", "ask", "together", "live")
QUESTIONS = 500
OF_THREE_WORDS = 100
AT_ONCE = 8
WARM_UP = 10
CHANGES = 3
POLL = 0.02
"""Seconds between two questions whether what was changed is there."""


def main() -> None:
    """Run the comparison and write the table and the picture, or run one step (the internal `--part`)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="passages")
    parser.add_argument("--engines", nargs="+", default=ENGINES, choices=ENGINES)
    parser.add_argument("--only", nargs="+", choices=STEPS, help="steps to run on what stands; implies --keep")
    parser.add_argument("--keep", action="store_true", help="leave corpora and indexes in bench/work")
    parser.add_argument("--part", nargs=3, metavar=("STEP", "ENGINE", "SIZE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        step, engine, size = options.part
        sys.stdout.write(json.dumps(PARTS[step](engine, WORK / size)))
        return
    with cluster(options.engines) as found:
        for size in options.sizes:
            compare(size, found, options.only or STEPS, fresh=not options.only)
            if not (options.keep or options.only):
                shutil.rmtree(WORK / str(size))
    scale.write()


@contextmanager
def cluster(wanted: Sequence[str]) -> Iterator[Sequence[str]]:
    """Run an OpenSearch cluster if it is wanted; give the engines that can be measured."""
    sys.path.insert(0, str(ROOT / "tools" / "opensearch"))
    from cluster import Cluster, lacking

    if "opensearch" not in wanted:
        yield wanted
    elif fault := lacking():
        print(f"WITHOUT OpenSearch: {fault}", file=sys.stderr)
        yield [engine for engine in wanted if engine != "opensearch"]
    else:
        with Cluster(heap=HEAP) as running:
            os.environ[CLUSTER] = " ".join(running.addresses)  # for the parts
            yield wanted


def compare(size: int, wanted: Sequence[str], steps: Sequence[str], *, fresh: bool) -> None:
    """Take every engine through the steps at one size and keep what they give; `fresh` makes the corpus anew."""
    if fresh:
        shutil.rmtree(WORK / str(size), ignore_errors=True)
        part("prepare", "", size)
    for engine in wanted:
        if size > MOST and engine not in LARGE:
            continue
        for step in steps:
            if step == "live" and engine not in OURS:
                continue
            figures = part(step, engine, size)
            measured.keep(engine, size, step, figures)
            told = "  ".join(f"{name} {value:,.2f}" for name, value in figures.items())
            print(f"{size:>9,}  {engine:<10}  {step:<8}  {told}", flush=True)


def part(step: str, engine: str, size: int) -> Figures:
    """Run one step in a process of its own and return what it found; tell of it, for a large one takes long."""
    print(f"{size:,} passages: {step} {engine}", file=sys.stderr, flush=True)
    command = [sys.executable, __file__, "--part", step, engine, str(size)]
    finished = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)  # noqa: S603 (ourselves)
    found: Figures = json.loads(finished.stdout)
    return found


def prepare(_: str, folder: Path) -> Figures:
    """Generate the corpus and put its texts where builds keep what was read."""
    from generate import write_corpus

    write_corpus(folder / "corpus", int(folder.name), ROOT / "corpus")
    engines.put_in_cache(folder)
    return {}


def build(engine: str, folder: Path) -> Figures:
    """Build `engine`'s index; return wall and CPU seconds, bytes on disk and in memory, passages a second of CPU."""
    wall, cpu = time.perf_counter(), _cpu()
    files = engines.build(engine, folder)
    spent = _cpu() - cpu
    return {
        "wall": time.perf_counter() - wall,
        "cpu": spent,
        "rate": int(folder.name) / spent,
        "bytes": _size(files),
        "peak": _peak(),
    }


def refresh(engine: str, folder: Path) -> Figures:
    """Bring the index up to date; return CPU seconds and peak memory in bytes."""
    engines.refresh(engine, folder)
    return {"cpu": _cpu(), "peak": _peak()}


def ask(engine: str, folder: Path) -> Figures:
    """Put the questions to `engine`; return milliseconds of CPU and by the clock, and peak memory in bytes.

    The keys of the questions of three words begin with `three_`.
    """
    search = engines.searches(engine, folder, 1)[0]
    report = _asked(search, QUESTIONS, (1, 5))
    three = _asked(search, OF_THREE_WORDS, (3, 3))
    return report | {f"three_{name}": value for name, value in three.items()} | {"peak": _peak()}


def _asked(search: Search, count: int, words: tuple[int, int]) -> Figures:
    times = [_timed(search, question) for question in _questions(count, words)][WARM_UP:]
    cpu, wall = ([time[at] for time in times] for at in (0, 1))
    return _shares("cpu", cpu) | _shares("wall", wall)


def together(engine: str, folder: Path) -> Figures:
    """Let eight threads ask at once; return milliseconds by the clock, searches a second, CPU a search, peak memory."""
    asked = engines.searches(engine, folder, AT_ONCE)
    questions = _questions(QUESTIONS, (1, 5))
    for question in questions[:WARM_UP]:
        asked[0](question)
    began, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        rest = questions[WARM_UP:]
        found = pool.map(lambda at: [_timed(asked[at], each)[1] for each in rest[at::AT_ONCE]], range(AT_ONCE))
        times = [time for each in found for time in each]
    took = time.perf_counter() - began
    return _shares("wall", times) | {
        "searches_per_second": len(times) / took,
        "cpu_each": (time.process_time() - cpu) * 1000 / len(times),
        "peak": _peak(),
    }


def live(engine: str, folder: Path) -> Figures:
    """Change a document until it is found; return seconds by the clock and of CPU, and the build's peak memory."""
    from indexer import open_index

    document = folder / "corpus" / "documents" / "d000042.md"
    before = document.read_text("utf-8")
    reader = Reader(engines.index_of(engine, folder), lambda path: open_index(path, cluster=engines.cluster()))
    reader.searcher().search("bibliotek")
    try:
        changes = [_changed(reader, document, engine, folder) for _ in range(CHANGES)]
    finally:
        document.write_text(before, "utf-8")
        reader.close()
    return {name: statistics.median(each[name] for each in changes) for name in changes[0]}


def _changed(reader: Reader, document: Path, engine: str, folder: Path) -> Figures:
    word = f"zorvaxblad{time.time_ns()}"
    began = time.perf_counter()
    with document.open("a", encoding="utf-8") as file:
        file.write(f"\n\n## Tillägg\n\nEn mening till om {word}.\n")
    command = [sys.executable, __file__, "--part", "refresh", engine, folder.name]
    build = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)  # noqa: S603 (ourselves)
    while not reader.searcher().search(word, expand=False).total:
        time.sleep(POLL)
    took = time.perf_counter() - began
    told: Figures = json.loads(build.communicate()[0])
    return {"wall": took} | told


def _questions(count: int, words: tuple[int, int]) -> list[str]:
    from generate import questions

    return questions(ROOT / "corpus", WARM_UP + count, words=words)


def _timed(search: Search, question: str) -> tuple[float, float]:
    """Return the milliseconds of CPU of the process and by the clock that a search takes."""
    cpu, wall = time.process_time(), time.perf_counter()
    search(question)
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def _shares(name: str, times: Sequence[float]) -> Figures:
    """Return the 50th, 95th and 99th percentile."""
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return {f"{name}_p{share}": cuts[share - 1] for share in (50, 95, 99)}


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _peak() -> int:
    """Return the most memory that this process has had, in bytes; pages of mapped files count as well."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _size(path: Path) -> int:
    return (
        path.stat().st_size
        if path.is_file()
        else sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    )


PARTS: dict[str, Callable[[str, Path], Figures]] = {
    "prepare": prepare, "build": build, "refresh": refresh, "ask": ask, "together": together, "live": live,
}  # fmt: skip

if __name__ == "__main__":
    main()

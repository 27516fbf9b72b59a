"""Related documents and what sections are for, measured against judgements, and how long finding related ones takes.

    python bench/related.py                  the shipped corpus
    python bench/related.py --passages 50000 the time on a generated corpus of that size too

The judgements are those of tests/relevance: similar.tsv names what a librarian would call related to 42 documents,
kinds.tsv says of sections whether they are an exercise, a checklist or questions to talk about.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "relevance"))

from generate import write_corpus  # noqa: E402 - beside this file
from test_kinds import judged  # noqa: E402 - the tests' own judgements
from test_similar import judgements, measured  # noqa: E402

from indexer import open_index  # noqa: E402
from indexer.build.build import build  # noqa: E402
from indexer.search.searcher import Searcher  # noqa: E402

DAY = date(2026, 11, 22)


def main() -> None:
    """Print one line for each measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=0, help="size of a generated corpus to time too")
    size: int = parser.parse_args().passages
    with tempfile.TemporaryDirectory() as folder:
        with searcher(ROOT / "corpus", Path(folder) / "index") as shipped:
            precision, ndcg = measured(shipped)
            print(f"related documents: precision@5 {precision:.3f}, nDCG@5 {ndcg:.3f}")
            print(f"kinds of sections: {kinds(shipped)}")
            print(f"time, shipped corpus: {times(shipped, list(judgements()))}")
        if size:
            write_corpus(Path(folder) / "corpus", size, ROOT / "corpus")
            with searcher(Path(folder) / "corpus", Path(folder) / "large") as large:
                names = [f"d{number:06d}" for number in range(0, size // 10, max(1, size // 1000))]
                print(f"time, {size} passages: {times(large, names)}")


def searcher(corpus: Path, index: Path) -> Searcher:
    """Return the search over a corpus, indexed anew."""
    build(corpus, index, engine="tantivy", today=DAY)
    return open_index(index, today=lambda: DAY)


def kinds(shipped: Searcher) -> str:
    """Return precision and recall of the sections' kinds."""
    pairs = list(judged(shipped))
    right = sum(found in truth.split("|") for found, truth in pairs if found)
    marked, wanted = sum(1 for found, _ in pairs if found), sum(1 for _, truth in pairs if truth != "-")
    return f"precision {right / marked:.3f}, recall {right / wanted:.3f} of {wanted} among {len(pairs)}"


def times(index: Searcher, names: list[str]) -> str:
    """Return the median and the 95th percentile in CPU milliseconds; the first ten warm up."""
    taken = []
    for name in [*names[:10], *names]:
        began = time.process_time()
        index.similar(name)
        taken.append(1000 * (time.process_time() - began))
    ordered = sorted(taken[10:])
    return f"p50 {ordered[len(ordered) // 2]:.1f} ms, p95 {ordered[int(0.95 * len(ordered))]:.1f} ms"


if __name__ == "__main__":
    main()

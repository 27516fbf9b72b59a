"""Whether people see the same first ten documents whichever engine proposes passages.

    python bench/alike.py                     10,000 generated passages, Whoosh and tantivy
    METODSOK_BENCH_CLUSTER=http://127.0.0.1:9210 python bench/alike.py        and OpenSearch there

Asks 300 generated questions. Where few passages match, no engine is asked: for how many questions more did is told too.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from datetime import date
from itertools import combinations
from pathlib import Path

from engines import OURS, cluster
from generate import questions, write_corpus

from indexer import open_index
from indexer.build.build import build
from indexer.search.ranking import DEPTH

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 22)
QUESTIONS = 300


def main() -> None:
    """Print one line for each pair of engines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=10_000)
    size: int = parser.parse_args().passages
    names = OURS if cluster() else OURS[:-1]
    asked = questions(ROOT / "corpus", QUESTIONS)
    with tempfile.TemporaryDirectory() as folder:
        write_corpus(Path(folder) / "corpus", size, ROOT / "corpus")
        found = {name: first_ten(Path(folder), name, asked) for name in names}
    for one, other in combinations(names, 2):
        differing = sum(left != right for left, right in zip(found[one], found[other], strict=True))
        print(f"{size} passages, {one} and {other}: {differing} of {QUESTIONS} questions differ")


def first_ten(folder: Path, engine: str, asked: Sequence[str]) -> list[list[str]]:
    """Return the ids of the first ten documents for each question."""
    index = folder / engine
    build(folder / "corpus", index, engine=engine, today=DAY, cluster=cluster())
    with open_index(index, today=lambda: DAY, cluster=cluster()) as searcher:
        results = [searcher.search(question) for question in asked]
    many = sum(each.total > DEPTH for each in results)
    print(f"{engine}: {many} of {len(asked)} questions match more than {DEPTH} documents")
    return [[hit.document.id for hit in each.hits] for each in results]


if __name__ == "__main__":
    main()

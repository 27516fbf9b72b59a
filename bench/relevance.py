"""Relevance, measured: our search beside what one would otherwise take, and beside itself with a part taken away.

    python bench/relevance.py                         the shipped corpus, and ../shared/eval/squad-sv where it is there
    python bench/relevance.py --set NAME=CORPUS,QUERIES,QRELS      another set in the TREC formats

Everything is asked in one run over the same documents. Foreign engines get a document's title and text as one field
and any word may match: SQLite FTS5 (unicode61), Whoosh's LanguageAnalyzer("sv"), tantivy's Swedish stemmer, and
PostgreSQL's `swedish` where a server answers (PGHOST and the like). The 95 % intervals are of the mean (bootstrap
over questions); "against ours" is the mean difference per question with its interval.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from indexer import open_index
from indexer.build.build import build
from indexer.search import rerank
from indexer.search.evaluate import DEPTH, measure, read_qrels, read_topics
from indexer.search.searcher import Searcher

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "tests" / "relevance"
SQUAD = ROOT.parent / "shared" / "eval" / "squad-sv"
MEASURES = ("nDCG@10", "MRR@10", "recall@10", "success@5")
RESAMPLES = 1000

Search = Callable[[str], list[str]]
Texts = Mapping[str, str]
Rows = Sequence[tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """A corpus with judged questions; `halves` tells whether the second half of the questions is reported alone."""

    name: str
    corpus: Path
    queries: Path
    qrels: Path
    halves: bool = False


def main() -> None:
    """Measure every set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", default=[], metavar="NAME=CORPUS,QUERIES,QRELS")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for judged in [_given(text) for text in options.set] or list(_usual(Path(folder))):
            measure_set(judged, Path(folder) / judged.name)


def _given(text: str) -> JudgedSet:
    name, _, paths = text.partition("=")
    corpus, queries, qrels = (Path(path) for path in paths.split(","))
    return JudgedSet(name, corpus, queries, qrels)


def _usual(folder: Path) -> Iterator[JudgedSet]:
    yield JudgedSet("own", ROOT / "corpus", OWN / "queries.tsv", OWN / "qrels.txt", halves=True)
    if SQUAD.is_dir():
        _unpack(SQUAD / "passages.jsonl.gz", folder / "squad-corpus" / "documents")
        yield JudgedSet("squad-sv", folder / "squad-corpus", SQUAD / "queries.tsv", SQUAD / "qrels.txt")


def _unpack(packed: Path, documents: Path) -> None:
    import gzip
    import json

    documents.mkdir(parents=True)
    with gzip.open(packed, "rt", encoding="utf-8") as lines:
        for entry in map(json.loads, lines):
            text = f"---\ntitle: {entry['title']}\n---\n\n{entry['text']}\n"
            (documents / f"{entry['id']}.md").write_text(text, encoding="utf-8")


def measure_set(judged: JudgedSet, folder: Path) -> None:
    """Print one line for each system, ours first."""
    topics, qrels = read_topics(judged.queries), read_qrels(judged.qrels)
    asked = [(topic.text, qrels[topic.id]) for topic in topics if qrels.get(topic.id)]
    print(f"\n{judged.name}: {len(asked)} questions\n{'':<34}" + "".join(f"{name:>21}" for name in MEASURES))
    ours: Rows = ()
    for title, search in _systems(judged, folder, [words for words, _grades in asked]):
        rows = [measure(search(words), grades) for words, grades in asked]
        ours = ours or rows
        _line(title, rows, ours)
        if judged.halves and rows is ours:
            _line("  odd questions (tuned on)", rows[::2], ours)
            _line("  even questions (reported)", rows[1::2], ours)


def _line(title: str, rows: Rows, ours: Rows) -> None:
    cells = []
    for column in range(len(MEASURES)):
        low, high = _interval([row[column] for row in rows])
        cells.append(f"{statistics.fmean(row[column] for row in rows):>8.3f} [{low:.3f} {high:.3f}]")
    text = f"{title:<34}" + "".join(cells)
    if len(rows) == len(ours) and rows is not ours:
        gaps = [row[1] - own[1] for row, own in zip(rows, ours, strict=True)]
        low, high = _interval(gaps)
        text += f"   MRR against ours {statistics.fmean(gaps):+.3f} [{low:+.3f} {high:+.3f}]"
    print(text, flush=True)


def _interval(values: Sequence[float]) -> tuple[float, float]:
    chance = random.Random(5)
    means = sorted(statistics.fmean(chance.choices(values, k=len(values))) for _ in range(RESAMPLES))
    return means[round(0.025 * RESAMPLES)], means[round(0.975 * RESAMPLES) - 1]


def _systems(judged: JudgedSet, folder: Path, questions: Sequence[str]) -> Iterator[tuple[str, Search]]:
    day = datetime.now(UTC).date()
    for engine in ("tantivy", "whoosh"):
        build(judged.corpus, folder / engine, engine=engine, today=day)
        with open_index(folder / engine) as searcher:
            yield f"metodsok ({engine})", _ours(searcher)
    with open_index(folder / "tantivy") as searcher:
        for title, weights in VARIANTS.items():
            with _weighed(weights):
                yield title, _ours(searcher)
        yield "without thesaurus", _ours(searcher, expand=False)
        texts = {document: _text(searcher, document) for document in _ids(searcher)}
    for title, make in FOREIGN.items():
        yield title, make(texts, folder)
    postgres = _postgres(texts, questions)
    if postgres:
        yield "PostgreSQL swedish, ts_rank", postgres


VARIANTS: dict[str, dict[str, float]] = {
    "without 4-grams of the document": {"PARENT": 0.0},
    "without pairs of words": {"PAIRS": 0.0},
    "without 4-grams": {"GRAMS": 0.0, "PARENT": 0.0},
    "stems and parts alone": {"GRAMS": 0.0, "PAIRS": 0.0, "PARENT": 0.0},
}


@contextmanager
def _weighed(weights: Mapping[str, float]) -> Iterator[None]:
    before = {name: getattr(rerank, name) for name in weights}
    for name, weight in weights.items():
        setattr(rerank, name, weight)
    yield
    for name, weight in before.items():
        setattr(rerank, name, weight)


def _ours(searcher: Searcher, *, expand: bool = True) -> Search:
    return lambda words: [hit.document.id for hit in searcher.search(words, expand=expand, limit=DEPTH).hits]


def _ids(searcher: Searcher) -> list[str]:
    from indexer.model import Query

    return [document.id for document in searcher.documents(Query())]


def _text(searcher: Searcher, id_: str) -> str:
    document = searcher.document(id_)
    head = [document.title, document.publisher] if document else []
    return "\n".join(head + [f"{passage.heading or ''}\n{passage.text}" for passage in searcher.passages(id_)])


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _fts5(texts: Texts, _: Path) -> Search:
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table document using fts5(id unindexed, text, tokenize = 'unicode61')")
    connection.executemany("insert into document values (?, ?)", texts.items())
    query = "select id from document where document match ? order by bm25(document) limit 10"

    def search(question: str) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in _words(question))
        return [row[0] for row in connection.execute(query, (words,))] if words else []

    return search


def _whoosh(texts: Texts, folder: Path) -> Search:
    from whoosh import fields, index, qparser
    from whoosh.analysis import LanguageAnalyzer

    path = folder / "foreign-whoosh"
    path.mkdir()
    schema = fields.Schema(id=fields.ID(stored=True), text=fields.TEXT(analyzer=LanguageAnalyzer("sv")))
    made = index.create_in(path, schema)
    writer = made.writer()
    for id_, text in texts.items():
        writer.add_document(id=id_, text=text)
    writer.commit()
    searcher, parser = made.searcher(), qparser.SimpleParser("text", schema)

    def search(question: str) -> list[str]:
        return [hit["id"] for hit in searcher.search(parser.parse(" ".join(_words(question))), limit=DEPTH)]

    return search


def _tantivy(texts: Texts, _: Path) -> Search:
    import tantivy

    stemmer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    stemmer = stemmer.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("swedish"))
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", tokenizer_name="swedish")
    made = tantivy.Index(builder.build())
    made.register_tokenizer("swedish", stemmer.build())
    writer = made.writer(heap_size=50_000_000, num_threads=1)
    for id_, text in texts.items():
        writer.add_document(tantivy.Document(id=id_, text=text))
    writer.commit()
    made.reload()
    searcher = made.searcher()

    def search(question: str) -> list[str]:
        query, _faults = made.parse_query_lenient(" ".join(_words(question)), ["text"])
        return [searcher.doc(address)["id"][0] for _score, address in searcher.search(query, DEPTH).hits]

    return search


def _postgres(texts: Texts, questions: Sequence[str]) -> Search | None:
    """Ask a PostgreSQL server all questions at once by its own client; None where no server answers."""
    psql = shutil.which("psql")
    if not psql or subprocess.run([psql, "-qtc", "select 1"], capture_output=True, check=False).returncode:  # noqa: S603 (fixed words)
        print("PostgreSQL: no server answers (PGHOST, PGUSER …), left out", file=sys.stderr)
        return None
    asked = dict.fromkeys(questions)
    script = "\n".join(
        [
            "create temp table d (id text, body text); copy d from stdin;",
            *(f"{_field(id_)}\t{_field(text)}" for id_, text in texts.items()),
            "\\.",
            "create temp table q (words text); copy q from stdin;",
            *(_field(question) for question in asked),
            "\\.",
            POSTGRES_QUESTION,
        ]
    )
    answered = subprocess.run([psql, "-qAt", "-F", "\t"], input=script, capture_output=True, text=True, check=True)  # noqa: S603 (ours)
    found = dict(line.split("\t") for line in answered.stdout.splitlines())
    return lambda words: found.get(_field(words), "").split()


POSTGRES_QUESTION = """
create temp table v as select id, to_tsvector('swedish', body) as v from d;
select words, (select string_agg(id, ' ' order by rank desc, id) from (
    select id, ts_rank(v, t, 1) as rank from v where v @@ t order by rank desc, id limit 10) best)
from (select words, replace(plainto_tsquery('swedish', words)::text, '&', '|')::tsquery as t from q) asked;
"""


def _field(text: str) -> str:
    return re.sub(r"[\s\\]+", " ", text)


FOREIGN: dict[str, Callable[[Texts, Path], Search]] = {
    "SQLite FTS5 unicode61": _fts5,
    'Whoosh LanguageAnalyzer("sv")': _whoosh,
    "tantivy's Swedish": _tantivy,
}

if __name__ == "__main__":
    main()

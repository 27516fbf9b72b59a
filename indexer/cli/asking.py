"""Commands that ask the index: search, show, list, themes, evaluate; and extract, which asks one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.command import Count, Settings, WordsCommand, as_json, command, filters, joined, today
from indexer.cli.terminal import clean, say, say_json, say_table, tell

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher

FAILED = 1
RUN_LIMIT = 100
"""Documents a question in a run, where --limit does not say: what evaluation looks at, and some more."""

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _open(settings: Settings) -> Searcher:
    from indexer.search import open_index

    config = settings.config
    return open_index(config.index, cluster=config.cluster)


@command(
    "search",
    "Sök material. Skriv orden som de är, citattecken runt fraser och minus framför det som inte ska vara med.",
    "metodsok search källkritik övning vuxna",
    'metodsok search "läsfrämjande på skollov" --region 14 --year 2024..',
    "metodsok search bokcirkel -barn",
    "metodsok search --batch frågor.tsv --run körning.txt",
    cls=WordsCommand,
)
@click.argument("words", metavar="ORD…", nargs=-1)
@filters
@click.option("--sort", metavar="ORDNING", type=click.Choice(["relevance", "newest"]), default="relevance",
              help="relevance: bäst först; newest: nyast först.")  # fmt: skip
@click.option("--limit", metavar="ANTAL", type=Count(1), help="Så många träffar.  [förval: 10]")
@click.option("--offset", metavar="ANTAL", type=Count(0), default=0, help="Hoppa över de första.")
@click.option("--exact", is_flag=True, help="Sök bara på orden själva, inte på synonymer.")
@click.option("--batch", metavar="FIL", type=FILE, help="Frågor: id, tabb och ord på varje rad.")
@click.option("--run", metavar="FIL", type=click.Path(dir_okay=False, path_type=Path), help="Svaren, i TREC-format.")
@as_json
def search(
    settings: Settings,
    *,
    words: tuple[str, ...],
    limit: int | None,
    exact: bool,
    batch: Path | None,
    run: Path | None,
    as_json: bool,
    **wanted: Any,
) -> None:
    """Answer one question, or a file of them."""
    filtered = any(value for name, value in wanted.items() if name not in {"sort", "offset"})
    if (batch is None) != (run is None):
        raise click.UsageError("--batch och --run hör ihop: frågorna från den ena filen, svaren till den andra.")
    if batch and run:
        if words or filtered:
            raise click.UsageError("Med --batch kommer frågorna ur filen: ta bort orden och filtren på kommandoraden.")
        _search_batch(settings, batch, run, limit or RUN_LIMIT)
        return
    if not words and not filtered:
        raise click.UsageError("Skriv vad du söker, till exempel: metodsok search bokcirkel")
    with _open(settings) as searcher:
        results = searcher.search(joined(words), **wanted, expand=not exact, limit=limit or 10)
    if as_json:
        from indexer.search.answer import results_json

        say_json(results_json(results))
    else:
        from indexer.cli.hits import say_results

        say_results(results)


def _search_batch(settings: Settings, batch: Path, run: Path, limit: int) -> None:
    from indexer.search.evaluate import read_topics, run_lines

    topics = read_topics(batch)
    with _open(settings) as searcher, run.open("w", encoding="utf-8") as out:
        out.writelines(f"{row}\n" for row in run_lines(searcher, topics, limit))
    if not settings.quiet:
        tell(f"{len(topics)} frågor besvarade i {run}.")


@command(
    "show",
    "Visa vad som är känt om ett material.",
    "metodsok show vgr-mik",
    "metodsok show vgr-mik --text",
)
@click.argument("id_", metavar="ID")
@click.option("--text", "with_text", is_flag=True, help="Visa hela texten också.")
@as_json
def show(settings: Settings, *, id_: str, with_text: bool, as_json: bool) -> int:
    """Show one document; 1 where there is none."""
    from indexer.cli import hits

    with _open(settings) as searcher:
        document = searcher.document(id_)
        if document is None:
            gone = searcher.withdrawn(id_)
            tell(f"{id_} är borttaget." if gone else f"Inget material har id {id_}. Alla id:n visas av: metodsok list")
            return FAILED
        if as_json:
            say_json(hits.document_json(document, today(), with_text=with_text))
        else:
            hits.say_document(document, today(), with_text=with_text)
    return 0


@command(
    "list",
    "Lista materialet, allt eller det som filtren släpper igenom.",
    "metodsok list --type plan --status gällande",
    "metodsok list --region 14 --json",
)
@filters
@as_json
def list_(settings: Settings, *, as_json: bool, **wanted: Any) -> None:
    """List documents by id."""
    from indexer.cli import hits
    from indexer.model import Query

    with _open(settings) as searcher:
        documents = sorted(searcher.documents(Query(**wanted)), key=lambda document: document.id)
    if as_json:
        say_json([hits.document_json(document, today()) for document in documents])
    else:
        heading = ("Id", "Typ", "År", "Status", "Utgivare", "Titel")
        say_table([hits.row(document, today()) for document in documents], heading)


@command("themes", "Visa temana och hur många material vart och ett har.", "metodsok themes", "metodsok themes --json")
@as_json
def themes(settings: Settings, *, as_json: bool) -> None:
    """List the theme vocabulary with counts."""
    with _open(settings) as searcher:
        counted = searcher.themes()
    if as_json:
        say_json([
            {"id": each.theme.id, "label": each.theme.label, "scope": each.theme.scope, "count": each.count}
            for each in counted
        ])  # fmt: skip
    else:
        rows = [(each.theme.id, each.theme.label, str(each.count)) for each in counted]
        say_table(rows, ("Id", "Tema", "Antal"))


@command(
    "extract",
    "Visa texten som skulle indexeras ur en fil, med sidbrytning mellan sidorna.",
    "metodsok extract corpus/documents/bokcirkel.pdf",
)
@click.argument("file", metavar="FIL", type=FILE)
@as_json
def extract(settings: Settings, *, file: Path, as_json: bool) -> int:
    """Print one file's text, read in a guarded process; 1 where it cannot be read."""
    from indexer.errors import ExtractionError
    from indexer.extract.pool import Pool

    with Pool(workers=1) as pool:
        [(_, read)] = pool.extract([file])
    if isinstance(read, ExtractionError):
        raise read
    if as_json:
        from dataclasses import asdict

        say_json(asdict(read))
    else:
        from indexer.cli.hits import pages

        say("\f".join(clean(page) for page in pages(read.sections)))
    if not settings.quiet:
        for note in (*read.notes, *(["Texten är avkortad: filen är längre än vad som indexeras."] * read.partial)):
            tell(note)
    return 0


@command(
    "evaluate",
    "Mät hur väl sökningen hittar rätt: nDCG@10, MRR@10, recall@10 och success@5.",
    "metodsok evaluate --queries frågor.tsv --qrels facit.txt",
)
@click.option("--queries", metavar="FIL", type=FILE, required=True, help="Frågor: id, tabb och ord på varje rad.")
@click.option("--qrels", metavar="FIL", type=FILE, required=True, help="Facit i TREC-format: fråga, 0, id och grad.")
@as_json
def evaluate(settings: Settings, *, queries: Path, qrels: Path, as_json: bool) -> None:
    """Print the measures of a set of questions."""
    from indexer.search.evaluate import evaluate as measure
    from indexer.search.evaluate import read_qrels, read_topics

    topics, judged = read_topics(queries), read_qrels(qrels)
    with _open(settings) as searcher:
        measures = measure(searcher, topics, judged).as_dict()
    if as_json:
        say_json(measures)
    else:
        for name, value in measures.items():
            say(f"{name:<10} {value:.4f}" if isinstance(value, float) else f"{name:<10} {value}")


COMMANDS = (search, show, list_, themes, extract, evaluate)

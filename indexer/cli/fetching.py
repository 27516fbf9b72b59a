"""Commands that ask other people's sites: harvest, links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.command import Count, Settings, as_json, command
from indexer.cli.terminal import can_draw, line, progress, say, say_json, say_table, tell

if TYPE_CHECKING:
    from indexer.config import Config
    from indexer.corpus import Corpus
    from indexer.harvest.check import Editions
    from indexer.harvest.crawl import HarvestReport
    from indexer.harvest.job import Told
    from indexer.harvest.limits import Limits

PARTLY, INTERRUPTED = 3, 130
SHOWN = 10
"""Reasons listed for each source; --json lists all."""

RESULTS = (
    ("new", "ny", "nya"), ("changed", "ändrad", "ändrade"), ("unchanged", "oförändrad", "oförändrade"),
    ("moved", "flyttad", "flyttade"), ("missing", "saknas", "saknas"), ("gone", "borta", "borta"),
    ("excluded", "undantagen", "undantagna"), ("failed", "misslyckad", "misslyckade"),
)  # fmt: skip
"""What became of a page, in the order in which it is told, with the word for one and for several."""


@command(
    "harvest",
    "Hämta det som är nytt eller ändrat från källorna. Skriv sedan metodsok index för att det ska gå att söka.",
    "metodsok harvest --dry-run",
    "metodsok harvest region-skane schyst --max-pages 50 --dry-run",
)
@click.argument("sources", metavar="KÄLLA…", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Visa vad som skulle hämtas. Inget hämtas och inget sparas.")
@click.option("--max-pages", metavar="ANTAL", type=Count(1), help="Hämta högst så många sidor från varje källa.")
@as_json
def harvest(
    settings: Settings, *, sources: tuple[str, ...], dry_run: bool, max_pages: int | None, as_json: bool
) -> int:
    """Fetch from the sources; 3 where some of it failed."""
    from indexer.corpus import load

    config = settings.config
    corpus = load(config.corpus)
    _check_known(sources, corpus)
    if dry_run:
        _say_plan(corpus, sources, config, as_json=as_json)
        return 0
    from indexer.harvest.crawl import harvest as fetch

    if not contact(config) and not settings.quiet:
        tell("Fyll i contact i metodsok.toml, så att webbplatserna vet vem som hämtar.")
    try:
        with _watched(quiet=settings.quiet or as_json) as told:
            report = fetch(
                corpus, only=sources, limits=limits(config), contact=contact(config), most=max_pages, told=told
            )
    except KeyboardInterrupt:
        tell("Avbrutet. Det som hann hämtas är sparat. Kör metodsok harvest igen, så fortsätter den där den slutade.")
        return INTERRUPTED
    if as_json:
        say_json(_report_json(report))
    else:
        _say_report(report, quiet=settings.quiet)
    return PARTLY if report.failed else 0


def limits(config: Config) -> Limits:
    """Return the limits of a harvest with the pace that the settings want."""
    from indexer.harvest.limits import Limits

    return Limits(delay=config.delay, loopback=config.loopback)


def contact(config: Config) -> str | None:
    """Return where whoever is asked for pages can reach whoever asks."""
    return config.contact or (f"{config.base_url}{config.base_path}/om" if config.base_url else None)


def _check_known(sources: Sequence[str], corpus: Corpus) -> None:
    from indexer.corpus.values import nearest

    known = {source.id for source in corpus.sources}
    for id_ in sources:
        if id_ not in known:
            near = nearest(id_, known)
            hint = f"Menade du {near[0]}?" if near else "Källorna står i sources.toml."
            raise click.UsageError(f"Det finns ingen källa {id_}. {hint}")
    if not known:
        raise click.UsageError("Det finns inga källor. Skriv in dem i sources.toml i materialets mapp.")


def _say_plan(corpus: Corpus, only: Sequence[str], config: Config, *, as_json: bool) -> None:
    from indexer.corpus.store import Store

    with Store.open(corpus.root) as store:
        pages = [page.source for page in store.pages() if not page.gone and page.redirect is None]
    plan: list[dict[str, Any]] = [
        {
            "source": source.id,
            "starts": list(source.start_urls),
            "known": pages.count(source.id),
            "delay": limits(config).pace(source.hosts[0] if source.hosts else "", source.delay),
        }
        for source in corpus.sources
        if not only or source.id in only
    ]
    if as_json:
        say_json({"sources": plan})
        return
    rows = [
        (each["source"], str(len(each["starts"])), str(each["known"]), f"{each['delay']:g} s".replace(".", ","))
        for each in plan
    ]
    say_table(rows, ("Källa", "Startadresser", "Kända sidor", "Paus"))


@contextmanager
def _watched(*, quiet: bool) -> Iterator[Told | None]:
    """Show a bar for each source on stderr while the block runs; give None where no person looks or wants it."""
    if quiet or not can_draw():
        yield None
        return
    from rich.console import Console

    from indexer.cli.watching import Watch

    with Watch(Console(stderr=True)) as watch:
        yield watch.told


def _say_report(report: HarvestReport, *, quiet: bool) -> None:
    from indexer.harvest.reasons import sentence

    if not quiet:
        whole = counted({result: report.count(result) for result, *_ in RESULTS})
        say(f"Hämtningen är klar: {whole}. Dubbletter: {report.duplicates}.")
        tell("Kör nu: metodsok index")
    for each in report.sources:
        bad = report.faults(each)
        if bad:
            tell(f"{each.source}: {len(bad)} gick inte att hämta:")
        for code, where in bad[:SHOWN]:
            tell(f"  {line(where)}: {sentence(code)}.")
        if len(bad) > SHOWN:
            tell(f"  … och {len(bad) - SHOWN} till. Alla visas av: metodsok status --json")


def counted(results: Mapping[str, int]) -> str:
    """Return how many pages had each result, in words; results that no page had are left out."""
    found = [
        f"{results[result]} {one if results[result] == 1 else many}" for result, one, many in RESULTS if results[result]
    ]
    return ", ".join(found) or "inga sidor"


def _report_json(report: HarvestReport) -> dict[str, Any]:
    return {
        "sources": [harvest_json(each) for each in report.sources],
        "duplicates": report.duplicates,
        "seconds": report.seconds,
    } | {result: report.count(result) for result, *_ in RESULTS}


def harvest_json(each: Any) -> dict[str, Any]:
    """Return how the harvest of a source went, as plain values."""
    from indexer.harvest.reasons import sentence

    return {
        "source": each.source,
        "started": each.started.isoformat(),
        "ended": each.ended.isoformat() if each.ended else None,
        **{result: each.counts.get(result, 0) for result, *_ in RESULTS},
        "reasons": [{"code": code, "where": where, "message": sentence(code)} for code, where in each.reasons],
    }


LINK_STATES = {"dead": "död", "moved": "flyttad", "failed": "oklart", "replaced": "ersatt", "ok": "fungerar"}


@command(
    "links",
    "Kontrollera länkarna i ett gammalt utskick: döda, flyttade, och de som har en nyare utgåva.",
    "metodsok links utskick.html",
    "metodsok links utskick.html --json",
)
@click.argument("file", metavar="FIL|-", type=click.File("rb"))
@as_json
def links(settings: Settings, *, file: Any, as_json: bool) -> int:
    """Ask each address of a text; 3 where some did not answer."""
    from indexer.harvest.check import check

    config = settings.config
    content, known = file.read(), _editions(config)
    with progress(quiet=settings.quiet or as_json) as step:
        told = partial(step, "Frågar efter länkarna") if step else None
        found = check(content, known, limits=limits(config), contact=contact(config), told=told)
    if as_json:
        say_json([
            {"url": each.address, "state": each.state, "status": each.status, "target": each.target,
             "newer": each.newer, "reason": each.reason}
            for each in found
        ])  # fmt: skip
    else:
        _say_links(found)
    return PARTLY if any(each.state == "failed" for each in found) else 0


def _editions(config: Config) -> Editions:
    """Return which documents replace others: by what people state, and by the index if there is one."""
    from indexer.cli.state import documents
    from indexer.corpus import load
    from indexer.errors import IndexFault
    from indexer.harvest.check import Editions

    stated = load(config.corpus).records
    try:
        return Editions.of((*stated, *documents(config)))
    except IndexFault:
        return Editions.of(stated)


def _say_links(found: Sequence[Any]) -> None:
    from indexer.harvest.reasons import sentence

    order = list(LINK_STATES)
    for each in sorted(found, key=lambda link: order.index(link.state)):
        more = [
            f"nu {each.target}" if each.target else "",
            f"nyare utgåva: {each.newer}" if each.newer else "",
            sentence(each.reason) if each.reason else "",
        ]
        say(f"{LINK_STATES[each.state]:<8}  {line(each.address)}  {line('; '.join(filter(None, more)))}".rstrip())
    if not found:
        tell("Det finns inga länkar i texten.")


COMMANDS = (harvest, links)

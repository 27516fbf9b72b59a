"""Commands that change the corpus or the index: add, remove, index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.command import Settings, Years, as_json, command, document_type, today
from indexer.cli.terminal import fault, line, progress, say, say_json, tell
from indexer.errors import CorpusError, IndexFault

if TYPE_CHECKING:
    from indexer.build.build import BuildReport
    from indexer.config import Config
    from indexer.index.vocabulary import Failure

FAILED, PARTLY = 1, 3


@command(
    "add",
    "Ta in filer eller webbadresser i materialet; sidorna hämtas. Skriv sedan metodsok index för att söka i dem.",
    "metodsok add handledning.pdf bilaga.pdf --region 14",
    "metodsok add handledning.pdf --title Bokcirkel --publisher Stadsbiblioteket --region 14 --year 2025",
    'metodsok add https://example.se/mik --title "MIK för vuxna" --theme mik',
)
@click.argument("sources", metavar="FIL|ADRESS…", nargs=-1, required=True)
@click.option("--title", metavar="TITEL", help="Titeln, om den ska vara en annan än sidans egen. Bara för en i taget.")
@click.option("--publisher", metavar="NAMN", help="Utgivarens namn.")
@click.option("--region", "regions", multiple=True, metavar="LÄN", help="Länskod, till exempel 14. Får upprepas.")
@click.option("--year", "years", metavar="ÅR", type=Years(), help="Utgivningsår, eller en plans år: 2021..2024.")
@click.option("--type", "type_", metavar="TYP", type=document_type(), help="Plan, Vägledning, Rapport, Övning …")
@click.option("--theme", "themes", multiple=True, metavar="TEMA", help="Ett tema, till exempel mik. Får upprepas.")
@click.option("--language", metavar="KOD", help="Språkkod, till exempel sv.")
@as_json
def add(
    settings: Settings, *, sources: tuple[str, ...], years: tuple[int, int] | None, type_: str | None, as_json: bool,
    **stated: Any,
) -> int:  # fmt: skip
    """Take files and addresses into the corpus and print their ids; 3 where some page or file could not be taken."""
    if len(sources) > 1 and stated["title"]:
        raise click.BadParameter("ange en titel för en fil eller adress i taget", param_hint="--title")
    fields = {key: value for key, value in {**stated, "type": type_, **_period(years, type_)}.items() if value}
    taken = [_taken(settings, source, fields, alone=len(sources) == 1) for source in sources]
    _say_taken(taken, quiet=settings.quiet, as_json=as_json)
    if not any(each.id for each in taken):
        return FAILED
    return PARTLY if any(each.failure for each in taken) else 0


@dataclass(frozen=True, slots=True)
class _Taken:
    """One file or address: its id, None where it could not be taken in, how that went, and why it failed."""

    source: str
    id: str | None
    remark: str
    failure: str | None = None


def _taken(settings: Settings, source: str, fields: dict[str, Any], *, alone: bool) -> _Taken:
    """Take one file or address into the corpus; of several, one that cannot be taken leaves the others be."""
    from indexer.corpus import edit

    tell_back = _hushed if settings.quiet else tell
    try:
        if source.startswith(("http://", "https://")):
            return _add_address(settings.config, source, tell_back, fields)
        id_ = edit.add_file(settings.config.corpus, Path(source), tell=tell_back, today=today, **fields)
    except CorpusError as error:
        if alone:
            raise
        return _Taken(source, None, str(error), "refused")
    return _Taken(source, id_, "Filen finns nu i materialet.")


def _say_taken(taken: Sequence[_Taken], *, quiet: bool, as_json: bool) -> None:
    values: list[dict[str, str | None]] = [{"id": each.id, "failure": each.failure} for each in taken]
    if as_json and len(taken) == 1:
        say_json(values[0])
    elif as_json:
        say_json([{"source": each.source, **value} for each, value in zip(taken, values, strict=True)])
    for each in taken:
        if each.id and not as_json:
            say(each.id)
        if each.failure or not quiet:
            tell(each.remark)
    if not quiet and any(each.id for each in taken):
        tell("Kör nu: metodsok index")


def _add_address(config: Config, address: str, tell_back: Callable[[str], None], fields: dict[str, Any]) -> _Taken:
    """Fetch the page, record it in the catalogue, and return how that went.

    A page that cannot be fetched now is recorded all the same where a title was given. Raises CorpusError otherwise.
    """
    from indexer.cli.fetching import contact, limits
    from indexer.corpus import edit, load
    from indexer.harvest.page import add_page
    from indexer.harvest.reasons import sentence

    page = add_page(load(config.corpus), address, limits=limits(config), contact=contact(config))
    known = None if fields else edit.id_of(config.corpus, address)
    title = fields.get("title") or page.title
    if not title and not known:
        why = sentence(page.failure) if page.failure else "sidan har ingen titel"
        raise CorpusError(f"{address}: {why}. Ange en titel med --title för att ta in adressen ändå.")
    id_ = known or edit.add_address(config.corpus, address, tell=tell_back, today=today, **{**fields, "title": title})
    if page.failure:
        remark = f"Sidans text kunde inte hämtas: {sentence(page.failure)}. Bara det du har angett går att söka."
        return _Taken(address, id_, f"{address} finns nu i katalogen. {remark}", page.failure)
    return _Taken(address, id_, "Sidan är hämtad och finns i katalogen.")


def _hushed(_message: str) -> None:
    """Tell nothing: the person asked for quiet."""


def _period(years: tuple[int, int] | None, type_: str | None) -> dict[str, Any]:
    """Return a year as the year of issue, a span or a plan's year as the period in force."""
    if years is None:
        return {}
    first, last = years
    if first == last and type_ != "plan":
        return {"issued": str(first)}
    return {"valid_from": first or None, "valid_to": last if last < 9999 else None}  # noqa: PLR2004  # open ends


@command(
    "remove",
    "Ta bort ett material för gott: filen, posten i katalogen och det som finns i sökindexet.",
    "metodsok remove bokcirkel",
    "metodsok remove https://example.se/mik",
)
@click.argument("id_or_url", metavar="ID|ADRESS")
@as_json
def remove(settings: Settings, *, id_or_url: str, as_json: bool) -> None:
    """Take a document out of the corpus, keep it out, and out of the index at once if there is one."""
    from indexer.build.build import build
    from indexer.corpus import edit
    from indexer.index.workshop import drop_previous

    config = settings.config
    removal = edit.remove(config.corpus, id_or_url, also=_addresses(config, id_or_url))
    indexed = (config.index / "current").exists()
    if indexed:
        build(config.corpus, config.index, engine=config.engine, today=today(), cluster=config.cluster)
        drop_previous(config.index, config.engine, config.cluster)
    if as_json:
        say_json({"id": removal.id, "indexed": indexed})
    else:
        say(f"{removal.id} är borttaget.")


def _addresses(config: Config, id_or_url: str) -> list[str]:
    """Return the addresses that the index knows of a document; none without an index that can be read."""
    from indexer.search import open_index

    try:
        with open_index(config.index) as searcher:
            document = searcher.document(id_or_url)
    except IndexFault:
        return []
    return [url for url in (document.url, *document.urls) if url] if document else []


@command(
    "index",
    "Bygg upp sökindexet, eller för in det som har ändrats sedan sist.",
    "metodsok index",
    "metodsok index --rebuild",
)
@click.option("--rebuild", is_flag=True, help="Bygg om allt från början.")
@click.option(
    "--engine", metavar="MOTOR", help="auto, whoosh, tantivy eller opensearch. Förvalet står i metodsok.toml."
)
@as_json
def index(settings: Settings, *, rebuild: bool, engine: str | None, as_json: bool) -> int:
    """Bring the index up to date; 3 where files could not be read."""
    from indexer.build.build import build
    from indexer.config import ENGINES

    config = settings.config
    if engine and engine not in ENGINES:
        raise click.BadParameter(f"välj bland {', '.join(ENGINES)}", param_hint="--engine")
    with progress(quiet=settings.quiet) as step:
        report = build(
            config.corpus,
            config.index,
            engine=engine or config.engine,
            rebuild=rebuild,
            progress=step,
            today=today(),
            cluster=config.cluster,
        )
    if as_json:
        say_json(_report_json(report))
    else:
        _say_report(report, quiet=settings.quiet)
    return PARTLY if report.failures else 0


def _say_report(report: BuildReport, *, quiet: bool) -> None:
    if not quiet:
        say(_summary(report))
        for note in report.notes:
            say(line(note))
    _list("{} kunde inte läsas rätt:", report.failures)
    if not quiet:
        _list("{} lästes med anmärkning:", report.remarks)


def _list(heading: str, items: Sequence[Failure]) -> None:
    if items:
        tell(heading.format(_counted(len({item.path for item in items}), "fil", "filer")))
    for item in items:
        tell(f"  {fault(str(item.path), item.message)}")


def _summary(report: BuildReport) -> str:
    size = f"{report.documents} material, {_counted(report.passages, 'stycke', 'stycken')} ({report.engine})"
    if report.unchanged:
        return f"Inget har ändrats. Indexet har {size}."
    changes = [
        f"{count} {word}"
        for count, word in ((report.added, "nya"), (report.changed, "ändrade"), (report.removed, "borttagna"))
        if count
    ]
    return f"Indexet är klart: {size}; {', '.join(changes) or 'inga ändringar'}. Det tog {_seconds(report.seconds)}."


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s".replace(".", ",")


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _report_json(report: BuildReport) -> dict[str, Any]:
    return {
        "engine": report.engine,
        "generation": report.generation,
        "documents": report.documents,
        "passages": report.passages,
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "unchanged": report.unchanged,
        "seconds": round(report.seconds, 3),
        "notes": list(report.notes),
        "failures": failures_json(report.failures),
        "remarks": failures_json(report.remarks),
    }


def failures_json(failures: Sequence[Any]) -> list[dict[str, str]]:
    """Return the files that could not be read, each with path, code and message."""
    return [{"path": str(item.path), "code": item.code, "message": item.message} for item in failures]


COMMANDS = (add, remove, index)

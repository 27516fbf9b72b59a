"""Commands that keep the service going: status, check, serve."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click

from indexer.cli.command import Count, Settings, as_json, command
from indexer.cli.terminal import bold, clean, fault, line, say, say_fields, say_json, wrapped
from indexer.config import HIGHEST_PORT
from indexer.errors import CorpusError

FAILED = 1


@command(
    "status",
    "Visa läget: materialet, sökindexet, filer som inte kunde läsas, uppgifter som saknas och sökningar utan träff.",
    "metodsok status",
    "metodsok status --json",
)
@as_json
def status(settings: Settings, *, as_json: bool) -> None:
    """Report on corpus and index; a missing index is a state, not an error."""
    from indexer.cli.state import state

    report = state(settings.config)
    if as_json:
        say_json(report)
    else:
        _say_state(report)


def _say_state(report: Mapping[str, Any]) -> None:
    corpus, index = report["corpus"], report["index"]
    say(bold("Materialet"))
    say_fields({
        "Mapp": corpus["path"],
        "Poster i katalogen": str(corpus["records"]),
        "Filer": str(corpus["files"]),
        "Borttagna": str(corpus["removed"]),
    })  # fmt: skip
    _say_harvest(report["harvest"])
    say()
    say(bold("Sökindexet"))
    fields = {"Mapp": index["path"], "Läge": index["message"]}
    if index["status"] == "ok":
        fields |= {
            "Motor": index["engine"], "Byggt": _when(index["built"]), "Material": str(index["documents"]),
            "Stycken": str(index["passages"]), "Storlek": f"{index['bytes'] / 1_000_000:.1f} MB".replace(".", ","),
        }  # fmt: skip
    say_fields(fields)
    for heading, ids in report["lacking"].items():
        if ids:
            say()
            say(bold(f"{heading}: {len(ids)}"))
            say(wrapped(f"{', '.join(ids[:SHOWN])}{' …' if len(ids) > SHOWN else ''}", "  "))
    if report["failures"]:
        say()
        say(bold(f"Filer som inte kunde läsas: {len(report['failures'])}"))
        for failure in report["failures"]:
            say(wrapped(fault(failure["path"], failure["message"]), "  "))
    if report["unanswered"]:
        say()
        say(bold("Sökningar utan träff"))
        say_fields({line(each["words"]): f"{each['times']} gånger" for each in report["unanswered"][:SHOWN]})


def _say_harvest(harvest: Mapping[str, Any]) -> None:
    """Write how the latest harvests went; nothing where none was made."""
    from indexer.cli.fetching import counted
    from indexer.harvest.reasons import EXPECTED

    if not harvest["sources"]:
        return
    say()
    say(bold("Hämtningen"))
    say_fields({"Hämtade sidor": str(harvest["pages"]), "Döda länkar": str(len(harvest["dead"]))})
    for each in harvest["sources"]:
        when = _when(each["ended"]) if each["ended"] else "avbruten, fortsätter nästa gång"
        say(wrapped(f"{each['source']}: {when}; {counted(each)}", "  "))
        for reason in [reason for reason in each["reasons"] if reason["code"] not in EXPECTED][:SHOWN]:
            say(f"    {line(reason['where'])}: {reason['message']}")
    for page in harvest["dead"][:SHOWN]:
        say(f"  Död länk: {line(page['url'])}" + (f" (på {line(page['referrer'])})" if page["referrer"] else ""))
    if harvest["oldest"]:
        say("  Längst sedan de sågs:")
    for page in harvest["oldest"][:OLDEST]:
        say(f"    {line(page['url'])}, {_when(page['seen'])}")


def _when(built: str) -> str:
    """Return a time in ISO 8601 as people say it, in the time zone of the machine."""
    return datetime.fromisoformat(built).astimezone().strftime("%Y-%m-%d kl. %H.%M")


OLDEST = 3
"""Pages named that were seen longest ago; --json names more."""
SHOWN = 10
"""Ids named for each thing that is lacking, and searches without hits; --json names all."""


@command("check", "Leta efter skador i katalogen och sökindexet.", "metodsok check")
@as_json
def check(settings: Settings, *, as_json: bool) -> int:
    """Look for damage; 1 where there is any, with the command that mends it."""
    from indexer.corpus.catalogue import load
    from indexer.index import generation

    config = settings.config
    faults = generation.check(config.index, config.cluster)
    try:
        load(config.corpus)
    except CorpusError as error:
        faults.insert(0, str(error))
    if as_json:
        say_json({"ok": not faults, "faults": faults})
    elif faults:
        for fault in faults:
            say(clean(fault))
    else:
        say("Allt är helt.")
    return FAILED if faults else 0


class Port(Count):
    """A port to listen on; 0 takes any that is free."""

    name = "port"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        number = super().convert(value, param, ctx)
        return number if number <= HIGHEST_PORT else self.fail(f"porten är högst {HIGHEST_PORT}", param, ctx)


@command(
    "serve",
    "Starta webbplatsen. Avsluta med Ctrl+C.",
    "metodsok serve",
    "metodsok serve --host 0.0.0.0 --port 8080",
)
@click.option("--host", metavar="ADRESS", help="Adressen att lyssna på.  [förval: 127.0.0.1]")
@click.option("--port", metavar="NUMMER", type=Port(0), help="Porten.  [förval: 8501]")
def serve(settings: Settings, *, host: str | None, port: int | None) -> None:
    """Serve the web application until interrupted; without an index it says so to its visitors."""
    from web.server import serve as run

    config = settings.config
    run(config, host or config.host, config.port if port is None else port)


COMMANDS = (status, check, serve)

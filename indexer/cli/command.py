"""What every command is made of: Swedish help with examples, the global options, and the options they share."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from indexer.config import Config

FOLDER_METAVAR = "MAPP"
Function = Callable[..., Any]
Decorator = Callable[[Function], Function]


@dataclass(frozen=True, slots=True)
class Settings:
    """The global options as given before the command."""

    corpus: Path | None
    index: Path | None
    file: Path | None
    quiet: bool = False
    verbose: bool = False

    @property
    def config(self) -> Config:
        """The configuration, with the folders from the command line where given. Raises ConfigError."""
        from dataclasses import replace

        from indexer.config import load

        config = load(self.file)
        corpus = self.corpus.expanduser().absolute() if self.corpus else config.corpus
        index = self.index.expanduser().absolute() if self.index else config.index
        return replace(config, corpus=corpus, index=index)


class Command(click.Command):
    """A command whose usage line is Swedish."""

    def __init__(self, name: str | None, **settings: Any) -> None:
        super().__init__(name, **{"options_metavar": "[FLAGGOR]", **settings})


class WordsCommand(Command):
    """A command whose words may begin with a minus, as in a search: `bokcirkel -barn`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; a minus before a letter or a quote belongs to the word, but for `-h`."""
        return super().parse_args(ctx, [HELD + arg if MINUS.match(arg) and arg != "-h" else arg for arg in args])


HELD = "\0"
"""Keeps click from taking a word for an option; no argument can hold it, so nothing else is changed."""

MINUS = re.compile(r'-(?:[^\W\d_]|["”])')


def joined(words: Sequence[str]) -> str:
    """Return the words of a WordsCommand as one question."""
    return " ".join(words).replace(HELD, "")


def today() -> date:
    """Return the day it is where the program runs."""
    return datetime.now().astimezone().date()


def command(
    name: str, help_text: str, *examples: str, cls: type[Command] = Command
) -> Callable[[Function], click.Command]:
    """Make a function the command `name`; it is given the Settings first. Each example is a whole command line."""
    short = re.split(r"[.:]", help_text)[0] + "."
    epilog = "\b\nExempel:\n" + "\n".join(f"  {example}" for example in examples)

    def decorate(function: Function) -> click.Command:
        return click.command(name, cls=cls, help=help_text, short_help=short, epilog=epilog)(click.pass_obj(function))

    return decorate


as_json = click.option("--json", "as_json", is_flag=True, help="Svara i JSON, för program.")


class Years(click.ParamType[tuple[int, int]]):
    """A year or a span of years, `2024`, `2021..2024`, `2021..` or `..2024`, as the first and the last."""

    name = "år"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Return (first, last), both within the span."""
        match = re.fullmatch(r"(\d{4})?(\.\.)?(\d{4})?", str(value).strip())
        if not match or not (match[1] or match[3]):
            self.fail("skriv ett år eller ett spann, till exempel 2024 eller 2021..2024", param, ctx)
        first = int(match[1] or 0)
        last = int(match[3] or 9999) if match[2] else first
        if first > last:
            self.fail("det första året är senare än det sista", param, ctx)
        return first, last


class Count(click.ParamType[int]):
    """A whole number, `least` or more."""

    name = "antal"

    def __init__(self, least: int) -> None:
        self.least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        text = str(value)
        if not (text.isascii() and text.isdigit() and int(text) >= self.least):
            self.fail(f"skriv ett heltal från {self.least} och uppåt", param, ctx)
        return int(text)


class Label(click.ParamType[str]):
    """One of a few values, written as the value or as the Swedish label that people see."""

    def __init__(self, name: str, labels: dict[str, str]) -> None:
        self.name = name
        self.labels = labels

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the value."""
        wanted = str(value).strip().casefold()
        for key, label in self.labels.items():
            if wanted in {key.casefold(), label.casefold()}:
                return key
        return self.fail(f"{value!r} finns inte. Välj bland {', '.join(self.labels.values())}.", param, ctx)


def document_type() -> Label:
    """Return the parameter type for a document's type."""
    from indexer.model import TYPE_LABELS

    return Label("typ", dict(TYPE_LABELS))


def filters(function: Function) -> Function:
    """Give a command the filters of a search; each may be repeated and then widens."""
    from indexer.model import STATUS_LABELS

    options: Sequence[Decorator] = (
        click.option("--theme", "themes", multiple=True, metavar="TEMA", help="Ett tema, till exempel mik."),
        click.option("--region", "regions", multiple=True, metavar="LÄN", help="Länskod, till exempel 14."),
        click.option(
            "--type", "types", multiple=True, metavar="TYP", type=document_type(), help="Plan, Vägledning, Övning …"
        ),
        click.option("--publisher", "publishers", multiple=True, metavar="NAMN", help="Utgivarens namn."),
        click.option("--year", "years", metavar="ÅR", type=Years(), help="2024 eller ett spann: 2021..2024."),
        click.option("--language", "languages", multiple=True, metavar="KOD", help="Språkkod, till exempel sv."),
        click.option(
            "--status",
            "statuses",
            multiple=True,
            metavar="STATUS",
            type=Label("status", dict(STATUS_LABELS)),
            help="Planens status: Gällande, Utgången …",
        ),
    )
    return reduce(lambda decorated, option: option(decorated), reversed(options), function)

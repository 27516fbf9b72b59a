"""The command `metodsok`: its global options, its Swedish, and the one place where errors become messages and codes."""

from __future__ import annotations

import gettext
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

# Click asks gettext at run time; gettext asks the environment which language. Everybody here reads Swedish.
os.environ["LANGUAGE"] = "sv"
gettext.bindtextdomain("messages", Path(__file__).parent / "locale")

import click  # noqa: E402  # after the language is chosen

from indexer.cli import asking, changing, fetching, keeping, sharing  # noqa: E402
from indexer.cli.command import FOLDER_METAVAR, Command, Settings  # noqa: E402
from indexer.cli.terminal import tell  # noqa: E402
from indexer.errors import MetodsokError  # noqa: E402

DONE, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130

HELP = """Metodsök: sök i metodmaterial för folkbibliotek.

\b
Lägg filer i corpus/documents, kör "metodsok index" och sök.
Hjälp om ett kommando: metodsok KOMMANDO --help
"""
EXAMPLES = """\b
Exempel:
  metodsok index
  metodsok search källkritik övning vuxna
  metodsok serve
"""


class Group(click.Group):
    """The commands, listed in the order in which they are met and not by letter."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Return the commands in the order of this module."""
        return list(self.commands)


@click.group(
    cls=Group,
    name="metodsok",
    help=HELP,
    epilog=EXAMPLES,
    options_metavar="[FLAGGOR]",
    subcommand_metavar="KOMMANDO …",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--corpus", metavar=FOLDER_METAVAR, type=click.Path(path_type=Path), help="Mappen med materialet.")
@click.option("--index", metavar=FOLDER_METAVAR, type=click.Path(path_type=Path), help="Mappen med sökindexet.")
@click.option("--config", metavar="FIL", type=click.Path(path_type=Path), help="Inställningar i en annan fil.")
@click.option("-q", "--quiet", is_flag=True, help="Säg bara det nödvändigaste.")
@click.option("-v", "--verbose", is_flag=True, help="Visa detaljer när något går fel.")
@click.version_option(package_name="metodsok")
@click.pass_context
def cli(
    context: click.Context, *, corpus: Path | None, index: Path | None, config: Path | None, quiet: bool, verbose: bool
) -> None:
    """Keep the global options for the command that follows."""
    context.obj = Settings(corpus, index, config, quiet=quiet, verbose=verbose)


for _command in (*fetching.COMMANDS, *changing.COMMANDS, *asking.COMMANDS, *sharing.COMMANDS, *keeping.COMMANDS):
    cli.add_command(_command)


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal may lack å; better ? than a crash
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; whatever goes wrong has been told on stderr.

    0 done, 1 it failed, 2 wrong use, 3 finished but some files failed, 130 interrupted.
    """
    verbose = False
    try:
        with cli.make_context("metodsok", list(arguments)) as context:
            verbose = bool(context.params.get("verbose"))
            code = cli.invoke(context)
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_left()
    except click.exceptions.Exit as asked:
        return asked.exit_code
    except click.ClickException as error:
        error.show()
        return WRONG_USE if isinstance(error, click.UsageError) else FAILED
    except (KeyboardInterrupt, click.Abort):
        tell("Avbrutet.")
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  # the last stop: people see a sentence, developers the traceback
        return _told(error, verbose=verbose)
    return code if isinstance(code, int) else DONE


def _told(error: Exception, *, verbose: bool) -> int:
    if verbose:
        traceback.print_exception(error)
    if isinstance(error, MetodsokError):
        tell(str(error))
    elif isinstance(error, OSError) and error.filename:
        tell(f"{error.filename}: {_os_reason(error)}")
    else:
        tell(f"Något gick fel: {type(error).__name__}. Kör igen med -v före kommandot för att se var.")
    return FAILED


def _os_reason(error: OSError) -> str:
    match error:
        case PermissionError():
            return "du har inte rätt att läsa eller skriva här. Kontrollera mappens rättigheter."
        case FileNotFoundError():
            return "filen eller mappen finns inte. Kontrollera sökvägen."
    return f"{error.strerror}. Kontrollera disken och försök igen."


def _reader_left() -> int:
    """Go quietly when the program that read our output has ended, as `head` does."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE

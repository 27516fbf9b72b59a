import gettext
import importlib.util
import re
from pathlib import Path

import click
import pytest

from indexer.cli.group import cli, run

ROOT = Path(__file__).parents[3]
ENGLISH = re.compile(r"\b(Usage|Options|Commands|Show|Error|Try|Missing|No such|Invalid|default|TEXT|INTEGER|FILE)\b")
COMMANDS = [
    "harvest",
    "links",
    "add",
    "remove",
    "index",
    "search",
    "show",
    "list",
    "themes",
    "extract",
    "evaluate",
    "newsletter",
    "cite",
    "status",
    "check",
    "serve",
]


def test_every_promised_command_is_there() -> None:
    """The commands are those of the interface, in the order in which they are met."""
    assert list(cli.commands) == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_swedish_help_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody has to guess: each command says what it does and shows a line to copy, without click's English."""
    assert run([name, "--help"]) == 0
    text = capsys.readouterr().out
    assert f"Exempel:\n    metodsok {name}" in text
    assert not ENGLISH.search(text), text
    assert len(cli.commands[name].help or "") > 20


@pytest.mark.parametrize(("name", "command"), list(cli.commands.items()))
def test_every_option_is_explained(name: str, command: click.Command) -> None:
    """An option without a word of explanation, or with click's own name for its value, is an accident."""
    options = [option for option in command.params if isinstance(option, click.Option)]
    assert all(option.help for option in options), name
    assert all(option.metavar for option in options if not option.is_flag), name


@pytest.mark.parametrize("name", ["harvest", "links", "add", "remove", "index", "search", "show", "list", "themes",
                                  "extract", "evaluate",
                                  "status", "check"])  # fmt: skip
def test_every_report_can_be_had_as_json(name: str) -> None:
    """Programs read the same as people."""
    assert "--json" in [declared for option in cli.commands[name].params for declared in option.opts]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sök"], "Kommandot 'sök' finns inte."),
        (["serch"], "Menade du"),
        (["show"], "Här saknas 'ID'."),
        (["list", "--tema", "mik"], "Flaggan '--tema' finns inte."),
        (["list", "--theme"], "Flaggan '--theme' behöver ett värde."),
        (["list", "--year", "i fjol"], "skriv ett år eller ett spann"),
        (["list", "--year", ".."], "skriv ett år eller ett spann"),
        (["list", "--year", "2024..2021"], "det första året är senare"),
        (["list", "--type", "dikt"], "Välj bland Plan, Vägledning, Webbsida, Rapport, Övning."),
        (["list", "extra"], "Ett ord för mycket: extra"),
        (["search"], "Skriv vad du söker"),
        (["search", "mik", "--limit", "0"], "skriv ett heltal från 1"),
        (["search", "mik", "--sort", "bäst"], "är ingen av 'relevance', 'newest'"),
        (["search", "--batch", __file__], "--batch och --run hör ihop"),
        (["serve", "--port", "70000"], "porten är högst 65535"),
        (["extract", "finns-inte.pdf"], "finns inte."),
        (["evaluate"], "Här saknas flaggan"),
        (["index", "--engine", "lucene"], "auto, whoosh, tantivy"),
    ],
)
def test_wrong_use_is_told_in_swedish(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong use is exit code 2 and a sentence on stderr; stdout stays empty."""
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert not ENGLISH.search(err), err
    assert out == ""


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """The bare name is wrong use, answered by the help."""
    assert run([]) == 2
    assert "Kommandon:" in capsys.readouterr().err


def test_the_compiled_messages_are_those_of_the_source() -> None:
    """Who edits messages.po and forgets tools/compile_messages.py is reminded here."""
    spec = importlib.util.spec_from_file_location("compile_messages", ROOT / "tools" / "compile_messages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    source: Path = module.SOURCE
    assert source.with_suffix(".mo").read_bytes() == module.compiled(source.read_text(encoding="utf-8"))
    with source.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Usage:") == "Så här:"


def test_every_translated_message_keeps_its_fields() -> None:
    """A translation names no field that click does not give."""
    with (ROOT / "indexer/cli/locale/sv/LC_MESSAGES/messages.mo").open("rb") as file:
        catalogue: dict[str | tuple[str, int], str] = gettext.GNUTranslations(file)._catalog
    for original, translated in catalogue.items():
        source = original if isinstance(original, str) else original[0]
        given = set(re.findall(r"{(\w+)", source))
        assert set(re.findall(r"{(\w+)", translated)) - given <= {"possibilities", "choices", "len", "nargs"}, source

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.cli import terminal


@given(st.text())
def test_nothing_that_a_terminal_obeys_comes_through(text: str) -> None:
    """Whatever a document holds, only line breaks and tabs are left of its control characters."""
    left = {character for character in terminal.clean(text) if unicodedata.category(character) == "Cc"}
    assert left <= {"\n", "\t"}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("\x1b[31mröd\x1b[0m", "röd"),
        ("\x1b]0;ny titel\x07text", "text"),
        ("\x1b]8;;https://evil.example\x1b\\länk\x1b]8;;\x1b\\", "länk"),
        ("rad\r\noch\rrad", "rad\nochrad"),
        ("\u202evänd", "vänd"),
        ("\x9b31mC1", "31mC1"),
        ("å ä ö – “”", "å ä ö – “”"),
    ],
)
def test_escape_sequences_go_as_a_whole(written: str, shown: str) -> None:
    """What is left of a coloured text is the text."""
    assert terminal.clean(written) == shown


def test_marks_are_bold_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person sees the match in bold, a program sees the words alone."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(terminal, "is_terminal", lambda: True)
    assert terminal.marked("en bokcirkel\x1b[2J här", [(3, 12)]) == "en \x1b[1mbokcirkel\x1b[0m här"
    monkeypatch.setattr(terminal, "is_terminal", lambda: False)
    assert terminal.marked("en bokcirkel\n här", [(3, 12)]) == "en bokcirkel här"


def test_a_table_is_tabs_for_programs_and_columns_for_people(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tabs and line breaks inside a cell never make a new one."""
    rows = [("a", "läs\tfrämjande\n"), ("åäö", "b")]
    terminal.say_table(rows, ("Id", "Titel"))
    assert capsys.readouterr().out == "a\tläs främjande\nåäö\tb\n"
    monkeypatch.setattr(terminal, "is_terminal", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")
    terminal.say_table(rows, ("Id", "Titel"))
    assert capsys.readouterr().out == "Id   Titel\na    läs främjande\nåäö  b\n"


def test_long_lines_fit_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bold text is not cut in the middle of its escape sequence."""
    monkeypatch.setattr(terminal, "is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    text = terminal.wrapped("läsning " * 20, "    ")
    assert all(len(row) <= 40 and row.startswith("    läsning") for row in text.splitlines())


def test_no_progress_without_a_terminal() -> None:
    """Logs hold no bars."""
    with terminal.progress(quiet=False) as step:
        assert step is None


def test_json_keeps_every_character_and_none_that_a_terminal_obeys(capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get the text as it is, written so that a terminal stays calm."""
    text = "å \x9b31m \u202e \x7f \x1b[2J\n"
    terminal.say_json({"text": text})
    out = capsys.readouterr().out
    assert json.loads(out) == {"text": text}
    assert terminal.clean(out) == out
    assert "å" in out


def test_messages_with_names_of_files_are_clean(capsys: pytest.CaptureFixture[str]) -> None:
    """A file may be called anything."""
    terminal.tell("\x1b[31mfil.pdf\x07 finns inte.")
    assert capsys.readouterr().err == "fil.pdf finns inte.\n"

"""What reaches the terminal: text without control characters, bold where it shows, tables, JSON and progress."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any, Protocol

WIDEST = 100
"""Characters: longer lines are tiring to read."""

_BOLD = ("\x1b[1m", "\x1b[0m")
# Control characters could move the cursor, rename the window or hide text; the last ones turn its direction around.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# An escape sequence goes as a whole, so that "[31m" does not stay behind.
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")


def clean(text: str) -> str:
    """Return `text` without anything that a terminal obeys; line breaks and tabs stay."""
    return _CONTROL.sub("", _ESCAPE.sub("", text.replace("\r\n", "\n")))


def line(text: str) -> str:
    """Return `text` on one line, clean."""
    return " ".join(clean(text).split())


def say(text: str = "") -> None:
    """Write a line of the result to stdout."""
    sys.stdout.write(text + "\n")


def tell(text: str) -> None:
    """Write a line that is not the result to stderr, clean: file names come from outside too."""
    sys.stderr.write(clean(text) + "\n")


def say_json(value: object) -> None:
    """Write the result as JSON, readable; what a terminal obeys is written as JSON's escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    say(_CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def is_terminal() -> bool:
    """Tell whether a person reads stdout."""
    return sys.stdout.isatty()


def can_draw() -> bool:
    """Tell whether a person watches stderr on a terminal that can draw over what it has written."""
    return sys.stderr.isatty() and os.environ.get("TERM", "dumb") not in {"dumb", "unknown"}


def bold(text: str) -> str:
    """Return `text` in bold where a person reads it on a terminal."""
    return text.join(_BOLD) if is_terminal() and not os.environ.get("NO_COLOR") else text


def marked(text: str, marks: Sequence[tuple[int, int]]) -> str:
    """Return `text` on one line and clean, with the stretches [start, end) in bold."""
    pieces, at = [], 0
    for start, end in marks:
        pieces += [_piece(text[at:start]), bold(_piece(text[start:end]))]
        at = end
    return "".join([*pieces, _piece(text[at:])]).strip()


def _piece(text: str) -> str:
    return re.sub(r"\s+", " ", clean(text))


def wrapped(text: str, indent: str) -> str:
    """Return `text` broken into lines that fit the terminal, each indented; unbroken where nobody looks."""
    if not is_terminal():
        return indent + text
    width = min(shutil.get_terminal_size().columns, WIDEST)
    return textwrap.fill(
        text, width, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def say_table(rows: Sequence[Sequence[str]], heading: Sequence[str]) -> None:
    """Write rows aligned under a heading on a terminal, separated by tabs without heading otherwise."""
    tidy = [[line(cell) for cell in row] for row in rows]
    if not is_terminal():
        for row in tidy:
            say("\t".join(row))
        return
    widths = [max(map(_width, column)) for column in zip(heading, *tidy, strict=True)]
    say(bold(_aligned(heading, widths)))
    for row in tidy:
        say(_aligned(row, widths))


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()


def _width(text: str) -> int:
    """Return how many columns `text` takes: combining marks none, wide characters two."""
    return sum(
        0 if unicodedata.combining(character) else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )


def say_fields(fields: Mapping[str, str | None]) -> None:
    """Write named values one a line, in one column; those that are empty are left out."""
    shown = {name: value for name, value in fields.items() if value}
    width = max(map(len, shown), default=0) + 2
    for name, value in shown.items():
        say(f"{name + ':':<{width}}{line(value)}")


def fault(path: str, message: str) -> str:
    """Return what is wrong with a file, on one line; a message that begins with its name says it once."""
    return f"{line(path)}: {line(message.removeprefix(f'{PurePosixPath(path).name}: '))}"


class Progress(Protocol):
    """What a long run is told of its progress: the stage in Swedish, how many are done, of how many."""

    def __call__(self, stage: str, done: int, total: int, /) -> None:
        """Note that `done` of `total` are done in `stage`."""


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress | None]:
    """Show a bar on stderr while the block runs; give None where no person looks or wants it."""
    if quiet or not can_draw():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns: list[Any] = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, visible=False)

        def step(stage: str, done: int, total: int) -> None:
            # A new stage is drawn at once: a short one would be over before the bar is drawn again.
            new = bar.tasks[0].description != stage
            bar.update(task, description=stage, completed=done, total=total or None, visible=True, refresh=new)

        yield step

"""What a person sees of a harvest while it goes."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from indexer.cli import terminal
from indexer.cli.watching import Watch


def drawn(watch: Watch, width: int, height: int) -> list[str]:
    console = Console(file=io.StringIO(), width=width, height=height, force_terminal=True)
    with console.capture() as captured:
        console.print(watch.bars.get_renderable())
    return terminal.clean(captured.get()).splitlines()


def told(width: int, height: int, *pages: tuple[str, int, int]) -> list[str]:
    """Return the lines that are drawn when sources have told of their pages."""
    watch = Watch(Console(file=io.StringIO(), width=width, height=height, force_terminal=True))
    for each in pages:
        watch.told(*each)
    return drawn(watch, width, height)


def test_each_source_has_a_bar_and_all_have_one() -> None:
    """With how many pages are done, of how many."""
    lines = told(80, 24, ("region-skane", 3, 7), ("schyst", 1, 1))
    assert [line.split()[0] for line in lines] == ["Alla", "region-skane", "schyst"]
    assert [line.split("━")[-1].split()[0] for line in lines] == ["4/12", "3/10", "1/2"]


def test_sources_that_are_done_make_room() -> None:
    """The rest have what the terminal has lines for, and no more."""
    pages = [(f"kalla-{number}", 1, 0 if number < 5 else 2) for number in range(40)]
    lines = told(80, 10, *pages)
    assert [line.split()[0] for line in lines] == ["Alla", *(f"kalla-{number}" for number in range(5, 12))]


@pytest.mark.parametrize("width", [40, 80])
def test_a_long_name_stays_on_its_line(width: int) -> None:
    """On a narrow terminal too."""
    lines = told(width, 24, ("finlandsinstitutets-bibliotek", 1234, 3766))
    assert len(lines) == 2
    assert all(len(line) <= width for line in lines)
    assert "1234/5000" in lines[1]


@pytest.mark.parametrize(("term", "can"), [("xterm-256color", True), ("dumb", False), ("unknown", False)])
def test_nothing_is_drawn_where_nothing_can_be_drawn_over(
    monkeypatch: pytest.MonkeyPatch, term: str, *, can: bool
) -> None:
    """A dumb terminal gets the sentences alone."""
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert terminal.can_draw() is can


def test_a_fault_says_the_name_once() -> None:
    """The message often begins with it."""
    assert terminal.fault("https://a.example/plan.pdf", "plan.pdf: Trasig.") == "https://a.example/plan.pdf: Trasig."

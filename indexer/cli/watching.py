"""How a harvest goes while it goes: a bar for all sources, and one for each that still has pages waiting."""

from __future__ import annotations

from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, Task, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Column
from rich.text import Text

_FEWEST = 1
_OTHER_LINES = 3
"""Lines of the terminal that no source's bar may take: the bar for all, and some air."""


class _Elapsed(TimeElapsedColumn):
    """The time since the harvest began, beside the bar for all."""

    def render(self, task: Task) -> Text:
        """Return the time, nothing for a single source."""
        return super().render(task) if task.fields.get("whole") else Text()


class Watch:
    """Draws how far each source has come. A context manager; what it drew is gone afterwards.

    Sources that are done make room for others; where there are more than the terminal has lines the first ones show.
    """

    def __init__(self, console: Console) -> None:
        name = TextColumn("{task.description}", table_column=Column(no_wrap=True, overflow="ellipsis"))
        columns: list[Any] = [name, BarColumn(), MofNCompleteColumn(table_column=Column(no_wrap=True)), _Elapsed()]
        self.bars = Progress(*columns, console=console, transient=True)
        self._console = console
        self._whole = self.bars.add_task("Alla källor", visible=False, whole=True)
        self._tasks: dict[str, TaskID] = {}
        self._left: dict[str, tuple[int, int]] = {}

    def __enter__(self) -> Self:
        self.bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bars.stop()

    def told(self, source: str, done: int, waiting: int) -> None:
        """Take how many pages of a source are done, and how many wait."""
        if source not in self._tasks:
            self._tasks[source] = self.bars.add_task(source, visible=False)
        self._left[source] = done, waiting
        self.bars.update(self._tasks[source], completed=done, total=done + waiting)
        finished, left = map(sum, zip(*self._left.values(), strict=True))
        self.bars.update(self._whole, completed=finished, total=finished + left, visible=True)
        self._make_room()

    def _make_room(self) -> None:
        room = max(_FEWEST, self._console.size.height - _OTHER_LINES)
        shown = [source for source, (_, waiting) in self._left.items() if waiting][:room]
        for source, task in self._tasks.items():
            self.bars.update(task, visible=source in shown)

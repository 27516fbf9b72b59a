"""How much time, memory and text one file may take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MB = 1_000_000
FIRST = 3
"""A process' first file may take so many times as long: on a busy machine, loading the readers takes its time too."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits for reading one file; measured on hostile inputs, see docs/architecture.md.

    `seconds` is wall time, `memory` and `size` are bytes, all by format, with `other` for the formats not named.
    `text` is characters and `pages` pages: beyond them the text is cut and the answer flagged as partial.
    """

    seconds: Mapping[str, float] = field(default_factory=lambda: {"pdf": 60.0, "html": 10.0, "other": 30.0})
    memory: Mapping[str, int] = field(
        default_factory=lambda: {"pdf": 1_073_741_824, "html": 536_870_912, "other": 536_870_912}
    )
    size: Mapping[str, int] = field(
        default_factory=lambda: {"pdf": 100 * MB, "html": 10 * MB, "docx": 50 * MB, "other": 10 * MB}
    )
    pages: int = 2_000
    text: int = 5 * MB
    unpacked: int = 200 * MB
    ratio: int = 200

    def seconds_for(self, format_: str) -> float:
        """Return the wall time in seconds that a file of this format may take."""
        return self.seconds.get(format_, self.seconds["other"])

    def memory_for(self, format_: str) -> int:
        """Return the address space in bytes that a worker reading this format may use."""
        return self.memory.get(format_, self.memory["other"])

    def size_for(self, format_: str) -> int:
        """Return the greatest size in bytes of a file of this format."""
        return self.size.get(format_, self.size["other"])

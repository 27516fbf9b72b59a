"""What was found out once, kept as long as there is room."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

MOST = 50_000
"""How much is remembered of one kind: words, or stretches between spaces. Some ten MB."""
Key = TypeVar("Key")
Value = TypeVar("Value")


class Remembered(dict[Key, Value]):
    """What `find` gives for each key that was asked for; a memory that is full starts anew."""

    def __init__(self, find: Callable[[Key], Value], most: int = MOST) -> None:
        super().__init__()
        self._find = find
        self._most = most

    def __missing__(self, key: Key) -> Value:
        value = self._find(key)
        if len(self) >= self._most:
            self.clear()
        self[key] = value
        return value

"""A corpus' words by how they are typed without dots and marks: *lasframjande* is *läsfrämjande*."""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import groupby

from indexer.language.normal import fold


class Folded:
    """Finds words in ascending lines of UTF-8, each what words are without dots, a tab, and these words tab by tab.

    `lines` are asked for when they are first needed. They may be a mapped file whose last block begins at `start`.
    """

    def __init__(self, lines: Callable[[], bytes | mmap.mmap], start: int = 0) -> None:
        self._read = lines
        self._start = start

    @cached_property
    def _lines(self) -> bytes | mmap.mmap:
        return self._read()

    @classmethod
    def of(cls, words: Iterable[str]) -> Folded:
        """Return those of the words that have dots or marks."""
        return cls(lambda: "".join(_lines(words)).encode())

    def find(self, bare: str) -> tuple[str, ...]:
        """Return the words that are `bare` when typed without dots, in order."""
        key = bare.encode("utf-8", "replace")
        first, last = self._start, len(self._lines)
        while first < last:
            line = self._lines.rfind(b"\n", self._start, (first + last) // 2) + 1 or self._start
            end = self._lines.find(b"\n", line)
            if end < 0:  # the file was cut off; `metodsok check` tells
                end = len(self._lines)
            met, *words = self._lines[line:end].split(b"\t")
            if met == key:
                return tuple(word.decode(errors="replace") for word in words)
            first, last = (end + 1, last) if met < key else (first, line)
        return ()

    def written(self) -> bytes:
        """Return all lines."""
        return self._lines[self._start :]


def _lines(words: Iterable[str]) -> Iterator[str]:
    pairs = sorted(f"{bare}\t{word}" for word in words if (bare := fold(word)) != word)
    for bare, group in groupby(pairs, lambda pair: pair.partition("\t")[0]):
        yield "\t".join((bare, *(pair.partition("\t")[2] for pair in group))) + "\n"

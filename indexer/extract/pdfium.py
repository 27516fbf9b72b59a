"""What pdfium tells of a page of a PDF: its lines with their place and size."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot, inf
from typing import Any

import pypdfium2.raw as pdfium

from indexer.extract.lines import ALONE, Line

_LINE = re.compile("[^\r\n\ufffe]+\ufffe?")
"""pdfium writes a hyphen that ends a line as U+FFFE, and no line end after it."""
_WORD = re.compile(r"\S+")
_CELL_GAP = 1.0
"""Distance between two cells of a row at least, in sizes of the type."""
_CERTAIN_GAP = 2.5
"""The distance that no justified line is stretched to."""
_WIDER = 2.0
"""How many times as wide as the line's narrowest gap those between cells are."""
_MARK_GAP = 0.45
"""Distance between a list's mark and its item at least; a space is a quarter or a third."""
_LETTER = 0.36
"""How wide the letters of a word are on average at least, in sizes of the type."""
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?")
"""A section's number, which is no cell however far its title stands from it."""


def lines_of(textpage: Any) -> list[Line]:
    """Return a page's lines in the order of its text, the cells of a row apart; empty lines are left out."""
    text = textpage.get_text_range()
    looks = _Looks(textpage, text)
    return [line for match in _LINE.finditer(text) for line in _cells(match, looks)]


class _Looks:
    """Where the characters of a page stand and how large; asked one by one, so only for some of them."""

    def __init__(self, textpage: Any, text: str) -> None:
        count = textpage.count_chars()
        self._page = textpage.raw
        # The text may leave out characters that pdfium counts.
        self._places: Sequence[int] = (
            range(count)
            if len(text) == count
            else [pdfium.FPDFText_GetCharIndexFromTextIndex(self._page, at) for at in _units(text)]
        )
        self._numbers = [ctypes.c_double() for _ in range(4)]
        self._into = [ctypes.byref(number) for number in self._numbers]
        self._matrix = pdfium.FS_MATRIX()

    def is_one(self, first: int, last: int) -> bool:
        """Return whether the characters were written in one go, and so in one size and without cells."""
        start = self._places[first]
        return bool(pdfium.FPDFText_CountRects(self._page, start, self._places[last] - start + 1) <= 1)

    def size(self, words: Sequence[tuple[int, int]]) -> float:
        """Return the size in points of the type that most of the words, (beginning, length), are set in."""
        weights: dict[float, int] = {}
        places: dict[float, int] = {}
        for at, length in words:
            size = pdfium.FPDFText_GetFontSize(self._page, self._places[at])
            weights[size] = weights.get(size, 0) + length
            places.setdefault(size, at)
        size = max(weights, key=weights.__getitem__)
        known = pdfium.FPDFText_GetMatrix(self._page, self._places[places[size]], ctypes.byref(self._matrix))
        return float(size * hypot(self._matrix.c, self._matrix.d)) if known else float(size)

    def origin(self, at: int) -> tuple[float, float]:
        """Return where the character stands on its line, in points from the page's lower left corner."""
        pdfium.FPDFText_GetCharOrigin(self._page, self._places[at], *self._into[:2])
        return self._numbers[0].value, self._numbers[1].value

    def gap(self, first: int, second: int) -> float:
        """Return the distance in points from the right edge of one character to the left edge of another."""
        pdfium.FPDFText_GetCharBox(self._page, self._places[first], *self._into)
        right = self._numbers[1].value
        pdfium.FPDFText_GetCharBox(self._page, self._places[second], *self._into)
        return self._numbers[0].value - right


def _units(text: str) -> Iterator[int]:
    """Yield where each character begins in UTF-16, which is how pdfium counts."""
    at = 0
    for character in text:
        yield at
        at += 2 if character > "\uffff" else 1


def _cells(match: re.Match[str], looks: _Looks) -> Iterator[Line]:
    """Yield a line of pdfium's text, divided where a gap is as wide as between the cells of a row."""
    text, start = match.group().replace("\ufffe", "-"), match.start()
    words = [word.span() for word in _WORD.finditer(text)]
    if not words:
        return
    begin, end = words[0][0], words[-1][1]
    if len(words) == 1 or looks.is_one(start + begin, start + end - 1):
        yield Line(text[begin:end], looks.size([(start + begin, 1)]), *looks.origin(start + begin))
        return
    size = looks.size([(start + first, last - first) for first, last in words])
    origins = [looks.origin(start + first) for first, _ in words]
    gaps = _Gaps(looks, [(start + first, start + last) for first, last in words], size or 1.0)
    begun = 0
    for cut in [*_cuts(text[slice(*words[0])], origins, gaps), len(words)]:
        yield Line(text[words[begun][0] : words[cut - 1][1]], size, *origins[begun])
        begun = cut


@dataclass(frozen=True, slots=True)
class _Gaps:
    """The gaps between the words of a line, in sizes of the type; measured when asked for."""

    looks: _Looks
    words: Sequence[tuple[int, int]]
    size: float

    def __getitem__(self, at: int) -> float:
        return self.looks.gap(self.words[at][1] - 1, self.words[at + 1][0]) / self.size


def _cuts(first: str, origins: Sequence[tuple[float, float]], gaps: _Gaps) -> list[int]:
    """Return which words begin a new cell, on a line that begins with the word `first`.

    Most gaps are told to be narrow from where the words begin; only the others are measured.
    """
    steps = [(right[0] - left[0]) / gaps.size for left, right in pairwise(origins)]
    least = [_MARK_GAP if ALONE.fullmatch(first) else inf if _SECTION.fullmatch(first) else _CELL_GAP]
    least += [_CELL_GAP] * len(steps)
    wide = [
        at
        for at, (step, (begin, end)) in enumerate(zip(steps, gaps.words, strict=False))
        if step - (end - begin) * _LETTER > least[at] and gaps[at] > least[at]
    ]
    if not wide:
        return []
    enough = min(_CERTAIN_GAP, _WIDER * min(gaps[at] for at in range(len(steps))))
    return [at + 1 for at in wide if gaps[at] >= enough]

"""Mend what file formats and typesetting do to running text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F)])
_SPACES = dict.fromkeys([0x00A0, 0x2002, 0x2003, 0x2007, 0x2009, 0x200A, 0x202F], " ")
_CONTROLS = dict.fromkeys([*range(9), 11, *range(14, 32), *range(0x7F, 0xA0)])
_TABLE: dict[int, str | None] = {**_LIGATURES, **_INVISIBLE, **_SPACES, **_CONTROLS, 0x0C: "\n", 0x0D: "\n", 0x85: "\n"}

_TABLED = re.compile(f"[{re.escape(''.join(map(chr, _TABLE)))}]")
_NOT_SIGN = re.compile(r"(?<=\w)¬\s*(?=\w)")
_MARKS = ("\u0300", "\u0301", "\u0308", "\u030a")
_LOOSE_MARK = re.compile(r"(?<=[A-Za-z]) (?=[\u0300\u0301\u0308\u030a])")
_DIAERESIS = re.compile(r"([aoAO]) ?¨|¨([aoAO])")
_RING = re.compile(r"([aA]) ?˚|˚([aA])")
_DOUBLED = re.compile(r"(?<=[äöÄÖ])\u0308+|(?<=[åÅ])\u030a+")
_SPACED = re.compile(r"(?<!\S)(?:(?:[A-ZÅÄÖÉ] ){4,}[A-ZÅÄÖÉ]|(?:[a-zåäöé] ){6,}[a-zåäöé])(?!\S)")
_LONE_LETTERS = re.compile(r" \S \S \S ")
_HYPHENATED = re.compile(r"\b(\w+)[-\u2010] *\n(?: *\n)?[ \t]*([a-zåäöéüæø]\w*)")
_LINE_END_HYPHEN = re.compile("[-\u2010] *\n")
_CONJUNCTIONS = frozenset({"och", "eller", "samt", "respektive", "till", "and", "or", "ja", "tai", "sekä"})
BULLET = re.compile(r"\s*(?:[•●○▪■◦·*\u2013\u2014\uf0b7-]\s+|\(?\d{1,3}[.)]\s+|[a-zå]\)\s+)")
_ODD_BULLET = re.compile(r"^(\s*)[●○▪■◦·\uf0b7\uf0a7\x7f\x95]\s+", re.MULTILINE)
_OPEN_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[\w/-]$")
_SENTENCE_END = re.compile(r"[.!?:;…][”\"')\]]*$")
_PAGE_NUMBER = re.compile(
    r"(?:sid(?:a|an)?|page|sivu)?\s*[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:\(|/|av|of)\s*\d{1,4}\)?)?", re.IGNORECASE
)
_SPACES_IN_A_ROW = re.compile(r" [ \t]+|\t[ \t]*")
_SPACE_AT_LINE_END = re.compile(r" \n ?|\n ")
_EMPTY_LINES = re.compile(r"\n{3,}")
_EDGE = 3
"""Running headers and footers stand in the first or last three lines of a page."""


def repair(text: str) -> str:
    """Return the text in NFC with plain spaces and line ends, and without what is not meant to be read.

    Soft hyphens, zero-width and control characters go; ligatures become letters; broken diacritics and words that are
    spaced out or divided at a line end are put together. The line structure stays otherwise.
    """
    # Bullets first: many PDFs write them as codes that are control characters elsewhere.
    text = _ODD_BULLET.sub(r"\1• ", text.replace("\r\n", "\n"))
    # Each step is taken only where what it mends is there at all: looking for a sign is far cheaper.
    if _TABLED.search(text):
        text = text.translate(_TABLE)
    text = unicodedata.normalize("NFC", _mend_diacritics(text))
    if any(mark in text for mark in _MARKS):
        text = _DOUBLED.sub("", text)
    if _LONE_LETTERS.search(text):
        text = _SPACED.sub(lambda match: match.group().replace(" ", ""), text)
    if "¬" in text:
        text = _NOT_SIGN.sub("", text)
    return tidy(_HYPHENATED.sub(_join, text) if _LINE_END_HYPHEN.search(text) else text)


def tidy(text: str) -> str:
    """Return the text with single spaces, no space at line ends and at most one empty line in a row."""
    text = _SPACES_IN_A_ROW.sub(" ", text)
    text = _SPACE_AT_LINE_END.sub("\n", text)
    return _EMPTY_LINES.sub("\n\n", text).strip()


def reflow(text: str) -> str:
    """Return the text with the line breaks inside sentences gone; for text set in lines, as PDF and mail are.

    A line goes on where the next begins in lower case after an unfinished sentence, or where it is as long as the
    lines around it. List items and empty lines always begin anew.
    """
    lines = text.split("\n")
    full = _full_line(lines)
    result: list[str] = []
    for at, line in enumerate(lines):
        previous = result[-1] if result else ""
        if previous and line and _goes_on(lines[at - 1], line, full):
            # A web address is broken without a hyphen, and what follows it on the new line is its end.
            space = "" if _OPEN_ADDRESS.search(previous) and re.match(r"[\w-]*[./-]", line) else " "
            result[-1] = f"{previous}{space}{line.lstrip()}"
        else:
            result.append(line)
    return "\n".join(result)


def without_running_lines(pages: Sequence[str]) -> list[str]:
    """Return the pages without the headers and footers that repeat from page to page, and without page numbers."""
    split = [[line.strip() for line in page.strip().split("\n")] for page in pages]
    seen = Counter(key for lines in split for key in {_shape(lines[at]) for at in _edges(lines)})
    enough = max(3, len(pages) // 4)
    running = {key for key, times in seen.items() if times >= enough and key != "#"}
    return ["\n".join(_trim(lines, running)).strip("\n") for lines in split]


def join_pages(pages: Sequence[str]) -> list[str]:
    """Return the pages with a word that is divided across two of them whole, on the first."""
    result = list(pages)
    for at in range(len(result) - 1):
        match = re.match(r"([a-zåäöé]\w*[.,;:]?)\s*", result[at + 1])
        if match and re.search(r"\w[-\u2010]$", result[at]) and match.group(1) not in _CONJUNCTIONS:
            result[at] = result[at][:-1] + match.group(1)
            result[at + 1] = result[at + 1][match.end() :]
    return result


def _mend_diacritics(text: str) -> str:
    if any(mark in text for mark in _MARKS):
        text = _LOOSE_MARK.sub("", text)
    if "¨" in text:
        text = _DIAERESIS.sub(lambda match: (match[1] or match[2]) + "\u0308", text)
    return _RING.sub(lambda match: (match[1] or match[2]) + "\u030a", text) if "˚" in text else text


def _join(match: re.Match[str]) -> str:
    """Put a divided word together; keep the hyphen of `läs- och`, `MIK-plan`, `e-post` and `2021-talet`."""
    head, tail = match.groups()
    if tail in _CONJUNCTIONS:
        return f"{head}- {tail}"
    if len(head) <= 2 or head.isupper() or head[-1].isdigit():  # noqa: PLR2004 – it, e, tv
        return f"{head}-{tail}"
    return head + tail


def _full_line(lines: Sequence[str]) -> float:
    """Return from which length on a line counts as full: most of the width that the longer lines have."""
    lengths = sorted(len(line) for line in lines if line)
    return max(40.0, 0.8 * lengths[len(lengths) * 9 // 10]) if lengths else 40.0


def _goes_on(previous: str, line: str, full: float) -> bool:
    # A row of a table begins anew; what comes below it may be the end of its last cell.
    if BULLET.match(line) or " | " in line:
        return False
    if line.lstrip()[:1].islower():
        return not _SENTENCE_END.search(previous) or len(previous) >= full
    return len(previous) >= full and not _SENTENCE_END.search(previous)


def _edges(lines: Sequence[str]) -> list[int]:
    filled = [at for at, line in enumerate(lines) if line]
    return sorted({*filled[:_EDGE], *filled[-_EDGE:]})


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.casefold()).strip(" |–-")


def _trim(lines: list[str], running: set[str]) -> list[str]:
    edges = _edges(lines)
    gone = {at for at in edges if _shape(lines[at]) in running}
    ends = {edges[0], edges[-1]} if len(edges) > 1 else set()
    gone |= {at for at in ends if _PAGE_NUMBER.fullmatch(lines[at])}
    return [line for at, line in enumerate(lines) if at not in gone]

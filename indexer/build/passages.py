"""Cutting a document's sections into passages, the unit of ranking."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from math import ceil

from indexer.language.kinds import kind_of, orders
from indexer.model import Document, Kind, Passage, Section

RUN_ON = 3
"""A stretch without a full stop that is longer than so many passages is a table or a list, no sentence."""

# A sentence ends at a line break, or at a mark before a capital, a digit or an opening sign.
# All ends begin with one of five signs, so that the search goes from one to the next.
_END = re.compile(r"[\n.!?…](?:(?<=\n)\n*|(?<!\n)[”\"»)]*[ \t]+(?=[^\W_a-zåäö]|[”\"»(–•-]))")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:\w|\w+\.\w+|ca|bet|dir|dnr|etc|exkl|forts|inkl|jfr|kap|kl|max|min|nr|obs|prop|red|resp|sid|st|tel|uppl|vol)\.\s+$",
    re.IGNORECASE,
)
_LOOK_BACK = 16
_WORD = re.compile(r"\S+")


def split(document: Document, *, max_words: int = 180, orders: Callable[[str], int] = orders) -> list[Passage]:
    """Return the document's passages in reading order, each with its heading and page, and what it is for.

    A passage never crosses a heading or a page and holds at most `max_words` words, except where a single
    sentence is longer. `orders` is what `kind_of` counts with.
    """
    pieces = (
        (section, kind, text)
        for section, kind in _with_kinds(document.sections, orders)
        for text in _pieces(section.text, max_words)
    )
    return [_passage(document, ordinal, *piece) for ordinal, piece in enumerate(pieces)]


def _with_kinds(sections: Iterable[Section], orders: Callable[[str], int]) -> Iterator[tuple[Section, Kind | None]]:
    """Yield each section with what it is for; one that goes on over pages is judged by all of its text."""
    for heading, group in groupby(sections, key=lambda section: section.heading):
        held = list(group)
        if heading is None:
            yield from ((section, kind_of(None, section.text, orders)) for section in held)
        else:
            text = held[0].text if len(held) == 1 else "\n".join(section.text for section in held)
            kind = kind_of(heading, text, orders)
            yield from ((section, kind) for section in held)


def _passage(document: Document, ordinal: int, section: Section, kind: Kind | None, text: str) -> Passage:
    return Passage(
        document=document.id,
        ordinal=ordinal,
        text=text,
        heading=section.heading,
        page=section.page,
        anchor=section.anchor,
        language=section.language or document.language,
        kind=kind,
    )


def _pieces(text: str, max_words: int) -> Iterator[str]:
    """Yield stretches of whole sentences, of about the same length, so that none is left with the last few words."""
    if len(text.split()) <= max_words:
        whole = text.strip()
        yield from (whole,) if whole else ()
        return
    sentences = list(_sentences(text, max_words))
    total = sum(words for _, _, words in sentences)
    fair = total / ceil(total / max_words)
    first, last, held = 0, 0, 0
    for start, end, words in sentences:
        if held and (held >= fair or held + words > max_words):
            yield text[first:last].strip()
            held = 0
        first, last, held = (first if held else start), end, held + words
    yield text[first:last].strip()


def _sentences(text: str, max_words: int) -> Iterator[tuple[int, int, int]]:
    """Yield where each sentence starts and ends, and its number of words; together they are the whole text."""
    start = 0
    ends = (match.end() for match in _END.finditer(text) if not _is_abbreviation(text, match))
    for end in (*ends, len(text)):
        yield from _runs(text, start, end, max_words)
        start = end


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    """Tell whether the full stop belongs to an abbreviation (t.ex., kap., s.) or an initial."""
    return match[0][0] == "." and bool(_ABBREVIATION.search(text, max(0, match.start() - _LOOK_BACK), match.end()))


def _runs(text: str, start: int, end: int, max_words: int) -> Iterator[tuple[int, int, int]]:
    """Yield a sentence whole, or cut after every `max_words` words where it can't be one."""
    left = len(text[start:end].split())
    if left > RUN_ON * max_words:
        for word in islice(_WORD.finditer(text, start, end), max_words, None, max_words):
            yield start, word.start(), max_words
            start, left = word.start(), left - max_words
    if left:
        yield start, end, left

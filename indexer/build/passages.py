"""Cutting a document's sections into passages, the unit of ranking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import ceil

from indexer.model import Document, Passage, Section

RUN_ON = 3
"""A stretch without a full stop that is longer than so many passages is a table or a list, no sentence."""

# A sentence ends at a line break, or at a mark before a capital, a digit or an opening sign. A full stop after three
# letters or fewer ends an abbreviation (t.ex., bl.a., kap., s.) more often than a sentence.
_END = re.compile(r"\n+|(?:[!?…]|(?<=[\w)”\"]{4})\.)[”\"»)]*[ \t]+(?=[^\W_a-zåäö]|[”\"»(–•-])")
_WORD = re.compile(r"\S+")


def split(document: Document, *, max_words: int = 180) -> list[Passage]:
    """Return the document's passages in reading order, each with its heading and page.

    A passage never crosses a heading or a page and holds at most `max_words` words, except where a single
    sentence is longer.
    """
    pieces = ((section, text) for section in document.sections for text in _pieces(section.text, max_words))
    return [_passage(document, ordinal, section, text) for ordinal, (section, text) in enumerate(pieces)]


def _passage(document: Document, ordinal: int, section: Section, text: str) -> Passage:
    return Passage(
        document=document.id,
        ordinal=ordinal,
        text=text,
        heading=section.heading,
        page=section.page,
        anchor=section.anchor,
        language=section.language or document.language,
    )


def _pieces(text: str, max_words: int) -> Iterator[str]:
    """Yield stretches of whole sentences, of about the same length, so that none is left with the last few words."""
    sentences = [(start, end, len(text[start:end].split())) for start, end in _sentences(text, max_words)]
    total = sum(words for _, _, words in sentences)
    if not total:
        return
    fair = total / ceil(total / max_words)
    first, last, held = 0, 0, 0
    for start, end, words in sentences:
        if held and (held >= fair or held + words > max_words):
            yield text[first:last].strip()
            held = 0
        first, last, held = (first if held else start), end, held + words
    yield text[first:last].strip()


def _sentences(text: str, max_words: int) -> Iterator[tuple[int, int]]:
    """Yield where each sentence starts and ends; together they are the whole text."""
    start = 0
    for end in (*(match.end() for match in _END.finditer(text)), len(text)):
        yield from _runs(text, start, end, max_words)
        start = end


def _runs(text: str, start: int, end: int, max_words: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence whole, or cut after every `max_words` words where it can't be one."""
    words = list(_WORD.finditer(text, start, end))
    if len(words) > RUN_ON * max_words:
        for word in words[max_words::max_words]:
            yield start, word.start()
            start = word.start()
    if words:
        yield start, end

"""The lines of a passage where the words stand, marked, with a link to the place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

import numpy as np

from indexer.index.forward.reader import Forward
from indexer.index.forward.vocabulary import BOUNDARY, without_addresses
from indexer.language.analysis import Analyzer
from indexer.model import Document, Passage, Snippet
from indexer.search.question import Question

LENGTH = 300
"""Characters of a snippet, ellipses not counted."""
LEAD = 60
"""Characters shown before the first find."""
FRAGMENT_WORDS = 8
REPEATED = 0.15
"""What a word counts that the window has already shown."""
_BLANK = str.maketrans("\n\r\t\f\v", "     ")


@dataclass(frozen=True, slots=True)
class Find:
    """A word of the text that answers to the question: its place, and which of the question's terms it has."""

    start: int
    end: int
    terms: frozenset[int]


class Marker:
    """Finds a question's words in texts: by stem, by part of a compound, by other readings."""

    def __init__(self, analyzer: Analyzer, forward: Forward, question: Question) -> None:
        self._analyzer = analyzer
        self._forward = forward
        numbers = (forward.terms.one(term) for term in question.terms())
        self._weights = {number: self._weight(number) for number in numbers if number is not None}

    def _weight(self, number: int) -> float:
        """Return a term's idf over documents."""
        count = int(self._forward.term_documents.lengths_of(np.array([number]))[0])
        return math.log(1 + (self._forward.documents - count + 0.5) / (count + 0.5))

    def finds(self, row: int, text: str) -> list[Find]:
        """Return the words of a passage's text that answer, in order and never overlapping.

        What each word brings is read from the index, so no compound is taken apart again.
        """
        words = self._forward.passage_words.row(row)
        words = words[np.flatnonzero(words == BOUNDARY)[-1] + 1 :]
        terms = self._forward.word_terms.take(words)
        hits = np.flatnonzero(np.isin(terms.values, list(self._weights)))
        if not len(hits):
            return []
        tokens = self._analyzer.tokens(without_addresses(text))
        found: dict[int, set[int]] = {}
        for at, term in zip(terms.owners[hits].tolist(), terms.values[hits].tolist(), strict=True):
            found.setdefault(at, set()).add(term)
        return [Find(tokens[at].start, tokens[at].end, frozenset(terms)) for at, terms in found.items()]

    def best(self, finds: Sequence[Find], length: int = LENGTH) -> tuple[int, int]:
        """Return the first and last + 1 of the finds that make the best window of at most `length` characters."""
        best, chosen = -1.0, (0, 0)
        for first in range(len(finds)):
            last = first
            while last < len(finds) and finds[last].end - finds[first].start <= length:
                last += 1
            value = self._value(finds[first:last])
            if value > best:
                best, chosen = value, (first, max(last, first + 1))
        return chosen

    def _value(self, finds: Sequence[Find]) -> float:
        seen: set[int] = set()
        total = 0.0
        for find in finds:
            total += sum(self._weights[term] * (REPEATED if term in seen else 1.0) for term in find.terms)
            seen |= find.terms
        return total


def snippet(marker: Marker, document: Document, passage: Passage, row: int) -> Snippet:
    """Return the best lines of the passage; its beginning where no word is found."""
    text = passage.text.translate(_BLANK)
    finds = marker.finds(row, passage.text)
    first, last = marker.best(finds)
    start, end = _window(text, [(find.start, find.end) for find in finds[first:last]])
    shown, shift = _ellipses(text, start, end)
    marks = tuple((find.start + shift, find.end + shift) for find in finds if start <= find.start and find.end <= end)
    return Snippet(
        text=shown,
        marks=marks,
        ordinal=passage.ordinal,
        heading=passage.heading,
        page=passage.page,
        link=link(document, passage, text[start:end], finds[first].start - start if finds else 0),
        language=passage.language if passage.language != document.language else None,
    )


def _window(text: str, finds: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the stretch to show: whole words, some lead before the first find, at least all of the finds."""
    must_start, must_end = (finds[0][0], finds[-1][1]) if finds else (0, 0)
    start = max(0, must_start - LEAD)
    if must_end <= LENGTH:
        start = 0
    end = min(len(text), max(must_end, start + LENGTH))
    start = max(0, min(start, end - LENGTH))
    while 0 < start < must_start and not text[start - 1].isspace():
        start += 1
    while must_end < end < len(text) and not text[end].isspace():
        end -= 1
    return _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _ellipses(text: str, start: int, end: int) -> tuple[str, int]:
    """Return the stretch with ellipses where text is left out, and how far its places have moved."""
    before = "… " if text[:start].strip() else ""
    after = " …" if text[end:].strip() else ""
    return before + text[start:end] + after, len(before) - start


def link(document: Document, passage: Passage, shown: str, at: int) -> str | None:
    """Return the address of the place: the page of a PDF, the words on a web page; None where there is no address."""
    if not document.url:
        return None
    address, _, own = document.url.partition("#")
    if passage.page and (document.pages or address.lower().endswith(".pdf")):
        return f"{address}#page={passage.page}"
    if address.lower().endswith((".pdf", ".docx")):
        return document.url
    words = shown[at:].split()[:FRAGMENT_WORDS]
    if not words:
        return document.url
    return f"{address}#{passage.anchor or own}:~:text={_encoded(' '.join(_whole(words)))}"


def _whole(words: Sequence[str]) -> Sequence[str]:
    """Return the words up to the end of the sentence: the next one may stand in another element of the page."""
    for at, word in enumerate(words):
        if word[-1] in ".!?:" and at:
            return words[: at + 1]
    return words


def _encoded(text: str) -> str:
    """Return the text for a text fragment, where hyphen, comma and ampersand have a meaning of their own."""
    return quote(text, safe="").replace("-", "%2D")

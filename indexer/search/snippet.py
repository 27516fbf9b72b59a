"""The lines of a passage where the words stand, marked, with a link to the place."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import numpy as np

from indexer.index.forward.arrays import Array, Integers, Ragged, spans, starts_of
from indexer.index.forward.reader import Forward
from indexer.index.forward.vocabulary import BOUNDARY, without_addresses
from indexer.language.analysis import Analyzer
from indexer.language.tokens import places
from indexer.model import Document, Passage, Snippet
from indexer.search.question import Question
from indexer.search.sieve import Sieve

LENGTH = 300
"""Characters of a snippet, ellipses not counted."""
LEAD = 60
"""Characters shown before the first find."""
FRAGMENT_WORDS = 8
REPEATED = 0.15
"""What a word counts that the window has already shown."""
_BLANK = re.compile(r"[\n\r\t\f\v]")


@dataclass(frozen=True, slots=True)
class Find:
    """A word of the text that answers to the question: its place, its number, and the question's terms it has."""

    start: int
    end: int
    word: int
    terms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A snippet, and the numbers of the words that are marked in it."""

    snippet: Snippet
    words: tuple[int, ...]


class Marker:
    """Finds a question's words in passages: by stem, by part of a compound, by other readings.

    What each word brings is read from the index, so no compound is taken apart again.
    """

    def __init__(self, analyzer: Analyzer, forward: Forward, question: Question) -> None:
        self._analyzer = analyzer
        self._forward = forward
        numbers = {term: forward.terms.one(term) for term in question.terms()}
        self._weights = {number: self._weight(number) for number in numbers.values() if number is not None}
        self._finds = [{numbers[term] for term in terms} for terms in question.finds()]

    def _weight(self, number: int) -> float:
        """Return a term's idf over documents."""
        count = len(self._forward.term_documents.row(number))
        return math.log(1 + (self._forward.documents - count + 0.5) / (count + 0.5))

    def finds(self, rows: Sequence[int], texts: Sequence[str]) -> list[list[Find]]:
        """Return the words that answer in the texts, which are those of the passages in `rows`, each in order."""
        words = _text_words(self._forward, np.array(rows, np.int64))
        found: list[dict[int, list[int]]] = [{} for _ in texts]
        for row, place, term in self._hits(words):
            found[row].setdefault(place, []).append(term)
        found = [{at: terms for at, terms in hits.items() if self._is_find(terms)} for hits in found]
        return [self._placed(hits, words.row(row), texts[row]) if hits else [] for row, hits in enumerate(found)]

    def _is_find(self, terms: Sequence[int]) -> bool:
        return any(wanted.issubset(terms) for wanted in self._finds)

    def _hits(self, words: Ragged) -> Iterator[tuple[int, int, int]]:
        """Yield row, place in the row and term for each term of the question that a word has, in order."""
        terms = self._forward.word_terms.take(words.values)
        hits, _ = Sieve(np.array(sorted(self._weights), np.int64)).find(terms.values)
        at = np.searchsorted(terms.starts, hits, side="right") - 1
        rows = np.searchsorted(words.starts, at, side="right") - 1
        yield from zip(rows.tolist(), (at - words.starts[rows]).tolist(), terms.values[hits].tolist(), strict=True)

    def _placed(self, hits: Mapping[int, Sequence[int]], words: Array, text: str) -> list[Find]:
        """Return the finds with their places in the text; `hits` are terms by the place among the text's words."""
        text = without_addresses(text)
        found = places(text)
        if len(found) != len(words):
            found = [(token.start, token.end) for token in self._analyzer.tokens(text)]
        return [Find(*found[at], int(words[at]), tuple(terms)) for at, terms in hits.items()]

    def best(self, finds: Sequence[Find], length: int = LENGTH) -> tuple[int, int]:
        """Return the first and last + 1 of the finds that make the best window of at most `length` characters.

        Windows that end where the one before does are left out: they hold less.
        """
        best, chosen, before = -1.0, (0, 0), -1
        for first in range(len(finds)):
            last = max(first, before)
            while last < len(finds) and finds[last].end - finds[first].start <= length:
                last += 1
            value = self._value(finds[first:last]) if last > before else -1.0
            if value > best:
                best, chosen = value, (first, max(last, first + 1))
            before = last
        return chosen

    def _value(self, finds: Sequence[Find]) -> float:
        seen: set[int] = set()
        total = 0.0
        for find in finds:
            total += sum(self._weights[term] * (REPEATED if term in seen else 1.0) for term in find.terms)
            seen.update(find.terms)
        return total


def _text_words(forward: Forward, rows: Integers) -> Ragged:
    """Return the words of the passages' texts, without title, imprint and heading."""
    words = forward.words_of(rows)
    boundaries = np.flatnonzero(words.values == BOUNDARY)
    first = boundaries[np.searchsorted(boundaries, words.starts[1:]) - 1] + 1
    lengths = words.starts[1:] - first
    return Ragged(starts_of(lengths), words.values[spans(first, lengths)])


def snippet(marker: Marker, document: Document, passage: Passage, finds: Sequence[Find]) -> Shown:
    """Return the best lines of the passage; its beginning where no word is found."""
    text = _BLANK.sub(" ", passage.text)
    first, last = marker.best(finds)
    start, end = _window(text, [(find.start, find.end) for find in finds[first:last]])
    shown, shift = _ellipses(text, start, end)
    inside = [find for find in finds if start <= find.start and find.end <= end]
    made = Snippet(
        text=shown,
        marks=tuple((find.start + shift, find.end + shift) for find in inside),
        ordinal=passage.ordinal,
        heading=passage.heading,
        page=passage.page,
        link=link(document, passage, text[start:end], finds[first].start - start if finds else 0),
        language=passage.language if passage.language != document.language else None,
        kind=passage.kind,
    )
    return Shown(made, tuple(find.word for find in inside))


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
    if address.lower().endswith((".pdf", ".docx")) or _is_abstract(document, passage):
        return document.url
    words = shown[at:].split()[:FRAGMENT_WORDS]
    if not words:
        return document.url
    return f"{address}#{passage.anchor or own}:~:text={_encoded(' '.join(_whole(words)))}"


def _is_abstract(document: Document, passage: Passage) -> bool:
    """Tell whether the words are the catalogue's own, which the publisher's page does not have."""
    return bool(document.abstract) and passage.text in str(document.abstract)


def _whole(words: Sequence[str]) -> Sequence[str]:
    """Return the words up to the end of the sentence: the next one may stand in another element of the page."""
    for at, word in enumerate(words):
        if word[-1] in ".!?:" and at:
            return words[: at + 1]
    return words


def _encoded(text: str) -> str:
    """Return the text for a text fragment, where hyphen, comma and ampersand have a meaning of their own."""
    return quote(text, safe="").replace("-", "%2D")

"""Documents whose words are read, while it is not known yet what these words are: that follows from all of them."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.arrays import Integers, slices, starts_of
from indexer.index.forward.growing import Growing
from indexer.index.forward.vocabulary import Lexicon
from indexer.model import Document

Numbers = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a text by number, and the places of those that a hyphen suspends."""

    numbers: Numbers
    hanging: Sequence[int]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document without its text, the language of each of its passages, and the words of its texts.

    These are the title, the headings and the texts of all passages; `aside` are headings under which nothing stands.
    """

    document: Document
    languages: tuple[str, ...]
    aside: str
    texts: Sequence[Text]


class Readings:
    """Keeps the words of documents in passing files in `folder`, in the order in which they come."""

    def __init__(self, lexicon: Lexicon, folder: Path | None) -> None:
        self._lexicon = lexicon
        self._documents: list[tuple[Document, tuple[str, ...], str]] = []
        self._words, self._hanging = Growing("I", folder), Growing("I", folder)
        self._lengths = array("I")
        self._texts = array("I", [0])

    def add(self, document: Document, languages: tuple[str, ...], texts: Sequence[str], aside: str = "") -> None:
        """Read the texts of a document, which are counted; what is `aside` is not."""
        read = self._lexicon.read_hanging(*texts)
        self._documents.append((replace(document, sections=()), languages, aside))
        self._words.add(np.concatenate([numbers for numbers, _ in read]))
        self._lengths.extend([len(numbers) for numbers, _ in read])
        self._texts.append(len(self._lengths))
        ends = starts_of(np.array([len(numbers) for numbers, _ in read]))
        places = [start + at for start, (_, hanging) in zip(ends.tolist(), read, strict=False) for at in hanging]
        self._hanging.add(np.array(places, np.uint32))

    def __iter__(self) -> Iterator[Reading]:
        words, hanging = self._words.table(), self._hanging.table()
        for row, (document, languages, aside) in enumerate(self._documents):
            ends = starts_of(np.array(self._lengths[self._texts[row] : self._texts[row + 1]])).tolist()
            yield Reading(document, languages, aside, _cut(words.row(row), ends, hanging.row(row)))

    def counts(self) -> WordCounts:
        """Return how often each word stands in the texts."""
        forms = np.zeros(len(self._lexicon.forms), np.int64)
        for numbers in slices(self._words.table().values):
            forms += np.bincount(numbers, minlength=len(forms))
        counts = np.bincount(self._lexicon.normal, weights=forms, minlength=len(forms))
        return WordCounts(self._lexicon.forms, counts.astype(np.int64))

    def close(self) -> None:
        """Let go of the passing files."""
        self._words.close()
        self._hanging.close()


@dataclass(frozen=True, slots=True)
class WordCounts:
    """How often each of the words stands in a corpus."""

    words: Sequence[str]
    counts: Integers

    def items(self) -> Iterator[tuple[str, int]]:
        """Yield each word that stands there, with how often it does."""
        return ((self.words[at], int(self.counts[at])) for at in np.flatnonzero(self.counts).tolist())


def _cut(words: Numbers, ends: Sequence[int], hanging: Numbers) -> list[Text]:
    """Return the words of a document as its texts."""
    if not len(hanging):
        return [Text(words[first:last], ()) for first, last in pairwise(ends)]
    places = hanging.tolist()
    return [
        Text(words[first:last], [at - first for at in places if first <= at < last]) for first, last in pairwise(ends)
    ]

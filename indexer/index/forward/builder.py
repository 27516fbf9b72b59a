"""Making the forward arrays: new documents are read, then understood; kept ones are copied."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.index.engine import EnginePassage
from indexer.index.forward import records
from indexer.index.forward.arrays import Strings
from indexer.index.forward.columns import Columns
from indexer.index.forward.kept import Kept
from indexer.index.forward.reader import Forward
from indexer.index.forward.readings import Reading, Readings, WordCounts
from indexer.index.forward.vocabulary import BOUNDARY, Analyzer, Lexicon, Vocabulary, primary, without_addresses
from indexer.index.forward.writer import write
from indexer.model import Document, Passage

Numbers = NDArray[np.uint32]
Finish = Callable[[Document, Numbers, Numbers], Document]
"""Gives a document with what follows from the words of its headings and of its text."""

_BOUNDARY: Numbers = np.array([BOUNDARY], np.uint32)


class ForwardBuilder:
    """Collects documents and writes the arrays: `read` them all, go through what they `become`, and `write`.

    `previous` without `dropped` is kept as it is, not analysed again. Where a `folder` for passing files is given,
    neither texts nor rows of words are kept in memory; `close` removes these files.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        previous: Forward | None = None,
        dropped: Collection[str] = (),
        folder: Path | None = None,
    ) -> None:
        self._lexicon = lexicon
        self._previous = previous
        self._kept = Kept.of(previous, dropped) if previous else None
        self._serial = previous.next_serial if previous else 0
        self._keywords = {name: at for at, name in enumerate(previous.keyword_names if previous else ())}
        self._tags: list[str] = list(previous.tags) if previous else []
        self._readings = Readings(lexicon, folder)
        self._new = Columns(self._serial, folder)

    def read(self, document: Document, passages: Sequence[Passage]) -> None:
        """Take in a document; one without passages gets an empty one, so that its title can be found."""
        pieces = passages or [Passage(document.id, 0, "", language=document.language)]
        for piece in pieces:
            self._new.add_passage(piece, self._tag(piece.language))
        headings = [piece.heading or "" for piece in pieces]
        texts = [without_addresses(piece.text) for piece in pieces]
        languages = tuple(primary(piece.language) for piece in pieces)
        empty = dict.fromkeys(each.heading for each in document.sections if each.heading not in headings)
        aside = "\n".join(filter(None, empty))
        self._readings.add(document, languages, [document.title, *headings, *texts], aside)

    def counts(self) -> WordCounts:
        """Return how often each word stands in what was read."""
        return self._readings.counts()

    @property
    def passages(self) -> int:
        """How many passages were read."""
        return self._new.passages

    def become(self, analyzer: Analyzer, finish: Finish | None = None) -> Iterator[list[EnginePassage]]:
        """Yield for each document that was read what the engine shall index, one a passage.

        Give an analyser that shares the lexicon and, after a `previous`, one as that was built with: its words keep
        their terms.
        """
        self._vocabulary = Vocabulary(analyzer, self._lexicon, self._previous)
        for reading in self._readings:
            title, *rest = (analyzer.complete(text.numbers, text.hanging) for text in reading.texts)
            headings, texts = rest[: len(reading.languages)], rest[len(reading.languages) :]
            document = reading.document
            if finish:
                above = _distinct([*headings, *analyzer.read(reading.aside)])
                document = finish(document, np.concatenate(above), np.concatenate(texts))
            yield self._indexed(document, len(title), self._rows(reading, title, headings, texts))
        self._readings.close()

    def _rows(
        self, reading: Reading, title: Numbers, headings: Sequence[Numbers], texts: Sequence[Numbers]
    ) -> list[Numbers]:
        """Return each passage as one row of words: title, imprint where it is the first, heading and text."""
        numbers = self._vocabulary.numbers
        named = numbers(title, primary(reading.document.language))
        imprint = numbers(self._lexicon.read(_imprint(reading.document))[0], "sv")
        more = (_BOUNDARY, imprint) if len(imprint) else ()
        rows = []
        for language, heading, text in zip(reading.languages, headings, texts, strict=True):
            words = numbers(np.concatenate((heading, text)), language)
            above, below = words[: len(heading)], words[len(heading) :]
            rows.append(np.concatenate((named, *more, _BOUNDARY, above, _BOUNDARY, below)))
            more = ()
        return rows

    def _indexed(self, document: Document, title_words: int, rows: Sequence[Numbers]) -> list[EnginePassage]:
        names = records.keywords(document)
        numbers = [self._keywords.setdefault(name, len(self._keywords)) for name in sorted(names)]
        self._new.add_document(document, rows, title_words, numbers)
        terms = self._vocabulary.terms_of
        first, self._serial = self._serial, self._serial + len(rows)
        return [
            EnginePassage(serial, document.id, tuple(terms(row.tolist())), names)
            for serial, row in enumerate(rows, start=first)
        ]

    def write(self, folder: Path) -> None:
        """Write the arrays into `folder`, which is made; nothing is flushed to disk here."""
        folder.mkdir(parents=True, exist_ok=True)
        self._vocabulary.settle()
        about = write(folder, self._vocabulary, self._new.rows(), self._kept)
        about |= {"next_serial": self._serial, "tags": self._tags}
        (folder / "about.json").write_text(json.dumps(about), "utf-8")
        Strings.of(self._keywords).table.save(folder, "keywords")

    def close(self) -> None:
        """Remove the passing files; nothing can be added or written afterwards."""
        self._readings.close()
        self._new.close()

    def _tag(self, language: str) -> int:
        if language not in self._tags:
            self._tags.append(language)
        return self._tags.index(language)


def _imprint(document: Document) -> str:
    """Return what a document's first passage can be found by beside its text: the publisher and the years."""
    return " ".join((document.publisher, *map(str, document.years)))


def _distinct(rows: Sequence[Numbers]) -> list[Numbers]:
    """Return each row of words once."""
    return list({row.tobytes(): row for row in rows}.values())

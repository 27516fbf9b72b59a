"""Making the forward arrays: new documents are analysed, kept ones copied."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.index.engine import EnginePassage
from indexer.index.forward import records
from indexer.index.forward.arrays import Strings
from indexer.index.forward.columns import Columns
from indexer.index.forward.kept import Kept
from indexer.index.forward.reader import Forward
from indexer.index.forward.vocabulary import BOUNDARY, Analyzer, Vocabulary, primary, without_addresses
from indexer.index.forward.writer import write
from indexer.model import Document, Passage

Numbers = NDArray[np.uint32]

_REMEMBERED = 200_000
"""How many words' terms are remembered."""
_NONE: Numbers = np.zeros(0, np.uint32)
_BOUNDARY: Numbers = np.array([BOUNDARY], np.uint32)


class ForwardBuilder:
    """Collects documents and writes the arrays; `previous` without `dropped` is kept as it is, not analysed again.

    Give the same analyser as `previous` was built with: its words keep their terms. Where a `folder` for passing files
    is given, neither texts nor rows of words are kept in memory; `close` removes these files.
    """

    def __init__(
        self,
        analyzer: Analyzer,
        previous: Forward | None = None,
        dropped: Collection[str] = (),
        folder: Path | None = None,
    ) -> None:
        self._vocabulary = Vocabulary(analyzer, previous)
        self._kept = Kept.of(previous, dropped) if previous else None
        self._serial = previous.next_serial if previous else 0
        self._keywords = {name: at for at, name in enumerate(previous.keyword_names if previous else ())}
        self._tags: list[str] = list(previous.tags) if previous else []
        self._new = Columns(self._serial, folder)
        self._terms = _Terms(self._vocabulary)

    def add(self, document: Document, passages: Sequence[Passage]) -> list[EnginePassage]:
        """Take in a document and return what the engine shall index, one a passage.

        A document without passages gets an empty one, so that its title can be found.
        """
        pieces = passages or [Passage(document.id, 0, "", language=document.language)]
        title = self._vocabulary.numbers(document.title, primary(document.language))
        imprint = self._vocabulary.numbers(_imprint(document), "sv")
        names = records.keywords(document)
        numbers = [self._keywords.setdefault(name, len(self._keywords)) for name in sorted(names)]
        self._new.add_document(document, len(pieces), len(title), numbers)
        return [
            self._add_passage(title, imprint if at == 0 else _NONE, piece, names) for at, piece in enumerate(pieces)
        ]

    def _add_passage(
        self, title: Numbers, imprint: Numbers, passage: Passage, keywords: frozenset[str]
    ) -> EnginePassage:
        words = self._words_of(title, imprint, passage)
        self._new.add_passage(passage, words, self._tag(passage.language))
        serial = self._serial
        self._serial += 1
        terms = chain.from_iterable(map(self._terms.__getitem__, words.tolist()))
        return EnginePassage(serial=serial, document=passage.document, terms=tuple(terms), keywords=keywords)

    def _words_of(self, title: Numbers, imprint: Numbers, passage: Passage) -> Numbers:
        """Return title, imprint, heading and text as one row of words."""
        language = primary(passage.language)
        heading = self._vocabulary.numbers(passage.heading, language) if passage.heading else _NONE
        text = self._vocabulary.numbers(without_addresses(passage.text), language)
        first = (title, _BOUNDARY, imprint) if len(imprint) else (title,)
        return np.concatenate((*first, _BOUNDARY, heading, _BOUNDARY, text))

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
        self._new.close()

    def _tag(self, language: str) -> int:
        if language not in self._tags:
            self._tags.append(language)
        return self._tags.index(language)


class _Terms(dict[int, tuple[str, ...]]):
    """The terms that the engine indexes for a word, by its number; some are remembered."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, word: int) -> tuple[str, ...]:
        if len(self) >= _REMEMBERED:
            self.clear()
        terms = self[word] = self._vocabulary.terms_of(word)
        return terms


def _imprint(document: Document) -> str:
    """Return what a document's first passage can be found by beside its text: the publisher and the years."""
    return " ".join((document.publisher, *map(str, document.years)))

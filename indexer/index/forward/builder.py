"""Making the forward arrays: new documents are analysed, kept ones copied."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Sequence
from itertools import chain
from pathlib import Path

from indexer.index.engine import EnginePassage
from indexer.index.forward import records
from indexer.index.forward.arrays import Strings
from indexer.index.forward.columns import Columns
from indexer.index.forward.kept import Kept
from indexer.index.forward.reader import Forward
from indexer.index.forward.vocabulary import BOUNDARY, Analyzer, Vocabulary, primary, without_addresses
from indexer.index.forward.writer import write
from indexer.model import Document, Passage


class ForwardBuilder:
    """Collects documents and writes the arrays; `previous` without `dropped` is kept as it is, not analysed again.

    Give the same analyser as `previous` was built with: its words keep their terms.
    """

    def __init__(self, analyzer: Analyzer, previous: Forward | None = None, dropped: Collection[str] = ()) -> None:
        self._vocabulary = Vocabulary(analyzer, previous)
        self._kept = Kept.of(previous, dropped) if previous else None
        self._serial = previous.next_serial if previous else 0
        self._keywords = {name: at for at, name in enumerate(previous.keyword_names if previous else ())}
        self._tags: list[str] = list(previous.tags) if previous else []
        self._new = Columns(self._serial)
        self._terms: dict[int, tuple[str, ...]] = {}

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
            self._add_passage(title, array("I") if at else imprint, piece, names) for at, piece in enumerate(pieces)
        ]

    def _add_passage(
        self, title: array[int], imprint: array[int], passage: Passage, keywords: frozenset[str]
    ) -> EnginePassage:
        words = self._words_of(title, imprint, passage)
        self._new.add_passage(passage, words, self._tag(passage.language))
        serial = self._serial
        self._serial += 1
        known = self._terms
        terms = chain.from_iterable(known[word] if word in known else self._terms_of(word) for word in words)
        return EnginePassage(serial=serial, document=passage.document, terms=tuple(terms), keywords=keywords)

    def _words_of(self, title: array[int], imprint: array[int], passage: Passage) -> array[int]:
        """Return title, imprint, heading and text as one row of words."""
        language = primary(passage.language)
        words = array("I", title)
        if imprint:
            words.append(BOUNDARY)
            words.extend(imprint)
        for text in (passage.heading or "", without_addresses(passage.text)):
            words.append(BOUNDARY)
            words.extend(self._vocabulary.numbers(text, language))
        return words

    def _terms_of(self, word: int) -> tuple[str, ...]:
        terms = self._terms[word] = self._vocabulary.terms_of(word)
        return terms

    def write(self, folder: Path) -> None:
        """Write the arrays into `folder`, which is made; nothing is flushed to disk here."""
        folder.mkdir(parents=True, exist_ok=True)
        about = write(folder, self._vocabulary, self._new.rows(), self._kept)
        about |= {"next_serial": self._serial, "tags": self._tags}
        (folder / "about.json").write_text(json.dumps(about), "utf-8")
        Strings.of(self._keywords).table.save(folder, "keywords")

    def _tag(self, language: str) -> int:
        if language not in self._tags:
            self._tags.append(language)
        return self._tags.index(language)


def _imprint(document: Document) -> str:
    """Return what a document's first passage can be found by beside its text: the publisher and the years."""
    return " ".join((document.publisher, *map(str, document.years)))

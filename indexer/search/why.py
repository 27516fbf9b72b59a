"""Why a document is a hit, in a few Swedish words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from indexer.index.forward.reader import Forward
from indexer.language.analysis import Analyzer
from indexer.model import Document
from indexer.search.question import Question, Reading

LIMIT = 4
_NAMES: Mapping[str, str] = {"synonym": "synonym", "theme": "tema", "spelling": "stavning"}


class Reasons:
    """Tells for one question why documents are hits, from what the index knows of their words.

    `split` takes a compound apart as written.
    """

    def __init__(
        self, forward: Forward, analyzer: Analyzer, split: Callable[[str], tuple[str, ...]], question: Question
    ) -> None:
        self._forward = forward
        self._split = split
        self._question = question
        self._typed = {word.text for word in question.words}
        self._stems = [dict(self._typed_stems(analyzer, language)) for language in forward.languages]
        self._parts = self._numbers(term for word in question.words for term in word.terms)
        self._readings = [
            (reading, [self._numbers(terms) for terms in reading.words])
            for reading in question.readings
            if reading.kind in _NAMES
        ]

    def _typed_stems(self, analyzer: Analyzer, language: str) -> Iterator[tuple[int, str]]:
        """Yield the typed words that say something, by the number of their stem in a language of the corpus."""
        for word in self._question.words:
            number = self._forward.terms.one(analyzer.stem(word.text, language)) if word.terms else None
            if number is not None:
                yield number, word.text

    def _stem_typed(self, word: int) -> str | None:
        """Return the typed word that a word of the text is a form of."""
        return self._stems[int(self._forward.word_languages[word])].get(int(self._forward.word_stems[word]))

    def _numbers(self, terms: Iterable[str]) -> frozenset[int]:
        numbers = map(self._forward.terms.one, terms)
        return frozenset(number for number in numbers if number is not None)

    def of(self, document: Document, title: Sequence[int], marked: Sequence[int]) -> tuple[str, ...]:
        """Return at most four reasons, the most telling first: title, compounds and forms, thesaurus, years.

        `title` holds the words of the document's title, `marked` those marked in its snippets, by number.
        """
        words = list(dict.fromkeys((*title, *marked)))
        found = chain(self._in_title(title), self._forms(words), self._thesaurus(words), self._years(document))
        return tuple(islice(dict.fromkeys(found), LIMIT))

    def _in_title(self, title: Sequence[int]) -> Iterator[str]:
        found = [self._forward.words.strings[word] for word in title if self._stem_typed(word)]
        if found:
            yield f"i titeln: {' '.join(dict.fromkeys(found))}"

    def _forms(self, words: Sequence[int]) -> Iterator[str]:
        """Yield how a word of the text became a word of the question: a part of a compound, another form."""
        for word in words:
            text, typed = self._forward.words.strings[word], self._stem_typed(word)
            if text in self._typed:
                continue
            if typed:
                yield f"böjning: {text} → {typed}"
            elif not self._parts.isdisjoint(self._forward.word_terms.row(word).tolist()[1:]):
                yield f"{text}: {' + '.join(piece for half in text.split('-') for piece in self._split(half))}"

    def _thesaurus(self, words: Sequence[int]) -> Iterator[str]:
        """Yield which other readings were met."""
        terms = {term for word in words for term in self._forward.word_terms.row(word).tolist()}
        for reading, numbers in self._readings:
            if all(not terms.isdisjoint(word) for word in numbers):
                yield f"{_NAMES[reading.kind]}: {self._written(reading)} → {reading.shown}"

    def _written(self, reading: Reading) -> str:
        return " ".join(word.text for word in self._question.words[reading.first : reading.last])

    def _years(self, document: Document) -> Iterator[str]:
        years = [str(year) for year in document.years if str(year) in self._typed]
        if years:
            yield f"gäller {years[0]}" if document.valid_from else f"från {years[0]}"

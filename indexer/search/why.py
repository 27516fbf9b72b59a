"""Why a document is a hit, in a few Swedish words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import chain, islice

from indexer.index.forward.reader import Forward
from indexer.language.analysis import Analyzer
from indexer.model import KIND_LABELS, Document, Kind
from indexer.search.question import Question, Reading

LIMIT = 4
_ENDING = 2
"""Letters by which two forms of a word may differ at their end and still be seen to be one."""
_NEARLY = 0.9
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
        self._parts = {number: word.text for word in question.words for number in self._numbers(word.terms)}
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

    def of(
        self, document: Document, title: Sequence[int], marked: Sequence[int], kinds: Iterable[Kind | None] = ()
    ) -> tuple[str, ...]:
        """Return at most four reasons, the most telling first: title, what was asked for, forms, thesaurus, years.

        `title` holds the words of the document's title, `marked` those marked in its snippets, by number; `kinds`
        tell what the passages shown are for. A typed word that stands there needs no reason, and none has two.
        """
        words = list(dict.fromkeys((*title, *marked)))
        met = {typed for word in words if (typed := self._stem_typed(word))}
        found = chain(
            self._in_title(title),
            self._wanted(kinds),
            self._forms(words),
            self._compounds(words, met),
            self._thesaurus(words, met),
            self._years(document),
        )
        return tuple(islice(dict.fromkeys(found), LIMIT))

    def _in_title(self, title: Sequence[int]) -> Iterator[str]:
        found = [self._forward.words.strings[word] for word in title if self._stem_typed(word)]
        if found:
            yield f"i titeln: {' '.join(dict.fromkeys(found))}"

    def _wanted(self, kinds: Iterable[Kind | None]) -> Iterator[str]:
        for kind in kinds:
            if kind in self._question.kinds and kind is not None:
                yield f"innehåller: {KIND_LABELS[kind].lower()}"

    def _forms(self, words: Sequence[int]) -> Iterator[str]:
        """Yield which Swedish words are another form of a typed one; that *planen* is a plan everybody sees."""
        for word in words:
            text, typed = self._forward.words.strings[word], self._stem_typed(word)
            swedish = self._forward.languages[int(self._forward.word_languages[word])] == "sv"
            if typed and swedish and text not in self._typed and not _look_alike(text, typed):
                yield f"böjning: {text} → {typed}"

    def _compounds(self, words: Sequence[int], met: Collection[str]) -> Iterator[str]:
        """Yield for each typed word that stands there only inside a compound how that is put together."""
        waiting = {number: typed for number, typed in self._parts.items() if typed not in met}
        for word in words:
            parts = self._forward.word_terms.row(word).tolist()[1:]
            inside = [waiting[number] for number in parts if number in waiting]
            if inside:
                waiting = {number: typed for number, typed in waiting.items() if typed not in inside}
                text = self._forward.words.strings[word]
                yield f"{text}: {' + '.join(piece for half in text.split('-') for piece in self._split(half))}"

    def _thesaurus(self, words: Sequence[int], met: Collection[str]) -> Iterator[str]:
        """Yield for each typed word or phrase that does not stand there which other reading does."""
        terms = {term for word in words for term in self._forward.word_terms.row(word).tolist()}
        told: set[tuple[int, int]] = set()
        for reading, numbers in self._readings:
            span = (reading.first, reading.last)
            typed = {word.text for word in self._question.words[reading.first : reading.last]}
            if span in told or typed <= set(met) or any(terms.isdisjoint(word) for word in numbers):
                continue
            told.add(span)
            written, shown = self._written(reading), reading.shown.lower()
            if written not in shown:
                name = _NAMES["spelling" if _is_misspelt(written, shown) else reading.kind]
                yield f"{name}: {written} → {reading.shown}"

    def _written(self, reading: Reading) -> str:
        return " ".join(word.text for word in self._question.words[reading.first : reading.last])

    def _years(self, document: Document) -> Iterator[str]:
        years = [str(year) for year in document.years if str(year) in self._typed]
        if years:
            yield f"gäller {years[0]}" if document.valid_from else f"från {years[0]}"


def _is_misspelt(first: str, second: str) -> bool:
    """Tell whether two words differ by a letter or two, as *schysst* and *schyst*."""
    return SequenceMatcher(None, first, second).ratio() >= _NEARLY


def _look_alike(first: str, second: str) -> bool:
    """Tell whether two words begin alike, but for an ending."""
    stem = max(min(len(first), len(second)) - _ENDING, 1)
    return first[:stem] == second[:stem]

"""A question as the corpus understands it: its words as terms, and what else may be meant by them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from indexer.index.forward.reader import Forward
from indexer.language.analysis import Analyzer
from indexer.model import Kind as Purpose
from indexer.search.alike import Alike

Kind = Literal["language", "spelling", "synonym", "theme", "near"]
OTHER_LANGUAGE = 0.8
JOINED = 0.9
"""How much a compound counts that was typed as two words."""
REMEMBERED = 2_000
"""How many words' similar terms are remembered: some MB."""
UNMARKED = 0.8
"""How much a word counts that was typed without its dots (lasframjande), against the word itself."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question in its normal form, and its terms: the stem, then the parts; () for a stop word."""

    text: str
    stem: str
    terms: tuple[str, ...]

    @property
    def features(self) -> tuple[str, ...]:
        """What ranking counts: the parts, or the stem where the word is not split."""
        return self.terms[1:] or self.terms


@dataclass(frozen=True, slots=True)
class Reading:
    """Something else that the words `first` … `last` − 1 may be called in a document.

    `shown` is what people are told; `words` are its terms word by word, all of which a document must have.
    `weight` is against the typed words.
    """

    first: int
    last: int
    shown: str
    words: tuple[tuple[str, ...], ...]
    weight: float
    kind: Kind

    @property
    def features(self) -> tuple[str, ...]:
        """What ranking counts."""
        return tuple(dict.fromkeys(term for terms in self.words for term in (terms[1:] or terms)))

    @property
    def terms(self) -> tuple[str, ...]:
        """What the engine is asked for: stems and parts of all words."""
        return tuple(dict.fromkeys(term for terms in self.words for term in terms))


@dataclass(frozen=True, slots=True)
class Question:
    """The words in order, stop words too, and every other reading of them; `kinds` is what passages should be for."""

    words: tuple[Word, ...]
    readings: tuple[Reading, ...] = ()
    kinds: frozenset[Purpose] = frozenset()

    @property
    def content(self) -> tuple[int, ...]:
        """The places of the words that say something."""
        return tuple(at for at, word in enumerate(self.words) if word.terms)

    def terms(self) -> frozenset[str]:
        """Return every term that counts as a find."""
        return frozenset().union(*self.finds())

    def finds(self) -> frozenset[frozenset[str]]:
        """Return what a word must have to count as a find, any of these: a part of a typed word is enough.

        Of a word that was not typed it takes the stem or all parts: *blad* is nothing that *arbetsblad* asked for.
        """
        typed = {frozenset({term}) for word in self.words for term in word.terms}
        others = [terms for reading in self.readings if reading.kind != "near" for terms in reading.words if terms]
        return frozenset(typed.union(*({frozenset(terms[:1]), frozenset(terms[1:] or terms)} for terms in others)))


class Asker:
    """Turns words into a `Question`, with what the corpus knows of them."""

    def __init__(self, analyzer: Analyzer, forward: Forward) -> None:
        self._analyzer = analyzer
        self._forward = forward
        # People ask for the same words again and again, and in a large corpus many words have to be compared.
        self._similar = lru_cache(REMEMBERED)(Alike(forward).terms)

    def words(self, text: str) -> tuple[Word, ...]:
        """Return the words of a text; words that only another language of the corpus stops are stopped as well."""
        return tuple(self._word(token.word) for token in self._analyzer.tokens(text))

    def _word(self, text: str) -> Word:
        stem = self._analyzer.stem(text)
        terms = () if self._is_foreign_stop(text) else self._analyzer.terms(text)
        return Word(text, stem, terms)

    def _is_foreign_stop(self, text: str) -> bool:
        """Tell whether a word such as “the” is a stop word elsewhere and unknown to the Swedish documents."""
        others = [language for language in self._forward.languages if language != "sv"]
        if not any(self._analyzer.is_stop(text, language) for language in others):
            return False
        return all(self._forward.word_languages[word] != 0 for word in self._forward.words.find(text))

    def readings(self, words: Sequence[Word]) -> list[Reading]:
        """Return the readings that follow from language and spelling alone."""
        found: list[Reading] = []
        for at, word in enumerate(words):
            if word.terms:
                found += self._in_other_languages(at, word)
                found += self._with_marks(at, word)
                found += self._near(at, word)
            found += self._joined(at, words)
        return found

    def known(self, word: Word) -> bool:
        """Tell whether some document has the word, or all of its parts."""
        return self.count(word.stem) > 0 or all(map(self.count, word.features))

    def is_met(self, term: str) -> bool:
        """Tell whether some document has the term."""
        return self.count(term) > 0

    def count(self, term: str) -> int:
        """Return how many documents have the term."""
        number = self._forward.terms.one(term)
        return 0 if number is None else len(self._forward.term_documents.row(number))

    def _in_other_languages(self, at: int, word: Word) -> Iterable[Reading]:
        for language in self._forward.languages:
            terms = self._analyzer.terms(word.text, language)
            if terms and terms[0] != word.stem and self.count(terms[0]):
                yield Reading(at, at + 1, word.text, (terms,), OTHER_LANGUAGE, "language")

    def _with_marks(self, at: int, word: Word) -> Iterable[Reading]:
        for variant in self._analyzer.variants(word.text):
            terms = self._analyzer.terms(variant)
            if terms and terms[0] != word.stem and self.count(terms[0]):
                yield Reading(at, at + 1, variant, (terms,), UNMARKED, "spelling")

    def _joined(self, at: int, words: Sequence[Word]) -> Iterable[Reading]:
        """Yield the compound that this word and the next make, where the corpus has it: läs främjande."""
        pair = words[at : at + 2]
        text = "".join(word.text for word in pair)
        if all(word.terms for word in pair) and len(pair) == 2 and self._forward.words.find(text):  # noqa: PLR2004
            yield Reading(at, at + 2, text, (self._analyzer.terms(text),), JOINED, "spelling")

    def _near(self, at: int, word: Word) -> Iterable[Reading]:
        for term, weight in self._similar(word.stem):
            yield Reading(at, at + 1, term, ((term,),), weight, "near")

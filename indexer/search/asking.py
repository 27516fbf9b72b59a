"""Reading a typed question with everything the index knows, and deciding which documents answer it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.reader import Forward
from indexer.language.analysis import Analyzer
from indexer.model import Expansion, Interpretation
from indexer.search.expand import Thesaurus, expansions
from indexer.search.facets import Facets
from indexer.search.known import KnownItems, address_in
from indexer.search.match import Matched, Matcher
from indexer.search.query import ParsedQuery
from indexer.search.question import Asker, Question, Reading, Word
from indexer.search.together import Together
from indexer.search.understand import Fit, Meaning, Understanding

STRANGE = 0.5
"""The share of a question's weight that the best passage must have where no word is one of the field."""
OURS = 0.11
"""The share that the best document must have in any case. Both were chosen on the odd lines of
tests/relevance/offtopic.tsv; see docs/relevance.md."""

ANYWHERE = frozenset(("year", "type"))
"""Facets whose words say nothing of the field."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the documents that answer it, before any filter; `must` are terms that all of these have.

    `lift` is what each document gains by fitting what the words say of it; `named` are documents that the question
    names by title or address.
    """

    question: Question
    matched: Matched
    must: tuple[str, ...]
    expanded: tuple[Expansion, ...]
    told: tuple[Interpretation, ...]
    lift: NDArray[np.float32]
    named: NDArray[np.int64]


class Interpreter:
    """Turns a parsed query into the documents that answer it."""

    def __init__(self, forward: Forward, analyzer: Analyzer, thesaurus: Thesaurus, facets: Facets) -> None:
        self._forward = forward
        self._analyzer = analyzer
        self._thesaurus = thesaurus
        self._matcher = Matcher(forward)
        self._understanding = Understanding(facets, analyzer)
        self._known = KnownItems(forward)
        self._together = Together(forward, self._matcher)
        self.asker = Asker(analyzer, forward)

    def ask(self, parsed: ParsedQuery, day: date, *, expand: bool, literal: Collection[str] = ()) -> Asked:
        """Return what is asked; phrases must stand as written, and what is excluded takes whole documents out.

        `literal` are words, as typed, that are taken for nothing but themselves.
        """
        address = address_in(parsed.text)
        named = self._known.by_address(address) if address else np.zeros(0, np.int64)
        if len(named):
            return self._asked_by_address(named)
        question, meanings, expanded = self._read(parsed.text, day, expand=expand, literal=literal)
        fit = self._understanding.fit(meanings, day)
        matched = self._matcher.match(question, fit.held) if parsed.words else self._everything()
        mask = matched.mask
        if parsed.words and not parsed.phrases and self._is_strange(question, meanings, matched, fit):
            mask[:] = False
        phrases = [self.asker.words(phrase) for phrase in parsed.phrases]
        for phrase in phrases:
            mask &= self._matcher.with_phrase(phrase)
        for excluded in parsed.excluded:
            mask &= ~self._excluded(excluded)
        must = self._must([word for phrase in phrases for word in phrase], matched)
        told = tuple(meaning.told for meaning in meanings)
        return Asked(question, matched, must, expanded, told, self._lift(fit), self._known.by_title(question.words))

    def _is_strange(self, question: Question, meanings: Sequence[Meaning], matched: Matched, fit: Fit) -> bool:
        """Tell whether even the best document has too little of the question to be an answer.

        Where no word belongs to the field, as thesaurus and facets know it, more must be met, and in one place.
        """
        if matched.coverage < OURS:
            return True
        if not self._thesaurus.knows_a_field or self._is_ours(question, meanings):
            return False
        return min(matched.coverage, self._together.coverage(question, matched, fit.held)) < STRANGE

    def _is_ours(self, question: Question, meanings: Sequence[Meaning]) -> bool:
        """Tell whether a word belongs to the field; a year or a kind of document is asked for anywhere."""
        if any(meaning.told.facet not in ANYWHERE for meaning in meanings):
            return True
        words = [word for word in question.words if word.terms]
        return any(self._thesaurus.is_of_the_field(word, self.asker.is_met) for word in words)

    def _asked_by_address(self, named: NDArray[np.int64]) -> Asked:
        mask = np.zeros(self._forward.documents, bool)
        mask[named] = True
        matched = Matched(mask, mask.astype(np.float32))
        return Asked(Question(()), matched, (), (), (), np.zeros(len(mask), np.float32), named)

    def _lift(self, fit: Fit) -> NDArray[np.float32]:
        return np.broadcast_to(fit.lift, (self._forward.documents,))

    def _read(
        self, text: str, day: date, *, expand: bool, literal: Collection[str]
    ) -> tuple[Question, tuple[Meaning, ...], tuple[Expansion, ...]]:
        """Return the question, what its words say of documents, and what the thesaurus added."""
        typed = [text[token.start : token.end] for token in self._analyzer.tokens(text)]
        words = self.asker.words(text)
        readings = self.asker.readings(words)
        if not expand:
            return Question(words, tuple(readings)), (), ()
        plain = {each.casefold() for each in literal}
        added = [each for each in self._thesaurus.readings(words, typed)
                 if " ".join(typed[each.first : each.last]).casefold() not in plain]  # fmt: skip
        found = self._understanding.meanings(words, typed, added, day)
        meanings = tuple(meaning for meaning in found if meaning.told.text.casefold() not in plain)
        met: list[Reading] = [reading for reading in added if self._is_met(reading.words)]
        kinds = frozenset(kind for meaning in meanings for kind in meaning.kinds)
        return Question(words, (*readings, *met), kinds), meanings, expansions(met, typed)

    def _is_met(self, words: Sequence[tuple[str, ...]]) -> bool:
        """Tell whether the corpus has all words of a reading."""
        return all(self.asker.count(terms[0]) or all(map(self.asker.count, terms[1:] or ("",))) for terms in words)

    def _everything(self) -> Matched:
        count = self._forward.documents
        return Matched(np.ones(count, bool), np.zeros(count, np.float32))

    def _excluded(self, text: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        words = self.asker.words(text)
        if len(words) == 1:
            return self._matcher.with_any(word for word in words if word.terms)
        return self._matcher.with_phrase(words)

    def _must(self, words: Sequence[Word], matched: Matched) -> tuple[str, ...]:
        """Return the phrases' terms that every matching document has, so that the engine may insist on them."""
        count = int(matched.mask.sum())
        stems = dict.fromkeys(word.stem for word in words if word.terms)
        return tuple(stem for stem in stems if int(matched.mask[self._matcher.holders(stem)].sum()) == count)

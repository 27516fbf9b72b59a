"""Which documents answer a question at all: decided on exact postings, so that every count is true."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.reader import Forward
from indexer.search.phrases import standing
from indexer.search.question import Question, Reading, Word

FLOOR = 0.15
"""A document answers if its words carry at least this share of the weight that the best document's carry."""

RARE = 3
"""Documents: a word that more of them have is not taken for a misspelled or foreign form of another."""

ALMOST_ALL = 0.999
"""All parts of a compound, but for rounding."""

HALF = 0.5
"""Of a compound that the corpus has, parts that weigh less say nothing: *bok* alone is no answer to *bokcirkel*."""

Mask = NDArray[np.bool_]
Masses = NDArray[np.float32]
Documents = NDArray[np.int64]
NOTHING_HELD: Mapping[int, Masses] = {}


@dataclass(frozen=True, slots=True)
class Matched:
    """For every document whether it answers, and the share of the question's weight that its words carry.

    `coverage` is the best document's share of all words, those included that no document has; `weights` are what the
    words weigh, by place.
    """

    mask: Mask
    share: Masses
    coverage: float = 1.0
    weights: Mapping[int, float] = field(default_factory=dict)


class Matcher:
    """Weighs documents by the words of a question that they hold."""

    def __init__(self, forward: Forward) -> None:
        self._forward = forward

    def match(self, question: Question, held: Mapping[int, Masses] = NOTHING_HELD) -> Matched:
        """Return the documents that carry enough of the question; none where it has no word that the corpus knows.

        A word weighs its idf. A document without the word has it in part where it has parts of the compound, or one
        of its other readings, or where its metadata answer: `held` says how well, by the word's place. Words that no
        document has weigh nothing.
        """
        total = np.zeros(self._forward.documents, np.float32)
        weight, weights = 0.0, dict[int, float]()
        for at in question.content:
            here = [reading for reading in question.readings if reading.first <= at < reading.last]
            presence = self._presence(question.words[at], here)
            if at in held:
                np.maximum(presence, held[at], out=presence)
            most = float(presence.max(initial=0.0))
            weights[at] = self._idf(presence)
            word_weight = weights[at] if most else 0.0
            total += word_weight * presence
            weight += word_weight * most
        best = float(total.max(initial=0.0))
        mask = total >= max(FLOOR * best, 1e-9)
        return Matched(mask, total / max(weight, 1e-9), best / max(sum(weights.values()), 1e-9), weights)

    def _idf(self, presence: Masses) -> float:
        """Return the word's weight; a document that has it in part counts in part."""
        count = float(presence.sum())
        return math.log(1 + (self._forward.documents - count + 0.5) / (count + 0.5))

    def _presence(self, word: Word, readings: Sequence[Reading]) -> Masses:
        """Return, for every document, how well it has the word: 1 for the word itself.

        What is only like it counts where hardly any document has the word itself.
        """
        presence, own = self._in_parts(word), self.holders(word.stem)
        if len(own):
            presence *= presence >= HALF
        presence[own] = 1.0
        for reading in readings:
            if reading.kind == "near" and len(own) > RARE:
                continue
            holders = self._holders_of_all(reading)
            presence[holders] = np.maximum(presence[holders], np.float32(reading.weight))
        return presence

    def _in_parts(self, word: Word) -> Masses:
        """Return how well each document has the word by its parts alone; a word that has none is left to its stem."""
        if word.features == (word.stem,):
            return np.zeros(self._forward.documents, np.float32)
        return self._share(word.features)

    def _share(self, features: Sequence[str]) -> Masses:
        """Return the share of the parts' weight that each document has."""
        share = np.zeros(self._forward.documents, np.float32)
        weights = []
        for feature in features:
            holders = self.holders(feature)
            count = len(holders)
            weight = math.log(1 + (len(share) - count + 0.5) / (count + 0.5))
            has = np.zeros(len(share), bool)
            has[holders] = True
            share += has * np.float32(weight)
            weights.append(weight)
        share /= max(sum(weights), 1e-9)
        return share

    def _holders_of_all(self, reading: Reading) -> Documents:
        """Return the documents that have all words of a reading."""
        if len(reading.words) == 1:
            return self._holders_of(reading.words[0])
        held = np.zeros(self._forward.documents, np.uint8)
        for terms in reading.words:
            held[self._holders_of(terms)] += 1
        return np.flatnonzero(held == len(reading.words))

    def _holders_of(self, terms: Sequence[str]) -> Documents:
        """Return the documents that have a word or almost all of its parts, by weight."""
        if len(terms) == 1:
            return self.holders(terms[0])
        holds = self._share(terms[1:]) > ALMOST_ALL
        holds[self.holders(terms[0])] = True
        return np.flatnonzero(holds)

    def holders(self, term: str) -> Documents:
        """Return the documents that have a term, ascending."""
        number = self._forward.terms.one(term)
        documents = self._forward.term_documents.row(number) if number is not None else np.zeros(0, np.uint32)
        return documents.astype(np.int64)  # numpy takes twice as long to index by anything else

    def with_any(self, words: Iterable[Word]) -> Mask:
        """Return the documents that have one of the words, by stem."""
        mask = np.zeros(self._forward.documents, bool)
        for word in words:
            mask[self.holders(word.stem)] = True
        return mask

    def with_phrase(self, words: Sequence[Word]) -> Mask:
        """Return the documents that have exactly these words side by side in title, heading or text."""
        mask = np.ones(self._forward.documents, bool)
        for word in words:
            if word.terms:
                mask &= self.with_any([word]) | self._with_word(word.text)
        return standing(self._forward, [word.text for word in words], mask)

    def _with_word(self, text: str) -> Mask:
        """Return the documents that have the word in any of its languages."""
        mask = np.zeros(self._forward.documents, bool)
        for number in self._forward.words.find(text):
            for term in self._forward.word_terms.row(number)[:1]:
                mask[self._forward.term_documents.row(int(term))] = True
        return mask

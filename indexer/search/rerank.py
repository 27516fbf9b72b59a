"""The second stage: candidates in the order of exact statistics of our own.

S = 1.0 P + 0.6 N + 0.8 B + 0.5 D + 1.0 T, each a BM25 sum over the question's distinct features, with
idf = ln(1 + (n − df + .5) / (df + .5)):

- P: the parts of compounds, or stems (k1 1.2, b .75). Terms with a digit count 3.8 times: years and paragraphs.
- N: 4-grams of the words (.4, .75), for what stems and parts miss.
- B: adjacent pairs of stems, stop words kept (.4, .3).
- D: N over the whole parent document (1.2, .75), for the parents of the best 50. Documents with one passage get it
  too: in a corpus of handbooks and short records, +.26 MRR on the librarians' questions.
- T: the idf of the words that the title has; the title counts in the text of every passage besides.

Constants and formula were measured on other questions than ours; see docs/architecture.md. What the thesaurus adds to
P never outweighs the typed words: a reading counts only by how much it beats them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.arrays import Array, Ragged
from indexer.index.forward.reader import Forward
from indexer.index.forward.statistics import pair_keys
from indexer.index.forward.vocabulary import grams
from indexer.search.features import Counts, FeatureTable
from indexer.search.question import Question, Reading

GRAMS, PAIRS, PARENT, TITLE = 0.6, 0.8, 0.5, 1.0
DIGITS = 3.8
PARENTS = 50

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Saturation:
    """The two constants of BM25."""

    k1: float
    b: float

    def __call__(self, counts: Counts, lengths: Array, mean: float) -> Scores:
        """Return the counts saturated: rows × columns, lengths by row."""
        norm = self.k1 * (1 - self.b + self.b * lengths.astype(np.float32) / max(mean, 1e-9))
        return np.asarray(counts * (self.k1 + 1) / (counts + norm[:, None]), np.float32)


PLACE_BM25 = Saturation(1.2, 0.0)
PART_BM25, GRAM_BM25, PAIR_BM25, PARENT_BM25 = (
    Saturation(1.2, 0.75),
    Saturation(0.4, 0.75),
    Saturation(0.4, 0.3),
    Saturation(1.2, 0.75),
)


def idf(frequencies: Array | float, rows: int) -> Array:
    """Return the weight of features that occur in so many of `rows` rows."""
    df = np.asarray(frequencies, np.float64)
    return np.asarray(np.log(1 + (rows - df + 0.5) / (df + 0.5)), np.float32)


@dataclass(frozen=True, slots=True)
class Columns:
    """The question's features: 4-grams first, then terms; `terms` maps a term to its column."""

    grams: Array
    terms: dict[str, int]
    numbers: Array
    table: FeatureTable


class Reranker:
    """Scores passages for a question; keeps nothing between questions."""

    def __init__(self, forward: Forward) -> None:
        self._forward = forward

    def score(self, question: Question, rows: NDArray[np.int64]) -> Scores:
        """Return S for the passages in `rows`, in their order."""
        columns = self._columns(question)
        text = self._forward.passage_words.take(rows)
        scores = self._pairs(question, text) * PAIRS
        if columns.table.columns:
            counts = columns.table.counts(text)
            split = len(columns.grams)
            scores += self._parts(question, columns, counts[:, split:], rows)
            scores += TITLE * self._title(question, columns, rows)
            scores += GRAMS * self._grams(columns, counts[:, :split], rows)
            scores += PARENT * self._parents(columns, scores, rows)
        return scores

    def own(self, question: Question, rows: NDArray[np.int64]) -> Scores:
        """Return P and B of the passages' own words: the title left out, no word counted less in a longer passage."""
        columns = self._columns(question)
        text = self._forward.passage_words.take(rows)
        scores = self._pairs(question, text) * PAIRS
        if columns.table.columns:
            titles = self._forward.titles(self._forward.passage_documents[rows].astype(np.int64))
            counts = (columns.table.counts(text) - columns.table.counts(titles))[:, len(columns.grams) :]
            scores += self._parts(question, columns, counts, rows, PLACE_BM25)
        return scores

    def _columns(self, question: Question) -> Columns:
        """Return the features of the question that the corpus has at all."""
        forward = self._forward
        keys = sorted({key for at in question.content for key in grams(question.words[at].text)})
        places = _places(forward.gram_keys, np.array(keys, np.uint64))
        wanted = [term for at in question.content for term in question.words[at].features]
        wanted += [term for reading in question.readings for term in reading.features]
        found = {term: number for term in dict.fromkeys(wanted) if (number := forward.terms.one(term)) is not None}
        numbers = np.fromiter(found.values(), np.int64, len(found))
        holders = [forward.gram_words.row(int(place)) for place in places]
        holders += [forward.part_words.row(int(number)) for number in numbers]
        terms = {term: at for at, term in enumerate(found)}
        return Columns(places, terms, numbers, FeatureTable(holders, len(forward.word_stems)))

    def _parts(
        self, question: Question, columns: Columns, counts: Counts, rows: Array, bm25: Saturation = PART_BM25
    ) -> Scores:
        """Return P, with what other readings add."""
        forward = self._forward
        weights = idf(forward.part_frequencies[columns.numbers], forward.passages)
        weights *= np.array([_digits(term) for term in columns.terms], np.float32)
        scored = bm25(counts, forward.part_lengths[rows], forward.mean_parts) * weights
        typed = {term for at in question.content for term in question.words[at].features}
        scores = scored[:, [at for term, at in columns.terms.items() if term in typed]].sum(axis=1)
        return np.asarray(scores + self._readings(question, columns, scored, weights), np.float32)

    def _title(self, question: Question, columns: Columns, rows: Array) -> Scores:
        """Return T: the weight of the typed words that the title has, other readings included by their weight."""
        forward = self._forward
        documents = forward.passage_documents[rows].astype(np.int64)
        titles = forward.titles(documents)
        found = columns.table.counts(titles)[:, len(columns.grams) :] > 0
        weights = idf(forward.part_frequencies[columns.numbers], forward.passages)
        scored = np.asarray(found * weights, np.float32)
        typed = {term for at in question.content for term in question.words[at].features}
        scores = scored[:, [at for term, at in columns.terms.items() if term in typed]].sum(axis=1)
        return np.asarray(scores + self._readings(question, columns, scored, weights), np.float32)

    def _readings(self, question: Question, columns: Columns, scored: Scores, weights: Array) -> Scores:
        """Return by how much the best other reading of each stretch of words beats the typed words."""
        added = np.zeros(len(scored), np.float32)
        groups: dict[tuple[int, int], list[Reading]] = {}
        for reading in question.readings:
            groups.setdefault((reading.first, reading.last), []).append(reading)
        unknown = float(idf(0, self._forward.passages))
        for (first, last), readings in groups.items():
            own = [term for word in question.words[first:last] for term in word.features]
            typed = _sum(scored, columns, own)
            mass = sum(float(weights[columns.terms[term]]) if term in columns.terms else unknown for term in own)
            best = np.zeros(len(scored), np.float32)
            for reading in readings:
                others = sum(float(weights[columns.terms[term]]) for term in reading.features if term in columns.terms)
                bound = reading.weight * min(1.0, mass / max(others, 1e-9))
                np.maximum(best, bound * _sum(scored, columns, reading.features), out=best)
            added += np.maximum(0.0, best - typed)
        return added

    def _grams(self, columns: Columns, counts: Counts, rows: Array) -> Scores:
        """Return N."""
        forward = self._forward
        weights = idf(forward.gram_frequencies[columns.grams], forward.passages)
        return np.asarray(GRAM_BM25(counts, forward.gram_lengths[rows], forward.mean_grams) @ weights)

    def _pairs(self, question: Question, text: Ragged) -> Scores:
        """Return B: for each pair of stems that follow each other in the question, where they do in the passages."""
        forward = self._forward
        scores = np.zeros(len(text), np.float32)
        stems = [forward.terms.one(word.stem) for word in question.words]
        pairs = {(a, b) for a, b in pairwise(stems) if a is not None and b is not None and a != b}
        if not pairs or len(text.values) < 2:  # noqa: PLR2004 - a pair
            return scores
        found, owners = forward.word_stems[text.values], text.owners
        firsts = np.flatnonzero(np.isin(found[:-1], [a for a, _ in pairs]) & (owners[1:] == owners[:-1]))
        for a, b in sorted(pairs):
            at = firsts[(found[firsts] == a) & (found[firsts + 1] == b)]
            counts = np.bincount(owners[at], minlength=len(text)).astype(np.float32)
            cell = int(pair_keys(np.array([a]), np.array([b]), forward.pair_bits)[0])
            weight = idf(float(forward.pair_frequencies[cell]), forward.passages)
            scores += PAIR_BM25(counts[:, None], text.lengths, forward.mean_words)[:, 0] * weight
        return scores

    def _parents(self, columns: Columns, scores: Scores, rows: Array) -> Scores:
        """Return D: 0 where a document has no passage among the best 50."""
        forward = self._forward
        parents = forward.passage_documents[rows].astype(np.int64)
        best = np.lexsort((rows, -scores))[:PARENTS]
        documents = np.unique(parents[best])
        text, counts = forward.document_words.take(documents), forward.document_counts.take(documents)
        found = columns.table.counts(text, counts.values)[:, : len(columns.grams)]
        lengths = forward.document_gram_lengths[documents]
        weights = idf(forward.document_gram_frequencies[columns.grams], forward.documents)
        scored = PARENT_BM25(found, lengths, forward.mean_document_grams) @ weights
        at = np.minimum(np.searchsorted(documents, parents), len(documents) - 1)
        return np.where(documents[at] == parents, scored[at], np.float32(0))


def _places(keys: NDArray[np.uint64], wanted: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return where the wanted keys stand, without those that do not."""
    if not len(keys):
        return np.zeros(0, np.int64)
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.asarray(places[keys[places] == wanted], np.int64)


def _digits(term: str) -> float:
    return DIGITS if any(letter.isdigit() for letter in term) else 1.0


def _sum(scored: Scores, columns: Columns, terms: Sequence[str]) -> Scores:
    """Return the sum over the columns of the terms."""
    places = [columns.terms[term] for term in dict.fromkeys(terms) if term in columns.terms]
    return np.asarray(scored[:, places].sum(axis=1))

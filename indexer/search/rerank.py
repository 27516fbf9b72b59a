"""The second stage: candidates in the order of exact statistics of our own.

S = 1.0 P + 0.6 N + 0.8 B + 0.35 D + 1.0 T, each a BM25 sum over the question's distinct features, with
idf = ln(1 + (n − df + .5) / (df + .5)):

- P: the parts of compounds, or stems (k1 1.2, b .75). Terms with a digit count 3.8 times: years and paragraphs.
- N: 4-grams of the words (.4, .75), for what stems and parts miss.
- B: adjacent pairs of stems, stop words kept (.4, .3).
- D: N over the whole parent document (1.2, .75), for the parents of the best 50. Documents with one passage get it
  too: in a corpus of handbooks and short records, +.26 MRR on the librarians' questions.
- T: the idf of the words that the title has; the title counts in the text of every passage besides.

Constants and formula were measured on other questions than ours; see docs/architecture.md. What the thesaurus adds to
P never outweighs the typed words: a reading counts only by how much it beats them. Where the question asks for an
exercise, a checklist or questions to talk about, passages that are such gain by KIND.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.arrays import Array, Ragged
from indexer.index.forward.reader import Forward
from indexer.index.forward.records import kind_number
from indexer.index.forward.statistics import pair_keys
from indexer.search.features import Columns, Counts, Stretch
from indexer.search.question import Question

GRAMS, PAIRS, PARENT, TITLE = 0.6, 0.8, 0.35, 1.0
DIGITS = 3.8
KIND = 0.3
"""What a passage gains by being for what was asked for, as a share of its score; metadata lift a document by less."""
KIND_SHOWN = 1.0
"""The same where it is chosen which passages of a document are shown: the exercise goes before what speaks of it."""
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


class Reranker:
    """Scores passages for a question; keeps nothing between questions."""

    def __init__(self, forward: Forward) -> None:
        self._forward = forward

    def score(self, question: Question, rows: NDArray[np.int64]) -> Scores:
        """Return S for the passages in `rows`, in their order."""
        columns = Columns.of(self._forward, question)
        text = self._forward.words_of(rows)
        scores = self._pairs(question, text) * PAIRS
        if columns.table.columns:
            counts = columns.table.counts(text)
            split = len(columns.grams)
            scores += self._parts(columns, counts[:, split:], rows)
            scores += TITLE * self._title(columns, rows)
            scores += GRAMS * self._grams(columns, counts[:, :split], rows)
            scores += PARENT * self._parents(columns, scores, rows)
        return scores * self._fit(question, rows)

    def own(self, question: Question, rows: NDArray[np.int64]) -> Scores:
        """Return P and B of the passages' own words: the title left out, no word counted less in a longer passage."""
        columns = Columns.of(self._forward, question)
        text = self._forward.words_of(rows)
        scores = self._pairs(question, text) * PAIRS
        if columns.terms:
            counts = columns.term_table.counts(text) - self._in_titles(columns, rows)
            scores += self._parts(columns, counts, rows, PLACE_BM25)
        return scores * self._fit(question, rows, KIND_SHOWN)

    def _fit(self, question: Question, rows: Array, gain: float = KIND) -> Scores:
        """Return what each score is multiplied by: more where the passage is what was asked for, an exercise say."""
        wanted = [kind_number(kind) for kind in question.kinds]
        return np.where(np.isin(self._forward.passage_kinds[rows], wanted), np.float32(1 + gain), np.float32(1))

    def _parts(self, columns: Columns, counts: Counts, rows: Array, bm25: Saturation = PART_BM25) -> Scores:
        """Return P, with what other readings add."""
        forward = self._forward
        weights = idf(forward.part_frequencies[columns.numbers], forward.passages)
        weights *= np.array([_digits(term) for term in columns.terms], np.float32)
        scored = bm25(counts, forward.part_lengths[rows], forward.mean_parts) * weights
        return self._typed_or_read(columns, scored, weights)

    def _title(self, columns: Columns, rows: Array) -> Scores:
        """Return T: the weight of the typed words that the title has, other readings included by their weight."""
        weights = idf(self._forward.part_frequencies[columns.numbers], self._forward.passages)
        found = np.minimum(self._in_titles(columns, rows), np.float32(1))
        return self._typed_or_read(columns, found * weights, weights)

    def _in_titles(self, columns: Columns, rows: Array) -> Counts:
        """Return how often each term stands in the titles of the passages' documents."""
        documents = self._forward.passage_documents[rows].astype(np.int64)
        return columns.term_table.counts(self._forward.titles(documents))

    def _typed_or_read(self, columns: Columns, scored: Scores, weights: Array) -> Scores:
        """Return the sum over the typed words, and by how much the best reading of each stretch beats these."""
        scores = scored[:, columns.typed].sum(axis=1)
        unknown = float(idf(0, self._forward.passages))
        for stretch in columns.stretches:
            typed = scored[:, tuple(dict.fromkeys(stretch.own))].sum(axis=1)
            scores += np.maximum(0.0, _best_reading(stretch, scored, weights.tolist(), unknown) - typed)
        return np.asarray(scores, np.float32)

    def _grams(self, columns: Columns, counts: Counts, rows: Array) -> Scores:
        """Return N."""
        forward = self._forward
        weights = idf(forward.gram_frequencies[columns.grams], forward.passages)
        return _weighed(GRAM_BM25(counts, forward.gram_lengths[rows], forward.mean_grams), weights)

    def _pairs(self, question: Question, text: Ragged) -> Scores:
        """Return B: for each pair of stems that follow each other in the question, where they do in the passages."""
        forward = self._forward
        scores = np.zeros(len(text), np.float32)
        stems = [forward.terms.one(word.stem) for word in question.words]
        pairs = {(a, b) for a, b in pairwise(stems) if a is not None and b is not None and a != b}
        if not pairs or len(text.values) < 2:  # noqa: PLR2004 - a pair
            return scores
        found, starts = forward.word_stems[text.values], text.starts
        for a, b in sorted(pairs):
            at = np.flatnonzero(found[:-1] == a)
            at = at[found[at + 1] == b]
            owners = np.searchsorted(starts, at, side="right") - 1
            inside = at + 1 < starts[owners + 1]
            counts = np.bincount(owners[inside], minlength=len(text)).astype(np.float32)
            cell = int(pair_keys(np.array([a]), np.array([b]), forward.pair_bits)[0])
            weight = idf(float(forward.pair_frequencies[cell]), forward.passages)
            scores += PAIR_BM25(counts[:, None], text.lengths, forward.mean_words)[:, 0] * weight
        return scores

    def _parents(self, columns: Columns, scores: Scores, rows: Array) -> Scores:
        """Return D: 0 where a document has no passage among the best 50."""
        forward = self._forward
        parents = forward.passage_documents[rows].astype(np.int64)
        best = np.lexsort((rows, -scores))[:PARENTS]
        documents = np.array(sorted(set(parents[best].tolist())), np.int64)
        text, counts = forward.counts_of(documents)
        found = columns.gram_table.counts(text, counts.values)
        lengths = forward.document_gram_lengths[documents]
        weights = idf(forward.document_gram_frequencies[columns.grams], forward.documents)
        scored = _weighed(PARENT_BM25(found, lengths, forward.mean_document_grams), weights)
        at = np.minimum(np.searchsorted(documents, parents), len(documents) - 1)
        return np.where(documents[at] == parents, scored[at], np.float32(0))


def _weighed(scored: Scores, weights: Array) -> Scores:
    """Return each row's sum of features by weight."""
    # Not @, which passes on floating-point warnings that OpenBLAS raises without a reason: numpy/numpy#24067.
    return np.asarray(scored.dot(weights), np.float32)


def _digits(term: str) -> float:
    return DIGITS if not term.isalpha() and any(letter.isdigit() for letter in term) else 1.0


def _best_reading(stretch: Stretch, scored: Scores, weights: Sequence[float], unknown: float) -> Scores:
    """Return for each row the most that a reading brings, none more than the typed words could; 0 where none does."""
    own = sum(weights[at] for at in stretch.own) + stretch.lacking * unknown
    bounds = [
        weight * min(1.0, own / max(sum(weights[at] for at in places), 1e-9)) for weight, places in stretch.readings
    ]
    alone = [
        (places[0], bound) for bound, (_, places) in zip(bounds, stretch.readings, strict=True) if len(places) == 1
    ]
    offered = scored[:, [at for at, _ in alone]] * np.array([bound for _, bound in alone], np.float32)
    best = offered.max(axis=1, initial=0.0)
    for bound, (_, places) in zip(bounds, stretch.readings, strict=True):
        if len(places) > 1:
            np.maximum(best, bound * scored[:, places].sum(axis=1), out=best)
    return np.asarray(best, np.float32)

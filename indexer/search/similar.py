"""Documents that resemble a document: by the words and themes that both have, and by being plans of one region."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.arrays import Integers, Ragged
from indexer.index.forward.reader import Forward
from indexer.index.forward.vocabulary import BOUNDARY
from indexer.search.ranking import Ranked

TERMS = 40
"""A document's heaviest terms, by which others are found; compared are all."""
CANDIDATES = 100
"""Documents compared term by term: those with most of the heaviest terms."""
TITLE = 2
"""How often more a word of the title counts than it stands in the text."""
THEMES = 0.35
"""What the same themes count, against the same words."""
EDITION = 0.25
"""What it counts to be a plan of the same region."""

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Vectors:
    """Sparse vectors: `weights` of `keys` in the rows of `owners`; keys ascend within a row, rows ascend."""

    owners: Integers
    keys: Integers
    weights: Scores
    rows: int

    def cosines(self) -> Scores:
        """Return how alike each row is to the first, 0 to 1."""
        first = self.owners == 0
        size = int(self.keys.max(initial=0)) + 1
        query = np.zeros(size)
        query[self.keys[first]] = self.weights[first]
        products = np.bincount(self.owners, self.weights * query[self.keys], minlength=self.rows)
        norms = np.sqrt(np.bincount(self.owners, self.weights**2, minlength=self.rows))
        return np.asarray(products / np.maximum(norms * norms[:1], 1e-9))


def similar_documents(forward: Forward, row: int, limit: int) -> list[Ranked]:
    """Return the documents most like the one in `row`, best first, ties by id; scores from 0 to about 1.6."""
    rows = np.append(row, _candidates(forward, row))
    scores = _words(forward, rows).cosines() + THEMES * _themes(forward, rows).cosines()
    scores += EDITION * _editions(forward, rows)
    ranked = [Ranked(int(rows[at]), round(float(scores[at]), 4)) for at in range(1, len(rows)) if scores[at] > 0]
    return sorted(ranked, key=lambda each: (-each.score, forward.id(each.document)))[:limit]


def _candidates(forward: Forward, row: int) -> Integers:
    """Return the documents that have most of the document's heaviest terms."""
    own = _words(forward, np.array([row]))
    scores = np.zeros(forward.documents)
    for at in np.lexsort((own.keys, -own.weights))[:TERMS].tolist():
        scores[forward.term_documents.row(int(own.keys[at]))] += own.weights[at]
    scores[row] = 0
    found = np.flatnonzero(scores)
    if len(found) > CANDIDATES:
        found = found[scores[found] >= np.partition(scores[found], -CANDIDATES)[-CANDIDATES]]
    return np.asarray(found[np.lexsort((found, -scores[found]))][:CANDIDATES])


def _words(forward: Forward, rows: Integers) -> _Vectors:
    """Return the documents' terms by tf·idf: title stressed, publisher and years left out, as what all have."""
    words, held = forward.counts_of(rows)
    counts = held.values.astype(np.float64)
    titles, imprints = forward.titles(rows), _imprints(forward, rows)
    owners = np.concatenate((words.owners, titles.owners, imprints.owners))
    values = np.concatenate((words.values, titles.values, imprints.values))
    times = np.concatenate((counts, np.full(len(titles.values), TITLE), np.full(len(imprints.values), -1.0)))
    terms = forward.word_terms.take(values)
    lengths = terms.lengths
    size = len(forward.terms.strings)
    keys, places = np.unique(np.repeat(owners, lengths) * size + terms.values, return_inverse=True)
    frequency = np.bincount(places, np.repeat(times, lengths), minlength=len(keys))
    documents = forward.term_documents.lengths_of(keys % size)
    idf = np.log(forward.documents / np.maximum(documents, 1))
    weights = np.log1p(np.maximum(frequency, 0)) * np.where(documents > 1, idf, 0)
    return _Vectors(keys // size, keys % size, weights, len(rows))


def _imprints(forward: Forward, rows: Integers) -> Ragged:
    """Return what stands between title and text of each document: publisher and years."""
    found = []
    for first, title in zip(forward.document_starts[rows].tolist(), forward.title_words[rows].tolist(), strict=True):
        words = forward.passage_words.row(first)
        ends = np.flatnonzero(words[title + 1 :] == BOUNDARY)
        found.append(words[title + 1 : title + 1 + int(ends[0])] if len(ends) else words[:0])
    return Ragged.of([each.tolist() for each in found])


def _themes(forward: Forward, rows: Integers) -> _Vectors:
    """Return the documents' themes; rare ones weigh more."""
    names = forward.keyword_names
    is_theme = np.array([name.startswith("theme:") for name in names])
    keywords = forward.document_keywords.take(rows)
    keep = is_theme[keywords.values]
    owners, values = keywords.owners[keep], keywords.values[keep].astype(np.int64)
    holders = np.bincount(forward.document_keywords.values, minlength=len(names))[values]
    return _Vectors(owners, values, np.log(1 + forward.documents / np.maximum(holders, 1)), len(rows))


def _editions(forward: Forward, rows: Integers) -> Scores:
    """Return 1 for each plan of a region that the first document is a plan of."""
    names = forward.keyword_names
    held = [{names[number] for number in forward.document_keywords.row(row).tolist()} for row in rows.tolist()]
    plan = {name for name in held[0] if name.startswith("region:")} if "type:plan" in held[0] else set()
    return np.array([float("type:plan" in other and not plan.isdisjoint(other)) for other in held])

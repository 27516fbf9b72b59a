"""Documents that resemble a document: by the rare words and the themes that both have."""

from __future__ import annotations

import numpy as np

from indexer.index.forward.reader import Forward
from indexer.search.ranking import Ranked

TERMS = 30
"""Rare words that a document is known by."""
THEME = 0.15
"""What a shared theme counts, against all of the rare words."""


def similar_documents(forward: Forward, row: int, limit: int) -> list[Ranked]:
    """Return the documents most like the one in `row`, best first, ties by id; scores from 0 to about 1."""
    scores = _by_words(forward, row) + THEME * _shared_themes(forward, row)
    scores[row] = 0.0
    order = np.lexsort((np.arange(len(scores)), -scores))[: limit + 10]
    found = [int(other) for other in order if scores[other] > 0]
    ranked = [Ranked(other, round(float(scores[other]), 4)) for other in found]
    return sorted(ranked, key=lambda each: (-each.score, forward.id(each.document)))[:limit]


def _by_words(forward: Forward, row: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the share of the document's best tf·idf words that every document has."""
    words, counts = forward.document_words.row(row), forward.document_counts.row(row)
    terms, places = np.unique(forward.word_stems[words], return_inverse=True)
    lengths = forward.term_documents.lengths_of(terms.astype(np.int64))
    total = np.bincount(places, weights=counts, minlength=len(terms))
    weights = np.log1p(total) * np.log(forward.documents / np.maximum(1, lengths))
    weights[lengths < 2] = 0.0  # noqa: PLR2004 - a word that no other document has
    scores = np.zeros(forward.documents)
    best = np.lexsort((terms, -weights))[:TERMS]
    for at in best:
        scores[forward.term_documents.row(int(terms[at]))] += weights[at]
    return np.asarray(scores / max(float(weights[best].sum()), 1e-9))


def _shared_themes(forward: Forward, row: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return how many of the document's themes every document shares."""
    names = forward.keyword_names
    own = [number for number in forward.document_keywords.row(row) if names[int(number)].startswith("theme:")]
    keywords = forward.document_keywords
    shared = np.bincount(keywords.owners[np.isin(keywords.values, own)], minlength=forward.documents)
    return shared.astype(np.float64)

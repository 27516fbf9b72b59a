"""The terms of the corpus that are like a word, found by looking at few of them.

Likeness is the larger of Dice and .85 × containment over 3- and 4-grams weighted by ln(1 + V/df); what a likeness of so
much asks a term to share follows from the weight of all its n-grams. So a term is ruled out that has none of the
word's rarest n-grams, the ones with short lists: all but the terms that weigh little themselves, which are looked at
one by one. Source: the measured recipe of the project's relevance notes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.arrays import Array
from indexer.index.forward.reader import Forward
from indexer.index.forward.vocabulary import grams

MOST = 10
FLOOR = 0.4
"""The likeness that a term must have."""
CONTAINED = 0.85
"""The likeness of a term that holds the whole word and much else, or that the word holds."""
LEAST_SHARED = 0.2
"""The share of a word's n-grams, by weight, that a term must have to be compared with it."""
LIGHT = 0.06
"""The share of the terms that are looked at one by one: the lightest."""
FEW_TERMS = 500_000
"""Terms in the corpus up to which it is quicker to compare all."""
REMEMBERED = 20_000
"""N-grams of which the light terms are remembered: a few MB."""
FEW = 500
"""Terms that are compared by all n-grams."""
_SLACK = 1 - 1e-9
"""For rounding: nothing is ruled out that may be equal."""

Numbers = NDArray[np.uint32]
Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word's n-grams that the corpus has: where they stand, ascending, and their weights; `own` is that of all."""

    places: Array
    weights: Weights
    own: float

    def likeness(self, shared: Weights, other: Weights) -> Weights:
        """Return how like the word terms are that weigh `other` and share so much with it."""
        contained = np.maximum(shared / self.own, shared / np.maximum(other, 1e-9))
        return np.maximum(2 * shared / (self.own + other), CONTAINED * contained)

    def needed(self, likeness: float, other: Weights | float) -> Weights:
        """Return what terms that weigh `other` must share to be so like the word."""
        least = np.minimum((self.own + other) / 2, np.minimum(other, self.own) / CONTAINED)
        return np.asarray(np.maximum(likeness * least, LEAST_SHARED * self.own) * _SLACK)


@dataclass(frozen=True, slots=True)
class _Found:
    """Terms, ascending, and what they share with a word."""

    terms: Numbers
    shared: Weights

    def of(self, keep: Array) -> _Found:
        """Return some of them."""
        return _Found(self.terms[keep], self.shared[keep])


class Alike:
    """Finds what is like a word; threads may share it."""

    def __init__(self, forward: Forward) -> None:
        self._forward = forward
        self._light_holders = lru_cache(REMEMBERED)(self._find_light_holders)

    def terms(self, stem: str) -> list[tuple[str, float]]:
        """Return the terms most like `stem`, best first, each with half the square of its likeness as its weight."""
        word = self._word(stem)
        if not len(word.places):
            return []
        best = self._compared(word) if len(self._forward.term_weights) <= FEW_TERMS else self._searched(word)
        likeness = self._likeness(word, best)
        order = np.lexsort((best.terms, -likeness))
        names = ((self._forward.terms.strings[int(best.terms[at])], float(likeness[at])) for at in order)
        return [(name, 0.5 * like * like) for name, like in names if name != stem][:MOST]

    def _word(self, stem: str) -> _Word:
        known, holders, live = self._forward.term_gram_keys, self._forward.term_gram_terms, self._forward.live_terms
        keys = np.array(sorted(grams(stem, 3) | grams(stem)), np.uint64)
        places = np.minimum(np.searchsorted(known, keys), max(0, len(known) - 1))
        places = places[known[places] == keys] if len(known) else places[:0]
        weights = np.log1p(live / np.maximum(1, holders.lengths_of(places)))
        return _Word(places, weights, float(weights.sum()) + (len(keys) - len(places)) * math.log1p(live))

    def _compared(self, word: _Word) -> _Found:
        """Return the best of all terms."""
        shared = np.zeros(len(self._forward.term_weights))
        for place, weight in zip(word.places.tolist(), word.weights.tolist(), strict=True):
            shared[self._forward.term_gram_terms.row(place).astype(np.int64)] += weight
        terms = np.flatnonzero(shared > LEAST_SHARED * word.own).astype(np.uint32)
        return self._best(word, _Found(terms, shared[terms]))

    def _searched(self, word: _Word) -> _Found:
        """Return the same, where that would be too many to look at."""
        light = self._best(word, self._light(word))
        return self._best(word, light, self._heavy(word, self._last(word, light)))

    def _light(self, word: _Word) -> _Found:
        """Return the light terms that share anything with the word."""
        return _summed([self._light_holders(place) for place in word.places.tolist()], word.weights)

    def _find_light_holders(self, place: int) -> Numbers:
        holders = self._forward.term_gram_terms.row(place)
        return np.asarray(holders[self._is_light[holders.astype(np.int64)]])

    @cached_property
    def _is_light(self) -> NDArray[np.bool_]:
        return self._forward.term_weights < self._lightest_other

    @cached_property
    def _lightest_other(self) -> float:
        """What a term weighs at least that is not light."""
        weights = self._forward.term_weights
        at = int(LIGHT * len(weights))
        return float(np.partition(weights, at)[at]) if len(weights) else 0.0

    def _heavy(self, word: _Word, likeness: float) -> _Found:
        """Return the terms, light ones left out, that may be so like the word, and as like it as the best are."""
        rows = self._forward.term_gram_terms
        order = np.argsort(-word.weights, kind="stable")
        rest = np.append(np.cumsum(word.weights[order[::-1]])[::-1], 0.0)
        telling = int(np.count_nonzero(rest > word.needed(likeness, self._lightest_other)))
        found = _summed([rows.row(place) for place in word.places[order[:telling]].tolist()], word.weights[order])
        needed = self._needed(word, found, likeness)
        for at in range(telling, len(order)):
            keep = found.shared + rest[at] >= needed
            found, needed = found.of(keep), needed[keep]
            if len(found.terms) <= FEW:
                break
            holds = _members(found.terms, rows.row(int(word.places[order[at]])))
            found = _Found(found.terms, found.shared + word.weights[order[at]] * holds)
        return self._exactly(word, found.of(~self._is_light[found.terms]))

    def _needed(self, word: _Word, found: _Found, likeness: float) -> Weights:
        """Return what each term must share to be so like the word, and as like it as the best are at least."""
        other = self._forward.term_weights[found.terms].astype(np.float64)
        if len(other) > MOST:
            likeness = max(likeness, float(np.partition(word.likeness(found.shared, other), -MOST - 1)[-MOST - 1]))
        return word.needed(likeness, other)

    def _exactly(self, word: _Word, found: _Found) -> _Found:
        """Return the terms with what they share added up in the order of the n-grams, so that like sums are equal."""
        shared = np.zeros(len(found.terms))
        for place, weight in zip(word.places.tolist(), word.weights.tolist(), strict=True):
            shared += weight * _members(found.terms, self._forward.term_gram_terms.row(place))
        return _Found(found.terms, shared)

    def _best(self, word: _Word, *parts: _Found) -> _Found:
        """Return the best of all parts, one more than are wanted, for the word itself may be among them."""
        found = _Found(
            *(np.concatenate(each) for each in zip(*((part.terms, part.shared) for part in parts), strict=True))
        )
        likeness = self._likeness(word, found)
        found = found.of((likeness >= FLOOR) & (found.shared > LEAST_SHARED * word.own))
        terms, first = np.unique(found.terms, return_index=True)
        found = _Found(terms, found.shared[first])
        return found.of(np.sort(np.lexsort((terms, -self._likeness(word, found)))[: MOST + 1]))

    def _likeness(self, word: _Word, found: _Found) -> Weights:
        return word.likeness(found.shared, self._forward.term_weights[found.terms].astype(np.float64))

    def _last(self, word: _Word, best: _Found) -> float:
        """Return the likeness that a term must have to be among the best."""
        return float(self._likeness(word, best).min()) if len(best.terms) > MOST else FLOOR


def _summed(rows: Sequence[Numbers], weights: Weights) -> _Found:
    """Return all that stand in the rows, each with the weights of its rows, added up in their order."""
    row = np.repeat(np.arange(len(rows), dtype=np.uint64), [len(each) for each in rows])
    pairs = np.concatenate([np.zeros(0, np.uint32), *rows]).astype(np.uint64) << np.uint64(32) | row
    pairs.sort()
    terms = (pairs >> np.uint64(32)).astype(np.uint32)
    first = np.append(True, terms[1:] != terms[:-1])[: len(terms)]
    shared = np.bincount(np.cumsum(first) - 1, weights[(pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)])
    return _Found(terms[first], np.asarray(shared, np.float64))


def _members(terms: Numbers, row: Numbers) -> NDArray[np.bool_]:
    """Tell which of the terms stand in the row; both ascend."""
    if len(terms) < len(row):
        return np.asarray(row[np.minimum(row.searchsorted(terms), len(row) - 1)] == terms)
    found = np.zeros(len(terms), bool)
    if len(row):
        at = np.minimum(terms.searchsorted(row), len(terms) - 1)
        found[at[terms[at] == row]] = True
    return found

"""A question's features as columns, and how often rows of words have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.arrays import Array, Integers, Ragged, spans
from indexer.index.forward.reader import Forward
from indexer.index.forward.tables import distinct
from indexer.index.forward.vocabulary import grams
from indexer.search.letters import Letters
from indexer.search.question import Question, Reading
from indexer.search.sieve import Sieve

Counts = NDArray[np.float32]
Pairs = tuple[Array, Integers]
"""Words by number, and of each a feature's place."""

MANY = 200_000
"""Words in the lists of a question's features from which it is quicker to look at each word of the candidates."""
_SLOTS = 1 << 18
"""Words are told apart by their lowest bits: all of a vocabulary that is no larger, and nearly all of another."""


class Features(Protocol):
    """Features of words, each with its place."""

    def __len__(self) -> int:
        """Return how many there are."""
        ...

    def pairs(self, words: Array) -> Pairs:
        """Return each of the words that has a feature with that one's place, every pair once; others may be added."""
        ...


class Lists:
    """Features with the lists of the words that have them."""

    def __init__(self, holders: Sequence[Array]) -> None:
        self._size = len(holders)
        self._words = np.concatenate([np.zeros(0, np.uint32), *holders])
        self._slots = _slots(self._words)
        self._places = np.repeat(np.arange(len(holders)), [len(words) for words in holders])

    def __len__(self) -> int:
        return self._size

    def pairs(self, words: Array) -> Pairs:
        """Return each of the words that has a feature with that one's place; others whose lowest bits are the same."""
        flags = np.zeros(_SLOTS, bool)
        flags[_slots(words)] = True
        met = np.flatnonzero(flags[self._slots])
        return self._words[met], self._places[met]


class Parts:
    """Terms, given by number, as parts of words; where a word has no parts, its stem is one."""

    def __init__(self, word_terms: Ragged, terms: Integers) -> None:
        self._word_terms = word_terms
        self._order = np.argsort(terms)
        self._sieve = Sieve(terms[self._order])

    def __len__(self) -> int:
        return len(self._order)

    def pairs(self, words: Array) -> Pairs:
        """Return each of the words, which differ, that has one of the terms with that one's place."""
        terms = self._word_terms.take(words)
        at, places = self._sieve.find(terms.values)
        owners = np.searchsorted(terms.starts, at, side="right") - 1
        part = (at > terms.starts[owners]) | (terms.lengths_of(owners) == 1)
        return words[owners[part]], self._order[places[part]]


class Sorts:
    """Features of several sorts, one after another, of which each looks at the words that are met."""

    def __init__(self, *sorts: Features) -> None:
        self._sorts = sorts

    def __len__(self) -> int:
        return sum(map(len, self._sorts))

    def pairs(self, words: Array) -> Pairs:
        """Return each of the words that has a feature with that one's place, every pair once."""
        met, first = _met(words), 0
        found = [(met[:0], np.zeros(0, np.int64))]
        for sort in self._sorts:
            having, places = sort.pairs(met)
            found.append((having, places + first))
            first += len(sort)
        having, places = (np.concatenate(each) for each in zip(*found, strict=True))
        return having, places


def _met(words: Array) -> Array:
    """Return the different words; hardly any that are the same have to be sorted."""
    slots, itself = _slots(words), np.arange(len(words), dtype=np.int32)
    last = np.empty(_SLOTS, np.int32)
    last[slots] = itself
    stands = last[slots]
    return distinct(words[(stands == itself) | (words[stands] != words)])


def _slots(words: Array) -> Integers:
    return (words % _SLOTS).astype(np.int64)


class FeatureTable:
    """Counts how often rows of words have each feature of a question; features are columns."""

    def __init__(self, features: Features) -> None:
        self._features = features
        self.columns = len(features)

    def counts(self, rows: Ragged, weights: Array | None = None) -> Counts:
        """Return how often each row has each feature, rows × columns; `weights` count each word of the rows.

        Words that have none of the features are left out before anything is multiplied.
        """
        columns, words = self._of(rows.values)
        hits, at = Sieve(words).find(rows.values)
        lengths = columns.lengths_of(at)
        owners = np.searchsorted(rows.starts, hits, side="right") - 1
        cells = np.repeat(owners * self.columns, lengths) + columns.values[spans(columns.starts[at], lengths)]
        weighted = None if weights is None else np.repeat(weights[hits], lengths)
        counted = np.bincount(cells, weights=weighted, minlength=len(rows) * self.columns)
        return counted.reshape(len(rows), self.columns).astype(np.float32)

    def _of(self, present: Array) -> tuple[Ragged, Array]:
        """Return the columns of those of the words present that have any, and these words, ascending."""
        words, columns = self._features.pairs(present)
        order = np.argsort(words, kind="stable")
        words = words[order]
        starts = np.flatnonzero(np.append(True, words[1:] != words[:-1])[: len(words)])
        return Ragged(np.append(starts, len(words)), columns[order]), words[starts]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of the question that have other readings.

    `own` are the columns of their features, `lacking` is the number of their features that the corpus lacks, and
    `readings` has each reading's weight and columns.
    """

    own: tuple[int, ...]
    lacking: int
    readings: tuple[tuple[float, tuple[int, ...]], ...]


@dataclass(frozen=True)
class Columns:
    """The question's features that the corpus has: `terms` by their column, `numbers` and `grams` by their place.

    `typed` are the columns of the words as typed.
    """

    forward: Forward
    grams: Integers
    numbers: Integers
    terms: tuple[str, ...]
    typed: tuple[int, ...]
    stretches: tuple[Stretch, ...]

    @cached_property
    def table(self) -> FeatureTable:
        """The table of 4-grams and, after them, terms."""
        return _table(self.forward, self.grams, self.numbers)

    @cached_property
    def gram_table(self) -> FeatureTable:
        """The table of 4-grams."""
        return _table(self.forward, self.grams, self.numbers[:0])

    @cached_property
    def term_table(self) -> FeatureTable:
        """The table of terms."""
        return _table(self.forward, self.grams[:0], self.numbers)

    @classmethod
    def of(cls, forward: Forward, question: Question) -> Columns:
        """Return the columns of a question."""
        typed = dict.fromkeys(term for at in question.content for term in question.words[at].features)
        wanted = typed | dict.fromkeys(term for reading in question.readings for term in reading.features)
        found = {term: number for term in wanted if (number := forward.terms.one(term)) is not None}
        columns = {term: at for at, term in enumerate(found)}
        places = _gram_places(forward, question)
        numbers = np.fromiter(found.values(), np.int64, len(found))
        return cls(
            forward=forward,
            grams=places,
            numbers=numbers,
            terms=tuple(found),
            typed=tuple(columns[term] for term in typed if term in columns),
            stretches=_stretches(question, columns),
        )


def _table(forward: Forward, grams: Integers, terms: Integers) -> FeatureTable:
    """Return the table of 4-grams and terms: by lists, or, where these are long, by what is known of each word."""
    lengths = forward.gram_words.lengths_of(grams), forward.part_words.lengths_of(terms)
    if np.concatenate(lengths).sum() > MANY:
        letters = Letters(forward.words.strings.table, forward.gram_keys[grams], forward.word_stops)
        return FeatureTable(Sorts(letters, Parts(forward.word_terms, terms)))
    spelt, composed = map(forward.gram_words.row, grams.tolist()), map(forward.part_words.row, terms.tolist())
    return FeatureTable(Lists([*spelt, *composed]))


def _gram_places(forward: Forward, question: Question) -> NDArray[np.int64]:
    """Return where the 4-grams of the question's words stand, ascending, without those that the corpus lacks."""
    wanted = np.array(sorted({key for at in question.content for key in grams(question.words[at].text)}), np.uint64)
    keys = forward.gram_keys
    if not len(keys):
        return np.zeros(0, np.int64)
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.asarray(places[keys[places] == wanted], np.int64)


def _stretches(question: Question, columns: dict[str, int]) -> tuple[Stretch, ...]:
    """Return the stretches of the question that have readings which the corpus knows."""
    groups: dict[tuple[int, int], list[Reading]] = {}
    for reading in question.readings:
        groups.setdefault((reading.first, reading.last), []).append(reading)
    return tuple(_stretch(question, span, readings, columns) for span, readings in groups.items())


def _stretch(
    question: Question, span: tuple[int, int], readings: Sequence[Reading], columns: dict[str, int]
) -> Stretch:
    features = [term for word in question.words[slice(*span)] for term in word.features]
    own = tuple(columns[term] for term in features if term in columns)
    met = (
        (reading.weight, tuple(columns[term] for term in reading.features if term in columns)) for reading in readings
    )
    return Stretch(own, len(features) - len(own), tuple((weight, places) for weight, places in met if places))

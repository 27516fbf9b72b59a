"""A question's features as columns, and how often rows of words have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.arrays import Array, Ragged, spans
from indexer.index.forward.reader import Forward
from indexer.index.forward.vocabulary import grams
from indexer.search.letters import Letters
from indexer.search.question import Question, Reading

Counts = NDArray[np.float32]

MANY = 100_000
"""Words in the lists of a question's 4-grams from which it is quicker to look at the letters of the candidates."""


class FeatureTable:
    """For each feature of a question, the words of the vocabulary that have it; features are columns.

    `holders` are the words of the last columns; the first are those of `letters`, where it is given, for the words
    that are no stop words.
    """

    def __init__(
        self, holders: Sequence[Array], vocabulary: int, letters: Letters | None = None, stops: Array | None = None
    ) -> None:
        self._letters, self._stops = letters, stops
        first = len(letters) if letters else 0
        self.columns = first + len(holders)
        self._vocabulary = vocabulary
        lengths = np.fromiter((len(words) for words in holders), np.int64, len(holders))
        self._words = np.concatenate([np.zeros(0, np.uint32), *holders])
        self._columns = np.repeat(np.arange(first, self.columns), lengths)

    def counts(self, rows: Ragged, weights: Array | None = None) -> Counts:
        """Return how often each row has each feature, rows × columns; `weights` count each word of the rows.

        Words that have none of the features are left out before anything is multiplied.
        """
        words, columns = self._of(rows.values)
        flags = np.zeros(self._vocabulary, bool)
        flags[words.values] = True
        hits = np.flatnonzero(flags[rows.values])
        place = np.empty(self._vocabulary, np.int32)
        place[words.values] = np.arange(len(words.values))
        at = place[rows.values[hits]]
        lengths = words.starts[at + 1] - words.starts[at]
        owners = np.searchsorted(rows.starts, hits, side="right") - 1
        cells = np.repeat(owners * self.columns, lengths) + columns[spans(words.starts[at], lengths)]
        weighted = None if weights is None else np.repeat(weights[hits], lengths)
        counted = np.bincount(cells, weights=weighted, minlength=len(rows) * self.columns)
        return counted.reshape(len(rows), self.columns).astype(np.float32)

    def _of(self, present: Array) -> tuple[Ragged, Array]:
        """Return those of the words present that have a feature, each with where its columns stand; and the columns."""
        flags = np.zeros(self._vocabulary, bool)
        flags[present] = True
        keep = flags[self._words]
        words, columns = self._words[keep], self._columns[keep]
        if self._letters:
            spoken = np.flatnonzero(flags)
            spelt, places = self._letters.pairs(spoken[self._stops[spoken] == 0] if self._stops is not None else spoken)
            words, columns = np.concatenate((spelt, words)), np.concatenate((places, columns))
        order = np.argsort(words, kind="stable")
        words = words[order]
        starts = np.flatnonzero(np.append(True, words[1:] != words[:-1])[: len(words)])
        return Ragged(np.append(starts, len(words)), words[starts]), columns[order]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of the question that have other readings.

    `own` are the columns of their features, `lacking` is the number of their features that the corpus lacks, and
    `readings` has each reading's weight and columns.
    """

    own: tuple[int, ...]
    lacking: int
    readings: tuple[tuple[float, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """The question's features that the corpus has: `terms` by their column, `numbers` and `grams` by their place.

    `typed` are the columns of the words as typed. In `table` the 4-grams stand before the terms; `term_table` has
    terms alone.
    """

    grams: Array
    numbers: Array
    terms: tuple[str, ...]
    typed: tuple[int, ...]
    stretches: tuple[Stretch, ...]
    table: FeatureTable
    term_table: FeatureTable

    @classmethod
    def of(cls, forward: Forward, question: Question) -> Columns:
        """Return the columns of a question."""
        typed = dict.fromkeys(term for at in question.content for term in question.words[at].features)
        wanted = typed | dict.fromkeys(term for reading in question.readings for term in reading.features)
        found = {term: number for term in wanted if (number := forward.terms.one(term)) is not None}
        columns = {term: at for at, term in enumerate(found)}
        places = _gram_places(forward, question)
        term_words = [forward.part_words.row(number) for number in found.values()]
        vocabulary = len(forward.word_stems)
        return cls(
            grams=places,
            numbers=np.fromiter(found.values(), np.int64, len(found)),
            terms=tuple(found),
            typed=tuple(columns[term] for term in typed if term in columns),
            stretches=_stretches(question, columns),
            table=_table(forward, places, term_words),
            term_table=FeatureTable(term_words, vocabulary),
        )


def _table(forward: Forward, grams: NDArray[np.int64], terms: Sequence[Array]) -> FeatureTable:
    """Return the table of 4-grams and terms: who has the 4-grams by their lists, by letters where these are long."""
    vocabulary = len(forward.word_stems)
    if int(forward.gram_words.lengths_of(grams).sum()) <= MANY:
        return FeatureTable([*map(forward.gram_words.row, grams.tolist()), *terms], vocabulary)
    letters = Letters(forward.words.strings.table, forward.gram_keys[grams])
    return FeatureTable(terms, vocabulary, letters, forward.word_stops)


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

"""Counting what the rows hold and writing every array of the forward index.

What is known of the previous index is changed, not counted again: the work follows the size of the change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from indexer.index.forward.arrays import Array, Integers, Lookup, Ragged, Strings, slices, starts_of
from indexer.index.forward.kept import Counts, Kept, Rows, save
from indexer.index.forward.ngrams import ngrams
from indexer.index.forward.scratch import Scratch
from indexer.index.forward.statistics import Features, Statistics
from indexer.index.forward.tables import Keyed, counted, extended, inverted, numbered, once, without
from indexer.index.forward.vocabulary import GRAM, Vocabulary

_WORDS = 20_000
"""Words or terms whose n-grams are looked at at a time, to bound memory."""
_TERM_GRAMS = (3, 4)


@dataclass(frozen=True, slots=True)
class _Names:
    """What words or terms are called: those that the previous index knows, then the new ones."""

    before: Lookup
    new: Strings

    @classmethod
    def of(cls, new: Iterable[str], before: Lookup | None) -> _Names:
        """Return the names of what is new after those of before, if there are any."""
        return cls(before or Lookup.of(Strings.of(())), Strings.of(new))

    def __len__(self) -> int:
        return self.known + len(self.new)

    @property
    def known(self) -> int:
        """How many the previous index knows."""
        return len(self.before.strings)

    def lookup(self) -> Lookup:
        """Return what finds each by its name."""
        return self.before.extended(self.new)

    def blocks(self, numbers: Integers) -> Iterator[Strings]:
        """Yield the names for these numbers, which ascend, some at a time."""
        new = int(np.searchsorted(numbers, self.known))
        for strings, own in ((self.before.strings, numbers[:new]), (self.new, numbers[new:] - self.known)):
            yield from (Strings(strings.table.take(block)) for block in slices(own, _WORDS))


def write(folder: Path, vocabulary: Vocabulary, new: Rows, kept: Kept | None) -> dict[str, Any]:
    """Write all arrays for what is kept and the new rows after it; return what else is to be known of them."""
    with Scratch(folder) as scratch:
        return _write(folder, vocabulary, new, kept, scratch)


def _write(folder: Path, vocabulary: Vocabulary, new: Rows, kept: Kept | None, scratch: Scratch) -> dict[str, Any]:
    word_terms = vocabulary.word_terms
    _save_vocabulary(folder, vocabulary, word_terms)
    save(folder, "occurrences", _occurrences(new, len(vocabulary), kept))
    added, pair_bits = _count_words(folder, vocabulary, new, kept, scratch)
    documents = _term_documents(added.document_words, word_terms, vocabulary.terms, kept, scratch)
    _save_terms(folder, documents, vocabulary, kept, scratch)
    rows = Rows.joined([*(kept.rows() if kept else ()), new])
    counts = Counts.joined([*(kept.counts() if kept else ()), added])
    rows.save(folder)
    counts.save(folder)
    return {**_means(rows, counts), "pair_bits": pair_bits, "languages": vocabulary.languages}


def _count_words(
    folder: Path, vocabulary: Vocabulary, new: Rows, kept: Kept | None, scratch: Scratch
) -> tuple[Counts, int]:
    """Write the words, their features and how frequent these are; return the new rows' counts and the bits of a pair.

    The features, which take most of the memory, are gone with this function.
    """
    words = _Names.of(vocabulary.new_words, kept.previous.words if kept else None)
    words.lookup().save(folder, "words")
    gram_words, grams = _grams(words, _used(vocabulary, new, kept), kept, scratch)
    features = Features(
        grams=grams,
        gram_keys=gram_words.keys,
        parts=_parts(vocabulary.word_terms),
        term_count=vocabulary.terms,
        stems=vocabulary.stems,
        pair_bits=kept.previous.pair_bits if kept else _pair_bits(len(new.passage_words.values)),
    )
    _save_features(folder, gram_words, _part_words(features.parts, vocabulary, kept, scratch))
    added = _count(new, features, vocabulary.stops, scratch)
    _save_statistics(folder, _statistics(new, added, features, kept))
    return added, features.pair_bits


def _pair_bits(words: int) -> int:
    """Return the size of the table of pairs: about four cells for each word of text, 256 kB to 8 MB."""
    return min(21, max(16, (4 * words).bit_length()))


def _used(vocabulary: Vocabulary, new: Rows, kept: Kept | None) -> Integers:
    """Return the words whose 4-grams are asked for: new ones, and those of rows that come or go."""
    used = np.zeros(len(vocabulary), bool)
    used[vocabulary.known :] = True
    for words in slices(new.passage_words.values):
        used[words] = True
    if kept:
        used[kept.gone_words.values] = True
    return np.flatnonzero(used & (vocabulary.stops == 0))


def _grams(words: _Names, used: Integers, kept: Kept | None, scratch: Scratch) -> tuple[Keyed, Ragged]:
    """Return who has which 4-gram, and the 4-grams of the words used, as places in the sorted list."""
    found = (ngrams(block, GRAM) for block in words.blocks(used))
    keys, rows = numbered(((own, once(grams)) for own, grams in found), scratch)
    table = Ragged(rows.spread(used, len(words)).starts, rows.values[:])
    if not kept:
        return Keyed(keys, inverted(table.blocks(), len(keys), scratch)), table
    fresh = table.between(words.known, len(words))
    before = Keyed(kept.previous.gram_keys, kept.previous.gram_words)
    whole = before.extended(keys[fresh.values], words.known + fresh.owners)
    return whole, Ragged(table.starts, np.searchsorted(whole.keys, keys)[table.values])


def _parts(word_terms: Ragged) -> Ragged:
    """Return for every word the terms of its parts, or its stem where it has none."""
    compound = word_terms.lengths > 1
    stems = np.zeros(len(word_terms.values), bool)
    stems[word_terms.starts[:-1][compound]] = True
    return Ragged(starts_of(word_terms.lengths - compound), word_terms.values[~stems])


def _count(rows: Rows, features: Features, stops: Array, scratch: Scratch) -> Counts:
    """Count the words of each document over its passages, and the features of each passage."""
    starts = starts_of(rows.passages)
    documents = Ragged(rows.passage_words.starts[starts], rows.passage_words.values)
    lengths, words, counts = [np.zeros(0, np.int64)], scratch.column(np.uint32), scratch.column(np.uint16)
    for _, block in documents.blocks():
        found, count = counted(block.where(stops[block.values] == 0))
        lengths.append(found.lengths)
        words.add(found.values)
        counts.add(np.minimum(count, 0xFFFF))
    ends = starts_of(np.concatenate(lengths))
    grams = rows.passage_words.sums(features.grams.lengths)
    return Counts(
        document_words=Ragged(ends, words.stored()),
        document_counts=Ragged(ends, counts.stored()),
        document_gram_lengths=np.diff(starts_of(grams)[starts]).astype(np.uint32),
        part_lengths=rows.passage_words.sums(features.parts.lengths).astype(np.uint32),
        gram_lengths=grams.astype(np.uint32),
    )


def _statistics(new: Rows, added: Counts, features: Features, kept: Kept | None) -> Statistics:
    """Return the previous statistics in today's numbering, less what is gone, and with what is new."""
    fresh = Statistics.count(new.passage_words, added.document_words, features)
    if not kept:
        return fresh
    previous, gram_keys = kept.previous, features.gram_keys
    places = np.searchsorted(gram_keys, previous.gram_keys)
    before = Statistics(
        _moved(previous.gram_frequencies, places, len(gram_keys)),
        _moved(previous.document_gram_frequencies, places, len(gram_keys)),
        _padded(previous.part_frequencies, features.term_count),
        previous.pair_frequencies.astype(np.int64),
    )
    gone = previous.document_words.take(np.flatnonzero(kept.gone))
    return before + fresh - Statistics.count(kept.gone_words, gone, features)


def _moved(counts: Array, places: Array, size: int) -> Integers:
    moved = np.zeros(size, np.int64)
    moved[places] = counts
    return moved


def _padded(counts: Array, size: int) -> Integers:
    return _moved(counts, np.arange(len(counts)), size)


def _occurrences(new: Rows, words: int, kept: Kept | None) -> Array:
    """Return how often each word stands in the corpus."""
    counts = np.zeros(words, np.int64)
    for numbers in slices(new.passage_words.values):
        np.add.at(counts, numbers, 1)
    if kept:
        counts += _padded(kept.previous.occurrences, words) - np.bincount(kept.gone_words.values, minlength=words)
    return counts.astype(np.uint32)


def _term_documents(words: Ragged, word_terms: Ragged, terms: int, kept: Kept | None, scratch: Scratch) -> Ragged:
    """Return the documents that hold each term, given the words of the new ones.

    Those that are gone leave no gap in the numbering.
    """
    if not kept:
        return inverted(((first, block.through(word_terms)) for first, block in words.blocks()), terms, scratch)
    left, stays = without(kept.previous.term_documents, kept.gone), ~kept.gone
    numbers = np.cumsum(stays, dtype=np.uint32) - np.uint32(1)
    held = words.through(word_terms)
    table = Ragged(left.starts, numbers[left.values])
    return extended(table, held.values, np.count_nonzero(stays) + held.owners, terms)


def _save_statistics(folder: Path, statistics: Statistics) -> None:
    columns = {
        "gram_frequencies": statistics.grams,
        "document_gram_frequencies": statistics.document_grams,
        "part_frequencies": statistics.parts,
        "pair_frequencies": statistics.pairs,
    }
    for name, values in columns.items():
        save(folder, name, values.astype(np.uint32))


def _save_vocabulary(folder: Path, vocabulary: Vocabulary, word_terms: Ragged) -> None:
    """Write what was looked up once for each word."""
    save(folder, "word_terms", word_terms)
    save(folder, "word_languages", vocabulary.word_languages)
    save(folder, "word_stems", vocabulary.stems)
    save(folder, "word_stops", vocabulary.stops)


def _part_words(parts: Ragged, vocabulary: Vocabulary, kept: Kept | None, scratch: Scratch) -> Ragged:
    """Return the words that have each part."""
    if not kept:
        return inverted(parts.blocks(), vocabulary.terms, scratch)
    new = parts.between(vocabulary.known, len(vocabulary))
    return extended(kept.previous.part_words, new.values, vocabulary.known + new.owners, vocabulary.terms)


def _save_features(folder: Path, grams: Keyed, part_words: Ragged) -> None:
    """Write which words have a 4-gram or a part."""
    save(folder, "gram_keys", grams.keys)
    save(folder, "gram_words", grams.holders)
    save(folder, "part_words", part_words)


def _save_terms(folder: Path, documents: Ragged, vocabulary: Vocabulary, kept: Kept | None, scratch: Scratch) -> None:
    """Write the terms, which documents hold each, and the 3- and 4-grams of those that some document holds."""
    terms = _Names.of(vocabulary.new_terms, kept.previous.terms if kept else None)
    terms.lookup().save(folder, "terms")
    save(folder, "term_documents", documents)
    live = documents.lengths > 0
    table = _term_grams(terms, live, kept, scratch)
    save(folder, "term_gram_keys", table.keys)
    save(folder, "term_gram_terms", table.holders)
    save(folder, "term_weights", _weights(table.holders, live))


def _term_grams(terms: _Names, live: Array, kept: Kept | None, scratch: Scratch) -> Keyed:
    """Return which living terms have each 3- and 4-gram."""
    before = np.zeros(len(terms), bool)
    if kept:
        before[: terms.known] = kept.previous.term_documents.lengths > 0
    born = np.flatnonzero(live & ~before)
    keys, rows = numbered((ngrams(block, *_TERM_GRAMS) for block in terms.blocks(born)), scratch)
    if not kept:
        return Keyed(keys, inverted(rows.spread(born, len(terms)).blocks(), len(keys), scratch))
    table = Keyed(kept.previous.term_gram_keys, kept.previous.term_gram_terms).without(before & ~live)
    return table.extended(keys[rows.values[:]], born[rows.owners])


def _weights(terms: Ragged, live: Array) -> Array:
    """Return the weight of all n-grams of each term: rare ones weigh more."""
    weights = np.log1p(max(1, np.count_nonzero(live)) / np.maximum(1, terms.lengths))
    total = np.zeros(len(live))
    for first, block in terms.blocks():
        np.add.at(total, block.values, np.repeat(weights[first : first + len(block)], block.lengths))
    return total.astype(np.float32)


def _means(rows: Rows, counts: Counts) -> dict[str, float]:
    lengths = {
        "mean_parts": counts.part_lengths,
        "mean_grams": counts.gram_lengths,
        "mean_document_grams": counts.document_gram_lengths,
        "mean_words": rows.passage_words.lengths,
    }
    return {name: float(values.mean()) if len(values) else 1.0 for name, values in lengths.items()}

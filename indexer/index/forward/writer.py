"""Counting what the rows hold and writing every array of the forward index.

What is known of the previous index is changed, not counted again: the work follows the size of the change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from indexer.index.forward.arrays import Array, Integers, Lookup, Ragged, Strings, slices, starts_of
from indexer.index.forward.kept import Counts, Kept, Rows, save
from indexer.index.forward.statistics import Features, Statistics
from indexer.index.forward.tables import Keyed, counted, distinct, extended, grouped, inverted, keyed, without
from indexer.index.forward.vocabulary import GRAM, Vocabulary, all_grams

_DOCUMENTS = 256
"""Documents counted at a time, to bound memory."""
_WORDS = 50_000
"""Words or terms whose n-grams are looked at at a time."""
_TERM_GRAMS = (3, 4)
_NONE = Ragged(np.zeros(1, np.int64), np.zeros(0, np.uint32))


def write(folder: Path, vocabulary: Vocabulary, new: Rows, kept: Kept | None) -> dict[str, Any]:
    """Write all arrays for what is kept and the new rows after it; return what else is to be known of them."""
    word_terms = vocabulary.word_terms
    gram_words, grams = _grams(vocabulary, _used(vocabulary, new, kept), kept)
    features = Features(
        grams=grams,
        gram_count=len(gram_words.keys),
        parts=_parts(word_terms),
        term_count=vocabulary.terms,
        stems=vocabulary.stems,
        pair_bits=kept.previous.pair_bits if kept else _pair_bits(len(new.passage_words.values)),
    )
    added = _count(new, features, vocabulary.stops)
    _save_statistics(folder, _statistics(new, added, features, gram_words.keys, kept))
    _save_vocabulary(folder, vocabulary, word_terms, kept)
    _save_features(folder, gram_words, features.parts, vocabulary, kept)
    _save_term_documents(folder, _term_documents(added, word_terms, vocabulary.terms, kept), vocabulary, kept)
    save(folder, "occurrences", _occurrences(new, len(vocabulary), kept))
    rows = Rows.joined([*(kept.rows() if kept else ()), new])
    counts = Counts.joined([*(kept.counts() if kept else ()), added])
    rows.save(folder)
    counts.save(folder)
    return {**_means(rows, counts), "pair_bits": features.pair_bits, "languages": vocabulary.languages}


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


def _grams(vocabulary: Vocabulary, used: Integers, kept: Kept | None) -> tuple[Keyed, Ragged]:
    """Return who has which 4-gram, and the 4-grams of the words used, as places in the sorted list."""
    fresh = used[used >= vocabulary.known]
    if kept:
        before = Keyed(kept.previous.gram_keys, kept.previous.gram_words)
        whole = before.extended(*reversed(_grams_of(vocabulary.word, fresh)))
    else:
        whole = keyed(lambda: (_grams_of(vocabulary.word, words) for words in slices(fresh, _WORDS)))
    rows = []
    for first in range(0, len(vocabulary), _WORDS):
        last = min(first + _WORDS, len(vocabulary))
        words = used[np.searchsorted(used, first) : np.searchsorted(used, last)]
        owners, keys = _grams_of(vocabulary.word, words)
        rows.append(grouped(owners - first, np.searchsorted(whole.keys, keys), last - first))
    return whole, Ragged.joined(rows)


def _grams_of(name: Callable[[int], str], numbers: Integers, sizes: Sequence[int] = (GRAM,)) -> tuple[Array, Array]:
    """Return the n-grams of named words or terms: the number of one that has it, and the n-gram, doubles left in."""
    names = [name(number) for number in numbers.tolist()]
    found = [all_grams(names, size) for size in sizes]
    return numbers[np.concatenate([at for at, _ in found])], np.concatenate([keys for _, keys in found])


def _parts(word_terms: Ragged) -> Ragged:
    """Return for every word the terms of its parts, or its stem where it has none."""
    compound = word_terms.lengths > 1
    stems = np.zeros(len(word_terms.values), bool)
    stems[word_terms.starts[:-1][compound]] = True
    return Ragged(starts_of(word_terms.lengths - compound), word_terms.values[~stems])


def _count(rows: Rows, features: Features, stops: Array) -> Counts:
    """Count the words of each document over its passages, and the features of each passage."""
    starts, size = starts_of(rows.passages), len(stops)
    spoken = stops == 0
    lengths, words, counts = [np.zeros(0, np.int64)], [np.zeros(0, np.uint32)], [np.zeros(0, np.uint16)]
    for first in range(0, len(rows.passages), _DOCUMENTS):
        last = min(first + _DOCUMENTS, len(rows.passages))
        part = rows.passage_words.between(int(starts[first]), int(starts[last]))
        owners = np.repeat(np.repeat(np.arange(last - first), rows.passages[first:last]), part.lengths)
        keep = spoken[part.values]
        keys, count = counted(owners[keep] * size + part.values[keep])
        lengths.append(np.bincount(keys // size, minlength=last - first))
        words.append((keys % size).astype(np.uint32))
        counts.append(np.minimum(count, 0xFFFF).astype(np.uint16))
    ends = starts_of(np.concatenate(lengths))
    grams = rows.passage_words.sums(features.grams.lengths)
    running = starts_of(grams)
    return Counts(
        document_words=Ragged(ends, np.concatenate(words)),
        document_counts=Ragged(ends, np.concatenate(counts)),
        document_gram_lengths=np.diff(running[starts]).astype(np.uint32),
        part_lengths=rows.passage_words.sums(features.parts.lengths).astype(np.uint32),
        gram_lengths=grams.astype(np.uint32),
    )


def _statistics(new: Rows, added: Counts, features: Features, gram_keys: Array, kept: Kept | None) -> Statistics:
    """Return the previous statistics in today's numbering, less what is gone, and with what is new."""
    fresh = Statistics.count(new.passage_words, added.document_words, features)
    if not kept:
        return fresh
    previous = kept.previous
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


def _term_documents(added: Counts, word_terms: Ragged, terms: int, kept: Kept | None) -> Ragged:
    """Return the documents that hold each term; those that are gone leave no gap in the numbering."""
    table, first = _NONE, 0
    if kept:
        left = without(kept.previous.term_documents, kept.gone)
        numbers = np.cumsum(~kept.gone, dtype=np.uint32) - np.uint32(1)
        table, first = Ragged(left.starts, numbers[left.values]), int(np.count_nonzero(~kept.gone))
    if kept:
        holders, held = _terms_held(added.document_words, word_terms, terms)
        return extended(table, held, first + holders, terms)
    blocks = range(0, len(added.document_words), _DOCUMENTS)
    return inverted(
        lambda: (
            (at + holders, held)
            for at in blocks
            for holders, held in [_terms_held(added.document_words.upto(at, _DOCUMENTS), word_terms, terms)]
        ),
        terms,
    )


def _terms_held(documents: Ragged, word_terms: Ragged, terms: int) -> tuple[Integers, Integers]:
    """Return each pair of a document and a term that it holds once, given the documents' words."""
    lengths = word_terms.lengths_of(documents.values.astype(np.int64))
    found = word_terms.take(documents.values).values
    holders, held = np.divmod(distinct(np.repeat(documents.owners, lengths) * terms + found), max(1, terms))
    return holders, held


def _save_statistics(folder: Path, statistics: Statistics) -> None:
    columns = {
        "gram_frequencies": statistics.grams,
        "document_gram_frequencies": statistics.document_grams,
        "part_frequencies": statistics.parts,
        "pair_frequencies": statistics.pairs,
    }
    for name, values in columns.items():
        save(folder, name, values.astype(np.uint32))


def _save_vocabulary(folder: Path, vocabulary: Vocabulary, word_terms: Ragged, kept: Kept | None) -> None:
    """Write words and terms with what was looked up once for each."""
    for name, fresh in (("words", vocabulary.new_words), ("terms", vocabulary.new_terms)):
        lookup: Lookup = getattr(kept.previous, name).extended(fresh) if kept else Lookup.of(fresh, Strings.of(fresh))
        lookup.save(folder, name)
    save(folder, "word_terms", word_terms)
    save(folder, "word_languages", vocabulary.word_languages)
    save(folder, "word_stems", vocabulary.stems)
    save(folder, "word_stops", vocabulary.stops)


def _save_features(folder: Path, grams: Keyed, parts: Ragged, vocabulary: Vocabulary, kept: Kept | None) -> None:
    """Write which words have a 4-gram or a part."""
    save(folder, "gram_keys", grams.keys)
    save(folder, "gram_words", grams.holders)
    if kept:
        new = parts.between(vocabulary.known, len(vocabulary))
        table = extended(kept.previous.part_words, new.values, vocabulary.known + new.owners, vocabulary.terms)
    else:
        blocks = [(first, parts.upto(first, _WORDS)) for first in range(0, len(parts), _WORDS)]
        table = inverted(lambda: ((first + block.owners, block.values) for first, block in blocks), vocabulary.terms)
    save(folder, "part_words", table)


def _save_term_documents(folder: Path, documents: Ragged, vocabulary: Vocabulary, kept: Kept | None) -> None:
    """Write which documents hold each term, and the 3- and 4-grams of the terms that some document holds."""
    save(folder, "term_documents", documents)
    live, before = documents.lengths > 0, np.zeros(vocabulary.terms, bool)
    if kept:
        before[: vocabulary.known_terms] = kept.previous.term_documents.lengths > 0
        table = Keyed(kept.previous.term_gram_keys, kept.previous.term_gram_terms).without(before & ~live)
        born = np.flatnonzero(live & ~before)
        table = table.extended(*reversed(_grams_of(vocabulary.term, born, _TERM_GRAMS)))
    else:
        born = np.flatnonzero(live)
        table = keyed(lambda: (_grams_of(vocabulary.term, terms, _TERM_GRAMS) for terms in slices(born, _WORDS)))
    save(folder, "term_gram_keys", table.keys)
    save(folder, "term_gram_terms", table.holders)
    save(folder, "term_weights", _weights(table.holders, live))


def _weights(terms: Ragged, live: Array) -> Array:
    """Return the weight of all n-grams of each term: rare ones weigh more."""
    weights = np.log1p(max(1, np.count_nonzero(live)) / np.maximum(1, terms.lengths))
    total = np.zeros(len(live))
    for first in range(0, len(terms), _WORDS):
        block = terms.upto(first, _WORDS)
        np.add.at(total, block.values, np.repeat(weights[first : first + _WORDS], block.lengths))
    return total.astype(np.float32)


def _means(rows: Rows, counts: Counts) -> dict[str, float]:
    lengths = {
        "mean_parts": counts.part_lengths,
        "mean_grams": counts.gram_lengths,
        "mean_document_grams": counts.document_gram_lengths,
        "mean_words": rows.passage_words.lengths,
    }
    return {name: float(values.mean()) if len(values) else 1.0 for name, values in lengths.items()}

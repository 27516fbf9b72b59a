"""Counting what the rows hold and writing every array of the forward index."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from indexer.index.forward.arrays import Array, Integers, Lookup, Ragged, Strings, distinct, starts_of
from indexer.index.forward.kept import Kept, Rows
from indexer.index.forward.reader import Forward
from indexer.index.forward.statistics import Features, Statistics
from indexer.index.forward.vocabulary import Vocabulary, grams

__all__ = ["Rows", "write"]

_DOCUMENTS = 256
"""Documents counted at a time, to bound memory."""


def write(folder: Path, vocabulary: Vocabulary, rows: Rows, new: Rows, kept: Kept | None) -> dict[str, Any]:
    """Write all that follows from the rows and return what is to be known of it.

    `new` are the rows at the end, which no statistics know yet.
    """
    gram_keys, grams_of = _grams(vocabulary, kept.previous if kept else None)
    bits = kept.previous.pair_bits if kept else _pair_bits(len(new.words.values))
    stems = np.array(vocabulary.stems, np.uint32)
    terms = len(vocabulary.terms)
    features = Features(grams_of, len(gram_keys), vocabulary.parts(), terms, stems, bits)
    counted = _documents(new, vocabulary)
    statistics = Statistics.count(new.words, counted.words, features)
    if kept:
        statistics += _remaining(kept, gram_keys, features)
        counted = DocumentWords.joined(DocumentWords.kept(kept), counted)
    _save_rows(folder, rows)
    _save_vocabulary(folder, vocabulary, features, gram_keys)
    _save_statistics(folder, statistics)
    _save_term_documents(folder, counted.words, vocabulary)
    means = _save_counts(folder, rows, counted, features)
    return {**means, "pair_bits": bits, "languages": vocabulary.languages}


def _pair_bits(words: int) -> int:
    """Return the size of the table of pairs: about four cells for each word of text, 4 kB to 8 MB."""
    return min(21, max(10, (4 * words).bit_length()))


def _grams(vocabulary: Vocabulary, previous: Forward | None) -> tuple[Array, Ragged]:
    """Return all 4-grams as sorted keys, and those of each word as places among them."""
    keys = vocabulary.gram_keys(len(previous.words.strings) if previous else 0)
    if previous:
        places = previous.gram_words.transposed(len(previous.words.strings))
        keys = Ragged.joined([Ragged(places.starts, previous.gram_keys[places.values]), keys])
    known, places_of = np.unique(keys.values, return_inverse=True)
    return known, Ragged(keys.starts, places_of.astype(np.uint32))


@dataclass(frozen=True, slots=True)
class DocumentWords:
    """The distinct words of every document, stop words left out, and how often each stands there."""

    words: Ragged
    counts: Ragged

    @classmethod
    def joined(cls, first: DocumentWords, second: DocumentWords) -> DocumentWords:
        """Return the documents of both, those of `first` in front."""
        return cls(Ragged.joined([first.words, second.words]), Ragged.joined([first.counts, second.counts]))

    @classmethod
    def kept(cls, kept: Kept) -> DocumentWords:
        """Return those of the documents that live on."""
        previous = kept.previous
        return cls(previous.document_words.take(kept.documents), previous.document_counts.take(kept.documents))


def _documents(rows: Rows, vocabulary: Vocabulary) -> DocumentWords:
    """Count the words of each document over its passages."""
    starts, size = starts_of(rows.passages), len(vocabulary.stops)
    stops = np.array(vocabulary.stops, bool)
    lengths, words, counts = [], [], []
    for first in range(0, len(rows.passages), _DOCUMENTS):
        last = min(first + _DOCUMENTS, len(rows.passages))
        part = rows.words.between(int(starts[first]), int(starts[last]))
        owners = np.repeat(np.repeat(np.arange(last - first), rows.passages[first:last]), part.lengths)
        keep = ~stops[part.values]
        keys, count = np.unique(owners[keep] * size + part.values[keep], return_counts=True)
        lengths.append(np.bincount(keys // size, minlength=last - first))
        words.append((keys % size).astype(np.uint32))
        counts.append(np.minimum(count, 0xFFFF).astype(np.uint16))
    none = np.zeros(0, np.uint32)
    ends = starts_of(np.concatenate([none.astype(np.int64), *lengths]))
    return DocumentWords(
        Ragged(ends, np.concatenate([none, *words])), Ragged(ends, np.concatenate([none.astype(np.uint16), *counts]))
    )


def _remaining(kept: Kept, gram_keys: Array, features: Features) -> Statistics:
    """Return the previous statistics in today's numbering, less what the dropped documents brought."""
    previous = kept.previous
    places = np.searchsorted(gram_keys, previous.gram_keys)
    before = Statistics(
        _moved(previous.gram_frequencies, places, len(gram_keys)),
        _moved(previous.document_gram_frequencies, places, len(gram_keys)),
        _moved(previous.part_frequencies, np.arange(len(previous.part_frequencies)), features.term_count),
        previous.pair_frequencies.astype(np.int64),
    )
    gone = previous.passage_words.take(kept.gone_passages), previous.document_words.take(kept.gone_documents)
    return before - Statistics.count(*gone, features)


def _moved(counts: Array, places: Array, size: int) -> Integers:
    moved = np.zeros(size, np.int64)
    moved[places] = counts
    return moved


def _save_rows(folder: Path, rows: Rows) -> None:
    """Write what is stored as it came."""
    rows.words.save(folder, "passage_words")
    for name in ("texts", "headings", "anchors", "metadata"):
        getattr(rows, name).save(folder, name)
    rows.keywords.save(folder, "document_keywords")
    ids = Strings(rows.ids)
    Lookup.of(ids.all(), ids).save(folder, "ids")
    columns = {
        "passage_pages": rows.pages,
        "passage_tags": rows.tags,
        "passage_documents": np.repeat(np.arange(len(rows.passages), dtype=np.uint32), rows.passages),
        "document_starts": starts_of(rows.passages),
        "document_dates": rows.dates,
        "title_words": rows.title_words,
    }
    _save(folder, columns)


def _save(folder: Path, columns: dict[str, Array]) -> None:
    for name, values in columns.items():
        np.save(folder / f"{name}.npy", values)


def _save_vocabulary(folder: Path, vocabulary: Vocabulary, features: Features, gram_keys: Array) -> None:
    """Write the words and terms, and which words have a 4-gram or a part."""
    words, terms = vocabulary.words, vocabulary.terms
    Lookup.of(words, Strings.of(words)).save(folder, "words")
    Lookup.of(terms, Strings.of(terms)).save(folder, "terms")
    Ragged.of(vocabulary.word_terms).save(folder, "word_terms")
    features.parts.transposed(features.term_count).save(folder, "part_words")
    features.grams.transposed(features.gram_count).save(folder, "gram_words")
    columns = {
        "word_languages": np.array(vocabulary.word_languages, np.uint8),
        "word_stems": features.stems,
        "word_stops": np.array(vocabulary.stops, np.uint8),
        "gram_keys": gram_keys,
    }
    _save(folder, columns)


def _save_statistics(folder: Path, statistics: Statistics) -> None:
    columns = {
        "gram_frequencies": statistics.grams,
        "document_gram_frequencies": statistics.document_grams,
        "part_frequencies": statistics.parts,
        "pair_frequencies": statistics.pairs,
    }
    _save(folder, {name: values.astype(np.uint32) for name, values in columns.items()})


def _save_counts(folder: Path, rows: Rows, counted: DocumentWords, features: Features) -> dict[str, float]:
    """Write lengths in features and how often each word stands in the corpus; return the means."""
    counted.words.save(folder, "document_words")
    counted.counts.save(folder, "document_counts")
    parts = rows.words.sums(features.parts.lengths)
    grams_ = rows.words.sums(features.grams.lengths)
    documents = np.add.reduceat(grams_, starts_of(rows.passages)[:-1]) if len(rows.passages) else grams_
    columns = {
        "part_lengths": parts.astype(np.uint32),
        "gram_lengths": grams_.astype(np.uint32),
        "document_gram_lengths": documents.astype(np.uint32),
        "occurrences": np.bincount(rows.words.values, minlength=len(features.stems)).astype(np.uint32),
    }
    _save(folder, columns)
    lengths = rows.words.lengths
    means = {"mean_parts": parts, "mean_grams": grams_, "mean_document_grams": documents, "mean_words": lengths}
    return {name: float(values.mean()) if len(values) else 1.0 for name, values in means.items()}


def _save_term_documents(folder: Path, documents: Ragged, vocabulary: Vocabulary) -> None:
    """Write which documents hold each term, and which terms hold each 3- and 4-gram."""
    terms_of, size = Ragged.of(vocabulary.word_terms), len(vocabulary.terms)
    found = terms_of.take(documents.values)
    owners = np.repeat(documents.owners, terms_of.lengths_of(documents.values.astype(np.int64)))
    keys = distinct(found.values.astype(np.int64) * max(1, len(documents)) + owners)
    terms = keys // max(1, len(documents))
    starts = starts_of(np.bincount(terms, minlength=size))
    Ragged(starts, (keys % max(1, len(documents))).astype(np.uint32)).save(folder, "term_documents")
    _save_term_grams(folder, vocabulary.terms, np.diff(starts) > 0)


def _save_term_grams(folder: Path, names: list[str], live: Array) -> None:
    """Write the 3- and 4-grams of the terms that some document holds, and each term's weight of them all."""
    rows = [sorted(grams(name, 3) | grams(name)) if alive else [] for name, alive in zip(names, live, strict=True)]
    table = Ragged.of(rows, np.uint64)
    keys, places = np.unique(table.values, return_inverse=True)
    terms = Ragged(table.starts, places.astype(np.uint32)).transposed(len(keys))
    weights = np.log1p(max(1, int(live.sum())) / np.maximum(1, terms.lengths))
    running = np.concatenate((np.zeros(1), np.cumsum(weights[places])))
    terms.save(folder, "term_gram_terms")
    columns = {"term_gram_keys": keys, "term_weights": np.diff(running[table.starts]).astype(np.float32)}
    _save(folder, columns)

"""Features as columns, against plain counting."""

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.index.forward.arrays import Ragged, Strings
from indexer.index.forward.vocabulary import grams
from indexer.search.features import FeatureTable, Lists, Parts, Sorts
from indexer.search.letters import Letters

NAMES = ("bok", "bokcirkel", "cirkel", "läsning", "läsa", "plan", "planen", "bibliotek", "barn", "barnbok", "mik", "ö")
TERMS = ((0,), (1, 0, 2), (2,), (3,), (4, 3), (5,), (6, 5), (), (8,), (9, 8, 0), (10,), (11,))
"""The stem of each word, then its parts; *bibliotek* is taken for a stop word."""
WORDS = len(NAMES)
ROWS = st.lists(st.lists(st.integers(0, WORDS - 1), max_size=8), max_size=6)
HOLDERS = st.lists(st.sets(st.integers(0, WORDS - 1)), min_size=1, max_size=5)


def lists(holders: list[set[int]]) -> FeatureTable:
    return FeatureTable(Lists([np.array(sorted(words), np.uint32) for words in holders]))


@settings(deadline=None)
@given(rows=ROWS, holders=HOLDERS)
def test_counts_are_those_of_the_words_that_have_the_feature(rows: list[list[int]], holders: list[set[int]]) -> None:
    """Whatever the rows hold, empty ones included."""
    expected = [[sum(word in words for word in row) for words in holders] for row in rows]
    assert lists(holders).counts(Ragged.of(rows)).tolist() == expected


@settings(deadline=None)
@given(rows=ROWS, holders=HOLDERS)
def test_a_word_counts_as_often_as_its_weight_says(rows: list[list[int]], holders: list[set[int]]) -> None:
    """Distinct words with their counts give the same as the words themselves."""
    table = lists(holders)
    counted = [Counter(row) for row in rows]
    weights = np.array([count for row in counted for count in row.values()], np.uint16)
    distinct = Ragged.of([list(row) for row in counted])
    assert table.counts(distinct, weights).tolist() == table.counts(Ragged.of(rows)).tolist()


@settings(deadline=None)
@given(rows=ROWS, terms=st.sets(st.integers(0, WORDS)))
def test_what_is_known_of_words_tells_what_lists_tell(rows: list[list[int]], terms: set[int]) -> None:
    """4-grams stand before terms; stop words have neither, and the stem of a compound is no part of it."""
    keys = sorted(set().union(*map(grams, NAMES[:5])))
    stops = np.array([not terms for terms in TERMS], np.uint8)
    spelt = [{at for at, name in enumerate(NAMES) if key in grams(name) and TERMS[at]} for key in keys]
    asked = sorted(terms, reverse=True)
    composed = [{at for at, own in enumerate(TERMS) if term in (own[1:] or own)} for term in asked]
    letters = Letters(Strings.of(NAMES).table, np.array(keys, np.uint64), stops)
    known = FeatureTable(Sorts(letters, Parts(Ragged.of(TERMS), np.array(asked, np.int64))))
    assert known.counts(Ragged.of(rows)).tolist() == lists([*spelt, *composed]).counts(Ragged.of(rows)).tolist()


@given(rows=st.lists(st.lists(st.sampled_from((1, 2, 1 << 18, (1 << 18) + 1, (3 << 18) + 1)))))
def test_words_with_the_same_lowest_bits_are_kept_apart(rows: list[list[int]]) -> None:
    """A large vocabulary has several in one slot."""
    terms = Ragged(np.arange((3 << 18) + 3), np.arange((3 << 18) + 2, dtype=np.uint32))
    expected = [[row.count(1), row.count((1 << 18) + 1)] for row in rows]
    known = FeatureTable(Sorts(Parts(terms, np.array([1, (1 << 18) + 1]))))
    for table in (known, lists([{1}, {(1 << 18) + 1}])):
        assert table.counts(Ragged.of(rows)).tolist() == expected

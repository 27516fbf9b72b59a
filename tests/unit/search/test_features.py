"""Features as columns, against plain counting."""

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.index.forward.arrays import Ragged, Strings
from indexer.index.forward.vocabulary import grams
from indexer.search.features import FeatureTable
from indexer.search.letters import Letters

NAMES = ("bok", "bokcirkel", "cirkel", "läsning", "läsa", "plan", "planen", "bibliotek", "barn", "barnbok", "mik", "ö")
WORDS = len(NAMES)
ROWS = st.lists(st.lists(st.integers(0, WORDS - 1), max_size=8), max_size=6)
HOLDERS = st.lists(st.sets(st.integers(0, WORDS - 1)), min_size=1, max_size=5)


@settings(deadline=None)
@given(rows=ROWS, holders=HOLDERS)
def test_counts_are_those_of_the_words_that_have_the_feature(rows: list[list[int]], holders: list[set[int]]) -> None:
    """Whatever the rows hold, empty ones included."""
    table = FeatureTable([np.array(sorted(words), np.uint32) for words in holders], WORDS)
    expected = [[sum(word in words for word in row) for words in holders] for row in rows]
    assert table.counts(Ragged.of(rows)).tolist() == expected


@settings(deadline=None)
@given(rows=ROWS, holders=HOLDERS)
def test_a_word_counts_as_often_as_its_weight_says(rows: list[list[int]], holders: list[set[int]]) -> None:
    """Distinct words with their counts give the same as the words themselves."""
    table = FeatureTable([np.array(sorted(words), np.uint32) for words in holders], WORDS)
    counted = [Counter(row) for row in rows]
    weights = np.array([count for row in counted for count in row.values()], np.uint16)
    distinct = Ragged.of([list(row) for row in counted])
    assert table.counts(distinct, weights).tolist() == table.counts(Ragged.of(rows)).tolist()


@settings(deadline=None)
@given(rows=ROWS, holders=HOLDERS, stops=st.sets(st.integers(0, WORDS - 1)))
def test_letters_tell_what_lists_tell(rows: list[list[int]], holders: list[set[int]], stops: set[int]) -> None:
    """The 4-grams of the words stand before the other features; stop words have none."""
    keys = sorted(set().union(*map(grams, NAMES[:5])))
    lists = [
        np.array([at for at, name in enumerate(NAMES) if key in grams(name) and at not in stops], np.uint32)
        for key in keys
    ]
    others = [np.array(sorted(words), np.uint32) for words in holders]
    letters = Letters(Strings.of(NAMES).table, np.array(keys, np.uint64))
    stopped = np.array([at in stops for at in range(WORDS)], np.uint8)
    spelt = FeatureTable(others, WORDS, letters, stopped)
    assert (
        spelt.counts(Ragged.of(rows)).tolist()
        == FeatureTable([*lists, *others], WORDS).counts(Ragged.of(rows)).tolist()
    )

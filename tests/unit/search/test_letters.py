"""4-grams read off the words' letters, against the definition."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.index.forward.arrays import Strings
from indexer.index.forward.vocabulary import grams
from indexer.search.letters import Letters

WORD = st.text(st.sampled_from("abåö§👪"), max_size=7)


@given(words=st.lists(WORD, max_size=8), asked=st.lists(WORD, min_size=1, max_size=3), data=st.data())
def test_each_word_has_the_4_grams_of_its_letters(words: list[str], asked: list[str], data: st.DataObject) -> None:
    """Short words, empty ones and letters of any width included; a gram that a word has twice counts once."""
    keys = sorted(set().union(*map(grams, asked)))
    chosen = sorted(data.draw(st.sets(st.integers(0, len(words) - 1)))) if words else []
    letters = Letters(Strings.of(words).table, np.array(keys, np.uint64))
    numbers, places = letters.pairs(np.array(chosen, np.int64))
    expected = [
        (word, at) for word in chosen if words[word] for at, key in enumerate(keys) if key in grams(words[word])
    ]
    found = list(zip(numbers.tolist(), places.tolist(), strict=True))
    assert [pair for pair in found if words[pair[0]]] == expected

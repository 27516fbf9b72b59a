"""4-grams read off the words' letters, against the definition."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.index.forward.arrays import Strings
from indexer.index.forward.vocabulary import grams
from indexer.search.letters import Letters

WORD = st.text(st.sampled_from("abåö§👪𐀀"), max_size=7)


@given(words=st.lists(WORD, max_size=8), asked=st.lists(WORD, min_size=1, max_size=3), data=st.data())
def test_each_word_has_the_4_grams_of_its_letters(words: list[str], asked: list[str], data: st.DataObject) -> None:
    """Short words, empty ones and letters of any width included; a gram that a word has twice counts once."""
    keys = sorted(set().union(*map(grams, asked)))
    places = st.sets(st.integers(0, len(words) - 1)) if words else st.just(set[int]())
    chosen, stops = sorted(data.draw(places)), data.draw(places)
    stopped = np.array([at in stops for at in range(len(words))], np.uint8)
    letters = Letters(Strings.of(words).table, np.array(keys, np.uint64), stopped)
    numbers, found = letters.pairs(np.array(chosen, np.uint32))
    spoken = [word for word in chosen if words[word] and word not in stops]
    expected = [(word, at) for word in spoken for at, key in enumerate(keys) if key in grams(words[word])]
    pairs = zip(numbers.tolist(), found.tolist(), strict=True)
    assert [(word, at) for word, at in pairs if words[word]] == expected

"""Counting keywords, against plain counting."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.index.forward.arrays import Ragged
from indexer.search.tally import Tally

DOCUMENTS = st.integers(0, 150)


@given(st.data())
def test_every_keyword_is_counted_among_the_documents_of_the_mask(data: st.DataObject) -> None:
    """Those that many documents have, and those that few or none have."""
    documents = data.draw(DOCUMENTS)
    everyone = st.sets(st.integers(0, documents - 1)) if documents else st.just(set[int]())
    holders = [sorted(rows) for rows in data.draw(st.lists(everyone, max_size=5))]
    chosen = data.draw(everyone)
    mask = np.zeros(documents, bool)
    mask[sorted(chosen)] = True
    assert Tally(Ragged.of(holders), documents).counts(mask) == [len(chosen.intersection(rows)) for rows in holders]

"""Words side by side, against plain loops."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.search import phrases
from indexer.search.phrases import standing
from indexer.search.searcher import Searcher


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_documents_with_the_words_side_by_side_are_found(
    library: Searcher, monkeypatch: pytest.MonkeyPatch, data: st.DataObject
) -> None:
    """Within one passage, among the documents asked for; however many of them are read at a time."""
    forward = library._forward
    texts = [
        [forward.words.strings[word] for word in forward.passage_words.row(row)] for row in range(forward.passages)
    ]
    text = data.draw(st.sampled_from(texts))
    first = data.draw(st.integers(0, len(text) - 1))
    asked = text[first : first + data.draw(st.integers(1, 3))]
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=forward.documents, max_size=forward.documents)))
    monkeypatch.setattr(phrases, "DOCUMENTS", data.draw(st.integers(1, 4)))
    monkeypatch.setattr(phrases, "DENSE", data.draw(st.sampled_from([1, 8])))
    expected = {
        document
        for document in np.flatnonzero(mask).tolist()
        for row in forward.passage_rows(document)
        if any(texts[row][at : at + len(asked)] == asked for at in range(len(texts[row])))
    }
    assert set(np.flatnonzero(standing(forward, asked, mask)).tolist()) == expected


def test_nothing_stands_side_by_side_where_nothing_is_asked_or_known(library: Searcher) -> None:
    mask = np.ones(library._forward.documents, bool)
    assert not standing(library._forward, [], mask).any()
    assert not standing(library._forward, ["bokcirkel", "pannkaka"], mask).any()

from collections.abc import Callable

import numpy as np

from indexer.model import Document, Passage
from indexer.search.query import parse
from indexer.search.rerank import Reranker
from indexer.search.searcher import Searcher

Entry = tuple[Document, list[Passage]]
LONG = "Sol och måne, is och snö, hav och land, eld och aska. "


def test_few_matches_are_ordered_all_at_once(
    make: Callable[[list[Entry]], Searcher], document: Callable[..., Entry]
) -> None:
    """Whatever share of the question they have: a short passage with two words stands above long ones with three."""
    long = [document(f"d{at:02}", "Rapport", f"{LONG * 9} Vind, väder och vatten.") for at in range(60)]
    others = [document(f"e{at:03}", "Rapport", "Något annat.") for at in range(130)]
    searcher = make([*long, *others, document("kort", "Vind och väder", "Vind och väder.")])
    asked = searcher._interpreter.ask(parse("vatten vind och väder"), searcher._today(), expand=True)
    share = asked.matched.share
    row = searcher._forward.row_of("kort")
    assert row is not None
    assert 0 < share[row] < np.partition(share, 150)[150]
    scores = Reranker(searcher._forward).score(asked.question, np.arange(searcher._forward.passages))
    assert scores.argmax() == row
    found = [hit.document.id for hit in searcher.search("vatten vind och väder", limit=100).hits]
    assert len(found) == 61
    assert found[0] == "kort"

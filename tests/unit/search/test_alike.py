"""The terms most like a word, against the definition."""

import math

import pytest

from indexer.index.forward.reader import Forward
from indexer.index.forward.vocabulary import grams
from indexer.search import alike
from indexer.search.alike import Alike
from indexer.search.searcher import Searcher

ASKED = ("biblioteksplan", "bibliotek", "bokcirklar", "plan", "läs", "medieplanen", "västerbottning", "xyz", "a")


@pytest.mark.parametrize("stem", ASKED)
@pytest.mark.parametrize("few", [0, alike.FEW_TERMS])
def test_the_terms_that_share_most_n_grams_are_alike(
    library: Searcher, stem: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rare n-grams weigh more; a term must share a fifth of the word's weight and reach the floor.

    The same are found where all terms are compared and where most are ruled out.
    """
    monkeypatch.setattr(alike, "FEW_TERMS", few)
    monkeypatch.setattr(alike, "FEW", 1)
    found = Alike(library._forward).terms(stem)
    expected = _similar(library._forward, stem)
    assert [name for name, _ in found] == [name for name, _ in expected]
    assert [weight for _, weight in found] == pytest.approx([weight for _, weight in expected])


def _similar(forward: Forward, stem: str) -> list[tuple[str, float]]:
    """Compare the stem with every term that some document has, one by one."""
    names = forward.terms.strings.all()
    pieces = {at: grams(name, 3) | grams(name) for at, name in enumerate(names) if len(forward.term_documents.row(at))}
    holders = [key for keys in pieces.values() for key in keys]
    weight = {key: math.log1p(len(pieces) / holders.count(key)) for key in set(holders)}
    asked = grams(stem, 3) | grams(stem)
    own = sum(weight.get(key, math.log1p(len(pieces))) for key in asked)
    found = []
    for at, keys in pieces.items():
        both, other = (sum(weight.get(key, 0.0) for key in some) for some in (asked & keys, keys))
        likeness = max(2 * both / (own + other), 0.85 * both / own, 0.85 * both / other)
        if both > 0.2 * own and likeness >= 0.4:
            found.append((-round(likeness, 9), at))
    best = [(names[at], 0.5 * likeness * likeness) for likeness, at in sorted(found)[:11] if names[at] != stem]
    return best[:10]

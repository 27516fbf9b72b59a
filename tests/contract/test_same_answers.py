"""Over the shipped corpus, people see the same first ten documents in the same order whichever engine proposes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from indexer.build.build import build
from indexer.config import Cluster
from indexer.index.engine import NAMES
from indexer.search.opening import open_index
from indexer.search.searcher import Searcher

CORPUS = Path(__file__).parents[2] / "corpus"
TODAY = date(2026, 3, 1)

QUESTIONS = """
mik
MIK vuxna
källkritik övning vuxna
källkritisk övning för vuxna
hur pratar vi om falska nyheter med seniorer
filterbubblor och algoritmer
desinformation
deepfakes
ai på bibliotek
generativ ai i biblioteksarbete
läsfrämjande
läsfrämjande på skollov
läs främjande
lasframjande
läsfrämjandeplan
plan för läsfrämjande arbete
bokcirkel
bokcirkel på arabiska
högläsning för vuxna
bokprat
shared reading
bokstart
språkstart små barn
sommarlov läsning barn
unga läser
biblioteksplan
biblioteksplan 2025
biblioteksplan västra götaland
regional biblioteksplan skåne
biblioteksplan västerbotten 2025
vilken plan gäller i norrbotten
länsbibliotek
regionbibliotek
17 §
bibliotekslagen 17 §
2013:801
digital delaktighet
digital inkludering
digidel
it-hjälp seniorer
digitalt utanförskap
e-legitimation hjälp
meröppet
tillgänglighet
lättläst
punktskrift talböcker
talböcker
nationella minoriteter
meänkieli
samiska
girjeradju
finska
romska
mångspråk
flerspråkiga familjer
språkkafé
demokrati
demokratiskt samtal
yttrandefrihet
bibloteksplan
kälkritik
schysst samtal
"källkritik"
"medie- och informationskunnighet"
källkritik -barn
hållbarhet
skolbibliotek
fjärrlån medieförsörjning
how to run a reading circle
library plan
"""


@pytest.fixture(scope="module")
def whoosh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with opened("whoosh", tmp_path_factory.mktemp("whoosh"), None) as searcher:
        yield searcher


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=pytest.mark.cluster if name == "opensearch" else ()) for name in NAMES[1:]],
)
def other(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    cluster = request.getfixturevalue("shared_cluster") if request.param == "opensearch" else None
    with opened(request.param, tmp_path_factory.mktemp(request.param), cluster) as searcher:
        yield searcher


def opened(name: str, index: Path, cluster: Cluster | None) -> Searcher:
    build(CORPUS, index, engine=name, today=TODAY, cluster=cluster)
    return open_index(index, today=lambda: TODAY, cluster=cluster)


@pytest.mark.parametrize("question", QUESTIONS.strip().splitlines())
def test_the_first_ten_are_the_same(whoosh: Searcher, other: Searcher, question: str) -> None:
    first, second = ([hit.document.id for hit in searcher.search(question).hits] for searcher in (whoosh, other))
    assert second == first

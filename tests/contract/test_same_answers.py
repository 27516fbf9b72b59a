"""Over the shipped corpus, people see the same first ten documents in the same order whichever engine proposes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from indexer.build.build import build
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
def searchers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Searcher]]:
    opened = []
    for name in NAMES:
        index = tmp_path_factory.mktemp(name)
        build(CORPUS, index, engine=name, today=TODAY)
        opened.append(open_index(index, today=lambda: TODAY))
    yield opened
    for searcher in opened:
        searcher.close()


@pytest.mark.parametrize("question", QUESTIONS.strip().splitlines())
def test_the_first_ten_are_the_same(searchers: list[Searcher], question: str) -> None:
    first, *others = ([hit.document.id for hit in searcher.search(question).hits] for searcher in searchers)
    assert [first] * len(others) == others

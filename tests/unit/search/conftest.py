"""A small library of our own invention, indexed with a plain engine in memory."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from indexer.index.engine import Candidates, EnginePassage, EngineQuery
from indexer.index.forward import Forward, ForwardBuilder
from indexer.index.vocabulary import Vocabulary
from indexer.language.analysis import Analyzer
from indexer.language.compounds import Dictionary
from indexer.model import Document, Passage, SynonymGroup, Theme
from indexer.search.searcher import Contents, Searcher

DAY = date(2026, 11, 22)
WORDS = dict.fromkeys(
    ("media", "medie", "plan", "läsning", "främjande", "läs", "bibliotek", "bok", "cirkel", "samtal", "skola", "barn"),
    5,
)
VOCABULARY = Vocabulary(
    themes=(Theme("mik", "Medie- och informationskunnighet", "MIL", "", abbreviations=("MIK",)),),
    synonyms=(
        SynonymGroup("lan", ("länsbibliotek",), ("regionbibliotek",), 0.8),
        SynonymGroup("kb", ("KB",), ("Kungliga biblioteket",), 0.9, exact=True),
    ),
    regions={"14": "Västra Götaland", "24": "Västerbotten"},
    removed=frozenset({"borttagen"}),
)


class PlainEngine:
    """Counts matching terms, weighted; slow and obviously right."""

    name = "plain"

    def __init__(self, passages: list[EnginePassage]) -> None:
        self._passages = passages

    @property
    def passages(self) -> int:
        return len(self._passages)

    def search(self, query: EngineQuery, limit: int) -> Candidates:
        found = [(passage.serial, self._score(passage, query)) for passage in self._passages]
        best = sorted((-score, serial) for serial, score in found if score > 0)[:limit]
        serials = np.array([serial for _, serial in best], np.uint32)
        return Candidates(serials, np.array([-score for score, _ in best], np.float32))

    def _score(self, passage: EnginePassage, query: EngineQuery) -> float:
        if not set(query.must) <= set(passage.terms) or not all(passage.keywords & some for some in query.within):
            return 0.0
        return sum(weight * passage.terms.count(term) for term, weight in query.should)

    def close(self) -> None:
        pass


def _document(id_: str, title: str, *texts: str, **metadata: object) -> tuple[Document, list[Passage]]:
    document = Document(id=id_, title=title, publisher="Provbiblioteket", **metadata)  # type: ignore[arg-type]
    paged = bool(metadata.get("pages"))
    return document, [Passage(id_, at, text, page=at + 1 if paged else None) for at, text in enumerate(texts)]


LIBRARY = [
    _document("bokcirkel", "Bokcirkel för nybörjare", "Så startar biblioteket en bokcirkel. Samtal om böcker."),
    _document("oppet", "Meröppet", "Biblioteket håller öppet utan personal.", "Om biblioteket och dess lokaler."),
    _document(
        "plan-gammal", "Biblioteksplan Västerbotten", "Planen gäller läsfrämjande och barn.",
        type="plan", valid_from=2018, valid_to=2021, regions=("24",),
    ),
    _document(
        "plan-ny", "Biblioteksplan Västerbotten", "Planen gäller läsfrämjande och barn.",
        type="plan", valid_from=2025, valid_to=2028, regions=("24",),
    ),
    _document(
        "medieplan", "En medieplan", "Hur man skriver en medieplan för skolan.", "Källkritik och samtal på sida två.",
        url="https://exempel.se/medieplan.pdf", pages=2, regions=("14",),
    ),
    _document(
        "mik", "Kunskap om medier", "Medie- och informationskunnighet för vuxna, steg för steg.",
        themes=("mik",), url="https://exempel.se/mik", issued="2022-05-01",
    ),
    _document("kb", "Nationalbibliotek", "Kungliga biblioteket samlar allt som trycks.", issued="2020"),
    _document("region", "Regionbibliotek", "Ett regionbibliotek stöder kommunernas bibliotek."),
    _document("english", "Reading promotion", "Libraries promote reading in Sweden.", language="en"),
]  # fmt: skip
Make = Callable[[list[tuple[Document, list[Passage]]]], Searcher]


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Return a function that indexes documents and opens the index."""
    dictionary = Dictionary.from_corpus(WORDS)

    def make_(entries: list[tuple[Document, list[Passage]]]) -> Searcher:
        folder: Path = tmp_path_factory.mktemp("forward")
        analyzer = Analyzer(dictionary)
        builder = ForwardBuilder(analyzer.lexicon)
        for document, pieces in entries:
            builder.read(document, pieces)
        passages = [passage for found in builder.become(analyzer) for passage in found]
        builder.write(folder)
        engine = PlainEngine(passages)
        contents = Contents(Forward.open(folder), engine, dictionary, lambda: VOCABULARY, {"engine": "plain"}, tuple)
        return Searcher(contents, lambda: DAY)

    return make_


@pytest.fixture(scope="session")
def library(make: Make) -> Searcher:
    """Return the small library, open."""
    return make(LIBRARY)


@pytest.fixture(scope="session")
def document() -> Callable[..., tuple[Document, list[Passage]]]:
    """Return a function that makes a document of a title and texts."""
    return _document

"""The passages shown of a document are those whose own words answer."""

from collections.abc import Callable

from indexer.model import Document, Passage
from indexer.search.searcher import Searcher

Make = Callable[[list[tuple[Document, list[Passage]]]], Searcher]

TEXTS = [
    "Här står vad kvällen går ut på, vad den kostar och vilka borden är. Salen rymmer trettio personer.",
    "Samtal om böcker. Först läser alla samma bok, sedan blir det samtal i små grupper, och sist samtal tillsammans.",
    "Avsluta kort.",
]


def _asked(make: Make, headings: tuple[str | None, ...], words: str) -> list[int | None]:
    document = Document(id="kvall", title="Samtal och bok", publisher="Prov", pages=3)
    passages = [
        Passage("kvall", at, text, heading=heading, page=at + 1)
        for at, (text, heading) in enumerate(zip(TEXTS, headings, strict=True))
    ]
    with make([(document, passages)]) as searcher:
        (hit,) = searcher.search(words).hits
    return [snippet.page for snippet in hit.snippets]


def test_a_short_passage_does_not_win_by_the_title(make: Make) -> None:
    """The title's words are every passage's; the page that itself speaks of it is the one to open."""
    assert _asked(make, (None, None, None), "samtal bok") == [2]


def test_a_heading_counts_as_the_passage_s_own(make: Make) -> None:
    """A page whose heading alone has the word is shown too, after the page whose text has it often."""
    assert _asked(make, (None, None, "Samtal"), "samtal") == [2, 3]


def test_a_hit_by_the_title_alone_shows_the_beginning(make: Make) -> None:
    """Where no passage has the words itself, the document opens at its first page."""
    document = Document(id="bok", title="Högläsning", publisher="Prov", pages=2)
    passages = [Passage("bok", at, text, page=at + 1) for at, text in enumerate(TEXTS[:2])]
    with make([(document, passages)]) as searcher:
        (hit,) = searcher.search("högläsning").hits
    assert [snippet.page for snippet in hit.snippets] == [1]


def test_words_of_ours_are_not_looked_for_on_the_publishers_page(make: Make) -> None:
    """An abstract from the catalogue links to the page, not to words that the page does not have."""
    abstract = "Egna ord om en sida om sagostunder."
    document = Document(id="sida", title="En sida", publisher="Prov", url="https://exempel.se/sida", abstract=abstract)
    with make([(document, [Passage("sida", 0, abstract)])]) as searcher:
        (hit,) = searcher.search("sagostunder").hits
    assert hit.snippets[0].link == "https://exempel.se/sida"

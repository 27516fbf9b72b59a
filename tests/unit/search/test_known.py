from collections.abc import Callable

import pytest

from indexer.model import Document, Passage
from indexer.search.known import KnownItems, address_in, core
from indexer.search.searcher import Searcher

Entry = tuple[Document, list[Passage]]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://exempel.se/mik", "https://exempel.se/mik"),
        (" <https://exempel.se/mik> ", "https://exempel.se/mik"),
        ("”www.exempel.se”", "www.exempel.se"),
        ("exempel.se/mik", "exempel.se/mik"),
        ("exempel.se", None),
        ("mik https://exempel.se", None),
        ("17 §", None),
        ("", None),
    ],
)
def test_an_address_alone_is_an_address(text: str, address: str | None) -> None:
    """With brackets or quotation marks around; beside other words it is words."""
    assert address_in(text) == address


@pytest.mark.parametrize(
    "url",
    [
        "https://exempel.se/mik", "http://exempel.se/mik", "www.exempel.se/mik/", "https://EXEMPEL.se:443/mik#del",
        "https://exempel.se/mik?utm_source=brev&fbclid=1", "exempel.se./mik", "https://exempel.se/m%69k",
    ],
)  # fmt: skip
def test_one_page_has_one_core(url: str) -> None:
    """Scheme, www, port, closing slash, fragment, tracking and escapes do not matter."""
    assert core(url) == "exempel.se/mik"


def test_parameters_that_matter_are_kept() -> None:
    """Two pages under one path are two."""
    assert core("https://exempel.se/visa?nod=1") != core("https://exempel.se/visa?nod=2")
    assert core("exempel") is None
    assert core("https://[fel") is None


def test_documents_are_found_by_any_of_their_addresses(
    make: Callable[[list[Entry]], Searcher], document: Callable[..., Entry]
) -> None:
    """The first and those where it is found as well; a longer address is another page."""
    searcher = make(
        [
            document("ett", "Ett", "Ord.", url="https://exempel.se/ett", urls=("https://annan.se/ett.pdf",)),
            document("nio", "Nio", "Ord.", url="https://exempel.se/ett/nio"),
        ]
    )
    forward = searcher._forward
    known = KnownItems(forward)
    assert [forward.id(row) for row in known.by_address("http://www.exempel.se/ett/")] == ["ett"]
    assert [forward.id(row) for row in known.by_address("annan.se/ett.pdf#page=2")] == ["ett"]
    assert len(known.by_address("https://tredje.se/ett")) == 0
    assert len(known.by_address("fel")) == 0


def test_a_title_of_two_words_or_more_names_its_documents(library: Searcher) -> None:
    """All with that title, none with a longer one; a title of one word is just a word."""
    known, words = KnownItems(library._forward), library._interpreter.asker.words
    found = [library._forward.id(row) for row in known.by_title(words("biblioteksplan västerbotten"))]
    assert sorted(found) == ["plan-gammal", "plan-ny"]
    assert len(known.by_title(words("biblioteksplan"))) == 0
    assert len(known.by_title(words("Meröppet"))) == 0


def test_a_title_of_stop_words_names_its_documents(
    make: Callable[[list[Entry]], Searcher], document: Callable[..., Entry]
) -> None:
    """Which documents hold stop words is kept nowhere; beside other words, these tell where to look."""
    searcher = make([document("var", "Var och en", "Ord."), document("alla", "Var och varannan", "En bok.")])
    known, words = KnownItems(searcher._forward), searcher._interpreter.asker.words
    found = [[searcher._forward.id(row) for row in known.by_title(words(text))]
             for text in ("var och en", "var och varannan", "var och ingen", "och varannan")]  # fmt: skip
    assert found == [["var"], ["alla"], [], []]

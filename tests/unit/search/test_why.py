import pytest

from indexer.search.searcher import Searcher


@pytest.mark.parametrize(
    ("typed", "document", "reason"),
    [
        ("meröppet", "oppet", "i titeln: meröppet"),
        ("plan", "medieplan", "medieplan: medie + plan"),
        ("länsbibliotek", "region", "synonym: länsbibliotek → regionbibliotek"),
        ("mik", "mik", "tema: mik → Medie- och informationskunnighet"),
    ],
)
def test_a_hit_tells_why_it_is_one(library: Searcher, typed: str, document: str, reason: str) -> None:
    """Title, compound, synonym, theme."""
    hit = next(hit for hit in library.search(typed).hits if hit.document.id == document)
    assert reason in hit.why


def test_at_most_four_reasons_and_each_once(library: Searcher) -> None:
    """Whatever was asked."""
    for typed in ("biblioteksplan västerbotten läsfrämjande barn 2025", "bokcirkel samtal böcker bibliotek"):
        for hit in library.search(typed).hits:
            assert len(hit.why) <= 4
            assert len(set(hit.why)) == len(hit.why)


def test_a_form_is_told_only_where_it_looks_different(library: Searcher) -> None:
    """Everybody sees that *lokaler* is *lokal*."""
    assert library.search("lokal").hits[0].why == ()


def test_a_word_that_stands_there_needs_no_second_reason(library: Searcher) -> None:
    """Neither compounds that hold it nor what it is a synonym of."""
    hit = next(hit for hit in library.search("regionbibliotek").hits if hit.document.id == "region")
    assert hit.why == ("i titeln: regionbibliotek",)
    hit = next(hit for hit in library.search("bibliotek").hits if hit.document.id == "oppet")
    assert hit.why == ()


def test_what_was_typed_needs_no_reason(library: Searcher) -> None:
    """The word itself in the text explains itself."""
    hit = library.search("personal").hits[0]
    assert hit.why == ()

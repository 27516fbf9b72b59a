from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Query
from indexer.search.query import MAX_LENGTH, MAX_TERMS, clean, from_address, parse, read_years, to_address

VALUES = st.tuples(st.sampled_from(["mik", "14", "Region Å&B", "övrigt"]))
QUERIES = st.builds(
    Query,
    text=st.text(max_size=80).map(clean),
    themes=VALUES,
    regions=VALUES,
    publishers=VALUES,
    statuses=VALUES,
    years=st.none() | st.just((2021, 2024)) | st.just((2022, 2022)),
    sort=st.sampled_from(["relevance", "newest"]),
    expand=st.booleans(),
    offset=st.integers(0, 50).map(lambda page: 10 * page),
    literal=st.just(()) | VALUES,
)


@given(st.text(max_size=2000))
def test_parsing_never_fails_and_keeps_to_its_limits(text: str) -> None:
    """Whatever is typed is a question of at most 500 characters and 32 words, free of control characters."""
    parsed = parse(text)
    assert len(parsed.words) <= MAX_TERMS
    assert len(clean(text)) <= MAX_LENGTH
    assert all(letter.isprintable() or letter.isspace() or ord(letter) > 159 for letter in parsed.text)


def test_quotes_mean_a_phrase_of_any_make() -> None:
    """Straight, curly and angled quotes are the same; the words count as words too."""
    for text in ('"schyst bibliotek" mik', "”schyst bibliotek” mik", "»schyst bibliotek« mik"):
        parsed = parse(text)
        assert parsed.phrases == ("schyst bibliotek",)
        assert parsed.words == ("schyst", "bibliotek", "mik")


def test_minus_excludes_words_and_phrases() -> None:
    """Only at the beginning of a word, and only before a word."""
    parsed = parse('mik -skola -"små barn" it-hjälp - lån')
    assert parsed.excluded == ("skola", "små barn")
    assert parsed.words == ("mik", "it-hjälp", "-", "lån")


def test_a_quote_that_is_never_closed_is_no_quote() -> None:
    """Its words are just words."""
    parsed = parse('hylla "för alla')
    assert (parsed.words, parsed.phrases) == (("hylla", "för", "alla"), ())


@given(QUERIES)
def test_an_address_leads_back_to_its_question(query: Query) -> None:
    """Writing and reading an address changes nothing."""
    from urllib.parse import parse_qs

    assert from_address(parse_qs(to_address(query))) == query


def test_an_address_with_nonsense_is_read_as_far_as_it_goes() -> None:
    """Wrong years, pages and sorting are left out."""
    query = from_address({"q": "mik", "ar": "i fjol", "sida": "-3", "sort": "bäst"})
    assert query == Query(text="mik")


def test_years_are_read_in_every_shape() -> None:
    """One year, a period, and periods open at either end."""
    assert read_years("2021") == (2021, 2021)
    assert read_years("2021..2024") == read_years("2024-2021") == (2021, 2024)
    assert read_years("2021..") == (2021, 9999)
    assert read_years("..2024") == (0, 2024)
    assert read_years("..") is None

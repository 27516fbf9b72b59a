"""Where words begin and end."""

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.language.tokens import places, tokens


@settings(deadline=None)
@given(st.text(st.sampled_from("aåé§17 2:,-+.ͺß'’\u00ad\u0301\nkBp")))
def test_places_are_those_of_the_tokens(text: str) -> None:
    """Every token stands at one of the places, in order; a place more is a sign without a normal form."""
    found = places(text)
    expected = [(token.start, token.end) for token in tokens(text, {})]
    assert [place for place in found if place in set(expected)] == expected
    assert len(found) == len(set(found))


def test_a_sign_whose_normal_form_is_empty_is_no_token() -> None:
    """Such a sign is rare, so that the places tell its presence by their number alone."""
    assert len(places("mik ͺ plan")) == 3
    assert [token.word for token in tokens("mik ͺ plan", {})] == ["mik", "plan"]

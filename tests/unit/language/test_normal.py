from hypothesis import given
from hypothesis import strategies as st

from indexer.language.normal import fold, normal


@given(st.text())
def test_folding_a_normal_form_changes_nothing_more_than_folding(text: str) -> None:
    """What is folded stays folded, and å, ä and ö are gone from it."""
    folded = fold(text)
    assert fold(folded) == folded
    assert not set("åäö") & set(folded)


def test_swedish_letters_survive_normal_form_only() -> None:
    """The normal form keeps å, ä and ö; the folded form has a and o."""
    assert normal("Läsfrämjande på ÖN") == "läsfrämjande på ön"
    assert fold("Läsfrämjande på ÖN") == "lasframjande pa on"


def test_foreign_marks_go() -> None:
    """Letters with marks that Swedish lacks become plain, also with two marks."""
    assert normal("Áčéłüñ") == "acelun"
    assert normal("ǻ ǟ") == "å ä"
    assert normal("æ ø œ ß þ") == "ä ö oe ss th"

import pytest

from indexer.search.searcher import Searcher
from indexer.search.suggest import Speller, distance, sound


@pytest.fixture(scope="module")
def correct(library: Searcher):  # type: ignore[no-untyped-def]  # noqa: ANN201
    asker = library._interpreter.asker
    return lambda text: Speller(library._forward, asker, library._analyzer).correct(asker.words(text))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bokcirrkel", "bokcirkel"),
        ("bokcikrel", "bokcirkel"),
        ("vässterbotten", "västerbotten"),
        ("kälkritik", "källkritik"),
        ("läsfremjande", "läsfrämjande"),
    ],
)
def test_slips_are_corrected_from_the_words_of_the_corpus(correct, typed: str, meant: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Doubled, swapped and missing letters, and what sounds the same."""
    assert correct(typed) == {typed: meant}


@pytest.mark.parametrize("typed", ["bokcirkel", "böckerna", "och", "mik", "2025", "pannkakssmet"])
def test_known_short_and_strange_words_are_left_alone(correct, typed: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """A word that the corpus has, in any form, is never corrected."""
    assert correct(typed) == {}


def test_transposed_letters_are_one_edit() -> None:
    """Dots and neighbours on the keyboard cost less than other letters."""
    assert distance("bok", "bko", 3) == 1
    assert distance("lasa", "läsa", 3) < distance("lisa", "läsa", 3)


def test_words_that_sound_alike_are_near() -> None:
    """However they are spelled."""
    assert sound("schysst") == sound("sjyst")
    assert distance("schyst", "sjyst", 3) == 0.5

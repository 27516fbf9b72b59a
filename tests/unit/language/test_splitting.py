from hypothesis import given
from hypothesis import strategies as st

from indexer.language.compounds import _costs
from indexer.language.splitting import Splitter
from indexer.language.wordlist import wordlist

COSTS = _costs(wordlist().frequencies)
WHOLE = wordlist().whole
PARTS = st.sampled_from(sorted(word for word in COSTS if 3 <= len(word) <= 9)[::40])
LINKS = st.sampled_from(["", "s", "o", "u", "e", "a"])
ENDINGS = st.sampled_from(["", "en", "arna", "s", "et", "or"])
ONE, MANY = Splitter(COSTS, WHOLE), Splitter(COSTS, WHOLE, many=True)


def _shortened(word: str, link: str) -> str:
    """Return a word as it may stand before another part."""
    return (word[:-1] if word[-1] in "ae" and link else word) + link


@given(st.lists(st.tuples(PARTS, LINKS), min_size=1, max_size=3), PARTS, ENDINGS)
def test_many_words_are_split_as_each_is(firsts: list[tuple[str, str]], last: str, ending: str) -> None:
    """The automaton knows every way to write a word before another part."""
    word = "".join(_shortened(part, link) for part, link in firsts) + last + ending
    assert MANY.split(word) == ONE.split(word)


@given(st.text("abdeklmnorstuåäö", min_size=7, max_size=20))
def test_so_are_words_of_nothing(word: str) -> None:
    assert MANY.split(word) == ONE.split(word)


def test_words_that_change_before_another_part_are_known_to_both() -> None:
    """*Cykel* of *cykla*, *läse* of *läsa*, *gatu* of *gata*, *arbets* of *arbete*."""
    words = ("cykelhjälm", "läsecirkel", "gatukontor", "arbetsplats", "förskolebarn", "skolbibliotek", "kyrkogård")
    assert [MANY.split(word) for word in words] == [ONE.split(word) for word in words]
    assert MANY.split("gatukontor") == ("gata", "kontor")


def test_no_words_split_nothing() -> None:
    for many in (False, True):
        assert Splitter({}, (), many=many).split("bokcirkel") == ("bokcirkel",)

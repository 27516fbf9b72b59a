from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.compounds import Dictionary
from indexer.language.folded import Folded
from indexer.language.normal import fold

WORDS = st.lists(st.text("abåäöéčß", min_size=1, max_size=4), unique=True)


@given(WORDS, st.text("abåäö", min_size=1, max_size=4))
def test_words_are_found_by_how_they_are_typed_without_dots(words: list[str], other: str) -> None:
    """All of them, in order, and no word that has none."""
    folded = Folded.of(words)
    for word in (*words, other):
        bare = fold(word)
        assert folded.find(bare) == tuple(sorted(each for each in words if fold(each) == bare and each != bare))


def test_nothing_is_found_among_no_words() -> None:
    assert Folded.of(()).find("ord") == ()


@pytest.mark.parametrize("kept", range(1, 18))
def test_lines_that_were_cut_off_are_searched_to_their_end(kept: int) -> None:
    """A damaged file is told by its checksum, and no question waits for it for ever."""
    cut = Folded(lambda: "as\tås\nos\tös\nzz\tžž\n".encode()[:kept])
    assert all(cut.find(bare) is not None for bare in ("a", "as", "at", "os", "ot", "zz", "zzz"))


@pytest.mark.parametrize("words", [{"läsning": 3, "lösning": 2, "las": 4, "år": 1}, {}])
def test_a_saved_dictionary_finds_them_too(tmp_path: Path, words: dict[str, int]) -> None:
    """Where they stand at the end of its file."""
    Dictionary.from_corpus(words).save(tmp_path / "dictionary")
    loaded = Dictionary.load(tmp_path / "dictionary")
    found = {bare: loaded.folded(bare) for bare in ("lasning", "losning", "las", "ar", "a", "zz")}
    expected = {"lasning": ("läsning",), "losning": ("lösning",), "ar": ("år",)} if words else {}
    assert found == dict.fromkeys(found, ()) | expected

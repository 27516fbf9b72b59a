import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language import Analyzer, Dictionary


def judged(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the words of a list, each with the parts that we judged it to have."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return tuple((word, tuple(parts)) for word, *parts in (line.split() for line in lines) if word != "#")


JUDGED = judged("compounds.txt")
HELD_OUT = judged("compounds_held_out.txt")
COUNTS = {"läsfrämjande": 40, "biblioteksplan": 30, "bibliotek": 90, "digidel": 3, "girjerádju": 1, "dähko": 2}
ALONE = Dictionary.from_corpus({})


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return Dictionary.from_corpus(COUNTS)


@pytest.mark.parametrize(
    ("words", "precision", "recall"),
    [(JUDGED, 0.88, 0.96), (HELD_OUT, 0.96, 0.88)],
    ids=["tuned", "held out"],
)
def test_judged_compounds_fall_into_the_right_parts(
    words: tuple[tuple[str, tuple[str, ...]], ...], precision: float, recall: float, dictionary: Dictionary
) -> None:
    """Precision and recall of parts, compared by stem, over words of the field; the floors only rise.

    The list that was tuned on holds what the splitter once got wrong, so it is the harder one.
    """
    analyzer = Analyzer(dictionary)
    found = wanted = right = 0
    for word, parts in words:
        pieces = dictionary.split(word)
        got = {analyzer.stem(piece) for piece in pieces} if len(pieces) > 1 else set()
        expected = {analyzer.stem(part) for part in parts}
        found, wanted, right = found + len(got), wanted + len(expected), right + len(got & expected)
    assert right / found >= precision
    assert right / wanted >= recall


def test_enough_compounds_are_judged() -> None:
    """About half of them before anybody looked at what the splitter says, and none twice."""
    words = [word for word, _ in (*JUDGED, *HELD_OUT)]
    assert len(words) == len(set(words)) >= 320
    assert len(HELD_OUT) >= 160


@pytest.mark.parametrize("word", ["demokrati", "demokratin", "litteraturen", "organisation", "förskola", "stockholm"])
def test_words_that_look_like_compounds_stay_whole(dictionary: Dictionary, word: str) -> None:
    """No nonsense: *demokrati* is not *demo* and *krati*."""
    assert dictionary.split(word) == (word,)


def test_a_plan_for_reading_promotion_meets_its_compound(dictionary: Dictionary) -> None:
    """The compound's terms hold those of its parts as words of their own."""
    analyzer = Analyzer(dictionary)
    terms = set(analyzer.terms("läsfrämjandeplaner"))
    assert {analyzer.stem("plan"), analyzer.stem("läsa"), analyzer.stem("främjande")} <= terms
    assert set(analyzer.parts("läsfrämjande")) <= terms


def test_a_word_of_the_corpus_becomes_a_part(dictionary: Dictionary) -> None:
    """A name that the field invented counts as a word once it stands in the corpus twice."""
    assert dictionary.split("digidelsplan") == ("digidel", "plan")
    assert ALONE.split("digidelsplan") != ("digidel", "plan")


def test_parts_are_swedish_only(dictionary: Dictionary) -> None:
    """Finnish and Sami words are not cut by Swedish rules."""
    assert Analyzer(dictionary).parts("biblioteksplan", "fi") == ()


@given(st.text(alphabet="abdeklmoprstuåäö", min_size=1, max_size=30))
def test_parts_stand_in_the_word_in_order(word: str) -> None:
    """Splitting loses no word: each part, but for its linking letters, stands in the word after the one before."""
    place = 0
    parts = ALONE.split(word)
    for part in parts:
        place = word.index(part[:2], place) + 2
    assert parts == (word,) or len(parts) > 1


def test_saving_and_loading_gives_the_same_answers(dictionary: Dictionary, tmp_path: Path) -> None:
    """A dictionary from a file splits like the one that was saved, and finds words typed without dots."""
    dictionary.save(tmp_path / "dictionary")
    loaded = Dictionary.load(tmp_path / "dictionary")
    assert [loaded.split(word) for word, _ in JUDGED] == [dictionary.split(word) for word, _ in JUDGED]
    assert Analyzer(loaded).variants("lasframjande") == ("läsfrämjande",)
    assert Analyzer(loaded).variants("läsfrämjande") == ()
    assert Analyzer(loaded).variants("dahko") == ("dähko",)


def test_a_loaded_dictionary_reads_its_file_when_first_asked(tmp_path: Path) -> None:
    """Opening costs nothing: short words never need the file."""
    absent = Analyzer(Dictionary.load(tmp_path / "absent"))
    assert absent.terms("mik") == ("mik",)


def test_equal_corpora_give_equal_bytes(tmp_path: Path) -> None:
    """The order in which words were counted and Python's hashing leave no trace."""
    digests = set()
    words = ("bibliotek", "digidel", "läs")
    for seed, order in (("1", words), ("2", words[::-1])):
        counts = {word: len(word) for word in order}
        path = tmp_path / seed
        code = (
            "import sys; from pathlib import Path; from indexer.language import Dictionary;"
            f"Dictionary.from_corpus({counts}).save(Path(sys.argv[1]))"
        )
        subprocess.run([sys.executable, "-c", code, str(path)], check=True, env=os.environ | {"PYTHONHASHSEED": seed})
        digests.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(digests) == 1


def test_an_empty_dictionary_splits_nothing() -> None:
    """Counting words before there is a dictionary needs none."""
    assert Dictionary.empty().split("biblioteksplan") == ("biblioteksplan",)

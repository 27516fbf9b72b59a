from pathlib import Path

import pytest

from indexer.language import Analyzer, Dictionary
from indexer.language.lemmas import Bases
from indexer.language.stems import swedish

WORDS = (
    "skola", "skolan", "skolans", "samhälle", "samhället", "namn", "namnet", "plats", "platser", "anta", "antog",
    "resurs", "resurser", "medier", "medium", "plan", "planen", "sex", "sjätte", "gammal", "äldre", "demokrati",
    "demokratin", "roman", "romanen", "hylla", "vuxen", "vuxna",
)  # fmt: skip
BASES = Bases(swedish)


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return Dictionary.from_corpus(dict.fromkeys(WORDS, 3))


@pytest.mark.parametrize(
    ("form", "base"),
    [("skolan", "skola"), ("samhället", "samhälle"), ("antog", "anta"), ("resurser", "resurs"), ("vuxna", "vuxen")],
)
def test_a_form_that_the_stemmer_leaves_apart_has_its_word(form: str, base: str) -> None:
    """Definite forms in -an and -et, vowel changes, adjectives in -en."""
    assert BASES.base(form) == base


@pytest.mark.parametrize("word", ["plan", "planen", "romanen", "sjätte", "äldre", "medier", "skola"])
def test_a_word_keeps_to_itself(word: str) -> None:
    """Headwords, what the stemmer manages, ordinals, words that begin otherwise, first parts of compounds."""
    assert BASES.base(word) is None
    assert word not in BASES


@pytest.mark.parametrize(
    ("form", "other"),
    [
        ("skolan", "skolor"),
        ("samhällets", "samhälle"),
        ("hyllan", "hyllor"),
        ("äppelhyllan", "äppelhylla"),
        ("folkhögskolan", "folkhögskolor"),
        ("projektet", "projekt"),
    ],
)
def test_forms_meet_in_one_stem(dictionary: Dictionary, form: str, other: str) -> None:
    """Also where the corpus has none of them as typed, and at the end of a compound."""
    analyzer = Analyzer(dictionary)
    assert analyzer.stem(form) == analyzer.stem(other)
    assert analyzer.terms(form) == analyzer.terms(other)


@pytest.mark.parametrize(("one", "other"), [("roman", "roma"), ("organ", "orga"), ("paket", "pake")])
def test_words_that_only_look_inflected_are_left_alone(dictionary: Dictionary, one: str, other: str) -> None:
    """The end of a word is no ending where the word is one."""
    analyzer = Analyzer(dictionary)
    assert analyzer.stem(one) != analyzer.stem(other)


def test_a_saved_dictionary_stems_alike(dictionary: Dictionary, tmp_path: Path) -> None:
    """It keeps what it was asked for."""
    bases = [dictionary.base(word) for word in WORDS]
    dictionary.save(tmp_path / "dictionary")
    read = Dictionary.load(tmp_path / "dictionary")
    assert [read.base(word) for word in WORDS] == bases


def test_without_a_dictionary_the_rules_alone_stem() -> None:
    """Nothing is looked up."""
    assert Analyzer(Dictionary.empty()).stem("skolan") == swedish("skolan")

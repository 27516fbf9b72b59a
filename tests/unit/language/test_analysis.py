import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language import Analyzer, Dictionary

ANALYZER = Analyzer(Dictionary.empty())
ODD = "aåÅÄöé\u0301\u0308\u030a\u00ad\u200b\u2060ﬁ½²§:'-‑_.+,0172 \n\t\x00ייִ😀👩‍💻Iıß%ŧĐ"
HANGING = ("skol- och ", "sjukhusbibliotek", "och", "kB- ", " 15", "§", "folk-, ", "- ", "/", " ", "x")
LIBRARY = Dictionary.from_corpus({"bibliotek": 5, "skola": 4, "sjukhus": 3, "folk": 3})
TEXTS = st.one_of(st.text(), st.text(alphabet=ODD))


def words(text: str) -> list[str]:
    return [token.word for token in ANALYZER.tokens(text)]


@given(TEXTS)
def test_places_of_tokens_ascend_inside_the_text_and_never_overlap(text: str) -> None:
    """Whatever the text is, each token lies inside it, after the one before."""
    end = 0
    for token in ANALYZER.tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert token.word
        end = token.end


@given(st.one_of(TEXTS, st.lists(st.sampled_from(HANGING)).map("".join)))
def test_words_without_places_are_those_with_places(text: str) -> None:
    """The quick way to the words of a text gives what the slow one gives, suspended words completed."""
    analyzer = Analyzer(LIBRARY)
    tokens = analyzer.tokens(text)
    (numbers,) = analyzer.read(text)
    forms = [analyzer.lexicon.forms[number] for number in numbers.tolist()]
    assert forms == [text[token.start : token.end] for token in tokens]
    assert analyzer.words(text) == [token.word for token in tokens]


@given(TEXTS, st.sampled_from(["sv", "sv-x-lattlast", "en", "fi", "fit", "se", "yi", ""]))
def test_every_token_has_terms_and_none_twice(text: str, language: str) -> None:
    """A word has terms exactly where it is no stop word, and its stem is the first."""
    for word in {token.word for token in ANALYZER.tokens(text)}:
        terms = ANALYZER.terms(word, language)
        assert len(set(terms)) == len(terms)
        assert bool(terms) != ANALYZER.is_stop(word, language)
        assert all(terms)
        if terms:
            assert terms[0] == ANALYZER.stem(word, language)


@given(TEXTS)
def test_the_normal_form_is_its_own_normal_form(text: str) -> None:
    """Reading a normal form again gives the same words."""
    for token in ANALYZER.tokens(text):
        if token.word[0] != "§" and token.word.isalpha():
            assert words(token.word) == [token.word]


@pytest.mark.parametrize("text", ["§ 17", "§17", "17 §", "17§", "paragraf 17", "Paragraf 17", "§\u00a017"])
def test_a_paragraph_of_law_is_one_word_however_it_is_written(text: str) -> None:
    """All ways to write a paragraph give one word over the whole stretch."""
    assert ANALYZER.tokens(text) == [("§17", 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("17 a § lagen", ["§17a", "lagen"]),
        ("§ 17 i lagen", ["§17", "i", "lagen"]),
        ("2 kap. 3 §", ["2", "kap", "§3"]),
        ("lag (2013:801)", ["lag", "2013:801"]),
        ("kl. 13:30", ["kl", "13", "30"]),
        ("MIK:s AI:n pdf:er", ["mik", "ai", "pdf"]),
        ("hbtq+ Hbtqi+ HBTQ+-frågor", ["hbtq", "hbtqi", "hbtq", "frågor"]),
        ("it-hjälp it\u2011hjälp", ["it-hjälp", "it-hjälp"]),
        ("8-månaderssamverkan", ["8-månaderssamverkan"]),
        ("läs- och skrivfrämjande", ["läs", "och", "skrivfrämjande"]),
        ("2021-2024 2021–2024 2024-02-20", ["2021", "2024", "2021", "2024", "2024", "02", "20"]),
        ("12,5 % 12.5 50%", ["12,5", "12,5", "50"]),
        ("PDF, 150 kB hos KB", ["pdf", "150kb", "hos", "kb"]),
        ("_kursiv_ foo_bar", ["kursiv", "foo", "bar"]),
        ("bib\u00adlio\u200btek", ["bibliotek"]),
        ("la\u0308sfra\u0308mjande ÅÄÖ", ["läsfrämjande", "åäö"]),
        ("ﬁnska Fünf café", ["finska", "funf", "cafe"]),
        ("girjerádju čhib ŧŋđšž", ["girjeradju", "chib", "tndsz"]),
        ("gærjagåetie øst", ["gärjagåetie", "öst"]),
        ("ייִדיש 😀", ["יידיש"]),
        ("don't bibliotekets", ["dont", "bibliotekets"]),
        ("", []),
    ],
)
def test_words_have_one_normal_form(text: str, expected: list[str]) -> None:
    """Case, marks, hyphens and endings after a colon make no difference; å, ä and ö do."""
    assert words(text) == expected


def test_marks_and_invisible_characters_belong_to_the_word_they_stand_in() -> None:
    """The place of a word in decomposed letters is the whole of it."""
    text = "ett la\u0308s\u00adombud!"
    assert ANALYZER.tokens(text)[1] == ("läsombud", 4, 14)
    assert text[4:14] == "la\u0308s\u00adombud"


@pytest.mark.parametrize("word", ["mik", "ai", "kb", "it", "ll", "bvc", "§17", "sab", "npf"])
def test_short_words_of_the_field_are_no_stop_words(word: str) -> None:
    """What librarians ask for in two letters is kept."""
    assert ANALYZER.terms(word) == (word,)


def test_stop_words_follow_the_language() -> None:
    """Question words and fillers go, each in its own language."""
    question = "hur jobbar man med demokrati på biblioteket"
    assert [word for word in question.split() if not ANALYZER.is_stop(word)] == ["demokrati", "biblioteket"]
    assert ANALYZER.is_stop("the", "en")
    assert ANALYZER.is_stop("että", "fi")
    assert ANALYZER.is_stop("och", "sv-x-lattlast")
    assert not ANALYZER.is_stop("och", "se")


@pytest.mark.parametrize(
    ("forms", "language"),
    [
        ("bibliotek biblioteket biblioteken bibliotekens", "sv"),
        ("bok böcker böckerna böckernas boken", "sv"),
        ("barnbok barnböcker barnböckerna", "sv"),
        ("stad städer städerna", "sv"),
        ("samverkan samverkar samverka", "sv"),
        ("library libraries", "en"),
        ("kirjasto kirjaston kirjastot", "fi"),
        ("it-hjälp ithjälp", "sv"),
    ],
)
def test_forms_of_a_word_share_their_stem(forms: str, language: str) -> None:
    """Inflections that people use one for the other are one term."""
    assert len({ANALYZER.stem(form, language) for form in forms.split()}) == 1


def test_languages_without_a_stemmer_keep_their_words() -> None:
    """Meänkieli and Sami words are terms as they stand."""
    assert ANALYZER.terms("pipluteekki", "fit") == ("pipluteekki",)
    assert ANALYZER.terms("girjerajus", "se") == ("girjerajus",)


def test_hyphens_make_parts() -> None:
    """A hyphenated word is found by its parts, and by the word without the hyphen."""
    assert ANALYZER.terms("it-hjälp") == ("ithjälp", "it", "hjälp")
    assert ANALYZER.terms("8-månaderssamverkan")[1] == "8"


def test_searching_never_imports_the_word_list() -> None:
    """Analysing a question loads neither simplemma nor anything else that a build needs."""
    code = (
        "import sys; from indexer.language import Analyzer, Dictionary;"
        "Analyzer(Dictionary.empty()).terms('biblioteksplan'); sys.exit('simplemma' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("skol- och sjukhusbibliotek", ["skolbibliotek", "och", "sjukhusbibliotek"]),
        ("folk-, skol- och sjukhusbiblioteken", ["folkbiblioteken", "skolbiblioteken", "och", "sjukhusbiblioteken"]),
        ("läs- och skrivfrämjande", ["läsfrämjande", "och", "skrivfrämjande"]),
        ("skol-/sjukhusbibliotek", ["skolbibliotek", "sjukhusbibliotek"]),
        ("it- och mik", ["it", "och", "mik"]),
        ("läs -och skrivfrämjande - nu", ["läs", "och", "skrivfrämjande", "nu"]),
        ("bok-", ["bok"]),
    ],
)
def test_suspended_compounds_are_completed(text: str, words: list[str]) -> None:
    """The last part of the compound that follows is theirs too; places are those of what was written."""
    found = Analyzer(Dictionary.from_corpus({})).tokens(text)
    assert [token.word for token in found] == words
    assert all(text[token.start : token.end].isalpha() for token in found)

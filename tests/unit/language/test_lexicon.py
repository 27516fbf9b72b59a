from hypothesis import given
from hypothesis import strategies as st

from indexer.language import Analyzer, Dictionary, kinds
from indexer.language.lexicon import Lexicon, Table
from indexer.language.remembered import MOST

TEXTS = st.lists(st.sampled_from(["Läs", "läs,", "och", "skol-", "§", "17", "kb", "– ", "a/b", "bok-", "\n"])).map(
    " ".join
)
LIBRARY = Dictionary.from_corpus({"bibliotek": 5, "skola": 4, "sjukhus": 3, "folk": 3})


def test_a_written_word_has_one_number_and_says_its_normal_form() -> None:
    """Case makes another form of the same word; signs are no words."""
    lexicon = Lexicon()
    first, second = lexicon.read("Läs mer – läs!", "läs")
    assert [lexicon.forms[number] for number in first] == ["Läs", "mer", "läs"]
    assert [lexicon.word(number) for number in first] == ["läs", "mer", "läs"]
    assert second.tolist() == [first[2]]


def test_a_lexicon_that_has_remembered_all_it_may_begins_a_new_edition() -> None:
    """What is read at once has numbers of one edition, however many words there are."""
    lexicon = Lexicon(most=3)
    lexicon.read("ett två", "tre fyra fem")
    assert (lexicon.edition, len(lexicon)) == (0, 5)
    assert lexicon.read("fem ett")[0].tolist() == [0, 1]
    assert lexicon.edition == 1


def test_a_table_asks_once_for_each_word_of_an_edition() -> None:
    """And answers for the words of the edition that is in force."""
    lexicon, asked = Lexicon(most=2), list[str]()

    def length(form: str, _word: str) -> int:
        asked.append(form)
        return len(form)

    table = Table(lexicon, length)
    for _ in range(2):
        assert table[lexicon.read("bok läsning bok")[0]].tolist() == [3, 7, 3]
    assert asked == ["bok", "läsning"] * 2


def test_a_lexicon_without_a_limit_keeps_its_numbers() -> None:
    """However much is read; what it remembers of stretches between spaces is dropped now and then."""
    lexicon = Lexicon(most=None)
    (first,) = lexicon.read("ett två tre")
    lexicon.read(*(f"ord{number}," for number in range(MOST + 1)))
    assert lexicon.read("tre två ett")[0].tolist() == first[::-1].tolist()
    assert lexicon.edition == 0


def test_one_form_may_stand_for_several_words() -> None:
    """What is suspended is another word than what is written."""
    lexicon = Lexicon()
    skol, library = lexicon.number("skol", "skol"), lexicon.number("skol", "skolbibliotek")
    assert (lexicon.forms[skol], lexicon.word(skol)) == ("skol", "skol")
    assert (lexicon.forms[library], lexicon.word(library)) == ("skol", "skolbibliotek")
    assert lexicon.number("skol", "skolbibliotek") == library
    assert lexicon.word(lexicon.number("skolbibliotek", "skolbibliotek")) == "skolbibliotek"


@given(st.lists(TEXTS))
def test_words_are_the_same_with_and_without_their_places(texts: list[str]) -> None:
    """However many texts are read at once, and although the lexicon is full after a few words."""
    analyzer = Analyzer(LIBRARY, Lexicon(most=3))
    read = analyzer.read(*texts)
    words = [[analyzer.lexicon.word(number) for number in numbers.tolist()] for numbers in read]
    assert words == [[token.word for token in analyzer.tokens(text)] for text in texts]


@given(
    st.one_of(
        TEXTS, st.lists(st.sampled_from(["Skriv", "-läs", "låt_", "SÄTT:s ", "3gå", "ta\u0308 ", "."])).map("".join)
    )
)
def test_orders_are_counted_word_by_word(text: str) -> None:
    """The quick way gives what looking through the whole text gives."""
    assert kinds.counting(Lexicon())(text) == kinds.orders(text)

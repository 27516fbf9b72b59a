from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.language import Analyzer, Dictionary, kinds
from indexer.language.lexicon import Lexicon, Table, Tally

TEXTS = st.lists(st.sampled_from(["Läs", "läs,", "och", "skol-", "§", "17", "kb", "– ", "a/b", "bok-", "\n"])).map(
    " ".join
)
LIBRARY = Dictionary.from_corpus({"bibliotek": 5, "skola": 4, "sjukhus": 3, "folk": 3})


def test_a_written_word_has_one_number_and_says_its_normal_form() -> None:
    """Case makes another form of the same word; signs are no words."""
    lexicon = Lexicon()
    first, second = lexicon.read("Läs mer – läs!", "läs")
    assert [lexicon.forms[number] for number in first] == ["Läs", "mer", "läs"]
    assert [lexicon.words[number] for number in first] == ["läs", "mer", "läs"]
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


@given(st.lists(st.lists(TEXTS)), st.integers(1, 50))
def test_a_tally_counts_every_word(documents: list[list[str]], most: int) -> None:
    """However often the lexicon starts anew."""
    tally, analyzer = Tally(most), Analyzer(Dictionary.empty())
    for texts in documents:
        tally.add(texts)
    words = (word for texts in documents for text in texts for word in analyzer.words(text))
    assert tally.counts() == Counter(words)


@given(st.lists(TEXTS))
def test_what_one_line_suspends_the_next_completes(lines: list[str]) -> None:
    """Lines read one by one have the words of the whole text."""
    analyzer = Analyzer(LIBRARY)
    read = [np.zeros(0, np.uint32), *analyzer.read_lines(lines)]
    (whole,) = analyzer.read("\n".join(lines))
    assert np.concatenate(read).tolist() == whole.tolist()


@given(
    st.one_of(
        TEXTS, st.lists(st.sampled_from(["Skriv", "-läs", "låt_", "SÄTT:s ", "3gå", "ta\u0308 ", "."])).map("".join)
    )
)
def test_orders_are_counted_word_by_word(text: str) -> None:
    """The quick way gives what looking through the whole text gives."""
    assert Analyzer(Dictionary.empty()).orders(text) == kinds.orders(text)

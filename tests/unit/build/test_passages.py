from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.build.passages import RUN_ON, split
from indexer.model import Document, Section


def document(*sections: Section) -> Document:
    return Document(id="d", title="T", publisher="P", language="sv", sections=sections)


TEXT = st.text(alphabet=st.sampled_from("abÅö1.!? \n\t”(–§"), max_size=400)
SECTIONS = st.lists(
    st.builds(Section, text=TEXT, heading=st.sampled_from([None, "A", "B"]), page=st.sampled_from([None, 1, 2])),
    max_size=5,
)


@given(sections=SECTIONS, max_words=st.integers(1, 30))
def test_no_word_is_lost_and_the_order_is_kept(sections: list[Section], max_words: int) -> None:
    whole = document(*sections)
    passages = split(whole, max_words=max_words)
    assert [word for passage in passages for word in passage.text.split()] == [
        word for section in sections for word in section.text.split()
    ]
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))


@given(sections=SECTIONS, max_words=st.integers(1, 30))
def test_a_passage_has_one_heading_and_one_page_and_is_never_empty(sections: list[Section], max_words: int) -> None:
    passages = split(document(*sections), max_words=max_words)
    assert all(passage.text.strip() == passage.text != "" for passage in passages)
    places = [(section.heading, section.page) for section in sections for _ in section.text.split()]
    assert [(p.heading, p.page) for p in passages for _ in p.text.split()] == places


@given(text=TEXT, max_words=st.integers(1, 30))
def test_only_a_single_sentence_is_longer_than_allowed(text: str, max_words: int) -> None:
    passages = split(document(Section(text)), max_words=max_words)
    assert all(len(passage.text.split()) <= RUN_ON * max_words for passage in passages)


def test_sentences_stay_whole_and_pieces_are_about_equal() -> None:
    text = " ".join(f"Mening nummer {number} är på sju ord." for number in range(30))
    passages = split(document(Section(text)), max_words=180)
    assert len(passages) == 2
    assert all(passage.text.endswith("ord.") for passage in passages)
    assert abs(len(passages[0].text.split()) - len(passages[1].text.split())) <= 7


def test_abbreviations_and_paragraph_signs_end_no_sentence() -> None:
    text = "Gör t.ex. Så här enligt 2 kap. 3 § och s. 5 i boken."
    assert [passage.text for passage in split(document(Section(text)), max_words=5)] == [text]


def test_lines_are_sentences() -> None:
    passages = split(document(Section("en rad\nnästa rad\ntredje rad")), max_words=2)
    assert [passage.text for passage in passages] == ["en rad", "nästa rad", "tredje rad"]


def test_an_endless_run_of_words_is_cut() -> None:
    """A table without a full stop is no sentence."""
    passages = split(document(Section("ord " * 1000)), max_words=100)
    assert len(passages) == 10


def test_language_and_anchor_come_from_the_section() -> None:
    passages = split(document(Section("Text.", anchor="a", language="en"), Section("Text.")))
    assert [(passage.anchor, passage.language) for passage in passages] == [("a", "en"), (None, "sv")]

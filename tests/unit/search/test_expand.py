import pytest

from indexer.index.vocabulary import Vocabulary
from indexer.language.analysis import Analyzer
from indexer.language.compounds import Dictionary
from indexer.model import Expansion, SynonymGroup, Theme
from indexer.search.expand import Thesaurus, expansions
from indexer.search.question import Word

ANALYZER = Analyzer(Dictionary.empty())
THESAURUS = Thesaurus(
    Vocabulary(
        themes=(
            Theme("mik", "Medie- och informationskunnighet (MIK)", "MIL", "", abbreviations=("MIK",), weak=("källa",)),
        ),
        synonyms=(
            SynonymGroup(
                "mik", ("MIK", "medie- och informationskunnighet"), ("MIK", "medie- och informationskunnighet"), 0.9
            ),
            SynonymGroup("gammalt", ("länsbibliotek",), ("regionbibliotek",), 0.8),
            SynonymGroup("nytt", ("regionbibliotek",), ("biblioteksutveckling",), 0.8),
            SynonymGroup("mil", ("MIL",), ("MIK",), 0.8, exact=True),
        ),
    ),
    ANALYZER,
)


def words(text: str) -> tuple[list[Word], list[str]]:
    tokens = ANALYZER.tokens(text)
    typed = [text[token.start : token.end] for token in tokens]
    return [Word(token.word, ANALYZER.stem(token.word), ANALYZER.terms(token.word)) for token in tokens], typed


def told(text: str) -> tuple[Expansion, ...]:
    return expansions(THESAURUS.readings(*words(text)), words(text)[1])


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("mik", (Expansion("mik", ("medie- och informationskunnighet",)),)),
        ("medie och informationskunnighet", (Expansion("medie och informationskunnighet", ("MIK",)),)),
        ("länsbiblioteket", (Expansion("länsbiblioteket", ("regionbibliotek",)),)),
        ("biblioteksutveckling", ()),
        ("MIL", (Expansion("MIL", ("MIK",)),)),
        ("Mil", ()),
    ],
)
def test_names_lead_to_other_names(typed: str, shown: tuple[Expansion, ...]) -> None:
    """Each told once; old names to new ones and never back; abbreviations as they are written."""
    assert told(typed) == shown


def test_the_longest_name_wins() -> None:
    """No word is read twice."""
    spans = {
        (reading.first, reading.last) for reading in THESAURUS.readings(*words("om medie- och informationskunnighet"))
    }
    assert spans == {(1, 4)}


def ours(text: str, *, known: bool) -> dict[str, bool]:
    return {word.text: THESAURUS.is_of_the_field(word, lambda _: known) for word in words(text)[0]}


def test_words_of_the_field_are_known_in_any_form() -> None:
    """Telling terms of themes and of synonym groups; weak terms are words of anywhere."""
    assert ours("källor regionbiblioteken pannkaka", known=True) == {
        "källor": False, "regionbiblioteken": True, "pannkaka": False,
    }  # fmt: skip
    assert THESAURUS.knows_a_field
    assert not Thesaurus(Vocabulary(), ANALYZER).knows_a_field

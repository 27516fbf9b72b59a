import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language import Analyzer, Dictionary
from indexer.language.lexicon import Lexicon
from indexer.language.themes import Assigner, assign
from indexer.model import Theme

ANALYZER = Analyzer(Dictionary.from_corpus({}))
SCHEME = (
    Theme(
        id="lasframjande",
        label="Läsfrämjande",
        label_en="Reading promotion",
        scope="",
        core=True,
        alternatives=("läslust", "lässtimulans"),
        compounds=("bokprat", "idrott och läsning"),
        weak=("läsning", "berättande"),
    ),
    Theme(
        id="nationella-minoriteter",
        label="Nationella minoriteter och urfolket samerna",
        label_en="",
        scope="",
        core=True,
        gathers=True,
        inflections=("minoriteter",),
        weak=("minoritet",),
        narrower=("minoritet-romer",),
    ),
    Theme(
        id="minoritet-romer",
        label="Romer",
        label_en="Roma",
        scope="",
        alternatives=("romsk", "resande"),
        inflections=("romerna",),
        weak=("rom",),
        broader=("nationella-minoriteter",),
    ),
    Theme(
        id="digital-delaktighet",
        label="Digital delaktighet och digital kompetens",
        label_en="",
        scope="",
        alternatives=("digital inkludering",),
        abbreviations=("IT",),
        weak=("dator",),
    ),
    Theme(id="hbtqi", label="Hbtqi", label_en="", scope="", abbreviations=("HBTQ",)),
    Theme(
        id="litteratur",
        label="Litteratur och berättande",
        label_en="",
        scope="",
        alternatives=("skrivande",),
        weak=("litteratur",),
    ),
    Theme(id="barn-och-unga", label="Barn", label_en="", scope="", weak=("familj",)),
    Theme(
        id="sma-barns-sprak", label="Bokstart", label_en="", scope="", compounds=("barnhälsovård",), weak=("småbarn",)
    ),
)
ASSIGNER = Assigner(SCHEME, ANALYZER)


def themes(text: str, place: str = "text") -> set[str]:
    return {found.theme for found in ASSIGNER.assign({place: text})}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi arbetar läsfrämjande.", {"lasframjande"}),
        ("En läsfrämjandeplan antogs.", {"lasframjande"}),
        ("Ett projekt om idrott och läsning", {"lasframjande"}),
        ("Läsning och berättande hör ihop.", {"lasframjande"}),
        ("Läsning, läsning och läsning.", set()),
        ("A report on reading promotion", {"lasframjande"}),
        ("Att läsa är att vara läsare.", set()),
        ("Kurs i digital kompetens", {"digital-delaktighet"}),
        ("Få hjälp med IT", {"digital-delaktighet"}),
        ("read it at the library", set()),
        ("hbtq-frågor", {"hbtqi"}),
        ("Planen skrivs under hösten.", set()),
        ("Eget skrivande", {"litteratur"}),
        ("", set()),
    ],
)
def test_strong_terms_put_a_theme_on_a_document(text: str, expected: set[str]) -> None:
    """Inflections and compounds count, parts of phrases and lone weak terms do not; abbreviations keep case."""
    assert themes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vi möter barnhälsovården.", {"sma-barns-sprak"}),
        ("Vi möter barnhälsovården och barnen.", {"sma-barns-sprak", "barn-och-unga"}),
        ("Vi läser för småbarn.", {"barn-och-unga"}),
        ("Frasboken pratar meänkieli.", set()),
    ],
)
def test_the_longest_strong_term_counts(text: str, expected: set[str]) -> None:
    """A child health centre is not about children's rights; nor do the ends of two words make a term."""
    assert themes(text) == expected


def test_a_title_that_is_the_name_of_a_theme_needs_the_text_to_agree() -> None:
    """*Litteratur* says little where it stands once, and much where it is what the page is called."""
    assert "litteratur" in {
        found.theme for found in ASSIGNER.assign({"title": "Litteratur i länet", "text": "Litteratur!"})
    }
    assert {found.theme for found in ASSIGNER.assign({"title": "Litteratur i länet", "text": "Bokbuss."})} == set()
    assert {found.theme for found in ASSIGNER.assign({"title": "Dator i länet", "text": "Dator!"})} == set()


def test_rom_alone_is_a_city_or_a_drink() -> None:
    """Words with short stems count only as written, and *rom* never alone."""
    assert themes("En resa till Rom") == set()
    assert "minoritet-romer" in themes("Romernas historia: romerna i Sverige")


def test_a_gathering_theme_comes_with_its_narrower_ones() -> None:
    """Who writes of one minority writes of the minorities."""
    assert themes("Den romska läsambassaden") == {"minoritet-romer", "nationella-minoriteter"}


def test_it_has_the_evidence_of_the_best_of_them() -> None:
    """Whichever of them the text names first."""
    scheme = (*SCHEME, Theme("minoritet-judar", "Judar", "", "", broader=("nationella-minoriteter",)))
    evidence = {found.theme: found.score for found in assign({"text": "Romsk, judar, judar."}, scheme, ANALYZER)}
    assert evidence["nationella-minoriteter"] == evidence["minoritet-judar"] > evidence["minoritet-romer"]


def test_words_by_number_have_the_themes_of_their_text() -> None:
    """What was read already need not be read again."""
    text = "Bokprat om idrott och läsning; mer om IT-stöd för romer. Idrott och sedan läsning."
    (numbers,) = ANALYZER.read(text)
    assert ASSIGNER.assign({"text": numbers}) == ASSIGNER.assign({"text": text}) != ()


def test_themes_are_found_also_when_the_lexicon_begins_anew() -> None:
    """What two numbers side by side stood for in an edition is forgotten with it."""
    assigner = Assigner(SCHEME, Analyzer(Dictionary.empty(), Lexicon(most=4)))
    texts = ("idrott och läsning", "digital inkludering nu", "ett två tre", "idrott och läsning")
    found = [{each.theme for each in assigner.assign({"text": text})} for text in texts]
    assert found == [{"lasframjande"}, {"digital-delaktighet"}, set(), {"lasframjande"}]


def test_evidence_tells_the_terms_and_how_often() -> None:
    """Terms are as in the scheme, strongest first, and weak ones are told too."""
    (found,) = assign({"title": "Läslust", "text": "Läsning ger läslust. Läslusten växer."}, SCHEME, ANALYZER)
    assert found.theme == "lasframjande"
    assert found.terms == (("läslust", 3), ("läsning", 1))


def test_a_title_says_more_than_a_text() -> None:
    """The same term weighs more in the title, and one find in a long text is too little."""
    (title,) = ASSIGNER.assign({"title": "Läslust"})
    (text,) = ASSIGNER.assign({"text": "Läslust"})
    assert title.score > text.score
    assert themes("läslust " + "annat " * 200) == set()
    assert themes("läslust annat " * 100) == {"lasframjande"}


def test_the_best_theme_comes_first() -> None:
    """Themes are ordered by score."""
    found = ASSIGNER.assign({"title": "Läsfrämjande och bokprat", "text": "Läslust, och lite om IT."})
    assert [item.theme for item in found] == ["lasframjande", "digital-delaktighet"]


@given(st.dictionaries(st.sampled_from(["title", "headings", "text", "abstract"]), st.text()))
def test_any_text_can_be_asked_for_its_themes(fields: dict[str, str]) -> None:
    """No text is an error, and every theme found has evidence."""
    for found in ASSIGNER.assign(fields):
        assert found.terms
        assert found.score > 0

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.kinds import KIND_LABELS, kind_of, kinds_of


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Övning", "exercise"),
        ("ÖVNING 3: Biblioteket som butik", "exercise"),
        ("3. Gruppövning", "exercise"),
        ("Övningar att göra tillsammans", "exercise"),
        ("Gör så här", "exercise"),
        ("Schysta övningar", "exercise"),
        ("Exercise", "exercise"),
        ("Checklista", "checklist"),
        ("Checklista för programverksamhet", "checklist"),
        ("Tillgänglighetschecklista", "checklist"),
        ("Schysta tips!", "checklist"),
        ("Schyssta tips", "checklist"),
        ("Prata om", "questions"),
        ("Prata om!", "questions"),
        ("Att diskutera", "questions"),
        ("Diskussionsfrågor", "questions"),
        ("Samtalsfrågor till kapitel 4", "questions"),
        ("Frågor att diskutera", "questions"),
        ("Frågor för samtal", "questions"),
        ("Discussion questions", "questions"),
        ("Övningskörning på bokbussen", None),
        ("Om övningar i demokrati", None),
        ("Vanliga frågor", None),
        ("Frågor och svar", None),
        ("Diskuterad litteratur", None),
        ("Bakgrund", None),
        ("", None),
        (None, None),
    ],
)
def test_a_heading_tells_what_its_text_is_for(heading: str | None, kind: str | None) -> None:
    """Case, numbers and marks don't matter; a text about exercises is none."""
    assert kind_of(heading, "Texten handlar om något. Den är till för att läsas.") == kind


def test_boxes_to_tick_make_a_checklist() -> None:
    """Whether they are printed boxes or brackets."""
    assert kind_of(None, "☐ Skyltarna syns\n☐ Dörren går upp\n☐ Hyllan är låg") == "checklist"
    assert kind_of("Före besöket", "[ ] Skyltar\n[x] Dörr\n[ ] Hylla") == "checklist"
    assert kind_of(None, "☐ Skyltarna syns\nOch så finns det mer att säga.") is None


def test_questions_one_after_the_other_are_to_be_talked_about() -> None:
    """Most of the text must be questions: three in a long report are none."""
    questions = "Vem känner sig inbjuden?\nVem gör det inte?\nVad kan ni ändra på till våren?"
    assert kind_of("Kapitel 4", questions) == "questions"
    assert kind_of("Kapitel 4", questions + " Det är svårt att säga." * 5) is None


def test_a_group_that_is_told_what_to_do_has_an_exercise() -> None:
    """In a numbered step one order will do; elsewhere it takes several, and words for people together."""
    orders = "Dela upp högen mellan paren. Räkna först, tyck sedan. Ta en fråga i taget."
    assert kind_of("Räkna", orders) == "exercise"
    assert kind_of("Räkna (20 minuter)", "Dela upp högen mellan paren.") == "exercise"
    assert kind_of("Steg 2: Skriv", "Skriv tre lappar var. Sätt dem på tavlan.") == "exercise"
    assert kind_of("Räkna", "Dela upp högen mellan paren.") is None
    assert kind_of("Steg 2: Beslut", "Nämnden beslutar i juni.") is None


def test_what_goes_along_with_an_exercise_is_none() -> None:
    """How to prepare, adapt and follow up is told in the same words."""
    orders = "Dela upp högen mellan paren. Räkna först, tyck sedan. Ta en fråga i taget."
    for heading in ("Anpassa", "Följ upp", "Före träffen", "Fallgropar", "Till dig som leder"):
        assert kind_of(heading, orders) is None


def test_the_heading_goes_before_the_form() -> None:
    """An exercise may well consist of questions."""
    assert kind_of("Övning", "Vem läser? Vem lyssnar på er? Vem saknas i rummet?") == "exercise"


def test_a_document_has_the_kinds_of_its_sections() -> None:
    """Each once, in a fixed order."""
    sections = [("Prata om", "…"), ("Inledning", "Text."), ("Övning", "…"), ("Övning 2", "…")]
    assert kinds_of(sections) == ("exercise", "questions")
    assert [KIND_LABELS[kind] for kind in kinds_of(sections)] == ["Övning", "Samtalsfrågor"]
    assert kinds_of([]) == ()


@given(st.text(), st.text())
def test_any_text_can_be_asked(heading: str, text: str) -> None:
    """No text is an error."""
    assert kind_of(heading, text) in (None, *KIND_LABELS)

from indexer.build.doings import with_doings
from indexer.build.passages import split
from indexer.model import Document, Section

SHEET = Document(
    "blad",
    "Affischer",
    "Provbiblioteket",
    sections=(
        Section("Tid: 75 minuter.\nMålgrupp: arbetslaget. Deltagare: 4–12."),
        Section("Dela upp högen mellan paren.", heading="Räkna (20 minuter)", page=1),
        Section("Vem syns? Vem saknas? Vem bestämmer?", heading="Prata om", page=2),
        Section("Räkna sedan om.", heading="Prata om", page=3),
    ),
)


def test_a_document_tells_what_there_is_to_do_in_it() -> None:
    """The kinds of its passages, and what the text says that they need."""
    found = with_doings(SHEET, split(SHEET))
    assert found.kinds == ("exercise", "questions")
    assert (found.audience, found.time, found.group) == ("arbetslaget", "75 minuter", "4–12")


def test_a_heading_that_goes_on_over_pages_is_one_section() -> None:
    """Its passages are all for the same."""
    assert [passage.kind for passage in split(SHEET)] == [None, "exercise", "questions", "questions"]


def test_what_is_to_be_read_needs_nothing() -> None:
    """A time in it is somebody's appointment."""
    report = Document("rapport", "Rapport", "Provbiblioteket", sections=(Section("Tid: 3 mars. Plats: Sågen."),))
    assert with_doings(report, split(report)) == report

"""The text decides its language; what is declared decides where the text cannot."""

import pytest

from indexer.extract.languages import language_of, mark_sections, normalise
from indexer.model import Section

SWEDISH = "Biblioteket är en plats för möten och samtal där alla som vill får läsa, lyssna och prata med varandra. " * 5
ENGLISH = "The library is a place for meetings where anyone who wants to may read, listen and talk to each other. " * 5
FINNISH = (
    "Kirjasto on paikka kohtaamisille ja keskustelulle, ja täällä saa lukea, kuunnella ja puhua muiden kanssa. " * 5
)


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        (SWEDISH, "en", "sv"),
        (ENGLISH, "sv", "en"),
        (FINNISH, None, "fi"),
        (FINNISH, "fit", "fit"),
        (SWEDISH, "sv-x-lattlast", "sv-x-lattlast"),
        (SWEDISH, "sv-SE", "sv"),
        ("Kort.", "fi", "fi"),
        ("Kort.", None, None),
    ],
)
def test_language(text: str, declared: str | None, language: str | None) -> None:
    """Found and declared are weighed as documents need it."""
    assert language_of(text, declared) == language


def test_sections_in_another_language_are_marked() -> None:
    """A long summary in Finnish is marked; the rest is the document's language."""
    marked = mark_sections([Section(SWEDISH), Section(FINNISH), Section("Lyhyt.")], "sv")
    assert [section.language for section in marked] == [None, "fi", None]


@pytest.mark.parametrize(("declared", "code"), [("SV_se", "sv"), ("sv-x-lattlast", "sv-x-lattlast"), ("", None)])
def test_declared_codes(declared: str, code: str | None) -> None:
    """Codes are written in one way."""
    assert normalise(declared) == code

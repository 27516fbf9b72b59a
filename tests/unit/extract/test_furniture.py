"""A site's furniture goes; method text that resembles it stays."""

import pytest

from indexer.extract.furniture import without_furniture
from indexer.model import Section


@pytest.mark.parametrize(
    "line",
    [
        "Till startsidan",
        "Tillbaka till toppen",
        "Start / Kultur / Kulturutveckling / Bibliotek",
        "Hem > Metoder > Övningar",
        "Uppläsnings-funktionen kräver att du accepterar inställnings-cookies",
        "Hjälpte den här informationen dig?",
        "Hade du nytta av sidan? Ja Nej",
        "Hjälp oss att förbättra example.org!",
        "Sidan uppdaterad",
        "Senast granskad: 24 oktober 2023",
        "Länk till annan webbplats, öppnas i nytt fönster",
        "Laddar… + + +",
        "Inga relaterade",
        "Starta visningen från sidan:",
    ],
)
def test_furniture_goes(line: str) -> None:
    """Lines seen on the sites that we read vanish whole."""
    assert without_furniture([Section(f"Före.\n\n{line}\n\nEfter.")]) == [Section("Före.\n\nEfter.")]


@pytest.mark.parametrize(
    "line",
    [
        "Hjälpte övningen gruppen att prata?",
        "Var hittar deltagarna information?",
        "Dela in gruppen i par.",
        "Lyssna på varandra utan att avbryta.",
        "Vi använder tidningar och webbsidor.",
        "Prata om kakor på nätet: vad accepterar du?",
        "Läsa / skriva / tala",
        "Till dig som leder cirkeln",
        "Starta samtalet med en fråga.",
    ],
)
def test_method_text_stays(line: str) -> None:
    """An exercise may speak of listening, sharing and cookies."""
    assert without_furniture([Section(line)]) == [Section(line)]


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("Läs planen Pdf, 5 MB.", "Läs planen"),
        ("Läs planen (pdf, 9,5 MB) i dag", "Läs planen i dag"),
        ("Se KB Länk till annan webbplats. för mer", "Se KB för mer"),
        ("Boken (öppnas i nytt fönster) finns", "Boken finns"),
    ],
)
def test_what_is_glued_to_links_goes(line: str, left: str) -> None:
    """File sizes and notices beside links are cut out of their lines."""
    assert without_furniture([Section(line)]) == [Section(left)]

"""Spoilt text is noticed, and sound text in any language is let through."""

import pytest

from indexer.errors import ExtractionError
from indexer.extract.damage import check

SWEDISH = """
Biblioteket är en plats för möten och samtal. Här får den som vill läsa, lyssna och prata, och det ska inte kosta
något. Personalen övar tillsammans på att förklara hur sökningar går till och varför källor behöver granskas. Efter
varje träff skriver gruppen ned vad som har hänt, vad som kan bli bättre och vem som tar nästa steg. Till hösten
börjar en ny omgång. Då bjuder vi in föreningar från hela kommunen, dukar fram kaffe och lägger böcker på bordet.
Ingen måste ha läst något innan. Ledaren berättar kort om dagens fråga, delar ut papper och pennor, och sedan pratar
deltagarna två och två i tio minuter. Den som hellre sitter tyst gör det. Mot slutet samlar alla sina tankar på en
tavla, väljer tre av dem och bestämmer vilka som ska gå vidare till chefen. Skriv gärna ett mejl efteråt, eller ring
om du undrar över lokalen, hörselslingan eller parkeringen utanför. Barn är välkomna, men då behöver någon vuxen vara
med hela tiden eftersom trappan saknar grind.
"""
ENGLISH = """
The library is a place for meetings and conversation. Anyone who wants to read, listen or talk is welcome, and it does
not cost anything. The staff practise together how to explain searching and why sources must be examined. After every
meeting the group writes down what happened, what could be better next time and who takes another step. In autumn we
begin again, inviting local clubs from all over town, putting coffee and old books on long tables by the windows. Nobody
has to prepare. Our leader opens with one short question, hands out pencils, then people talk in pairs for ten minutes.
Those preferring silence may keep quiet. Towards the end everybody collects thoughts upon a board, chooses three among
them, and decides which should go further. Write afterwards if you wonder about parking, stairs, hearing loops or food.
Children are welcome too, provided some grown person stays near because our staircase still lacks its gate.
"""
FINNISH = (
    "Kirjasto on paikka kohtaamisille ja keskustelulle. Täällä saa lukea, kuunnella ja puhua, eikä se maksa mitään. "
    "Henkilökunta harjoittelee yhdessä tiedonhakua ja lähteiden arviointia jokaisen kokouksen jälkeen. "
) * 9
REPEATED = "Källkritik på ett bibliotek är till för den som undrar över rubriken. " * 40
"""Sound, though it has no m."""


@pytest.mark.parametrize("text", [SWEDISH, ENGLISH, FINNISH, "", "Kort.", "1 2 3 " * 500, "ABC " * 50, REPEATED])
def test_sound_text_passes(text: str) -> None:
    """Languages, figures and texts too short to judge are not called damaged."""
    check(text)


def _shifted(text: str) -> str:
    return "".join(chr(ord(letter) - 29) if letter.isascii() and letter.isalpha() else " " for letter in text)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        (SWEDISH.translate(dict.fromkeys(map(ord, "åäöÅÄÖ"))), "å, ä och ö"),
        (SWEDISH.replace("o", "").replace("O", ""), "Bokstaven o"),
        (ENGLISH.replace("n", "").replace("N", ""), "Bokstaven n"),
        (SWEDISH.replace("e", "\ufffd"), "tecken"),
        (_shifted(SWEDISH), "teckensnitt"),
    ],
)
def test_damaged_text_is_noticed(text: str, sign: str) -> None:
    """Lost dots, a lost letter, lost characters and shifted codes are each told."""
    with pytest.raises(ExtractionError, match=sign) as caught:
        check(text)
    assert caught.value.code == "damaged-text"

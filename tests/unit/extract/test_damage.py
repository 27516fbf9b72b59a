"""Spoilt text is noticed, and sound text in any language is let through."""

import pytest

from indexer.errors import ExtractionError
from indexer.extract.damage import check

SWEDISH = (
    "Biblioteket är en plats för möten och samtal. Här får den som vill läsa, lyssna och prata, och det ska inte kosta "
    "något. Personalen övar tillsammans på att förklara hur sökningar går till och varför källor behöver granskas. "
    "Efter varje träff skriver gruppen ned vad som har hänt, vad som kan bli bättre och vem som tar nästa steg. "
) * 6
ENGLISH = (
    "The library is a place for meetings and conversation. Anyone who wants to read, listen or talk is welcome, and it "
    "does not cost anything. The staff practise together how to explain searching and why sources must be examined. "
) * 8
FINNISH = (
    "Kirjasto on paikka kohtaamisille ja keskustelulle. Täällä saa lukea, kuunnella ja puhua, eikä se maksa mitään. "
    "Henkilökunta harjoittelee yhdessä tiedonhakua ja lähteiden arviointia jokaisen kokouksen jälkeen. "
) * 9


@pytest.mark.parametrize("text", [SWEDISH, ENGLISH, FINNISH, "", "Kort.", "1 2 3 " * 500, "ABC " * 50])
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
        (ENGLISH.replace("n", ""), "Bokstaven n"),
        (SWEDISH.replace("e", "\ufffd"), "tecken"),
        (_shifted(SWEDISH), "teckensnitt"),
    ],
)
def test_damaged_text_is_noticed(text: str, sign: str) -> None:
    """Lost dots, a lost letter, lost characters and shifted codes are each told."""
    with pytest.raises(ExtractionError, match=sign) as caught:
        check(text)
    assert caught.value.code == "damaged-text"

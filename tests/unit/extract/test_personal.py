"""Personal data goes, and figures that look like it stay. Everybody here is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extract.personal import is_organisation, scrub, without_personal_data
from indexer.model import Section


@pytest.mark.parametrize(
    "data",
    [
        "anna.pahittad@example.org",
        "anna.pahittad(at)example.org",
        "mailto:anna@bibliotek.example.org",
        "054-12 34 56",
        "08-123 456 78",
        "070-123 45 67",
        "0701234567",
        "+46 70 123 45 67",
        "+46 (0)8 123 456 78",
        "0771-12 34 56",
        "850101-1236",
        "19850101-1236",
        "850101+1236",
    ],
)
def test_contact_data_goes(data: str) -> None:
    """Addresses, telephone numbers and identity numbers leave no trace."""
    assert scrub(f"Före {data} efter") == "Före efter"


@pytest.mark.parametrize(
    "text",
    [
        "bibliotekslagen (2013:801) och minoritetslagen (2009:724)",
        "2 kap. 17 § och §§ 4–8",
        "planen 2021-2024, 2021–2024 och 2021- 2024",
        "den 2024-02-20 och 12-10-2018",
        "ISBN 978-91-7000-123-4 och ISBN 0-19-853453-1",
        "10 000 kronor, 0–3 år, 1 200 000 lån",
        "klockan 09.00–10.30",
        "SFS 1996:1596",
        "diarienummer KUR 2021/1234",
    ],
)
def test_other_figures_stay(text: str) -> None:
    """Laws, paragraphs, years, dates, book numbers and amounts are not personal."""
    assert scrub(text) == text


@pytest.mark.parametrize(
    "card",
    [
        "Anna Påhittad\n\nEnhetschef\n\nTelefonnummer",
        "Bo-Erik Hittepåsson\nBibliotekskonsulent\n070-123 45 67\nbo@example.org",
        "Anna Påhittad, utvecklingsledare, 054-12 34 56",
        "Anna Påhittad | Bibliotekarie | anna@example.org",
        "Kontaktperson: Anna Påhittad",
        "Foto: Anna Påhittad",
        "Innehållsansvarig: Anna Påhittad",
        "E-post: anna@example.org",
        "Telefonnummer",
    ],
)
def test_staff_goes(card: str) -> None:
    """Cards, rows and by-lines go whole; the text around them stays."""
    section = Section(text=f"Vi övar källkritik.\n\n{card}\n\nSedan pratar vi.", heading="Steg")
    assert without_personal_data([section]) == [Section("Vi övar källkritik.\n\nSedan pratar vi.", "Steg")]


def test_a_person_as_heading_goes() -> None:
    """A name set as a heading above a title is a card like any other."""
    assert without_personal_data([Section("Konsulent\n\nTelefonnummer", heading="Anna Påhittad")]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Nationella Minoriteter",
        "Vi bjuder in en projektledare från Region Exempel.",
        "Text: skriv tre meningar var",
        "Prata om vem som är chef i berättelsen.",
        "Foto: ta en bild av hyllan",
    ],
)
def test_method_text_stays(text: str) -> None:
    """What only resembles a card is left alone."""
    assert without_personal_data([Section(text)]) == [Section(text)]


@given(st.text())
def test_any_text_can_be_scrubbed(text: str) -> None:
    """No input breaks the patterns, and none grows."""
    assert len(scrub(text)) <= len(text)


def test_organisations_are_told_from_persons() -> None:
    """A body may be a publisher, a person never."""
    assert is_organisation("Region Värmland")
    assert is_organisation("Svensk biblioteksförening")
    assert not is_organisation("Anna Påhittad")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Det blev bra, säger Anna Påhittad, bibliotekarie i Provby.", "Det blev bra, säger bibliotekarie i Provby."),
        ("Så berättar Åsa-Maria Påhittad och Omar Exempel om läsning.", "Så berättar om läsning."),
        ("I höst möter ni Anna Påhittad, bibliotekarie, på torg.", "I höst möter ni bibliotekarie, på torg."),
        ("Kontakta Region Provlandet om ni vill veta mer.", "Kontakta Region Provlandet om ni vill veta mer."),
        ("Boken skriver Selma Författare om i sitt brev.", "Boken skriver Selma Författare om i sitt brev."),
    ],
)
def test_who_is_quoted_or_asked_for_is_left_out(given: str, kept: str) -> None:
    """The words and the title stay; bodies and authors do too."""
    assert [" ".join(one.text.split()) for one in without_personal_data([Section(given)])] == [kept]


@pytest.mark.parametrize(
    "line",
    [
        "På bilden: Anna Påhittad och Omar Exempel",
        "Medarbetare: Anna Påhittad, Omar Exempel",
        "Namn | Titel | Telefon | E-post",
        "004 84, anna.pahittad@provlandet bygd.example",
        "Personnummer: 18900101-9802",
    ],
)
def test_captions_lists_and_broken_addresses_go(line: str) -> None:
    """Whatever is left of them tells nobody anything."""
    assert without_personal_data([Section(f"Före.\n{line}\nEfter.")]) == [Section("Före.\nEfter.")]


def test_a_heading_over_nobody_goes() -> None:
    """*Kontakt* without a card is furniture."""
    assert without_personal_data([Section("Text."), Section("", "Kontakt")]) == [Section("Text.")]

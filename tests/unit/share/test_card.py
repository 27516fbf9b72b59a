from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from indexer.share.card import LONGEST, Quotation, quoted, sentences, svg, wrapped

SVG = "{http://www.w3.org/2000/svg}"
TEXT = "Alla kan läsa. Läs högt varje dag! ”Det är roligt.” Boken är slut."


def card(text: str, title: str = "Bokcirkel i praktiken", source: str = "Region Prov, 2025, sida 3") -> ET.Element:
    return ET.fromstring(svg(Quotation(text, title, source, "Metodsök")))  # noqa: S314 - our own picture


def words(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def test_a_card_shows_the_words_and_whence_they_are() -> None:
    root = card("Alla kan läsa.")
    assert words(root) == ["”Alla kan läsa.”", "Bokcirkel i praktiken", "Region Prov, 2025, sida 3 · Metodsök"]
    assert root.findtext(f"{SVG}desc") == "”Alla kan läsa.”\n– Bokcirkel i praktiken, Region Prov, 2025, sida 3"
    assert root.get("role") == "img"


def test_a_service_that_publishes_by_itself_is_named_once() -> None:
    assert words(card("Läs.", source="Metodsök, 2026"))[-1] == "Metodsök, 2026"


def test_sentences_keep_their_quotation_marks() -> None:
    assert sentences(TEXT) == ["Alla kan läsa.", "Läs högt varje dag!", "”Det är roligt.”", "Boken är slut."]


def test_whole_sentences_are_quoted_from_the_one_that_is_asked_for() -> None:
    assert quoted(TEXT, 1) == "Läs högt varje dag! ”Det är roligt.” Boken är slut."
    assert quoted("Ord. " * 200).endswith("Ord.")


def test_a_quotation_stays_within_its_paragraph() -> None:
    assert quoted("Ett. Två.\nTid | Vad\nTre.", 1) == "Två."
    assert sentences("Ett. Två.\nTid | Vad\nTre.") == ["Ett.", "Två.", "Tid | Vad", "Tre."]


@given(st.text(max_size=2000))
def test_no_quotation_is_longer_than_good_practice_allows(text: str) -> None:
    assert len(quoted(text)) <= LONGEST + 2


@given(st.text(max_size=400), st.floats(2, 60))
def test_wrapping_loses_no_sign(text: str, width: float) -> None:
    assert "".join("".join(wrapped(text, width)).split()) == "".join(text.split())


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400), st.text(max_size=300))
def test_every_card_is_well_formed_and_its_words_stay_inside(text: str, title: str) -> None:
    root = card(quoted(text), title, title)
    assert all(float(element.get("y") or 0) <= 600 for element in root.iter(f"{SVG}text"))


def test_hostile_text_is_only_text_in_a_card() -> None:
    root = card("<script>alert(1)</script> & \x00 \u202e", '"/><image href="x"/>')
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {"svg", "title", "desc", "rect", "g", "text"}
    assert words(root)[0].startswith("”<script>alert(1)</script> &")

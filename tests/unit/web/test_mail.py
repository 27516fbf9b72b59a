from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from web.mail import letter

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")))


def test_subject_and_lines_are_filled_in() -> None:
    found = letter("mailto:prov@example.se", "Saknas: läsombud & äldre?", "Rad ett", "", "https://a.example/?q=x&y#z")
    assert found == (
        "mailto:prov@example.se?subject=Saknas%3A%20l%C3%A4sombud%20%26%20%C3%A4ldre%3F"
        "&body=Rad%20ett%0D%0A%0D%0Ahttps%3A%2F%2Fa.example%2F%3Fq%3Dx%26y%23z"
    )


def test_what_the_contact_already_has_stays() -> None:
    assert letter("mailto:prov@example.se?cc=b@example.se", "S") == "mailto:prov@example.se?cc=b@example.se&subject=S"


def test_a_form_on_the_web_gets_nothing_added() -> None:
    assert letter("https://example.se/kontakt", "S", "rad") == "https://example.se/kontakt"


@given(TEXT, TEXT)
def test_no_text_can_add_a_field_or_a_line_to_the_head(subject: str, line: str) -> None:
    """What comes from a document or a question is only words: no second recipient, no broken address."""
    fields = parse_qs(urlsplit(letter("mailto:prov@example.se", subject, line)).query, strict_parsing=False)
    assert set(fields) <= {"subject", "body"}
    assert fields.get("body", [""]) == [line]
    assert "\n" not in fields.get("subject", [""])[0]

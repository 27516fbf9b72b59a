from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Document
from indexer.share.newsletter import FORMS, Item, Newsletter, fragment, html, markdown, plain_markdown, text, write

PLAN = Document(
    "prov-plan", "Provplan för biblioteken", "Region Prov", type="plan", valid_from=2025, valid_to=2028,
    url="https://www.prov.example.se/plan (1).pdf", abstract="En plan om bokcirkel.",
)  # fmt: skip
FINNISH = Document("fi", "Kirjasto kaikille", "Okänd utgivare", language="fi", issued="2024-03")
HOSTILE = '<script>alert(1)</script> [länk](javascript:alert(2)) *stjärna* "citat" & $x$ :red[röd] `kod` ![](x)'


def letter(*items: Item, title: str = "", introduction: str = "") -> Newsletter:
    return Newsletter(title, introduction, items, "Metodsök", "https://metoder.example.se/")


def item(document: Document, lines: str = "", address: str | None = None) -> Item:
    status = document.status_on(date(2026, 3, 1))
    return Item(document, status, address or f"https://m.example.se/d/{document.id}", lines)


class Elements(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def test_an_item_has_title_link_facts_text_and_source() -> None:
    assert text(letter(item(PLAN), title="Tips i mars", introduction="Hej!\n\nTvå tips.")) == (
        "Tips i mars\n===========\n\nHej!\n\nTvå tips.\n\n"
        "1. Provplan för biblioteken\nPlan · Region Prov · 2025–2028 · Gällande\n\n"
        "En plan om bokcirkel.\n\n"
        "https://m.example.se/d/prov-plan\n"
        "Hos utgivaren (prov.example.se): https://www.prov.example.se/plan%20%281%29.pdf\n\n"
        "--\nUrvalet är gjort i Metodsök: https://metoder.example.se/"
    )


def test_the_editors_own_lines_stand_instead_of_the_abstract() -> None:
    written = markdown(letter(item(PLAN, "Läs kapitel 2.\nDet är kort.")))
    assert "Läs kapitel 2.  \nDet är kort." in written
    assert "bokcirkel" not in written
    assert "## [Provplan för biblioteken](https://m.example.se/d/prov-plan)" in written


def test_without_a_public_address_the_title_leads_to_the_publisher() -> None:
    alone = Item(PLAN, None, None)
    assert text(letter(alone)).count("https://www.prov.example.se/") == 1
    assert "Hos utgivaren" not in html(letter(alone))


def test_an_unknown_publisher_is_left_out_and_other_languages_are_told() -> None:
    written = html(letter(item(FINNISH)))
    assert "Okänd" not in written
    assert 'lang="fi"' in written


@pytest.mark.parametrize("level", [1, 3])
def test_html_is_what_mail_programs_bear(level: int) -> None:
    """No scripts, style sheets, pictures or classes; styles on the elements; every link whole."""
    found = Elements(fragment(letter(item(PLAN), item(FINNISH), introduction="Hej!"), level))
    assert set(found.tags) <= {"table", "tr", "td", "p", "a", f"h{level}", f"h{level + 1}", "br"}
    assert {name for name, _ in found.attributes} <= {
        "style", "href", "lang", "dir", "role", "width", "cellpadding", "cellspacing", "border", "align",
    }  # fmt: skip
    assert all(value and value.startswith("https://") for name, value in found.attributes if name == "href")
    assert html(letter()).startswith('<!DOCTYPE html>\n<html lang="sv">')


def test_hostile_text_is_only_text_in_html() -> None:
    document = Document("x", HOSTILE, HOSTILE, abstract=HOSTILE, language='fi" onload="x', url="javascript:alert(1)")
    found = Elements(html(letter(item(document, HOSTILE), title=HOSTILE, introduction=HOSTILE)))
    assert not {"script", "img"} & set(found.tags)
    assert {value for name, value in found.attributes if name == "lang"} == {"sv", 'fi" onload="x'}
    assert "onload" not in {name for name, _ in found.attributes}
    assert found.text.count("<script>alert(1)</script>") == 6


def test_hostile_text_is_only_text_in_markdown() -> None:
    document = Document("x", HOSTILE, HOSTILE, abstract=HOSTILE)
    written = markdown(letter(item(document), title="1. titel\n# rubrik", introduction="- a\n> b\n1) c\n+ d\n    e"))
    assert written.startswith("# 1\\. titel \\# rubrik\n\n\\- a  \n\\> b  \n1\\) c  \n\\+ d  \ne\n\n## [\\<script\\>")
    assert not re.search(r"(?<!\\)[<`*$~]", written)
    assert re.findall(r"(?<!\\)\]\((\S+)\)", written) == ["https://m.example.se/d/x", "https://metoder.example.se/"]


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_no_sign_of_markdown_is_left_bare(written: str) -> None:
    shown = plain_markdown(" ".join(written.split()))
    assert not re.search(r"[\\`*_\[\]<>#|~$&{}]", re.sub(r"\\[!-/:-@\[-`{-~]", "", shown))
    assert not re.match(r"[-+=:]|[0-9]{1,9}[.)]", shown)


@given(st.text(alphabet=st.characters(codec="utf-8")), st.text(alphabet=st.characters(codec="utf-8")))
def test_every_form_can_be_written_of_whatever_is_typed(title: str, lines: str) -> None:
    for form in FORMS:
        assert write(letter(item(PLAN, lines), title=title, introduction=lines), form)

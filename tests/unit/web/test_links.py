from __future__ import annotations

import pytest

from indexer.model import Document, Query, Snippet
from web.links import Links, toggled

OURS = Document("blad", "Blad", "U", path="documents/blad.pdf", rights="full-text")
THEIRS = Document("plan", "Plan", "U", url="https://prov.example.se/plan.pdf")
PAGE = Snippet("text", (), 3, page=7)
SECTION = Snippet("text", (), 3)


def test_a_snippet_of_our_own_pdf_leads_to_its_page_in_the_file() -> None:
    assert Links("/m").place(OURS, PAGE) == "/m/fil/blad#page=7"
    assert Links().original(OURS, PAGE) == "/fil/blad#page=7"


def test_a_snippet_with_an_address_leads_there() -> None:
    snippet = Snippet("text", (), 3, page=7, link="https://prov.example.se/plan.pdf#page=7")
    assert Links().place(THEIRS, snippet) == Links().original(THEIRS, snippet) == snippet.link


def test_everything_else_leads_to_its_place_on_the_document_page() -> None:
    assert Links().place(THEIRS, PAGE) == "/d/plan#sida-7"
    assert Links().place(OURS, SECTION, Query("mik")) == "/d/blad?q=mik#avsnitt-4"


def test_a_file_that_may_not_be_shown_has_no_address() -> None:
    assert Links().original(Document("x", "X", "U", path="documents/x.pdf")) is None


@pytest.mark.parametrize(("field", "value"), [("themes", "mik"), ("statuses", "gällande"), ("years", "2021")])
def test_toggling_twice_leads_back_to_the_first_page(field: str, value: str) -> None:
    query = Query("mik", themes=("demokrati",), offset=20)
    once = toggled(query, field, value)
    assert once != query
    assert toggled(once, field, value) == Query("mik", themes=("demokrati",))

from __future__ import annotations

from urllib.parse import parse_qs

from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Query
from web import news
from web.collected import INTRODUCTION_LENGTH, LINES_LENGTH, MOST, TITLE_LENGTH, Collected, from_address
from web.links import Links
from web.news import News

IDS = st.lists(st.from_regex(r"[a-z0-9][a-z0-9-]{0,12}", fullmatch=True), unique=True, max_size=6)
TEXT = st.text(st.characters(codec="utf-8"), max_size=60)


@given(IDS, TEXT, TEXT)
def test_an_address_leads_back_to_what_was_collected(ids: list[str], title: str, lines: str) -> None:
    once = from_address({"d": ids, "rubrik": title, "inledning": lines} | {f"om.{id_}": lines for id_ in ids})
    assert from_address(parse_qs(once.address())) == once
    assert once.ids == tuple(ids)


def test_the_old_promise_holds() -> None:
    assert from_address({"d": ["a", "b", "a"]}) == Collected(("a", "b"))
    assert Collected(("a", "b")).address() == "d=a&d=b"


def test_what_cannot_be_is_left_out_and_too_much_is_cut() -> None:
    found = from_address({
        "d": ["<b>", "../x", "A", *(f"id{n}" for n in range(99))], "rubrik": "x\n" * 999, "inledning": "å" * 9999,
        "om.id0": "ord " * 999, "om.okänd": "ord",
    })  # fmt: skip
    assert len(found.ids) == MOST
    assert (len(found.title), len(found.introduction)) == (TITLE_LENGTH // 2 * 2 - 1, INTRODUCTION_LENGTH)
    assert len(found.lines["id0"]) <= LINES_LENGTH
    assert set(found.lines) == {"id0"}


def test_signs_that_turn_the_direction_of_writing_are_taken_out() -> None:
    assert from_address({"rubrik": "a\u202eb\x00c", "inledning": "rad 1\r\nrad 2"}).title == "a b c"


def test_a_document_is_put_in_last_and_taken_out_with_its_lines() -> None:
    held = Collected(("a", "b"), lines={"a": "om a"})
    assert held.toggled("c").ids == ("a", "b", "c")
    assert held.toggled("a") == Collected(("b",))


def test_moving_stops_at_the_ends() -> None:
    held = Collected(("a", "b", "c"))
    assert held.moved("c", -1).ids == ("a", "c", "b")
    assert held.moved("a", -1) == held.moved("c", 1) == held.moved("x", 1) == held


def test_what_is_collected_goes_along_to_pages_and_to_nothing_else() -> None:
    links = Links("/m").keeping(Collected(("a",), title="T"))
    assert links.search(Query("mik")) == "/m/?q=mik&d=a&rubrik=T"
    assert links.document("x") == "/m/d/x?d=a&rubrik=T"
    assert links.newsletter(Query("mik"), News("2026-01-01", "mik")) == (
        "/m/utskick?q=mik&sedan=2026-01-01&nytt=mik&d=a&rubrik=T"
    )
    assert links.feed(Query("mik")) == "/m/feed.xml?q=mik"
    assert links.bare.document("x") == "/m/d/x"
    assert links.toggling("a").search(Query("mik")) == "/m/?q=mik&rubrik=T"


def test_news_are_asked_for_by_days_that_exist() -> None:
    assert news.from_address({"sedan": "2026-02-30", "nytt": "<b>"}) == News()
    assert news.from_address({"sedan": ["20260201"], "nytt": ["mik"]}) == News("2026-02-01", "mik")
    assert News("2026-02-01", "mik").address() == "sedan=2026-02-01&nytt=mik"

"""Addresses in one form, and whose they are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.harvest.addresses import Scope, canonical, fetchable
from indexer.model import Source

SOURCE = Source("a", "A", "regional", "A", hosts=("www.a.example",), start_urls=("https://www.a.example/",))
PIECES = st.sampled_from(
    ["http", "https", "://", "//", "/", "a.example", "å", "%C3%A5", "%", "%4", "%2F", "?", "#", "&", "=",
     "utm_source=1", ";jsessionid=A", ":80", ":443", ":99999", "[::1]", "..", ".", "@", "\\", " ", "\x00",
     "\udce5", "mailto:", "PHPSESSID=1", "(S(abc))", "www.", "+", "|", "[", "]", "%2e%2e", "é"]
)  # fmt: skip


PATHS = st.lists(PIECES).map(lambda pieces: "http://a.example/" + "".join(pieces))


@given(st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join), PATHS))
@example("http://a.example/%2561")
@example("https://a.example/?a=%26b=1&utm_source=2")
def test_one_form_is_reached_at_once(text: str) -> None:
    """Never an error; the form of a form is itself, and it can be asked for as it stands."""
    found, asked = canonical(text), fetchable(text)
    assert (found is None) == (asked is None)
    if found is not None and asked is not None:
        assert canonical(found) == found
        assert canonical(asked) == found
        assert fetchable(asked) == asked
        assert found.isascii()
        assert found.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("http://A.Example/", "https://a.example/"),
        ("https://a.example", "https://a.example/"),
        ("https://a.example/b/", "https://a.example/b"),
        ("https://a.example/b#c", "https://a.example/b"),
        ("https://a.example:443/b", "https://a.example/b"),
        ("http://a.example:8080/b", "http://a.example:8080/b"),
        ("https://a.example/b?utm_source=x&id=2&fbclid=3", "https://a.example/b?id=2"),
        ("https://a.example/b;jsessionid=12AB?x=1", "https://a.example/b?x=1"),
        ("https://a.example/(S(lit3py55t21z5v55vlm25s55))/b", "https://a.example/b"),
        ("https://a.example/å ä", "https://a.example/%C3%A5%20%C3%A4"),
        ("https://a.example/%c3%a5%20%C3%A4", "https://a.example/%C3%A5%20%C3%A4"),
        ("https://sjövik.example/b", "https://xn--sjvik-kua.example/b"),
        ("https://a.example/x/./y/../b", "https://a.example/x/b"),
        ("https://a.example/b?sv.target=12.4af", "https://a.example/b"),
        ("https://a.example/b?id=1&sv.target=12.4af", "https://a.example/b?id=1"),
        (
            "https://a.example/b?sv.12.4af.route=/c&sv.target=12.4af",
            "https://a.example/b?sv.12.4af.route=/c&sv.target=12.4af",
        ),
        ("https://a.example/b?replytocom=7", "https://a.example/b"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example./b", "https://a.example/b"),
    ],
)
def test_ways_of_writing(written: str, form: str) -> None:
    """Each has one form."""
    assert canonical(written) == form


@pytest.mark.parametrize(
    "written", ["", "mailto:a@a.example", "javascript:alert(1)", "file:///etc/passwd", "ftp://a.example/", "http://",
                "https://:80/", "http://[", "http://a.example:99999/", "tel:08", "data:text/html,x", "//", "a.example",
                "https://a.example/" + "x" * 3000]
)  # fmt: skip
def test_what_is_no_web_address(written: str) -> None:
    """It has no form."""
    assert canonical(written) is None


def test_relative_addresses_are_made_whole() -> None:
    """As a browser reads them."""
    assert fetchable("../c?d=1#e", "https://a.example/x/y/") == "https://a.example/x/c?d=1"


def test_an_alias_is_the_host_that_it_stands_for() -> None:
    """`www.` too; but an alias that is started from is a site of its own."""
    old = "https://gamla.example/rapporter"
    source = replace(SOURCE, alias_hosts=("a.example", "gamla.example", "b.example"), start_urls=(old,))
    scope = Scope.of([source])
    assert scope.canonical("http://a.example/x") == "https://www.a.example/x"
    assert scope.canonical("https://b.example/x") == "https://www.a.example/x"
    assert scope.preferred("http://b.example/x/") == "http://www.a.example/x/"
    assert scope.canonical(old) == old
    assert scope.owner(old) == source


def test_the_most_exact_path_owns_an_address() -> None:
    """Two sources share a host; a path that is left out belongs to none, a start address always to its own."""
    part = replace(SOURCE, id="b", paths=("/b/",), exclude=("/b/nej/",), start_urls=("https://www.a.example/x",))
    scope = Scope.of([replace(SOURCE, exclude=("/kalender/",)), part], ["http://a.example/bort/"])
    owners = {path: scope.owner(f"https://www.a.example{path}") for path in ("/c", "/b", "/b/d", "/bc", "/kalender/1",
                                                                              "/bort", "/x", "/b/nej/e")}  # fmt: skip
    assert {path: owner.id if owner else None for path, owner in owners.items()} == {
        "/c": "a", "/b": "b", "/b/d": "b", "/bc": "a", "/kalender/1": None, "/bort": None, "/x": "b", "/b/nej/e": "a",
    }  # fmt: skip
    assert scope.owner("https://annan.example/") is None

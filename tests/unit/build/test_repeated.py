from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.build.repeated import FEWEST_PAGES, learn, lines_of, without
from indexer.model import Section

NOTICE = "Vi har stängt för inventering hela vecka 44 och öppnar igen."


def page(*lines: str, heading: str | None = None) -> tuple[Section, ...]:
    return (Section("\n".join(lines), heading),)


def learned(*pages: tuple[Section, ...]) -> frozenset[int]:
    return frozenset(learn([lines_of(each) for each in pages]).tolist())


def test_what_stands_on_most_pages_is_no_content() -> None:
    """The line goes, whatever number it holds; what is the page's own stays."""
    pages = [page(f"Sidan nummer {n} handlar om något helt eget, {'abcdefghijkl'[n]}.", NOTICE) for n in range(12)]
    assert without(pages[0], learned(*pages)) == page("Sidan nummer 0 handlar om något helt eget, a.")
    assert without(page(NOTICE.replace("44", "9"), "Kvar"), learned(*pages)) == page("Kvar")


def test_few_pages_teach_nothing() -> None:
    """Of a source with a handful of pages nothing is known."""
    pages = [page(f"Bara {'abcdefghijkl'[n]} här", NOTICE) for n in range(FEWEST_PAGES - 1)]
    assert learned(*pages) == frozenset()


def test_what_stands_on_half_of_the_pages_stays() -> None:
    """A series of pages may well begin alike."""
    pages = [page(f"Text {n}", NOTICE if n % 2 else "En helt annan rad som är lång nog.") for n in range(20)]
    assert learned(*pages) == frozenset()


def test_short_lines_and_headings_stay() -> None:
    """*Övning* may head a part of every chapter."""
    pages = [
        page("Prata om", f"Kapitel {'abcdefghijkl'[n]}", heading="En rubrik som är lång nog att räknas")
        for n in range(12)
    ]
    assert learned(*pages) == frozenset()


def test_a_heading_goes_with_its_last_line() -> None:
    """Nothing is left below it."""
    pages = [(Section(f"Eget {'abcdefghijkl'[n]}"), Section(NOTICE, "Kontakt")) for n in range(12)]
    assert without(pages[0], learned(*pages)) == (Section("Eget a"),)


@given(st.lists(st.text(max_size=60), max_size=6), st.booleans())
def test_no_page_is_emptied(lines: list[str], all_of_it: bool) -> None:
    """Where everything is repeated everything stays."""
    sections = page(*lines, NOTICE)
    repeated = frozenset(lines_of(sections).tolist()) if all_of_it else frozenset({1})
    assert any(section.text for section in without(sections, repeated))

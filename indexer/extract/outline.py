"""Divide a PDF page's text at its headings, where these are found in it."""

from __future__ import annotations

import re
from collections.abc import Iterator


def set_apart(text: str, titles: list[str]) -> str:
    """Return the text with each heading on a line of its own between empty ones, so that no sentence swallows it."""
    for match in reversed(_matches(text, titles)):
        text = f"{text[: match.start()]}\n\n{' '.join(match.group().split())}\n\n{text[match.end() :]}"
    return text


def _matches(text: str, titles: list[str]) -> list[re.Match[str]]:
    """Return where the titles stand in the text, in the order of the text; equal ones are found one by one."""
    taken: dict[str, int] = {}
    found: dict[int, re.Match[str]] = {}
    for heading in titles:
        match = find(heading, text, taken.get(heading, 0))
        if match:
            taken[heading] = match.end()
            found.setdefault(match.end(), match)
    places = sorted(found.values(), key=lambda match: match.start())
    return [here for at, here in enumerate(places) if not at or here.start() >= places[at - 1].end()]


def divide(text: str, titles: list[str]) -> Iterator[tuple[str | None, str]]:
    """Yield (heading or None for "as before", text).

    A first title that is not found on its page is that of the page's beginning.
    """
    places = _matches(text, titles)
    begun = titles[0] if titles and find(titles[0], text, 0) is None else None
    start = 0
    for match in places:
        yield begun, text[start : match.start()]
        begun, start = _as_listed(match, titles), match.end()
    yield begun, text[start:]


def _as_listed(match: re.Match[str], titles: list[str]) -> str:
    found = " ".join(match.group().split())
    return next((entry for entry in titles if found.casefold().endswith(entry.casefold())), found)


def find(title: str, text: str, start: int) -> re.Match[str] | None:
    """Return the first line from `start` on that is the heading, numbered or not and on one line or several."""
    words = r"\s+".join(re.escape(word) for word in title.split())
    pattern = re.compile(rf"^(?:(?:kapitel\s+)?[\d.]+\s+)?{words}\s*$", re.IGNORECASE | re.MULTILINE)
    return pattern.search(text, start)

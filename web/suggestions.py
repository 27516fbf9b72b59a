"""What the words typed so far may become: themes, regions, publishers and titles, never words out of texts.

Texts hold names of people; what is offered comes from what the service shows by itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from indexer.model import Query

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher

MOST = 8
SHORTEST = 2
"""Letters before anything is offered."""


@dataclass(frozen=True, slots=True, order=True)
class Suggestion:
    """What is offered: sorted by what it begins with, then by kind."""

    key: str
    rank: int
    text: str
    kind: str


def gather(searcher: Searcher) -> list[Suggestion]:
    """Return all that can be offered, in order; a title is found by each of its words."""
    return sorted(set(_all(searcher)))


def find(known: list[Suggestion], typed: str) -> list[Suggestion]:
    """Return what begins with the words typed, at most 8: themes first, each text once."""
    begin = _key(typed)
    if len(begin) < SHORTEST:
        return []
    at = bisect_left(known, Suggestion(begin, -1, "", ""))
    found = takewhile(lambda each: each.key.startswith(begin), islice(known, at, at + 500))
    first = sorted(found, key=lambda each: (each.rank, len(each.text), each.text))
    once: dict[str, Suggestion] = {}
    for each in first:
        once.setdefault(each.text.casefold(), each)
    return list(once.values())[:MOST]


def _all(searcher: Searcher) -> Iterator[Suggestion]:
    for counted in searcher.themes():
        if counted.count:
            for name in (counted.theme.label, *counted.theme.abbreviations, *counted.theme.alternatives):
                yield Suggestion(_key(name), 0, name, "tema")
    for value in searcher.search(Query(limit=0)).facets.get("publisher", ()):
        yield Suggestion(_key(value.label), 2, value.label, "utgivare")
    for document in searcher.documents(Query()):
        words = document.title.split()
        for at in range(len(words)):
            yield Suggestion(_key(" ".join(words[at:])), 1 if at == 0 else 3, document.title, "titel")


def _key(text: str) -> str:
    return " ".join(text.casefold().split())

"""Suspended compounds made whole: in *skol- och sjukhusbibliotek* the first word is *skolbibliotek*."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

_HYPHENS = "-\u2010\u2011"
_HYPHEN = re.compile(rf"[{_HYPHENS}][\s,/]")
_CONJUNCTIONS = frozenset({"och", "eller", "samt", "respektive", "resp"})
_MOST_WORDS = 8
"""So far ahead may the word stand that has the missing part: *folk-, skol-, gymnasie- och sjukhusbibliotek*."""


def possible(text: str) -> bool:
    """Tell whether anything in `text` may be suspended."""
    return any(hyphen in text for hyphen in _HYPHENS) and bool(_HYPHEN.search(text))


def hangs(text: str, end: int) -> bool:
    """Tell whether the word that ends at `end` has a hyphen of its own, before a space, a comma or a slash."""
    return bool(_HYPHEN.match(text, end))


def stretches(text: str) -> Iterator[str]:
    """Yield `text` in stretches, each of which but the last ends with a hyphen that may suspend the word before it."""
    start = 0
    for match in _HYPHEN.finditer(text):
        yield text[start : match.start() + 1]
        start = match.start() + 1
    yield text[start:]


def complete(words: Sequence[str], hanging: Collection[int], split: Callable[[str], tuple[str, ...]]) -> list[str]:
    """Return `words` with those at the places `hanging`, which end in a hyphen of their own, completed.

    `split` gives the parts of a word. Where the word that should lend its last part has only one, nothing is done.
    """
    found = list(words)
    waiting = {at for at in hanging if words[at].isalpha() and words[at] not in _CONJUNCTIONS}
    for at in waiting:
        following = range(at + 1, min(at + _MOST_WORDS, len(words)))
        lenders = (words[place] for place in following if place not in waiting)
        lender = next((word for word in lenders if word not in _CONJUNCTIONS), None)
        parts = split(lender) if lender else ()
        if len(parts) > 1:
            found[at] = words[at] + parts[-1]
    return found

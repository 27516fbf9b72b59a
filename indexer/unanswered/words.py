"""Which questions may be counted: those that look like a subject, not like somebody."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

LONGEST = 60
"""Characters. What is longer is a story, and a story may be somebody's."""
MOST_WORDS = 6
MOST_DIGITS = 4
"""Digits that are neither a year nor a law: from five on it may be a telephone or an identity number."""
_WORD = re.compile(r"[^\W_]+(?:[-:.'’][^\W_]+)*")
_HARMLESS = re.compile(r"\b(?:19|20)\d\d(?:(?:-|–|/|\.\.)(?:19|20)?\d\d)?\b(?!-)|\b\d{4}:\d{1,4}\b")
_ADDRESS = re.compile(r"@|\(at\)|://|\bwww\.|\.(?:se|com|nu|org|net)\b", re.IGNORECASE)
_TWO_NAMES = re.compile(r"(?<!\S)[A-ZÀ-ÖØ-Þ][^\W\d_]+(?:-[A-ZÀ-ÖØ-Þ][^\W\d_]+)? [A-ZÀ-ÖØ-Þ][^\W\d_]+")
_SURNAME = re.compile(r"[^\W\d_]{2,}(?:sson|ssons|qvist|qvists)")


def countable(text: str) -> str | None:
    """Return the question as it is counted, or None where it may tell of a person, or tells of nothing.

    Left out are addresses of any kind, long numbers, what is written or known as a name, and everything long. This
    errs on the side of forgetting.
    """
    if len(text) > LONGEST or _is_personal(text):
        return None
    words = _WORD.findall(text.casefold())
    letters = any(character.isalpha() for word in words for character in word)
    return " ".join(words) if letters and len(words) <= MOST_WORDS else None


def _is_personal(text: str) -> bool:
    numbers = sum(character.isdigit() for character in _HARMLESS.sub(" ", text))
    if numbers > MOST_DIGITS or _ADDRESS.search(text) or _TWO_NAMES.search(text):
        return True
    return any(_is_name(part) for part in re.split(r"[\W\d_]+", text.casefold()))


def _is_name(word: str) -> bool:
    names = _names()
    return word in names or word.removesuffix("s") in names or bool(_SURNAME.fullmatch(word))


@cache
def _names() -> frozenset[str]:
    """Return common first names; those that are also everyday words are left out."""
    return frozenset((Path(__file__).parent / "names.txt").read_text(encoding="utf-8").split())

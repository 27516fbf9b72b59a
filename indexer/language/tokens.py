"""Where words begin and end: the shapes of words, numbers and paragraphs of law."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from indexer.language.normal import INVISIBLE, MARKS, normal


class Token(NamedTuple):
    """A word in its normal form and its place: [start, end) in characters of the text given."""

    word: str
    start: int
    end: int


_SPACE = r"[ \t\u00a0\u202f]?"
_ALNUM = r"[^\W_]"
_RUN = rf"{_ALNUM}+(?:[{MARKS}{INVISIBLE}]+{_ALNUM}*)*"
_HYPHEN = r"[-\u2010\u2011]"
_ENDING = r"(?:s|n|t|en|et|ens|ets|ns|a|ar|er|are|arna|erna|or|orna|is)"

_SPECIAL = "|".join(
    (
        # After a space the paragraph's letter is a–h, for "§ 17 i lagen" holds a preposition.
        rf"(?:§{{1,2}}|\b(?i:paragraf)){_SPACE}(?P<section>\d{{1,4}}(?:[a-z]|{_SPACE}[a-h])?)(?!\w)",
        rf"(?P<section_first>\b\d{{1,4}}{_SPACE}[a-z]?){_SPACE}§",
        r"(?P<law>\b\d{4}:\d{1,5})(?!\w)",
        # A file's size is one thing, so that "PDF, 150 kB" is no find for KB, the national library.
        rf"(?P<size>\b\d+(?:[.,]\d+)?{_SPACE}[kKMG]B)(?![\w-])",
        r"(?P<decimal>(?<![\d.,:])\b\d+[.,]\d+)(?![.,:]?\d|\w)",
        # Years and dates fall apart at their hyphens; "8-månaderssamverkan" does not.
        rf"(?P<number>\b\d+)(?={_HYPHEN}\d+(?!\w))|(?<=\d[-\u2010\u2011])(?P<number_last>\d+)(?!\w)",
        r"(?P<plus>\b(?i:hbtq?i?a?|lgbtq?i?a?))\+",
    )
)
_WORD = rf"(?P<word>{_RUN}(?:{_HYPHEN}{_RUN})*(?:['\u2019]{_RUN})?)(?::(?i:{_ENDING})(?!\w))?"
# Most words cannot be special, which their first letter tells: that saves a quarter of the time.
_SHAPES = re.compile(rf"(?=[§\dphlPHL])(?:{_SPECIAL})|{_WORD}")
_UNNAMED = re.compile(re.sub(r"\(\?P<\w+>", "(?:", _SHAPES.pattern))
"""The same shapes without names for their parts, which finds what is written in a third of the time."""
_ACROSS = ("§", "paragraf", *(space + size for space in " \u00a0\u202f" for size in ("kb", "mb", "gb")))
_CROSSING = re.compile("§|paragraf[ \u00a0\u202f]\\d|\\d[ \u00a0\u202f][kmg]b")
"""What, in lower case, every shape holds that goes on across a space, first in a form that is quickly ruled out."""
_CACHED = 200_000
"""How many written forms are remembered: some tens of MB. The frequent ones are soon met again."""

Words = tuple[Sequence[str], Sequence[str]]
"""How words are written, and their normal forms, both in order."""


def tokens(text: str, known: dict[str, str]) -> list[Token]:
    """Return every word of `text` in order; the places ascend and never overlap.

    `known` remembers the normal form of each written form between calls.
    """
    found = []
    for match in _SHAPES.finditer(text):
        written = match.group()
        word = known.get(written)
        if word is None:
            word = _word(match)
            if len(known) >= _CACHED:
                known.clear()
            known[written] = word
        if word:
            found.append(Token(word, *match.span()))
    return found


def crossing(text: str) -> bool:
    """Tell whether a shape may go on across a space, so that what stands between spaces can't be read by itself."""
    lowered = text.lower()
    for sign in _ACROSS:
        if sign in lowered:
            return bool(_CROSSING.search(lowered))
    return False


def places(text: str) -> list[tuple[int, int]]:
    """Return where words stand in `text`, in a third of the time of `tokens`.

    A few more than `tokens` gives are possible: signs whose normal form is empty.
    """
    return [match.span() for match in _UNNAMED.finditer(text)]


def words(text: str, known: dict[str, str]) -> Words:
    """Return the words of `text` as `tokens` would give them, in a third of the time; where they stand is not told."""
    written = _UNNAMED.findall(text)
    try:
        found = [known[form] for form in written]
    except KeyError:
        _learn(set(written), known)
        found = [known[form] for form in written]
    if "" not in found:
        return written, found
    kept = [at for at, word in enumerate(found) if word]
    return [written[at] for at in kept], [found[at] for at in kept]


def _learn(written: set[str], known: dict[str, str]) -> None:
    """Remember the normal forms of all that is written; what shape it has shows without the text around it."""
    if len(known) >= _CACHED:
        known.clear()
    for form in written.difference(known):
        match = _SHAPES.fullmatch(form)
        known[form] = _word(match) if match else ""


def _word(match: re.Match[str]) -> str:
    """Return the normal form of what was matched; empty where no letter or figure is left."""
    kind = match.lastgroup or "word"
    bare = "".join(part for part in normal(match[kind]) if part.isalnum() or part in "-',.:")
    if kind.startswith("section"):
        return "§" + bare
    if kind == "decimal":
        return bare.replace(".", ",")
    return bare.replace("'", "").strip("-,.:")

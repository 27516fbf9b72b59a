"""Notice text that a bad conversion has spoilt, before anybody searches in it.

Precision first: a text is called damaged only where no sound text of its language looks like that.
"""

from __future__ import annotations

import re
from collections import Counter

from indexer.errors import ExtractionError

_ENOUGH = 100
"""Different words needed before shares of letters tell anything; a page of running text has about 150."""
_ADVICE = "Texten tas inte med. Leta efter en annan version, eller gör en textigenkänning (OCR)."
_SWEDISH = frozenset({"och", "att", "till", "inte", "ett", "eller", "som", "med", "av", "den", "det", "om", "kan"})
_CERTAIN = frozenset({"och", "att", "till", "inte", "ett", "eller"})
_COMMON = _SWEDISH | frozenset(
    re.findall(
        r"\w+",
        "en sm ch the of and to in is for on ja se ei kuin joka ovat tai og til er der die und das de la el le les et"
        " na je da ka ku iyo oo ve bir lea dat leat mii ahte",
    )
)
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS_OF_ALL = "eantrsilom"
"""Letters that make up at least two per cent of Swedish, English, Finnish and Northern Sami text."""


def check(text: str) -> None:
    """Raise ExtractionError `damaged-text` where the text has lost letters or stands in a shifted code."""
    fault = _fault(text)
    if fault:
        raise ExtractionError("damaged-text", f"{fault} {_ADVICE}")


def _fault(text: str) -> str | None:
    if _share_of_unknown(text) > 0.05:  # noqa: PLR2004 – one character in twenty
        return "Många tecken i filen saknar översättning till bokstäver."
    words = _WORD.findall(text.lower())
    # Each word once: a sentence that is repeated a hundred times may well have no m.
    letters = Counter("".join(set(words)))
    total = sum(letters.values())
    latin = sum(count for letter, count in letters.items() if letter < "ɐ")
    if len(set(words)) < _ENOUGH or latin < 0.95 * total:
        return None
    return _lost_dots(letters, total, words) or _shifted(letters, total, words) or _lost_letter(letters, total)


def _share_of_unknown(text: str) -> float:
    unknown = len(_UNKNOWN.findall(text)) + 6 * text.count("(cid:")
    return unknown / len(text) if len(text) >= 200 else 0.0  # noqa: PLR2004 – shorter text proves nothing


def _lost_dots(letters: Counter[str], total: int, words: list[str]) -> str | None:
    """Å, ä and ö are 4–5 per cent of Swedish letters: a tenth of that is no Swedish that anybody wrote."""
    if letters["å"] + letters["ä"] + letters["ö"] >= 0.005 * total:  # sound Swedish: .05
        return None
    swedish = sum(map(_SWEDISH.__contains__, words)) / len(words)
    certain = sum(map(_CERTAIN.__contains__, words)) / len(words)
    if swedish > 0.08 and certain > 0.03:  # noqa: PLR2004 – measured on sound Swedish: .18 and .09
        return "Bokstäverna å, ä och ö har fallit bort."
    return None


def _lost_letter(letters: Counter[str], total: int) -> str | None:
    lost = [letter for letter in _LETTERS_OF_ALL if letters[letter] < 0.001 * total]
    return f"Bokstaven {lost[0]} har fallit bort i hela texten." if lost else None


def _shifted(letters: Counter[str], total: int, words: list[str]) -> str | None:
    """Tell a shifted font: no common word of any language, and fewer vowels than the third or more that all have."""
    vowels = sum(letters[letter] for letter in "aeiouyåäöæøéáíóú") / total
    if vowels < 0.28 and sum(map(_COMMON.__contains__, words)) < 0.002 * len(words) + 1:  # noqa: PLR2004
        return "Filens teckensnitt har förskjutna koder."
    return None

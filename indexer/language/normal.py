"""Normal forms: one spelling for each word, and one without any marks at all."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not decompose; Scandinavian ones become their Swedish sisters.
_LETTERS = str.maketrans(
    {
        "æ": "ä",
        "ø": "ö",
        "đ": "d",
        "ð": "d",
        "ŋ": "n",
        "ŧ": "t",
        "ħ": "h",
        "ł": "l",
        "ı": "i",
        "þ": "th",
        "œ": "oe",
        "ß": "ss",
    }
)
INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
"""Soft hyphen, zero-width characters and direction marks, for use inside a character class."""
MARKS = "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
"""Combining marks of Latin and Hebrew script, for use inside a character class."""

_DOTS = str.maketrans("åäö", "aao")
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_OTHER_MARKS = MARKS.replace("\u0300-\u036f", "\u0300-\u0307\u0309\u030b-\u036f")
_FOREIGN_MARK = re.compile(f"(?<!a)\u030a|(?<![ao])\u0308|[{_OTHER_MARKS}]")
_HYPHENS = re.compile("[\u2010\u2011\u2043\uff0d]")


def normal(text: str) -> str:
    """Return `text` in lower case and NFKC, with every mark gone but the dots and rings of å, ä and ö."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).lower().translate(_LETTERS)
    text = _FOREIGN_MARK.sub("", unicodedata.normalize("NFD", text))
    return _HYPHENS.sub("-", unicodedata.normalize("NFC", text))


def fold(word: str) -> str:
    """Return `word` as somebody types it without dots: å and ä as a, ö as o."""
    plain = word.lower().translate(_DOTS)
    if plain.isascii():  # nearly always
        return plain
    bare = unicodedata.normalize("NFD", normal(word))
    return "".join(character for character in bare if not unicodedata.combining(character))

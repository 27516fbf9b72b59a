"""Swedish inflections that a stemmer cannot see through: a closed class of plurals that change their vowel."""

from __future__ import annotations

import re

# Left out on purpose: händer, tänder and män, which are other words too or end many that are.
_PLURALS = {
    "böcker": "bok",
    "bröder": "bror",
    "bönder": "bonde",
    "döttrar": "dotter",
    "fäder": "far",
    "fötter": "fot",
    "ledamöter": "ledamot",
    "länder": "land",
    "mödrar": "mor",
    "nätter": "natt",
    "rötter": "rot",
    "städer": "stad",
    "stränder": "strand",
    "söner": "son",
}
_PLURAL = re.compile(rf"({'|'.join(_PLURALS)})(?:na)?s?$")
_VERBAL = re.compile(r"(?<=ver)kan$")


def regular(word: str) -> str:
    """Return `word`, also as the end of a compound, in the form that the stemmer treats like its other forms.

    *barnböckerna* → *barnbok*, *samverkan* → *samverka*.
    """
    changed = _PLURAL.search(word)
    if changed:
        return word[: changed.start()] + _PLURALS[changed[1]]
    return _VERBAL.sub("ka", word)

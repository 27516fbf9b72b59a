"""Swedish inflections that a stemmer cannot see through: a closed class of plurals that change their vowel."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
_LAST_OF_PLURALS = frozenset("ras")
_VERBAL = re.compile(r"(?<=ver)kan$")
# Not gestalt, asfalt, anhalt, basalt, which keep their t.
_NEUTER = re.compile(r"(?:(?<!stal)(?<=[dikntruv]al)|(?<=..ell)|(?<=[kst]iv))t$")


def regular(word: str) -> str:
    """Return `word`, also as the end of a compound, in the form that the stemmer treats like its other forms.

    *barnböckerna* → *barnbok*, *samverkan* → *samverka*, *regionalt* → *regional*.
    """
    last = word[-1:]
    if last in _LAST_OF_PLURALS and (changed := _PLURAL.search(word)):
        return word[: changed.start()] + _PLURALS[changed[1]]
    if last == "n":
        return _VERBAL.sub("ka", word)
    return _NEUTER.sub("", word) if last == "t" else word


_ENDINGS = """
n t ns ts en et ens ets s a e r ar or er rs ars ors ers rna arna orna erna rnas arnas ornas ernas na nas
"""
_ENDING = frozenset(_ENDINGS.split())
_PARTICIPLE = re.compile(r"[ae]nde[t]?s?$")
_SHORTEST = 3


def base_forms(word: str) -> Iterator[str]:
    """Yield the dictionary forms that `word` may be an inflected form of, itself first.

    *planerna* → plan, *frågor* → fråga, *cirklar* → cirkel, *böckerna* → bok, *främjande* → främja.
    """
    yield word
    yield regular(word)
    participle = _PARTICIPLE.search(word) if "nde" in word else None
    if participle:
        yield word[: participle.start()] + "a"
    for length in range(1, min(6, len(word) - _SHORTEST + 1)):
        stem, ending = word[:-length], word[-length:]
        if ending in _ENDING:
            yield from (stem, stem + "a", stem + "e")
            if stem[-1] in "lnr":
                yield stem[:-1] + "e" + stem[-1]

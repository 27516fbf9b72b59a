"""How well misspelled words of the field are corrected: precision and recall over slips made by rule.

    python bench/spelling.py [INDEX]

The words are the single-word terms of the themes and synonym groups that the corpus has, five letters or more. Each
gets two slips, chosen by the word's checksum among those that change it: a letter dropped, doubled or halved, two
letters swapped, a neighbouring key, another spelling of the same sound, dots left out. Slips that give a word which
the corpus or the Swedish dictionary has are no misspellings that anybody can see, and are counted apart. Beside them
stand misspellings that people made, and words that should be left alone.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from indexer import open_index
from indexer.corpus import load
from indexer.language.analysis import Analyzer
from indexer.language.compounds import Dictionary
from indexer.search.searcher import Searcher

ROOT = Path(__file__).resolve().parent.parent
SHORTEST = 5
SLIPS_A_WORD = 2
KEYS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
SOUNDS = (
    ("sch", "sj"), ("sj", "sch"), ("skj", "sj"), ("sk", "sch"), ("ch", "sh"), ("ck", "k"), ("c", "s"), ("c", "k"),
    ("k", "c"), ("s", "c"), ("ä", "e"), ("e", "ä"), ("å", "o"), ("o", "å"), ("tj", "kj"), ("x", "ks"), ("v", "w"),
)  # fmt: skip
BARE = str.maketrans("åäö", "aao")
REAL = {
    "bibloteksplan": "biblioteksplan",
    "biblotek": "bibliotek",
    "bibliotik": "bibliotek",
    "rätigheter": "rättigheter",
    "rättighetter": "rättigheter",
    "tilgänglighet": "tillgänglighet",
    "tillgänlighet": "tillgänglighet",
    "läsfremjande": "läsfrämjande",
    "minoritetspråk": "minoritetsspråk",
    "komunikation": "kommunikation",
    "kommunikaton": "kommunikation",
    "literatur": "litteratur",
    "källkrittik": "källkritik",
    "kälkritik": "källkritik",
    "demokratti": "demokrati",
    "beredskapp": "beredskap",
    "jämnlikhet": "jämlikhet",
    "intergration": "integration",
    "utvärdring": "utvärdering",
    "samvärkan": "samverkan",
    "övnning": "övning",
    "barnkonvensionen": "barnkonventionen",
    "bibliotikarie": "bibliotekarie",
    "bibliotekare": "bibliotekarie",
    "skolbiblotek": "skolbibliotek",
    "resursbibliotk": "resursbibliotek",
    "meänkeli": "meänkieli",
}
"""Misspellings of the kind that people make, with what is meant."""
STRANGE = (
    "pannkakor", "giraffen", "minecraft", "flodhammar", "kvistmark", "chatgpt", "eurovision", "spotify", "mallorca",
    "gräsmatta", "bolåneränta", "dammsugare", "ethelred", "åsenstierna", "dovregubbsson", "xylofon", "tvättmaskin",
    "avokado", "quidditch", "wittgenstein", "tulpanlökar", "husvagnen", "sudoku", "prinsesstårta", "hönsgård",
    "robotgräsklippare", "paracetamol", "tonsättare", "kosmonauten", "brandsläckare",
)  # fmt: skip
"""Right words and names that the corpus does not have; the names are made up."""


@dataclass(frozen=True, slots=True)
class Case:
    """A word as typed, what is meant, and the slip."""

    typed: str
    meant: str
    slip: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the cases: corrected rightly, wrongly, not at all; and slips that gave another word."""

    right: int
    wrong: tuple[tuple[Case, str], ...]
    missed: tuple[Case, ...]
    words: int

    @property
    def precision(self) -> float:
        """The share of the corrections that are right."""
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        """The share of the misspellings that are corrected rightly."""
        return self.right / max(1, self.right + len(self.wrong) + len(self.missed))


def main() -> None:
    """Print the figures and every case that failed."""
    index = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "index"
    with open_index(index) as searcher:
        outcome = judge(searcher)
        count = outcome.right + len(outcome.wrong) + len(outcome.missed)
        print(f"{count} misspellings: precision {outcome.precision:.3f}, recall {outcome.recall:.3f}")
        print(f"{outcome.words} slips gave a word that is known and are left out")
        for case, given in outcome.wrong:
            print(f"wrong: {case.typed} ({case.slip} of {case.meant}) → {given}")
        for case in outcome.missed:
            print(f"missed: {case.typed} ({case.slip} of {case.meant})")
        print(f"of {len(STRANGE)} words to be left alone, touched: {touched(searcher) or 'none'}")


def judge(searcher: Searcher) -> Outcome:
    """Return what the corrections are worth; any form of the word that was meant is right."""
    stem = Analyzer(Dictionary.empty()).stem
    right, words = 0, 0
    wrong: list[tuple[Case, str]] = []
    missed: list[Case] = []
    for case in [*cases(searcher), *real(searcher)]:
        given = corrected(searcher, case.typed)
        if searcher.speller.is_known(case.typed):
            words += 1
        elif given is None:
            missed.append(case)
        elif stem(given) == stem(case.meant):
            right += 1
        else:
            wrong.append((case, given))
    return Outcome(right, tuple(wrong), tuple(missed), words)


def corrected(searcher: Searcher, word: str) -> str | None:
    """Return what the search would ask instead, or suggest."""
    results = searcher.search(word, limit=0)
    return results.corrected or results.suggestion


def touched(searcher: Searcher) -> list[str]:
    """Return the corrections of words that should have been left alone."""
    found = ((word, corrected(searcher, word)) for word in STRANGE)
    return [f"{word} → {given}" for word, given in found if given]


def real(searcher: Searcher) -> Iterator[Case]:
    """Yield the misspellings that people make, of words that the corpus has."""
    return (Case(typed, meant, "real") for typed, meant in REAL.items() if searcher.speller.occurrences(meant))


def cases(searcher: Searcher) -> Iterator[Case]:
    """Yield two slips of every word of the field, always the same."""
    for word in field_words(searcher):
        slips = sorted(set(_slips(word)))
        start = crc32(word.encode())
        kinds = sorted({name for _typed, name in slips})
        for turn in range(min(SLIPS_A_WORD, len(kinds))):
            kind = kinds[(start + turn) % len(kinds)]
            forms = [typed for typed, name in slips if name == kind]
            yield Case(forms[start // 7 % len(forms)], word, kind)


def field_words(searcher: Searcher) -> list[str]:
    """Return the words of themes and synonyms that the corpus has as they stand."""
    corpus = load(ROOT / "corpus")
    terms = [term for group in corpus.synonyms for term in group.targets]
    for theme in corpus.themes:
        terms += [theme.label, *theme.alternatives, *theme.inflections, *theme.compounds, *theme.weak]
    words = {term.lower() for term in terms if re.fullmatch(r"[A-Za-zåäöÅÄÖ]+", term)}
    return sorted(word for word in words if len(word) >= SHORTEST and searcher.speller.occurrences(word))


def _slips(word: str) -> Iterator[tuple[str, str]]:
    """Yield every slip of a word with its name; the first letter stays, as it mostly does."""
    for at in range(1, len(word)):
        before, letter, after = word[:at], word[at], word[at + 1 :]
        yield before + after, "dropped"
        yield before + letter + letter + after, "doubled"
        if after and after[0] != letter:
            yield before + after[0] + letter + after[1:], "swapped"
        for row in KEYS:
            place = row.find(letter)
            if place >= 0:
                yield from (
                    (before + key + after, "neighbour") for key in row[max(0, place - 1) : place + 2] if key != letter
                )
    for letters, other in SOUNDS:
        for match in re.finditer(letters, word[1:]):
            yield word[: match.start() + 1] + other + word[match.end() + 1 :], "sound"
    if word.translate(BARE) != word:
        yield word.translate(BARE), "dots"


if __name__ == "__main__":
    main()

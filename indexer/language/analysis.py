"""From text to the terms that every engine gets: tokens, stop words, stems and compound parts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from indexer.language import suspended
from indexer.language import tokens as shapes
from indexer.language.compounds import Dictionary
from indexer.language.lexicon import Lexicon, Numbers
from indexer.language.normal import fold
from indexer.language.remembered import Remembered
from indexer.language.stems import STEMMERS, stem
from indexer.language.tokens import Token

__all__ = ["VERSION", "Analyzer", "Token"]

VERSION = 4
"""Raised whenever the same text gives other terms than before: an index built by another version is outdated."""


class Analyzer:
    """Turns text into terms, the same way for documents and for questions.

    `language` is a tag such as `sv`, `sv-x-lattlast` or `fit`. Languages without a stemmer keep their words as they
    are, without foreign marks. What is known of a word is remembered.
    """

    def __init__(self, dictionary: Dictionary, lexicon: Lexicon | None = None) -> None:
        self._dictionary = dictionary
        self._normal: dict[str, str] = {}
        self.lexicon = Lexicon() if lexicon is None else lexicon
        self._terms = Remembered(self._found_terms)
        self._stems = Remembered(self._stem_of_part)

    def tokens(self, text: str) -> list[Token]:
        """Return every word of `text` in order, stop words too; what is suspended is completed."""
        found = shapes.tokens(text, self._normal)
        if not suspended.possible(text):
            return found
        hanging = [at for at, token in enumerate(found) if suspended.hangs(text, token.end)]
        words = suspended.complete([token.word for token in found], hanging, self._dictionary.split)
        return [token._replace(word=word) for token, word in zip(found, words, strict=True)]

    def words(self, text: str) -> Sequence[str]:
        """Return the words of `tokens` without their places, which is quicker."""
        (numbers,) = self.read(text)
        return [self.lexicon.word(number) for number in numbers.tolist()]

    def read(self, *texts: str) -> list[Numbers]:
        """Return the words of each text as numbers of one edition of `lexicon`, what is suspended completed."""
        return [self.complete(*found) for found in self.lexicon.read_hanging(*texts)]

    def complete(self, numbers: Numbers, hanging: Collection[int]) -> Numbers:
        """Return the words of a text with those at the places `hanging`, which end in a hyphen, made whole."""
        if not hanging:
            return numbers
        lexicon, found = self.lexicon, numbers.tolist()
        whole = suspended.complete([lexicon.word(number) for number in found], hanging, self._dictionary.split)
        for at in hanging:
            found[at] = lexicon.number(lexicon.forms[found[at]], whole[at])
        return np.array(found, np.uint32)

    def is_stop(self, word: str, language: str = "sv") -> bool:
        """Tell whether `word`, in its normal form, says nothing of what a text is about."""
        return word in _stop_words(_base(language))

    def stem(self, word: str, language: str = "sv") -> str:
        """Return the stem of `word`; hyphens are left out, so that it-hjälp and ithjälp are one."""
        base = _base(language)
        joined = word.replace("-", "")
        if base not in STEMMERS or word[:1] == "§":
            return joined
        return stem(self._dictionary.base(joined) if base == "sv" else joined, base)

    def pieces(self, word: str, language: str = "sv") -> tuple[str, ...]:
        """Return the parts of `word` as words: those between hyphens, and in Swedish the parts of each of these."""
        swedish = _base(language) == "sv"
        found: list[str] = []
        for piece in filter(None, word.split("-")):
            found += self._dictionary.split(piece) if swedish and piece.isalpha() else (piece,)
        return tuple(found) or (word,)

    def parts(self, word: str, language: str = "sv") -> tuple[str, ...]:
        """Return the stems of the compound's parts, without doubles; () where `word` is not split."""
        pieces = self.pieces(word, language)
        if len(pieces) == 1:
            return ()
        stems = [self._stems[piece, _base(language)] for piece in pieces]
        return tuple(dict.fromkeys(filter(None, stems)))

    def _stem_of_part(self, key: tuple[str, str]) -> str:
        """Return the stem of a part in a language, "" for a stop word; most parts are parts of many words."""
        return "" if self.is_stop(*key) else self.stem(*key)

    def terms(self, word: str, language: str = "sv") -> tuple[str, ...]:
        """Return what an engine indexes for `word`: its stem, then its parts; () for a stop word."""
        return self._terms[word, language]

    def variants(self, word: str) -> tuple[str, ...]:
        """Return the corpus' words that `word` may be, typed without dots; `word` itself is left out."""
        return tuple(known for known in self._dictionary.folded(fold(word)) if known != word)

    def is_word(self, word: str) -> bool:
        """Tell whether Swedish or the corpus has `word`, inflected or not; compounds count by their parts."""
        return all(self._dictionary.has(piece) for piece in self.pieces(word))

    def _found_terms(self, key: tuple[str, str]) -> tuple[str, ...]:
        word, language = key
        if self.is_stop(word, language):
            return ()
        return tuple(dict.fromkeys((self.stem(word, language), *self.parts(word, language))))


def _base(language: str) -> str:
    return language.partition("-")[0]


@cache
def _stop_words(base: str) -> frozenset[str]:
    """Return the stop list of a language, empty where there is none."""
    path = Path(__file__).parent / "stop" / f"{base}.txt"
    if base not in STEMMERS:
        return frozenset()
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())

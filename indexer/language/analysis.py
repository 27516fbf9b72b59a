"""From text to the terms that every engine gets: tokens, stop words, stems and compound parts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate, chain, islice
from pathlib import Path

import numpy as np

from indexer.language import kinds, suspended
from indexer.language import tokens as shapes
from indexer.language.compounds import Dictionary
from indexer.language.lexicon import Lexicon, Numbers, Table
from indexer.language.normal import fold
from indexer.language.stems import STEMMERS, stem
from indexer.language.tokens import Token, Words

__all__ = ["VERSION", "Analyzer", "Token"]

VERSION = 4
"""Raised whenever the same text gives other terms than before: an index built by another version is outdated."""

_CACHED = 100_000


class Analyzer:
    """Turns text into terms, the same way for documents and for questions.

    `language` is a tag such as `sv`, `sv-x-lattlast` or `fit`. Languages without a stemmer keep their words as they
    are, without foreign marks. What is known of a word is remembered.
    """

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._normal: dict[str, str] = {}
        self.lexicon = Lexicon()
        self._orders = Table(self.lexicon, lambda form, _: kinds.orders(form))
        self._terms: dict[tuple[str, str], tuple[str, ...]] = {}

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
        return self.written(text)[1]

    def written(self, text: str) -> Words:
        """Return how the words of `text` are written, and the words themselves, both in order."""
        (numbers,) = self.read(text)
        lexicon = self.lexicon
        return [lexicon.forms[at] for at in numbers.tolist()], [lexicon.words[at] for at in numbers.tolist()]

    def read(self, *texts: str) -> list[Numbers]:
        """Return the words of each text as numbers of one edition of `lexicon`, what is suspended completed."""
        stretches = [list(suspended.stretches(text)) for text in texts]
        found = iter(self.lexicon.read(*chain.from_iterable(stretches)))
        return [self._joined(parts, list(islice(found, len(parts)))) for parts in stretches]

    def read_lines(self, texts: Sequence[str]) -> list[Numbers]:
        """Return the words of texts that stand below one another, so that one may complete what another suspends."""
        whole = all(suspended.within(text, self._length) for text in texts[:-1])
        return self.read(*texts) if whole else self.read("\n".join(texts))

    def orders(self, text: str) -> int:
        """Return how many words of `text` may tell somebody to do something, as `kinds.orders` does."""
        (numbers,) = self.lexicon.read(text)
        return int(self._orders[numbers].sum())

    def _length(self, text: str) -> int:
        return len(shapes.words(text, self._normal)[1])

    def _joined(self, stretches: Sequence[str], found: Sequence[Numbers]) -> Numbers:
        """Return the words of a text, given those of its stretches; what is suspended between them is made whole."""
        if len(found) == 1:
            return found[0]
        lexicon = self.lexicon
        numbers = np.concatenate(found).tolist()
        words = [lexicon.words[number] for number in numbers]
        ends = accumulate(map(len, found))
        before = [(end - 1, stretch[:-1]) for end, stretch in zip(ends, stretches[:-1], strict=False) if end]
        hanging = [at for at, stretch in before if stretch.endswith(lexicon.forms[numbers[at]])]
        whole = suspended.complete(words, hanging, self._dictionary.split)
        for at in hanging:
            numbers[at] = lexicon.number(lexicon.forms[numbers[at]], whole[at])
        return np.array(numbers, np.uint32)

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
        stems = (self.stem(piece, language) for piece in pieces if not self.is_stop(piece, language))
        return tuple(dict.fromkeys(stems))

    def terms(self, word: str, language: str = "sv") -> tuple[str, ...]:
        """Return what an engine indexes for `word`: its stem, then its parts; () for a stop word."""
        key = (word, language)
        known = self._terms.get(key)
        if known is None:
            if len(self._terms) >= _CACHED:
                self._terms.clear()
            known = self._terms[key] = self._new_terms(word, language)
        return known

    def variants(self, word: str) -> tuple[str, ...]:
        """Return the corpus' words that `word` may be, typed without dots; `word` itself is left out."""
        return tuple(known for known in self._dictionary.folded(fold(word)) if known != word)

    def is_word(self, word: str) -> bool:
        """Tell whether Swedish or the corpus has `word`, inflected or not; compounds count by their parts."""
        return all(self._dictionary.has(piece) for piece in self.pieces(word))

    def _new_terms(self, word: str, language: str) -> tuple[str, ...]:
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

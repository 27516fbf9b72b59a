"""Inflected forms that the stemmer leaves apart from their word, from simplemma; for building, never for searching."""

from __future__ import annotations

from collections.abc import Callable

from indexer.language.wordlist import ONLY_FIRST, headwords, inflected

_SHORTEST = 4
"""Letters: shorter forms are abbreviations and other languages' words as often as they are Swedish."""
_ORDINALS = ("femte", "sjätte", "onde")
"""*Femte* is nothing that *fem* asks for."""


class Bases(dict[str, str]):
    """The base form of each word asked for that `stem` does not bring together with it; the others are not kept.

    *skolan* → skola, *samhället* → samhälle, *skrev* → skriva: Swedish Snowball takes off neither -an nor -et, and
    knows no vowel changes. A form that is a headword too keeps to itself, and so do one that begins otherwise (*äldre*)
    and one that stems to the first part of compounds (*medier*).
    """

    def __init__(self, stem: Callable[[str], str]) -> None:
        super().__init__()
        self._stem = stem
        self._firsts = {stem(part) for part in ONLY_FIRST}
        self._heads, self._lemmas = headwords(), inflected()
        inflected.cache_clear()  # 100 MB that go when we do

    def base(self, word: str) -> str | None:
        """Return the base form of `word`, None where it keeps to itself."""
        found = self.get(word)
        if found is None and (found := self._looked_up(word)):
            self[word] = found
        return found

    def _looked_up(self, word: str) -> str | None:
        if len(word) < _SHORTEST or word.endswith(_ORDINALS):
            return None
        base = self._lemmas.get(word)
        if base is None or base[0] != word[0] or not base.isalpha() or word in self._heads:
            return None
        stemmed = self._stem(word)
        return None if stemmed in self._firsts or stemmed == self._stem(base) else base

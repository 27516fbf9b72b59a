"""Inflected forms that the stemmer leaves apart from their word, from simplemma; for building, never for searching."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from indexer.language.wordlist import ONLY_FIRST, headwords, inflected

_SHORTEST = 4
"""Letters: shorter forms are abbreviations and other languages' words as often as they are Swedish."""
_ORDINALS = ("femte", "sjätte", "onde")
"""*Femte* is nothing that *fem* asks for."""


def bases(words: Iterable[str], stem: Callable[[str], str]) -> dict[str, str]:
    """Return the base form of each of `words` that `stem` does not bring together with it.

    *skolan* → skola, *samhället* → samhälle, *skrev* → skriva: Swedish Snowball takes off neither -an nor -et, and
    knows no vowel changes. A form that is a headword too keeps to itself, and so do one that begins otherwise (*äldre*)
    and one that stems to the first part of compounds (*medier*).
    """
    firsts = {stem(part) for part in ONLY_FIRST}
    found = ((form, base, stem(form)) for form, base in _pairs(words))
    pairs = {form: base for form, base, stemmed in found if stemmed not in firsts and stemmed != stem(base)}
    inflected.cache_clear()  # 100 MB that nobody asks for again in this build
    return pairs


def _pairs(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    lemmas, heads = inflected(), headwords()
    for word in words:
        base = lemmas.get(word, word) if len(word) >= _SHORTEST and not word.endswith(_ORDINALS) else word
        if base[0] == word[0] and base.isalpha() and word not in heads:
            yield word, base

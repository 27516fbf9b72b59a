"""Swedish headwords from simplemma, for building a dictionary; never needed when searching."""

from __future__ import annotations

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

_SHORTEST = 3


def headwords() -> frozenset[str]:
    """Return the Swedish headwords of three letters and more, in lower case, names left out."""
    lemmas = set(DefaultDictionaryFactory().get_dictionary("sv").values())
    return frozenset(word for word in lemmas if len(word) >= _SHORTEST and word.isalpha() and word.islower())

"""Stems by rule: Snowball, and for Swedish the closed classes that it does not know."""

from __future__ import annotations

from functools import cache

import Stemmer

from indexer.language.inflection import regular

STEMMERS = {"sv": "swedish", "en": "english", "fi": "finnish"}
"""The languages that have a stemmer, by tag."""


def stem(word: str, language: str) -> str:
    """Return the stem of a word in one of the languages that have a stemmer."""
    return str(_stemmer(language).stemWord(regular(word) if language == "sv" else word))


def swedish(word: str) -> str:
    """Return the stem of a Swedish word."""
    return stem(word, "sv")


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(STEMMERS[language], 0)

"""Swedish headwords from simplemma, for building a dictionary; never needed when searching."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from indexer.language.normal import normal

_SHORTEST, _SHORTEST_TAIL, _SHORTEST_NAME = 3, 4, 6
_LONG = 10
"""From so many letters a compound is no part of another: *skolbibliotek* is taken apart, *sjukhus* is not."""
_RARE = 5
"""Up to so many letters a word must be part of a known compound: rare short words make nonsense of long ones."""

_ENDINGS = """ala ande ansam ant are arie aring bar barhet dom ella else ende ens het iva kap lig lighet littera ning
samhet skap tagare tet tion vis"""
_PREFIXES = """allt alt av besk bort den det efter ensam fort fram från för före gem gen genom han hon hop inga inne
inte len man med men min mina mot ned ner nin och per sam same samman ska som sub till under upp ute vid
åter över"""
NO_PART = frozenset(f"{_ENDINGS} {_PREFIXES}".split())
"""Endings, prefixes and small words that are spelled like words but make nonsense of compounds."""
_WELL_KNOWN = 5
"""In more known compounds than this, a word is felt as one: *rapport* is not *rap* and *port*."""
ONLY_FIRST = {"fjärr": 10, "medie": 10, "mång": 10}
"""First parts that no headword gives, because they never stand alone, with a guess of how common they are."""


class WordList(NamedTuple):
    """`frequencies`: for each word that may be a part, 1 and in how many known compounds it is.

    `whole` words are never split.
    """

    frequencies: dict[str, int]
    whole: frozenset[str]


@cache
def inflected() -> Mapping[str, str]:
    """Return simplemma's list: the headword of every form, both as they are written."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    return DefaultDictionaryFactory().get_dictionary("sv")


@cache
def headwords() -> frozenset[str]:
    """Return every headword as simplemma writes it, names with a capital."""
    return frozenset(word for word in frozenset(inflected().values()) if word.isalpha())


@cache
def wordlist() -> WordList:
    """Return the Swedish word list. How many compounds a word is part of stands in for how common it is."""
    lemmas = headwords()
    heads = sorted({normal(word) for word in lemmas if len(word) >= _SHORTEST and word.islower()})
    names = frozenset(normal(word) for word in lemmas if word.istitle()).difference(heads)
    parts = _parts(heads)
    parts.update({name: 1 for name in names if len(name) >= _SHORTEST_NAME})
    parts.update(ONLY_FIRST)
    return WordList(parts, names | _whole(parts))


def _whole(parts: Mapping[str, int]) -> frozenset[str]:
    """Return the words that many compounds are made of, and the verbs in -era, which are never compounds."""
    return frozenset(word for word, count in parts.items() if count > 1 + _WELL_KNOWN or word.endswith("era"))


def _parts(heads: list[str]) -> dict[str, int]:
    """Return the headwords that may be parts, with 1 and the number of headwords that they are part of."""
    known = set(heads).difference(NO_PART)
    found = Counter(known)
    compounds = set()
    for word in heads:
        for first, tail in _cuts(word, known):
            found[first] += 1
            found[tail] += 1
            if len(word) >= _LONG:
                compounds.add(word)
    return {word: count for word, count in found.items() if word not in compounds and (len(word) > _RARE or count > 1)}


def _cuts(word: str, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the ways to see `word` as two known words, the first with or without a linking letter."""
    for cut in range(_SHORTEST, len(word) - _SHORTEST_TAIL + 1):
        tail = word[cut:]
        if tail in known:
            first = word[:cut]
            if first[-1] in "ou" and first[:-1] + "a" in known:
                yield first[:-1] + "a", tail
            elif first in known:
                yield first, tail
            elif first[-1] == "s" and first[:-1] in known:
                yield first[:-1], tail
            elif first + "a" in known and first not in NO_PART:
                yield first + "a", tail

"""Suspended compounds made whole: in *skol- och sjukhusbibliotek* the first word is *skolbibliotek*."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from indexer.language.tokens import Token

_HYPHEN = re.compile(r"[-\u2010\u2011][\s,/]")
_CONJUNCTIONS = frozenset({"och", "eller", "samt", "respektive", "resp"})
_MOST_WORDS = 8
"""So far ahead may the word stand that has the missing part: *folk-, skol-, gymnasie- och sjukhusbibliotek*."""


def complete(text: str, tokens: list[Token], split: Callable[[str], tuple[str, ...]]) -> list[Token]:
    """Return `tokens`, the words of `text`, with suspended ones completed; no place changes.

    `split` gives the parts of a word. Where the word that should lend its last part has only one, nothing is done.
    """
    if not _HYPHEN.search(text):
        return tokens
    waiting = [_hangs(text, token) for token in tokens]
    if not any(waiting):
        return tokens
    return [
        _completed(token, tokens[place + 1 : place + _MOST_WORDS], waiting[place + 1 :], split) if hangs else token
        for place, (token, hangs) in enumerate(zip(tokens, waiting, strict=True))
    ]


def _hangs(text: str, token: Token) -> bool:
    """Tell whether the word ends in a hyphen of its own, before a space, a comma or a slash."""
    return bool(_HYPHEN.match(text, token.end)) and _is_word(token)


def _is_word(token: Token) -> bool:
    return token.word.isalpha() and token.word not in _CONJUNCTIONS


def _completed(
    token: Token, following: Sequence[Token], waiting: Sequence[bool], split: Callable[[str], tuple[str, ...]]
) -> Token:
    """Return `token` with the last part of the first word that is neither a conjunction nor itself suspended."""
    for other, hangs in zip(following, waiting, strict=False):
        if not hangs and other.word not in _CONJUNCTIONS:
            parts = split(other.word)
            return token._replace(word=token.word + parts[-1]) if len(parts) > 1 else token
    return token

"""Did you mean: words of the corpus for words that it does not have."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from indexer.index.forward.reader import Forward
from indexer.index.forward.vocabulary import grams
from indexer.search.question import Asker, Word

SHORTEST = 4
"""Letters: shorter words have too many neighbours."""
_CONSIDERED = 60
_SOUNDS = (
    (re.compile(r"sch|stj|skj|sj|sh|ti(?=on)"), "s"),
    (re.compile(r"ck|q|ch"), "k"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"tj|kj"), "k"),
    (re.compile(r"w|ph"), "v"),
    (re.compile(r"z|x"), "s"),
    (re.compile(r"ä"), "e"),
    (re.compile(r"(.)\1"), r"\1"),
)
_BARE = str.maketrans("åäö", "aao")
_ROWS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
_NEIGHBOURS = {(a, b) for row in _ROWS for at, a in enumerate(row) for b in row[max(0, at - 1) : at + 2] if a != b}


class Speller:
    """Corrects words from the corpus' own: by letters, keyboard and sound, the commoner word first."""

    def __init__(self, forward: Forward, asker: Asker) -> None:
        self._forward = forward
        self._asker = asker

    def correct(self, words: Sequence[Word]) -> dict[str, str]:
        """Return corrections for the words that the corpus lacks; a word that it has is never corrected."""
        found: dict[str, str] = {}
        for word in words:
            if word.terms and self._is_unknown(word):
                better = self._nearest(word.text)
                if better:
                    found[word.text] = better
        return found

    def _is_unknown(self, word: Word) -> bool:
        text = word.text
        if len(text) < SHORTEST or any(letter.isdigit() for letter in text):
            return False
        return not self._occurs(text) and not self._asker.count(word.stem)

    def _occurs(self, text: str) -> bool:
        return any(self._forward.occurrences[word] for word in self._forward.words.find(text))

    def _nearest(self, text: str) -> str | None:
        """Return the best word within reach, None where there is none."""
        reach = 1.1 if len(text) <= 5 else 2.1 if len(text) <= 11 else 3.1  # noqa: PLR2004 - letters
        best: tuple[float, str] | None = None
        for word, count in self._considered(text):
            away = distance(text, word, reach)
            if away <= reach:
                price = (away - 0.12 * math.log1p(count), word)
                best = price if best is None else min(best, price)
        return best[1] if best else None

    def _considered(self, text: str) -> list[tuple[str, int]]:
        """Return the words that share most 4-grams with the text or with its sound, and their counts."""
        forward = self._forward
        shared = np.zeros(len(forward.word_stems), np.float32)
        for form in {text, *_respelled(text)}:
            keys = np.array(sorted(grams(form)), np.uint64)
            places = np.minimum(np.searchsorted(forward.gram_keys, keys), max(0, len(forward.gram_keys) - 1))
            if len(forward.gram_keys):
                places = places[forward.gram_keys[places] == keys]
                np.add.at(shared, forward.gram_words.take(places).values, 1.0 / len(keys))
        shared[forward.occurrences == 0] = 0
        found = np.flatnonzero(shared > 0.2 * shared.max(initial=0.0))
        order = found[np.lexsort((found, -shared[found]))[:_CONSIDERED]]
        return [(forward.words.strings[int(at)], int(forward.occurrences[at])) for at in order]


def _respelled(text: str) -> set[str]:
    """Return the text with one letter doubled, halved or exchanged with its neighbour: the usual slips."""
    halved = {text[:at] + text[at + 1 :] for at in range(len(text))}
    swapped = {text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(len(text) - 1)}
    doubled = {text[: at + 1] + text[at:] for at in range(len(text))}
    return halved | swapped | doubled


def sound(word: str) -> str:
    """Return roughly how a word sounds, for comparison."""
    for pattern, letters in _SOUNDS:
        word = pattern.sub(letters, word)
    return word


def distance(first: str, second: str, limit: float) -> float:
    """Return the edits between two words: transpositions are one, neighbours on the keyboard and dots cost less.

    Words that sound alike are half an edit apart; above `limit` the answer is only known to be larger.
    """
    if abs(len(first) - len(second)) > limit + 1:
        return limit + 1
    away = _edits(first, second)
    return min(away, 0.5) if sound(first) == sound(second) else away


def _edits(first: str, second: str) -> float:
    """Return the weighted optimal string alignment distance."""
    before: list[float] = []
    row = [float(at) for at in range(len(second) + 1)]
    for i, a in enumerate(first, 1):
        previous, row = row, [float(i)]
        for j, b in enumerate(second, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + _exchange(a, b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b and a != b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = previous
    return row[-1]


def _exchange(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if a.translate(_BARE) == b.translate(_BARE):
        return 0.3
    return 0.8 if (a, b) in _NEIGHBOURS else 1.0

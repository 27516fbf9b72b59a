"""Did you mean: words of the corpus for words that it does not have."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

import numpy as np

from indexer.index.forward.arrays import Array, Ragged
from indexer.index.forward.reader import Forward
from indexer.index.forward.vocabulary import grams
from indexer.language.analysis import Analyzer
from indexer.search.question import Asker, Word

SHORTEST = 4
"""Letters: shorter words have too many neighbours."""
LONG = 9
"""Letters from which a word may be two slips away; shorter ones allow one."""
REACH, LONG_REACH = 1.1, 2.1
SOUND, NEIGHBOUR, DOTS, DOUBLED, FIRST = 0.5, 0.8, 0.3, 0.7, 0.5
"""What slips cost against one edit: another spelling of the same sound, a neighbouring key, missing dots, a letter
doubled or halved; and what a wrong first letter costs besides."""
COMMON = 0.08
"""What a word gains by each e-fold of its documents, so that the commoner of two near words is meant."""
_CONSIDERED = 60
_SOUNDS = (
    (re.compile(r"sch|stj|skj|sj|sh|sk(?=[eiyäö])|ti(?=on)|ssi(?=on)|si(?=on)"), "s"),
    (re.compile(r"ck|q|ch"), "k"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"c"), "k"),
    (re.compile(r"tj|kj"), "k"),
    (re.compile(r"w|ph"), "v"),
    (re.compile(r"z"), "s"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ä"), "e"),
    (re.compile(r"å"), "o"),
    (re.compile(r"(.)\1"), r"\1"),
)
_ALIKE = (
    ("stj", "skj", "sch", "sj", "sk", "sh", "ch"),
    ("tj", "kj", "k"),
    ("ck", "kk", "k", "c"),
    ("s", "c", "z"),
    ("e", "ä"),
    ("o", "å"),
    ("v", "w"),
    ("x", "ks"),
)
"""Letters that may sound the same, longest first."""
_ENDINGS = 5
"""Letters that an inflection may add; where the stemmer took more, the rest says little."""
_BARE = str.maketrans("åäö", "aao")
_ROWS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
_NEIGHBOURS = {(a, b) for row in _ROWS for at, a in enumerate(row) for b in row[max(0, at - 1) : at + 2] if a != b}


class Speller:
    """Corrects words from the corpus' own: by letters, keyboard and sound, the commoner word first."""

    def __init__(self, forward: Forward, asker: Asker, analyzer: Analyzer) -> None:
        self._forward = forward
        self._asker = asker
        self._analyzer = analyzer

    def correct(self, words: Sequence[Word]) -> dict[str, str]:
        """Return corrections for the words that are nowhere known; a word that the corpus has is never corrected."""
        found: dict[str, str] = {}
        for word in words:
            better = self._dotted(word) or self._nearest(word) if self._is_unknown(word) else None
            if better:
                found[word.text] = better
        return found

    def is_known(self, text: str) -> bool:
        """Tell whether every word of the text is one that is never corrected."""
        return not any(map(self._is_unknown, self._asker.words(text)))

    def _is_unknown(self, word: Word) -> bool:
        """Tell whether neither the corpus nor the language has the word, as it stands, inflected or composed."""
        text = word.text
        if not word.terms or len(text) < SHORTEST or any(letter.isdigit() for letter in text):
            return False
        if self._forward.words.find(text) or self._analyzer.is_word(text):
            return False
        return not any(self._is_inflected(text, language) for language in self._forward.languages) and (
            len(word.terms) == 1 or not self._asker.known(word)
        )

    def _is_inflected(self, text: str, language: str) -> bool:
        """Tell whether the corpus has another form of the word."""
        stem = self._analyzer.stem(text, language)
        return len(text) - len(stem) <= _ENDINGS and self._asker.count(stem) > 0

    def _dotted(self, word: Word) -> str | None:
        """Return the commonest word of the corpus that differs by dots and marks alone."""
        return max(self._analyzer.variants(word.text), key=self.occurrences, default=None)

    def occurrences(self, text: str) -> int:
        """Return how often the corpus has exactly this word."""
        return sum(int(self._forward.occurrences[number]) for number in self._forward.words.find(text))

    def _nearest(self, word: Word) -> str | None:
        """Return the best word within reach, None where there is none."""
        best: tuple[float, str] | None = None
        reach = LONG_REACH if len(word.text) >= LONG else REACH
        for known, count in self._considered(word):
            away = distance(word.text, known, reach)
            if away <= reach:
                price = (away - COMMON * math.log1p(count), known)
                best = price if best is None else min(best, price)
        return best[1] if best else None

    def _considered(self, word: Word) -> list[tuple[str, int]]:
        """Return the words of the corpus that share most n-grams, each with how often it stands there.

        Whole words are compared with what the usual slips would have left of them; stems, by shorter n-grams too,
        for short words of which one wrong letter leaves nothing longer.
        """
        forward = self._forward
        forms = {word.text, *_slips(word.text)}
        keys = {key for form in forms for key in grams(form)}
        lengths = np.diff(forward.words.strings.table.starts)
        words = _sharing(forward.gram_keys, forward.gram_words, keys, lengths, len(word.text.encode()))
        short = grams(word.stem, 3) | grams(word.stem)
        term_lengths = np.diff(forward.terms.strings.table.starts)
        terms = _sharing(forward.term_gram_keys, forward.term_gram_terms, short, term_lengths, len(word.stem.encode()))
        flags = np.zeros(len(term_lengths), bool)
        flags[terms] = True
        near = flags[forward.word_stems]
        near[words] = True
        found = np.flatnonzero(near & (forward.occurrences > 0))
        counts = forward.occurrences[found].tolist()
        return [(forward.words.strings[at], count) for at, count in zip(found.tolist(), counts, strict=True)]


def _sharing(known: Array, holders: Ragged, keys: set[int], lengths: Array, length: int) -> Array:
    """Return the rows of about this length, in bytes, that share most of the keys; `holders` are the rows by key."""
    wanted = np.array(sorted(keys), np.uint64)
    places = np.minimum(np.searchsorted(known, wanted), max(0, len(known) - 1))
    places = places[known[places] == wanted] if len(known) else places[:0]
    shared = np.bincount(holders.take(places).values, minlength=len(lengths))
    found = np.flatnonzero(shared)
    found = found[np.abs(lengths[found] - length) <= 2 + length // 6]
    likeness = shared[found] / (lengths[found] + length)
    return np.asarray(found[np.lexsort((found, -likeness))[:_CONSIDERED]])


def _slips(text: str) -> Iterator[str]:
    """Yield what the usual slips may have made this of: letters halved, doubled, exchanged, lost, spelled by ear."""
    for at in range(len(text)):
        yield text[: at + 1] + text[at:]
        yield text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
        yield text[:at] + text[at + 1 :]
    for group in _ALIKE:
        for match in re.finditer("|".join(group), text):
            yield from (text[: match.start()] + other + text[match.end() :] for other in group)


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
    away = _edits(first, second, limit)
    if sound(first) == sound(second):
        return min(away, SOUND)
    return away + (FIRST if first[:1].translate(_BARE) != second[:1].translate(_BARE) else 0.0)


def _edits(first: str, second: str, limit: float) -> float:
    """Return the weighted optimal string alignment distance, or something above `limit`."""
    before: list[float] = []
    row = [float(at) for at in range(len(second) + 1)]
    for i, a in enumerate(first, 1):
        previous, row = row, [float(i)]
        gone = DOUBLED if first[i - 2 : i - 1] == a or first[i : i + 1] == a else 1.0
        for j, b in enumerate(second, 1):
            come = DOUBLED if second[j - 2 : j - 1] == b or second[j : j + 1] == b else 1.0
            cost = min(previous[j] + gone, row[j - 1] + come, previous[j - 1] + _exchange(a, b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b and a != b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit and min(previous) > limit:
            return limit + 1
        before = previous
    return row[-1]


def _exchange(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if a.translate(_BARE) == b.translate(_BARE):
        return DOTS
    return NEIGHBOUR if (a, b) in _NEIGHBOURS else 1.0

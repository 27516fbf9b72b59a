"""Written words by number: each is looked at once, and what follows from it can stand in tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from indexer.language import tokens as shapes

Numbers = NDArray[np.uint32]
Integers = NDArray[np.int64]

_CACHED = 200_000
"""How many stretches between spaces are remembered: some 100 MB. The frequent ones are soon met again."""
_TEXTS = 64
"""How many texts are remembered: themes, kinds and the index ask for those of one document, one after the other."""
_PLAIN = re.compile("([a-zåäöA-ZÅÄÖ]+)[.,:;!?]*")
"""Most of what stands between spaces: one word without foreign letters, marks or figures."""


class Lexicon:
    """Gives every word, as it is written, a number that holds until `edition` changes; for one thread at a time.

    `forms` are the words as they are written, `words` their normal forms. What stands between spaces is remembered, so
    that most texts are read without looking for shapes.
    """

    def __init__(self, most: int = _CACHED) -> None:
        self.edition = 0
        self._most = most
        self._begin()

    def __len__(self) -> int:
        return len(self.forms)

    def read(self, *texts: str) -> list[Numbers]:
        """Return the words of each text as numbers of one edition."""
        if max(len(self._chunks), len(self)) >= self._most:
            self.edition += 1
            self._begin()
        return [self._read(text) for text in texts]

    def number(self, form: str, word: str) -> int:
        """Return the number of a written word, which it gets now if it has none."""
        number = self._numbers.get((form, word))
        if number is None:
            number = self._numbers[form, word] = len(self.forms)
            self.forms.append(form)
            self.words.append(word)
        return number

    def _begin(self) -> None:
        self.forms: list[str] = []
        self.words: list[str] = []
        self._numbers: dict[tuple[str, str], int] = {}
        self._normal: dict[str, str] = {}
        self._chunks: dict[str, tuple[int, ...]] = {}
        self._texts: dict[str, Numbers] = {}

    def _read(self, text: str) -> Numbers:
        found = self._texts.get(text)
        if found is None:
            if len(self._texts) >= _TEXTS:
                self._texts.clear()
            found = self._texts[text] = np.array(self._found(text), np.uint32)
        return found

    def _found(self, text: str) -> Sequence[int]:
        if shapes.crossing(text):
            return self._looked_for(text)
        parts, chunks = text.split(), self._chunks
        try:
            return [*chain.from_iterable(map(chunks.__getitem__, parts))]
        except KeyError:
            chunks |= {part: self._of_chunk(part) for part in dict.fromkeys(parts) if part not in chunks}
            return [*chain.from_iterable(map(chunks.__getitem__, parts))]

    def _of_chunk(self, chunk: str) -> tuple[int, ...]:
        plain = _PLAIN.fullmatch(chunk)
        return (self.number(plain[1], plain[1].lower()),) if plain else tuple(self._looked_for(chunk))

    def _looked_for(self, text: str) -> list[int]:
        pairs = zip(*shapes.words(text, self._normal), strict=True)
        return [self.number(form, word) for form, word in pairs]


class Table:
    """What follows of each word of a lexicon, as a number; `find` is asked once for each."""

    def __init__(self, lexicon: Lexicon, find: Callable[[str, str], int]) -> None:
        self._lexicon = lexicon
        self._find = find
        self._edition = lexicon.edition
        self._values: Integers = np.zeros(0, np.int64)
        self._known = 0

    def __getitem__(self, numbers: Numbers) -> Integers:
        self._learn()
        return self._values[numbers]

    def _learn(self) -> None:
        """Ask for the words that have come since."""
        lexicon = self._lexicon
        if self._edition != lexicon.edition:
            self._edition, self._known = lexicon.edition, 0
        known, self._known = self._known, len(lexicon)
        if known < self._known:
            self._values = _long_enough(self._values, self._known)
            fresh = map(self._find, lexicon.forms[known:], lexicon.words[known:])
            self._values[known : self._known] = np.fromiter(fresh, np.int64, self._known - known)


class Tally:
    """Counts the words of texts by number, and by word only in the end."""

    def __init__(self, most: int = _CACHED) -> None:
        self._lexicon = Lexicon(most)
        self._words = self._lexicon.words
        self._numbers: Integers = np.zeros(0, np.int64)
        self._counts: Counter[str] = Counter()

    def add(self, texts: Sequence[str]) -> None:
        """Count the words of some texts."""
        found = self._lexicon.read(*texts)
        if self._lexicon.words is not self._words:
            self._settle()
        self._numbers = _long_enough(self._numbers, len(self._lexicon))
        for numbers in found:
            np.add.at(self._numbers, numbers, 1)

    def counts(self) -> Mapping[str, int]:
        """Return how often each word stands in the texts."""
        self._settle()
        return self._counts

    def _settle(self) -> None:
        """Take the numbers of the edition that is over for what they stand for."""
        for word, count in zip(self._words, self._numbers.tolist(), strict=False):
            if count:
                self._counts[word] += count
        self._words = self._lexicon.words
        self._numbers.fill(0)


def _long_enough(values: Integers, size: int) -> Integers:
    """Return the values with at least so many places, twice as many where there are too few."""
    return values if len(values) >= size else np.append(values, np.zeros(2 * size - len(values), np.int64))

"""Written words by number: each is looked at once, and what follows from it can stand in tables."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Sequence
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from indexer.language import suspended
from indexer.language import tokens as shapes
from indexer.language.remembered import MOST, Remembered

Numbers = NDArray[np.uint32]
Small = NDArray[np.int16]

_TEXTS = 64
"""How many texts are remembered: what they are for is asked before their words are kept."""
_PLAIN = re.compile("([a-zåäöA-ZÅÄÖ]+)[.,:;!?]*")
"""Most of what stands between spaces: one word without foreign letters, marks or figures."""
_UNKNOWN = -1


class Lexicon:
    """Gives every word, as it is written, a number that holds until `edition` changes; for one thread at a time.

    `forms` are the words as they are written, `normal` the numbers of their normal forms. What stands between spaces is
    remembered, so that most texts are read without looking for shapes. With more than `most` words a new edition
    begins; without such a limit numbers hold for good.
    """

    def __init__(self, most: int | None = 4 * MOST) -> None:
        self.edition = 0
        self._most = most
        self._begin()

    def __len__(self) -> int:
        return len(self.forms)

    def read(self, *texts: str) -> list[Numbers]:
        """Return the words of each text as numbers of one edition."""
        self._make_room()
        return [self._read(text) for text in texts]

    def read_hanging(self, *texts: str) -> list[tuple[Numbers, list[int]]]:
        """Return the words of each text, and the places of those that end in a hyphen of their own."""
        self._make_room()
        return [self._read_hanging(text) for text in texts]

    def word(self, number: int) -> str:
        """Return the normal form of a written word."""
        return self.forms[self.normal[number]]

    def number(self, form: str, word: str) -> int:
        """Return the number of a written word that stands for `word`, which it gets now if it has none."""
        known = self._numbers.get(form)
        if known is None:
            return self._enter(form, word)
        if self.word(known) == word:
            return known
        pair = (form, word)
        return self._others[pair] if pair in self._others else self._others.setdefault(pair, self._add(form, word))

    def _make_room(self) -> None:
        if self._most is not None and len(self) >= self._most:
            self.edition += 1
            self._begin()

    def _begin(self) -> None:
        self.forms: list[str] = []
        self.normal = array("I")
        self._numbers: dict[str, int] = {}
        self._others: dict[tuple[str, str], int] = {}
        self._known: dict[str, str] = {}
        self._chunks = Remembered(self._of_chunk)
        self._texts: dict[str, Numbers] = {}

    def _enter(self, form: str, word: str) -> int:
        number = self._numbers[form] = self._add(form, word)
        return number

    def _add(self, form: str, word: str) -> int:
        """Return a new form's number; its word gets one too, whether it is written anywhere or not."""
        own = len(self.forms) if form == word else self._numbers.get(word, _UNKNOWN)
        if own == _UNKNOWN:
            own = self._enter(word, word)
        number = len(self.forms)
        self.forms.append(form)
        self.normal.append(own)
        return number

    def _read(self, text: str) -> Numbers:
        found = self._texts.get(text)
        if found is None:
            if len(self._texts) >= _TEXTS:
                self._texts.clear()
            found = self._texts[text] = np.array(self._found(text), np.uint32)
        return found

    def _read_hanging(self, text: str) -> tuple[Numbers, list[int]]:
        if not suspended.possible(text):
            return self._read(text), []
        stretches = list(suspended.stretches(text))
        found = [self._read(part) for part in stretches]
        ends = accumulate(map(len, found))
        before = list(zip(ends, stretches, found, strict=True))[:-1]
        places = [end - 1 for end, part, read in before if len(read) and part[:-1].endswith(self.forms[read[-1]])]
        return np.concatenate(found), places

    def _found(self, text: str) -> Sequence[int]:
        if shapes.crossing(text):
            return self._looked_for(text)
        return [*chain.from_iterable(map(self._chunks.__getitem__, text.split()))]

    def _of_chunk(self, chunk: str) -> tuple[int, ...]:
        plain = _PLAIN.fullmatch(chunk)
        return (self._plain(plain[1]),) if plain else tuple(self._looked_for(chunk))

    def _plain(self, form: str) -> int:
        known = self._numbers.get(form)
        return self._enter(form, form.lower()) if known is None else known

    def _looked_for(self, text: str) -> list[int]:
        pairs = zip(*shapes.words(text, self._known), strict=True)
        return [self.number(form, word) for form, word in pairs]


class Table:
    """What follows of each word of a lexicon, as a small number; `find` is asked once for each that is met."""

    def __init__(self, lexicon: Lexicon, find: Callable[[str, str], int]) -> None:
        self._lexicon = lexicon
        self._find = find
        self._edition = lexicon.edition
        self._values: Small = np.zeros(0, np.int16)

    def __getitem__(self, numbers: Numbers) -> Small:
        self._stretch()
        found = self._values[numbers]
        fresh = numbers[found == _UNKNOWN]
        if len(fresh):
            self._learn(fresh)
            found = self._values[numbers]
        return found

    def _stretch(self) -> None:
        lexicon = self._lexicon
        if self._edition != lexicon.edition:
            self._edition = lexicon.edition
            self._values = self._values[:0]
        size = len(lexicon)
        if len(self._values) < size:
            self._values = np.append(self._values, np.full(2 * size - len(self._values), _UNKNOWN, np.int16))

    def _learn(self, numbers: Numbers) -> None:
        lexicon = self._lexicon
        for number in dict.fromkeys(numbers.tolist()):
            self._values[number] = self._find(lexicon.forms[number], lexicon.word(number))

"""The words that compounds are made of: counted in a corpus, kept in a file, asked for by the splitter."""

from __future__ import annotations

import math
import mmap
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol

from indexer.language.folded import Folded
from indexer.language.inflection import base_forms
from indexer.language.lemmas import Bases
from indexer.language.splitting import SHORTEST_PART, SHORTEST_WORD, Splitter
from indexer.language.stems import swedish
from indexer.language.wordlist import NO_PART, wordlist

_FEWEST = 2
"""How often a word must stand in a corpus to be believed."""
_MANY = 30_000
"""Words from which a splitter for many pays."""
_BETWEEN = b"\n\n"
"""Stands between the blocks of a dictionary file."""


class Counts(Protocol):
    """How often words stand in a corpus."""

    def items(self) -> Iterable[tuple[str, int]]:
        """Return each word with how often it stands there, as often as one asks."""
        ...


class _Content(NamedTuple):
    """What a dictionary file holds.

    `whole` never splits, `bases` maps a form to its word where the stemmer would not bring them together, and `base`
    gives that; `folded` finds a word typed without dots.
    """

    costs: Mapping[str, float]
    whole: frozenset[str]
    bases: Mapping[str, str]
    base: Callable[[str], str | None]
    folded: Folded


def _nothing() -> _Content:
    return _Content({}, frozenset(), {}, lambda _: None, Folded.of(()))


class Dictionary:
    """The words that the splitter believes in, with their cost, and the corpus' words that have dots.

    One that was loaded reads its file when it is first asked. One that is made of a corpus finds out the base form of a
    word when it is asked for: `save` keeps those.
    """

    def __init__(self, content: Callable[[], _Content], splitter: Splitter | None = None) -> None:
        self._read = content
        if splitter:
            self._splitter = splitter

    @classmethod
    def empty(cls) -> Dictionary:
        """Return a dictionary that splits nothing."""
        return cls(_nothing)

    @classmethod
    def from_corpus(cls, counts: Counts) -> Dictionary:
        """Return the dictionary of a corpus' words, each with how often it stands there, and a Swedish word list."""
        words, many = wordlist(), sum(1 for _ in counts.items()) > _MANY
        alone = Splitter(_costs(words.frequencies), words.whole, many=many)
        frequencies = dict(words.frequencies)
        for word, count in counts.items():
            if word in frequencies or (_believable(word, count) and len(alone.split(word)) == 1):
                frequencies[word] = frequencies.get(word, 0) + count
        costs, bases = _costs(frequencies), Bases(swedish)
        folded = Folded.of(word for word, _ in counts.items())
        content = _Content(costs, words.whole, bases, bases.base, folded)
        return cls(lambda: content, Splitter(costs, words.whole, many=many))

    @classmethod
    def load(cls, path: Path) -> Dictionary:
        """Return the dictionary saved at `path`, which is read when first needed."""
        return cls(lambda: _loaded(path))

    def save(self, path: Path) -> None:
        """Write the dictionary to the file `path`; equal dictionaries give equal bytes."""
        costs, whole, bases, _, folded = self._content
        with path.open("wb") as file:
            for lines in (
                (f"{word}\t{cost:.2f}" for word, cost in sorted(costs.items())),
                sorted(whole),
                ("\t".join(pair) for pair in sorted(bases.items())),
            ):
                file.write("\n".join(lines).encode() + _BETWEEN)
            file.write(folded.written())

    @cached_property
    def _content(self) -> _Content:
        return self._read()

    @cached_property
    def _splitter(self) -> Splitter:
        return Splitter(self._content.costs, self._content.whole)

    def folded(self, bare: str) -> tuple[str, ...]:
        """Return the corpus' words that are `bare` when typed without dots and marks, in order."""
        return self._content.folded.find(bare)

    def has(self, word: str) -> bool:
        """Tell whether `word` is a form of a word that the dictionary knows."""
        return word in self._content.whole or any(form in self._content.costs for form in base_forms(word))

    def base(self, word: str) -> str:
        """Return what the form is stemmed as: its word where the stemmer would keep them apart, else itself.

        A word that neither the corpus nor Swedish has is taken for a form of one that they have; of a compound the last
        part decides.
        """
        if len(word) <= SHORTEST_PART:
            return word
        costs, whole, _, known, _ = self._content
        found = known(word)
        if found or word in costs or word in whole or word in NO_PART:
            return found or word
        parts = self.split(word)
        if len(parts) > 1:
            return word.removesuffix(parts[-1]) + self.base(parts[-1])
        form = next((form for form in base_forms(word) if form in costs), word)
        return known(form) or form

    def split(self, word: str) -> tuple[str, ...]:
        """Return the parts of a compound without their linking letters; `(word,)` where it is none.

        The last part keeps its inflection.
        """
        return self._splitter.split(word) if len(word) >= SHORTEST_WORD else (word,)


def _loaded(path: Path) -> _Content:
    with path.open("rb") as file:
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    first = content.find(_BETWEEN)
    second = content.find(_BETWEEN, first + len(_BETWEEN))
    third = content.find(_BETWEEN, second + len(_BETWEEN))
    costs, whole, bases = content[:third].decode().split("\n\n")
    priced = (line.partition("\t") for line in costs.split("\n"))
    forms = (line.partition("\t") for line in bases.split("\n"))
    known = {form: base for form, _, base in forms if form}
    return _Content(
        {word: float(cost) for word, _, cost in priced if word},
        frozenset(whole.split("\n")),
        known,
        known.get,
        Folded(lambda: content, third + len(_BETWEEN)),
    )


def _costs(frequencies: Mapping[str, int]) -> dict[str, float]:
    """Return costs as exact as the file keeps them, so that a build and a search split alike."""
    total = sum(frequencies.values())
    prices = {count: round(math.log(total / count), 2) for count in set(frequencies.values())}
    return {word: prices[count] for word, count in frequencies.items() if word not in NO_PART}


def _believable(word: str, count: int) -> bool:
    return count >= _FEWEST and len(word) > SHORTEST_PART and word.isalpha()

"""Swedish compounds taken apart by the cheapest path through words that are known."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeVar

from indexer.language.inflection import base_forms
from indexer.language.lemmas import bases
from indexer.language.normal import fold
from indexer.language.stems import swedish
from indexer.language.wordlist import NO_PART, wordlist

# The recipe was measured on SQuAD-sv and SweFAQ; a few tenths more or less change nothing there.
_SHORTEST_WORD, _SHORTEST_PART, _MOST_PARTS, _FEWEST = 7, 3, 3, 2
_COST_OF_PART, _COST_OF_THREE_LETTERS, _COST_OF_CHANGE, _GAIN_OF_LINK = 4.0, 2.5, 2.0, 1.0
# A rule for a linking e would make a ring of every verbal noun in -ering.
_LINKED_BY_E = {
    "läse": "läsa",
    "låne": "lån",
    "tjänste": "tjänst",
    "högskole": "högskola",
    "folkhögskole": "folkhögskola",
    "förskole": "förskola",
}
_MOST_LINKING = 2
"""Letters: so many at the end of a part are not those that its word begins with, as in *cykel* of *cykle*."""
_LINKING = "soul"
"""Last letters of a part that is not how a word begins."""
_VOWELS = "aeiouyåäö"
_CACHED = 200_000
"""How many words, and how many pieces of words, are remembered: a few tens of MB, a third of a build's time."""
Key = TypeVar("Key")
Value = TypeVar("Value")


class _Path(NamedTuple):
    cost: float
    parts: tuple[str, ...]


class _Content(NamedTuple):
    """What a dictionary file holds.

    `whole` never splits, `folded` maps a word without dots to those with, `bases` a form to its word where the stemmer
    would not bring them together.
    """

    costs: Mapping[str, float]
    whole: frozenset[str]
    folded: Mapping[str, tuple[str, ...]]
    bases: Mapping[str, str]


_EMPTY = _Content({}, frozenset(), {}, {})


class Dictionary:
    """The words that the splitter believes in, with their cost, and the corpus' words that have dots.

    One that was loaded reads its file when it is first asked. One that is to split many words knows how they may begin.
    """

    def __init__(self, content: _Content, path: Path | None = None, begun: Collection[str] = ()) -> None:
        self._given = content
        self._path = path
        self._begun = begun
        self._split: dict[str, tuple[str, ...]] = {}
        self._steps: dict[str, _Path | None] = {}
        self._ends: dict[tuple[str, bool], _Path | None] = {}

    @classmethod
    def empty(cls) -> Dictionary:
        """Return a dictionary that splits nothing."""
        return cls(_EMPTY)

    @classmethod
    def from_corpus(cls, counts: Mapping[str, int]) -> Dictionary:
        """Return the dictionary of a corpus' words, each with how often it stands there, and a Swedish word list."""
        words = wordlist()
        costs = _costs(words.frequencies)
        alone = cls(_Content(costs, words.whole, {}, {}), begun=_beginnings(costs))
        frequencies = dict(words.frequencies)
        for word, count in counts.items():
            if word in frequencies or (_believable(word, count) and len(alone.split(word)) == 1):
                frequencies[word] = frequencies.get(word, 0) + count
        content = _Content(_costs(frequencies), words.whole, _folded(counts), {})
        splitter = cls(content, begun=_beginnings(content.costs))
        pieces = {piece for word in counts for half in word.split("-") for piece in splitter.split(half)}
        content = content._replace(bases=bases(sorted(pieces.union(counts)), swedish))
        found = cls(content, begun=splitter._begun)
        # Bases change no splits, and the words of the corpus will be asked for again.
        found._split = splitter._split
        return found

    def for_building(self) -> Dictionary:
        """Return the dictionary without what only questions need: words by how they are typed without dots."""
        found = Dictionary(self._content._replace(folded={}), begun=self._begun)
        found._split = self._split
        return found

    @classmethod
    def load(cls, path: Path) -> Dictionary:
        """Return the dictionary saved at `path`, which is read when first needed."""
        return cls(_EMPTY, path)

    def save(self, path: Path) -> None:
        """Write the dictionary to the file `path`; equal dictionaries give equal bytes."""
        costs, whole, folded, bases_ = self._content
        blocks = (
            "\n".join(f"{word}\t{cost:.2f}" for word, cost in sorted(costs.items())),
            "\n".join(sorted(whole)),
            "\n".join("\t".join((bare, *words)) for bare, words in sorted(folded.items())),
            "\n".join("\t".join(pair) for pair in sorted(bases_.items())),
        )
        path.write_text("\n\n".join(blocks), encoding="utf-8")

    @cached_property
    def _content(self) -> _Content:
        if self._path is None:
            return self._given
        costs, whole, folded, forms = self._path.read_text(encoding="utf-8").split("\n\n")
        priced = (line.partition("\t") for line in costs.split("\n"))
        rows = (line.partition("\t") for line in folded.split("\n"))
        return _Content(
            {word: float(cost) for word, _, cost in priced if word},
            frozenset(whole.split("\n")),
            {bare: tuple(words.split("\t")) for bare, _, words in rows if bare},
            {form: base for form, _, base in (line.partition("\t") for line in forms.split("\n")) if form},
        )

    def folded(self, bare: str) -> tuple[str, ...]:
        """Return the corpus' words that are `bare` when typed without dots and marks, in order."""
        return self._content.folded.get(bare, ())

    def has(self, word: str) -> bool:
        """Tell whether `word` is a form of a word that the dictionary knows."""
        return word in self._content.whole or any(form in self._content.costs for form in base_forms(word))

    def base(self, word: str) -> str:
        """Return what the form is stemmed as: its word where the stemmer would keep them apart, else itself.

        A word that neither the corpus nor Swedish has is taken for a form of one that they have; of a compound the last
        part decides.
        """
        if len(word) <= _SHORTEST_PART:
            return word
        found = self._content.bases.get(word)
        if found or word in self._content.costs or word in self._content.whole or word in NO_PART:
            return found or word
        parts = self.split(word)
        if len(parts) > 1:
            return word.removesuffix(parts[-1]) + self.base(parts[-1])
        form = next((form for form in base_forms(word) if form in self._content.costs), word)
        return self._content.bases.get(form, form)

    def split(self, word: str) -> tuple[str, ...]:
        """Return the parts of a compound without their linking letters; `(word,)` where it is none.

        The last part keeps its inflection.
        """
        parts = self._split.get(word)
        if parts is None:
            parts = remember(self._split, word, self._find_parts(word))
        return parts

    def _find_parts(self, word: str) -> tuple[str, ...]:
        if len(word) < _SHORTEST_WORD or not self._content.costs or word in self._content.whole:
            return (word,)
        head = next((form for form in base_forms(word) if form in self._content.costs), None)
        if head and head != word and len(self.split(head)) == 1:
            return (word,)
        best = self._cheapest_path(word, inflected=head != word)
        return best.parts if best else (word,)

    def _cheapest_path(self, word: str, *, inflected: bool) -> _Path | None:
        paths: list[dict[int, _Path]] = [{} for _ in range(len(word) + 1)]
        paths[0][0] = _Path(0.0, ())
        for start in range(len(word) - _SHORTEST_PART + 1):
            before = paths[start]
            last = self._last(word[start:], inflected=inflected) if start and before else None
            if last:
                _go_on(before, last, paths[-1])
            if before and min(before) < _MOST_PARTS - 1:
                for end, step in self._steps_from(word, start):
                    _go_on(before, step, paths[end])
        return min(paths[-1].values(), default=None)

    def _steps_from(self, word: str, start: int) -> Iterator[tuple[int, _Path]]:
        """Yield every part of `word` but its last that begins at `start`, with where it ends."""
        begun, steps = self._begun, self._steps
        for end in range(start + _SHORTEST_PART, len(word)):
            written = word[start:end]
            if begun and written not in begun:
                if written[:-_MOST_LINKING] not in begun:
                    return
                if written[-1] not in _LINKING:
                    continue
            step = steps[written] if written in steps else self._first(written)
            if step:
                yield end, step

    def _first(self, written: str) -> _Path | None:
        """Return the cheapest word that stands as `written` before another part."""
        costs = self._content.costs
        priced = [(costs[form] + extra, form) for form, extra in _link_forms(written) if form in costs]
        return remember(self._steps, written, _part(written, priced))

    def _last(self, written: str, *, inflected: bool) -> _Path | None:
        """Return `written` with the cost of the cheapest word that it is a form of.

        Where the whole word is a headword as it stands (not `inflected`), so is its last part.
        """
        try:
            return self._ends[written, inflected]
        except KeyError:
            costs = self._content.costs
            forms = base_forms(written) if inflected else (written,)
            found = _part(written, [(costs[form], form) for form in forms if form in costs])
            return remember(self._ends, (written, inflected), found and _Path(found.cost, (written,)))


def _part(written: str, priced: Collection[tuple[float, str]]) -> _Path | None:
    """Return the cheapest of the words that a part may be, with what a part costs; None where it can be none."""
    if not priced or written in NO_PART or (written[-1] == "s" and written[:-1] in NO_PART):
        return None
    cost, form = min(priced)
    short = _COST_OF_THREE_LETTERS if len(written) == _SHORTEST_PART else 0.0
    return _Path(cost + _COST_OF_PART + short, (form,))


def _go_on(begun: Mapping[int, _Path], step: _Path, paths: dict[int, _Path]) -> None:
    """Add to `paths`, by their number of parts, those of `begun` with one step more where that is cheaper."""
    for count, (cost, parts) in begun.items():
        known = paths.get(count + 1)
        if count < _MOST_PARTS and (known is None or cost + step.cost <= known.cost):
            path = _Path(cost + step.cost, parts + step.parts)
            paths[count + 1] = path if known is None else min(path, known)


def remember(known: dict[Key, Value], key: Key, value: Value) -> Value:
    """Return the value and keep it; a memory that is full starts anew."""
    if len(known) >= _CACHED:
        known.clear()
    known[key] = value
    return value


def _costs(frequencies: Mapping[str, int]) -> dict[str, float]:
    """Return costs as exact as the file keeps them, so that a build and a search split alike."""
    total = sum(frequencies.values())
    prices = {count: round(math.log(total / count), 2) for count in set(frequencies.values())}
    return {word: prices[count] for word, count in frequencies.items() if word not in NO_PART}


def _beginnings(words: Iterable[str]) -> frozenset[str]:
    """Return all that a part may begin with."""
    return frozenset(word[:end] for word in chain(words, _LINKED_BY_E) for end in range(1, len(word) + 1))


def _believable(word: str, count: int) -> bool:
    return count >= _FEWEST and len(word) > _SHORTEST_PART and word.isalpha()


def _link_forms(written: str) -> Iterator[tuple[str, float]]:
    """Yield the words that `written` may be before another part, each with what the change costs."""
    yield written, 0.0
    bare = written[:-1]
    if written[-1] not in _VOWELS:
        yield written + "a", _COST_OF_CHANGE
        yield written + "e", _COST_OF_CHANGE
    if len(bare) < _SHORTEST_PART:
        return
    if written[-1] == "s":
        yield bare, -_GAIN_OF_LINK
        yield bare + "e", _COST_OF_CHANGE
    elif written[-1] in "ou":
        yield bare + "a", 0.0
    elif written in _LINKED_BY_E:
        yield _LINKED_BY_E[written], 0.0
    elif written[-2:] == "el":
        yield bare[:-1] + "le", _COST_OF_CHANGE


def _folded(counts: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Return the corpus' words that have dots under what they are without."""
    found: dict[str, list[str]] = {}
    for word in sorted(counts):
        bare = fold(word)
        if bare != word:
            found.setdefault(bare, []).append(word)
    return {bare: tuple(words) for bare, words in sorted(found.items())}

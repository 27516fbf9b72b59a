"""Taking Swedish compounds apart by the cheapest path through words that are known."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import ahocorasick

from indexer.language.inflection import base_forms, regular
from indexer.language.remembered import Remembered
from indexer.language.wordlist import NO_PART

# The recipe was measured on SQuAD-sv and SweFAQ; a few tenths more or less change nothing there.
SHORTEST_WORD, SHORTEST_PART, _MOST_PARTS = 7, 3, 3
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
_BEFORE_E = {word: written for written, word in _LINKED_BY_E.items()}
_DEAREST = (math.inf, "")
_VOWELS = "aeiouyåäö"
_Part = tuple[float, str]
"""A word as a part of another, with its cost."""
_Path = tuple[float, tuple[str, ...]]
"""The parts of a word, with what they cost together."""
Step = tuple[int, float, str]
"""Where a part ends, what it costs, and the word that it is."""
Steps = Callable[[int], Sequence[Step]]
"""Gives, for a place in a word, every part but the last that begins there."""
_LONGEST_ENDING = 6
"""Letters by which the beginning of a form may be longer than what it shares with its word, unless it is irregular."""


class Splitter:
    """Splits by the `costs` of words; `whole` words are never split.

    One for `many` words finds all parts of a word at once, with an automaton of every way to write one before another,
    which takes a second to make; else each stretch of letters is looked up.
    """

    def __init__(self, costs: Mapping[str, float], whole: Collection[str], *, many: bool = False) -> None:
        self._costs = costs
        self._whole = whole
        self._automaton = _Automaton(costs) if many else None
        self._split = Remembered(self._find_parts)
        self._firsts: Remembered[str, _Part | None] = Remembered(lambda written: _first(written, costs))
        self._lasts = Remembered(self._last)

    def split(self, word: str) -> tuple[str, ...]:
        """Return the parts of a compound without their linking letters; `(word,)` where it is none.

        The last part keeps its inflection.
        """
        return self._split[word]

    def _find_parts(self, word: str) -> tuple[str, ...]:
        if len(word) < SHORTEST_WORD or not self._costs or word in self._whole:
            return (word,)
        head = next(iter(self._forms(word)), None)
        if head and head != word and len(self.split(head)) == 1:
            return (word,)
        best = self._cheapest_path(word, inflected=head != word)
        return best[1] if best else (word,)

    def _cheapest_path(self, word: str, *, inflected: bool) -> _Path | None:
        """Return the cheapest way, of those that cost the same the first by its parts; None where there is none."""
        steps = self._automaton.steps(word) if self._automaton else self._looked_up(word)
        lasts = self._lasts
        best: _Path | None = None
        begun: list[tuple[int, float, tuple[str, ...]]] = [(0, 0.0, ())]
        for _ in range(_MOST_PARTS - 1):
            begun = [
                (end, before + cost, (*parts, part))
                for start, before, parts in begun
                for end, cost, part in steps(start)
                if best is None or before < best[0]
            ]
            for start, before, parts in begun:
                last = lasts[word[start:], inflected]
                if last and (best is None or before + last[0] <= best[0]):
                    path = (before + last[0], (*parts, last[1]))
                    best = path if best is None else min(best, path)
        return best

    def _forms(self, written: str) -> list[str]:
        """Return the words that `written` may be an inflected form of."""
        if self._automaton and self._automaton.known(written) < len(written) - _LONGEST_ENDING:
            changed = regular(written)
            return [changed] if changed in self._costs else []
        return [form for form in base_forms(written) if form in self._costs]

    def _looked_up(self, word: str) -> Steps:
        def steps(start: int) -> Sequence[Step]:
            ends = range(start + SHORTEST_PART, len(word) - SHORTEST_PART + 1)
            return [(end, *step) for end in ends if (step := self._firsts[word[start:end]])]

        return steps

    def _last(self, key: tuple[str, bool]) -> _Part | None:
        """Return how a last part is written, with the cost of the cheapest word that it is a form of.

        Where the whole word is a headword as it stands (not `inflected`), so is its last part.
        """
        written, inflected = key
        forms = self._forms(written) if inflected else [written] if written in self._costs else ()
        found = _part(written, [(self._costs[form], form) for form in forms])
        return (found[0], written) if found else None


class _Automaton:
    """Every way to write the words that `costs` has before another part, found in one go over a word's letters."""

    def __init__(self, costs: Mapping[str, float]) -> None:
        priced: dict[str, tuple[float, str]] = {}
        for word, cost in costs.items():
            for written, extra in _written(word):
                if len(written) >= SHORTEST_PART:
                    priced[written] = min(priced.get(written, _DEAREST), (cost + extra, word))
        self._found = ahocorasick.Automaton()
        for written, price in priced.items():
            self._found.add_word(written, (len(written), _part(written, (price,))))
        self._found.make_automaton()

    def steps(self, word: str) -> Steps:
        """Return what gives the parts that begin at a place of the word."""
        found: defaultdict[int, list[Step]] = defaultdict(list)
        for last, (length, part) in self._found.iter(word, 0, len(word) - SHORTEST_PART):
            if part:
                found[last + 1 - length].append((last + 1, *part))
        return lambda start: found.get(start, ())

    def known(self, written: str) -> int:
        """Return how many letters some word begins with as `written` does."""
        return int(self._found.longest_prefix(written))


def _first(written: str, costs: Mapping[str, float]) -> _Part | None:
    """Return the cheapest word that stands as `written` before another part."""
    return _part(written, [(costs[form] + extra, form) for form, extra in _link_forms(written) if form in costs])


def _part(written: str, priced: Collection[_Part]) -> _Part | None:
    """Return the cheapest of the words that a part may be, with what a part costs; None where it can be none."""
    if not priced or written in NO_PART or (written[-1] == "s" and written[:-1] in NO_PART):
        return None
    cost, form = min(priced)
    short = _COST_OF_THREE_LETTERS if len(written) == SHORTEST_PART else 0.0
    return (cost + _COST_OF_PART + short, form)


def _link_forms(written: str) -> Iterator[tuple[str, float]]:
    """Yield the words that `written` may be before another part, each with what the change costs."""
    yield written, 0.0
    bare = written[:-1]
    if written[-1] not in _VOWELS:
        yield written + "a", _COST_OF_CHANGE
        yield written + "e", _COST_OF_CHANGE
    if len(bare) < SHORTEST_PART:
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


def _written(word: str) -> Iterator[tuple[str, float]]:
    """Yield every way to write `word` before another part, with what the change costs: `_link_forms` backwards."""
    yield word, 0.0
    bare, last = word[:-1], word[-1]
    if last in "ae" and bare[-1:] not in _VOWELS:
        yield bare, _COST_OF_CHANGE
    if word in _BEFORE_E:
        yield _BEFORE_E[word], 0.0
    if len(word) >= SHORTEST_PART:
        yield f"{word}s", -_GAIN_OF_LINK
    if len(bare) < SHORTEST_PART:
        return
    if last == "a":
        yield f"{bare}o", 0.0
        yield f"{bare}u", 0.0
    elif last == "e":
        yield f"{bare}s", _COST_OF_CHANGE
        if word[-2] == "l":
            yield f"{word[:-2]}el", _COST_OF_CHANGE

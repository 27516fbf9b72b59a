"""Swedish compounds taken apart by the cheapest path through words that are known."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from indexer.language.normal import fold

_SHORTEST_WORD, _SHORTEST_PART, _MOST_PARTS = 7, 3, 3
# Measured on SQuAD-sv and SweFAQ; small changes matter little.
_FEWEST = 2
_COST_OF_PART, _COST_OF_THREE_LETTERS, _COST_OF_CHANGE = 4.0, 2.5, 2.0
_HEADER = "metodsok-dictionary-1"


class Dictionary:
    """What words the splitter believes in, with their cost, and the words that are typed with dots.

    A dictionary that was loaded reads its file when it is first asked.
    """

    def __init__(
        self, costs: Mapping[str, float], folded: Mapping[str, tuple[str, ...]], path: Path | None = None
    ) -> None:
        self._given = (dict(costs), dict(folded))
        self._path = path

    @classmethod
    def empty(cls) -> Dictionary:
        """Return a dictionary that splits nothing."""
        return cls({}, {})

    @classmethod
    def from_corpus(cls, counts: Mapping[str, int]) -> Dictionary:
        """Return the dictionary of a corpus' words and how often each stands there, and of a Swedish word list."""
        from indexer.language.wordlist import headwords

        frequencies = dict.fromkeys(headwords(), 1)
        for word, count in counts.items():
            if count >= _FEWEST and word.isalpha() and len(word) > _SHORTEST_PART:
                frequencies[word] = frequencies.get(word, 0) + count
        total = sum(frequencies.values())
        costs = {word: math.log(total / count) for word, count in sorted(frequencies.items())}
        folded: dict[str, tuple[str, ...]] = {}
        for word in sorted(counts):
            bare = fold(word)
            if bare != word:
                folded[bare] = (*folded.get(bare, ()), word)
        return cls(costs, folded)

    @classmethod
    def load(cls, path: Path) -> Dictionary:
        """Return the dictionary saved at `path`, which is read when first needed."""
        return cls({}, {}, path)

    def save(self, path: Path) -> None:
        """Write the dictionary to the file `path`; equal dictionaries give equal bytes."""
        costs, folded = self._content
        lines = [_HEADER, str(len(costs))]
        lines += (f"{word}\t{cost:.2f}" for word, cost in sorted(costs.items()))
        lines += ("\t".join((bare, *words)) for bare, words in sorted(folded.items()))
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    @cached_property
    def _content(self) -> tuple[dict[str, float], dict[str, tuple[str, ...]]]:
        if self._path is None:
            return self._given
        lines = self._path.read_text(encoding="utf-8").split("\n")
        end = 2 + int(lines[1])
        costs = {word: float(cost) for word, _, cost in (line.partition("\t") for line in lines[2:end])}
        rows = (line.split("\t") for line in lines[end:-1])
        return costs, {row[0]: tuple(row[1:]) for row in rows}

    def folded(self, bare: str) -> tuple[str, ...]:
        """Return the corpus' words that are `bare` when typed without dots and marks, in order."""
        return self._content[1].get(bare, ())

    def split(self, word: str) -> tuple[str, ...]:
        """Return the parts of a compound, without linking letters; `(word,)` where it is none."""
        if len(word) < _SHORTEST_WORD or not self._content[0]:
            return (word,)
        best: list[dict[int, tuple[float, tuple[str, ...]]]] = [{} for _ in range(len(word) + 1)]
        best[0][0] = (0.0, ())
        for start in range(len(word) - _SHORTEST_PART + 1):
            for count, (cost, parts) in best[start].items():
                if count == _MOST_PARTS:
                    continue
                for end in range(start + _SHORTEST_PART, len(word) + 1):
                    if (start, end) == (0, len(word)):
                        continue
                    part, price = self._part(word[start:end], last=end == len(word))
                    total = cost + price
                    if total < best[end].get(count + 1, (math.inf, ()))[0]:
                        best[end][count + 1] = (total, (*parts, part))
        found = min(best[-1].values(), default=(math.inf, ()))
        return found[1] or (word,)

    def _part(self, written: str, *, last: bool) -> tuple[str, float]:
        costs = self._content[0]
        forms = [(written, 0.0)]
        if not last:
            if written.endswith("s") and len(written) > _SHORTEST_PART:
                forms.append((written[:-1], 0.0))
            forms += [(written + "a", _COST_OF_CHANGE), (written + "e", _COST_OF_CHANGE)]
        priced = [(costs.get(form, math.inf) + extra, form) for form, extra in forms]
        cost, form = min(priced)
        short = _COST_OF_THREE_LETTERS if len(form) == _SHORTEST_PART else 0.0
        return form, cost + _COST_OF_PART + short

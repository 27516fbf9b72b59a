"""What a source says on most of its pages: it is learned from the pages themselves, and is not content."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from indexer.model import Section

Hashes = NDArray[np.uint64]

FEWEST_PAGES = 10
"""Pages that a source must have before anything is learned from it."""
SHARE = 0.5
"""The share of a source's pages that a line stands on to be no content."""
SHORTEST = 25
"""Characters: shorter lines, as *Övning* or *Prata om*, may well be on every page and still belong there."""

_NUMBER = re.compile(r"\d+")


def lines_of(sections: Iterable[Section]) -> Hashes:
    """Return the hashes of the lines that could be repeated, each once, in rising order; headings are none of them."""
    return np.unique(np.fromiter(map(_hash, _long_lines(sections)), np.uint64))


def learn(pages: Collection[Hashes]) -> Hashes:
    """Return the hashes of the lines that stand on most of the pages, given as `lines_of` gives them."""
    if len(pages) < FEWEST_PAGES:
        return np.empty(0, np.uint64)
    hashes, counts = np.unique(np.concatenate(list(pages)), return_counts=True)
    found: Hashes = hashes[counts > SHARE * len(pages)]
    return found


def without(sections: tuple[Section, ...], repeated: Collection[int]) -> tuple[Section, ...]:
    """Return the sections without the repeated lines; a heading goes with its last line.

    A page that would be left empty keeps everything.
    """
    if not repeated:
        return sections
    kept = tuple(found for section in sections if (found := _without(section, repeated)).text)
    return kept or sections


def _without(section: Section, repeated: Collection[int]) -> Section:
    lines = section.text.split("\n")
    text = "\n".join(line for line in lines if len(line) < SHORTEST or _hash(line) not in repeated)
    return section if len(text) == len(section.text) else replace(section, text=re.sub(r"\n{3,}", "\n\n", text).strip())


def _long_lines(sections: Iterable[Section]) -> Iterator[str]:
    return (line for section in sections for line in section.text.split("\n") if len(line) >= SHORTEST)


def _hash(line: str) -> int:
    """Return a hash of a line; numbers count as one, for dates and figures change from page to page."""
    plain = _NUMBER.sub("#", " ".join(line.casefold().split()))
    return int.from_bytes(blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")

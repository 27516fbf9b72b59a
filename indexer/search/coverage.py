"""How much of a document speaks of each of its themes, counted in passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.model import Document
from indexer.search.searcher import Searcher


@dataclass(frozen=True, slots=True)
class Coverage:
    """A document, how many passages it has, and how many of them speak of each of its themes."""

    document: Document
    passages: int
    spoken: Mapping[str, int]


def coverage(searcher: Searcher, document: Document) -> Coverage:
    """Return how many of the document's passages speak of each of its themes.

    A passage speaks of a theme where its heading and text alone would give it. A theme of the document has at least
    one passage: of many documents only our summary is known, and it need not use the theme's words.
    """
    passages = searcher.passages(document.id)
    found: Counter[str] = Counter()
    for passage in passages:
        fields = {"headings": passage.heading or "", "text": passage.text}
        found.update({evidence.theme for evidence in searcher.assigner.assign(fields)})
    return Coverage(document, max(1, len(passages)), {theme: max(1, found[theme]) for theme in document.themes})

"""Ranked documents as people see them: snippets with marks, links, standing and reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from indexer.index.forward.reader import Forward
from indexer.language.analysis import Analyzer
from indexer.model import Document, Hit, Snippet
from indexer.search.question import Question
from indexer.search.ranking import Ranked
from indexer.search.snippet import Marker, snippet
from indexer.search.why import reasons


class Presenter:
    """Makes hits of ranked documents."""

    def __init__(self, forward: Forward, analyzer: Analyzer, split: Callable[[str], tuple[str, ...]]) -> None:
        self._forward = forward
        self._analyzer = analyzer
        self._split = split

    def hits(self, question: Question, ranked: Sequence[Ranked], day: date) -> tuple[Hit, ...]:
        """Return a hit for each ranked document, in order."""
        marker = Marker(self._analyzer, self._forward, question)
        return tuple(self._hit(question, marker, each, day) for each in ranked)

    def plain(self, ranked: Sequence[Ranked], day: date) -> list[Hit]:
        """Return hits that answer no question: the beginning of the document, nothing marked."""
        return list(self.hits(Question(()), ranked, day))

    def _hit(self, question: Question, marker: Marker, ranked: Ranked, day: date) -> Hit:
        document = self._forward.document(ranked.document)
        snippets = self._snippets(marker, document, ranked.passages)
        why = reasons(self._analyzer, self._split, question, document, snippets)
        return Hit(document, document.status_on(day), ranked.score, snippets, why)

    def _snippets(self, marker: Marker, document: Document, rows: Sequence[int]) -> tuple[Snippet, ...]:
        """Return the lines of the best passages; beyond the first only those where something is marked."""
        found = [snippet(marker, document, self._forward.passage(row), row) for row in rows]
        marked = [each for each in found if each.marks]
        return tuple(marked or found[:1])

"""Ranked documents as people see them: snippets with marks, links, standing and reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain

import numpy as np

from indexer.index.forward.reader import Forward
from indexer.language.analysis import Analyzer
from indexer.model import Document, Hit
from indexer.search.places import Places
from indexer.search.question import Question
from indexer.search.ranking import Ranked
from indexer.search.snippet import Marker, Shown, snippet
from indexer.search.why import Reasons

SPLIT = 4096
"""Compounds whose parts are remembered."""


class Presenter:
    """Makes hits of ranked documents."""

    def __init__(self, forward: Forward, analyzer: Analyzer, split: Callable[[str], tuple[str, ...]]) -> None:
        self._forward = forward
        self._analyzer = analyzer
        self._split = lru_cache(SPLIT)(split)
        self._places = Places(forward)

    def hits(self, question: Question, ranked: Sequence[Ranked], day: date) -> tuple[Hit, ...]:
        """Return a hit for each ranked document, in order."""
        documents = [self._forward.document(each.document) for each in ranked]
        titles = self._forward.titles(np.array([each.document for each in ranked], np.int64))
        reasons = Reasons(self._forward, self._analyzer, self._split, question)
        hits = []
        for at, shown in enumerate(self._shown(question, ranked, documents)):
            marked = [word for each in shown for word in each.words]
            kinds = [each.snippet.kind for each in shown]
            why = reasons.of(documents[at], titles.row(at).tolist(), marked, kinds)
            snippets = tuple(each.snippet for each in shown)
            hits.append(Hit(documents[at], documents[at].status_on(day), ranked[at].score, snippets, why))
        return tuple(hits)

    def plain(self, ranked: Sequence[Ranked], day: date) -> list[Hit]:
        """Return hits that answer no question: the beginning of the document, nothing marked."""
        return list(self.hits(Question(()), ranked, day))

    def _shown(
        self, question: Question, ranked: Sequence[Ranked], documents: Sequence[Document]
    ) -> list[Sequence[Shown]]:
        """Return for each document the lines of its best passages."""
        marker = Marker(self._analyzer, self._forward, question)
        places = self._places.best(question, [each.document for each in ranked])
        rows = list(chain.from_iterable(places))
        passages = [self._forward.passage(row) for row in rows]
        finds = iter(zip(passages, marker.finds(rows, [passage.text for passage in passages]), strict=True))
        answer: list[Sequence[Shown]] = []
        for place, document in zip(places, documents, strict=True):
            answer.append([snippet(marker, document, *next(finds)) for _ in place])
        return answer

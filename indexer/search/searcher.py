"""Asking an index: documents in order with snippets, facets and reasons."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice
from types import TracebackType
from typing import Any, Self

import numpy as np

from indexer.index.dates import Seen
from indexer.index.engine import Engine
from indexer.index.forward.reader import Forward
from indexer.index.vocabulary import Failure, Vocabulary
from indexer.language.analysis import Analyzer
from indexer.language.compounds import Dictionary
from indexer.language.themes import Assigner
from indexer.model import Document, Hit, Passage, Query, Results, Sort, Theme
from indexer.search.asking import Asked, Interpreter
from indexer.search.expand import Thesaurus
from indexer.search.facets import Facets
from indexer.search.hits import Presenter
from indexer.search.match import Mask
from indexer.search.near import Nearness
from indexer.search.query import clean, parse, unquoted
from indexer.search.ranking import Ranked, Ranker, Task
from indexer.search.residency import Residency
from indexer.search.similar import similar_documents
from indexer.search.suggest import Speller
from indexer.search.understand import asks_for_news
from indexer.search.whole import sections_of

MAX_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything of an index that the search reads."""

    forward: Forward
    engine: Engine
    dictionary: Dictionary
    vocabulary: Callable[[], Vocabulary]
    manifest: Mapping[str, Any]
    failures: Callable[[], tuple[Failure, ...]]
    dates: Callable[[], Mapping[str, Seen]] = dict


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """A theme of the scheme and how many documents have it."""

    theme: Theme
    count: int


class Searcher:
    """One index, open for reading; any number of threads may ask it."""

    def __init__(
        self,
        contents: Contents,
        today: Callable[[], date] = date.today,
        watch: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._contents = contents
        self._watch = watch
        self._forward = contents.forward
        self._today = today
        self._analyzer = Analyzer(contents.dictionary)
        self._ranker = Ranker(contents.forward, contents.engine)
        self._residency = Residency(contents.forward)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the engine's files."""
        self._contents.engine.close()

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return self._contents.vocabulary()

    @cached_property
    def _facets(self) -> Facets:
        return Facets(self._forward, self._vocabulary)

    @cached_property
    def _interpreter(self) -> Interpreter:
        return Interpreter(self._forward, self._analyzer, Thesaurus(self._vocabulary, self._analyzer), self._facets)

    @cached_property
    def _nearness(self) -> Nearness:
        return Nearness(self._vocabulary, self._facets, self._analyzer)

    @cached_property
    def _presenter(self) -> Presenter:
        return Presenter(self._forward, self._analyzer, self._contents.dictionary.split)

    @cached_property
    def speller(self) -> Speller:
        """What corrects words by those of the corpus."""
        return Speller(self._forward, self._interpreter.asker, self._analyzer)

    @cached_property
    def assigner(self) -> Assigner:
        """What finds the themes of a text."""
        return Assigner(self._vocabulary.themes, self._analyzer)

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What the index says of itself: engine, versions, counts, time of build."""
        return self._contents.manifest

    def ready(self) -> None:
        """Do nothing where the index answers; raise IndexUnreachable or IndexDamaged where it does not."""
        _ = self._contents.engine.passages

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The files that could not be read at the last build."""
        return self._contents.failures()

    @property
    def regions(self) -> Mapping[str, str]:
        """The names of the regions by county code."""
        return self._vocabulary.regions

    def search(
        self,
        text: str | Query,
        *,
        themes: Sequence[str] = (),
        regions: Sequence[str] = (),
        types: Sequence[str] = (),
        publishers: Sequence[str] = (),
        years: tuple[int, int] | None = None,
        languages: Sequence[str] = (),
        statuses: Sequence[str] = (),
        sort: Sort = "relevance",
        expand: bool = True,
        limit: int = 10,
        offset: int = 0,
    ) -> Results:
        """Return the documents that answer, with counts over all of them; a `Query` is taken as it is.

        Where nothing matches, the question is asked again with its spelling corrected, then without quotation marks;
        `expand` False takes it as it was typed.
        """
        query = text if isinstance(text, Query) else Query(
            text, tuple(themes), tuple(regions), tuple(types), tuple(publishers), years, tuple(languages),
            tuple(statuses), sort, expand, limit, offset,
        )  # fmt: skip
        with self._watch():
            results = self._results(query)
        self._residency.searched()
        return results

    def _results(self, query: Query) -> Results:
        started = time.perf_counter()
        query = replace(query, text=clean(query.text), limit=min(max(query.limit, 0), MAX_LIMIT))
        results = self._answer(query)
        suggestion = self._corrected(query.text)
        for other in filter(None, () if results.total or not query.expand else (suggestion, unquoted(query.text))):
            instead = self._answer(replace(query, text=other))
            if instead.total:
                results = replace(instead, query=query, corrected=other)
                break
        if not results.corrected:
            results = replace(results, suggestion=suggestion)
        return replace(results, took_ms=round(1000 * (time.perf_counter() - started), 1))

    def _answer(self, query: Query) -> Results:
        day = self._today()
        asked = self._interpreter.ask(parse(query.text), day, expand=query.expand, literal=query.literal)
        within = self._facets.within(query, day)
        masks = {facet: self._facets.having(names) for facet, names in within.items()}
        mask = _all(asked.matched.mask, masks)
        retired = self._facets.retired(day)
        task = Task(
            asked.question, mask, asked.matched.share, retired, asked.lift, asked.named, asked.must,
            tuple(within.values()), self._facets.faded(day) if asks_for_news(asked.question) else None,
        )  # fmt: skip
        page = self._page(query, task) if mask.any() else []
        return Results(
            query=query,
            total=int(mask.sum()),
            hits=self._hits(asked, page, day),
            facets=self._facets.count(asked.matched.mask, masks, day),
            expanded=asked.expanded,
            readings=asked.told,
            near=() if mask.any() or not query.text else self._nearness.near(asked.question, asked.told),
            lacks=self._nearness.lacks(query, asked.told),
            engine=self._contents.engine.name,
        )

    def _page(self, query: Query, task: Task) -> list[Ranked]:
        first, last = max(0, query.offset), max(0, query.offset) + query.limit
        if task.question.content and query.sort == "relevance":
            return list(islice(self._ranker.by_relevance(task), first, last))
        documents = self._ranker.newest(task)[first:last]
        ranked = self._ranker.grouped(task, self._ranker.rows_of(documents))
        place = {document: at for at, document in enumerate(documents)}
        return sorted(ranked, key=lambda each: place[each.document])

    def _hits(self, asked: Asked, page: Sequence[Ranked], day: date) -> tuple[Hit, ...]:
        return self._presenter.hits(asked.question, page, day)

    def _corrected(self, text: str) -> str | None:
        """Return the text with the words that the corpus lacks replaced by words that it has."""
        tokens = self._analyzer.tokens(text)
        corrections = self.speller.correct(self._interpreter.asker.words(text))
        for token in reversed(tokens if corrections else []):
            if token.word in corrections:
                text = text[: token.start] + corrections[token.word] + text[token.end :]
        return text if corrections else None

    def document(self, id: str) -> Document | None:  # noqa: A002 - the field's own word
        """Return a document with its text in sections, None where there is no such document."""
        row = self._forward.row_of(id)
        if row is None:
            return None
        return replace(self._forward.document(row), sections=tuple(sections_of(self._forward.passages_of(row))))

    def passages(self, id: str) -> list[Passage]:  # noqa: A002 - the field's own word
        """Return a document's passages in reading order; none where there is no such document."""
        row = self._forward.row_of(id)
        return [] if row is None else self._forward.passages_of(row)

    def documents(self, query: Query) -> list[Document]:
        """Return all documents that pass the query's filters, by id; words are not looked at."""
        masks = {
            facet: self._facets.having(names) for facet, names in self._facets.within(query, self._today()).items()
        }
        rows = np.flatnonzero(_all(np.ones(self._forward.documents, bool), masks))
        return sorted((self._forward.document(int(row)) for row in rows), key=lambda document: document.id)

    @cached_property
    def dates(self) -> Mapping[str, Seen]:
        """When each document came and last changed, by id."""
        return self._contents.dates()

    def recent(self, query: Query, limit: int, since: str = "") -> list[Document]:
        """Return the documents that match, what last came or changed first; else by their own date.

        `since` is a day, ISO 8601: what has not come or changed on it or later is left out.
        """
        day = self._today()
        asked = self._interpreter.ask(parse(clean(query.text)), day, expand=query.expand, literal=query.literal)
        masks = {facet: self._facets.having(names) for facet, names in self._facets.within(query, day).items()}
        rows = np.flatnonzero(_all(asked.matched.mask, masks)).tolist()
        moments = sorted((self._moment(row, own=not since) for row in rows), reverse=True)
        return [self._forward.document(-row) for moment, row in moments[:limit] if moment >= since]

    def _moment(self, row: int, *, own: bool) -> tuple[str, int]:
        """Return when a document last came or changed, else its `own` date or "", and what sets it apart."""
        seen = self.dates.get(self._forward.id(row))
        date_ = f"{int(self._forward.document_dates[row]):08}"
        itself = f"{date_[:4]}-{date_[4:6]}-{date_[6:]}" if own else ""
        return (seen.updated if seen else None) or itself, -row

    def similar(self, id: str, limit: int = 5) -> list[Hit]:  # noqa: A002 - the field's own word
        """Return the documents that share most rare words and themes with this one, best first."""
        row = self._forward.row_of(id)
        if row is None:
            return []
        return self._presenter.plain(similar_documents(self._forward, row, limit), self._today())

    def withdrawn(self, id: str) -> bool:  # noqa: A002 - the field's own word
        """Tell whether the document, by id or address, was taken out of the corpus."""
        return id in self._vocabulary.removed

    def themes(self) -> list[ThemeCount]:
        """Return the theme scheme in its own order, with counts."""
        everything = np.ones(self._forward.documents, bool)
        counted = self._facets.count(everything, {}, self._today())["theme"]
        counts = {value.value: value.count for value in counted}
        return [ThemeCount(theme, counts.get(theme.id, 0)) for theme in self._vocabulary.themes]


def _all(mask: Mask, others: Mapping[str, Mask]) -> Mask:
    """Return the documents that every mask has."""
    return np.asarray(np.logical_and.reduce([mask, *others.values()]), bool)

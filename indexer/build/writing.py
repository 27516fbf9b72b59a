"""Writing a generation: from nothing, or on top of the one before it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from indexer.build.documents import complete
from indexer.build.doings import with_doings
from indexer.build.drafts import Draft
from indexer.build.extracts import Extracts
from indexer.build.passages import cut, split
from indexer.build.reading import Progress
from indexer.build.repeated import without
from indexer.config import Cluster
from indexer.index.engine import EngineWriter, choose, open_writer
from indexer.index.forward import Forward, ForwardBuilder
from indexer.index.generation import Generation
from indexer.index.workshop import take_over
from indexer.language.analysis import Analyzer
from indexer.language.compounds import Dictionary
from indexer.language.lexicon import Tally
from indexer.language.terms import Lines
from indexer.language.themes import Assigner
from indexer.model import Document, Passage, Section, Theme, ThemeEvidence


@dataclass(frozen=True, slots=True)
class Written:
    """What a generation holds now; `frozen` is the number of documents that its dictionary was made of."""

    engine: str
    documents: int
    passages: int
    frozen: int


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a document passes on its way into the index."""

    analyzer: Analyzer
    builder: ForwardBuilder
    writer: EngineWriter


@dataclass(frozen=True, slots=True)
class Writing:
    """Writes one generation into `folder`; `engine` may be `auto`."""

    folder: Path
    engine: str
    scheme: Sequence[Theme]
    extracts: Extracts
    progress: Progress
    cluster: Cluster | None = None

    def full(self, drafts: Sequence[Draft]) -> Written:
        """Write all documents, with a dictionary made of their own words."""
        dictionary, passages = self._dictionary(drafts)
        engine = choose(self.engine, passages)
        analyzer = Analyzer(dictionary)
        writer = open_writer(engine, self._engine_folder, fresh=True, cluster=self.cluster)
        self._write(_Desk(analyzer, ForwardBuilder(analyzer, folder=self.folder), writer), drafts)
        return self._written(engine, len(drafts))

    def on_top(self, previous: Generation, drafts: Sequence[Draft], dropped: Collection[str]) -> Written:
        """Write what `previous` has but for the documents `dropped`, and `drafts` in addition, with its dictionary."""
        for part in ("engine", "analysis"):
            take_over(previous, part, self.folder)
        analyzer = Analyzer(Dictionary.load(previous.dictionary))
        builder = ForwardBuilder(analyzer, Forward.open(previous.forward_folder), dropped, self.folder)
        writer = open_writer(previous.manifest.engine, self._engine_folder, fresh=False, cluster=self.cluster)
        for name in dropped:
            writer.delete(name)
        self._write(_Desk(analyzer, builder, writer), drafts)
        return self._written(previous.manifest.engine, previous.manifest.frozen)

    @property
    def _engine_folder(self) -> Path:
        return self.folder / "engine"

    @property
    def _forward_folder(self) -> Path:
        return self.folder / "forward"

    def _write(self, desk: _Desk, drafts: Sequence[Draft]) -> None:
        with closing(desk.builder):
            try:
                for done, (document, passages) in enumerate(self._documents(drafts, desk.analyzer), start=1):
                    for passage in desk.builder.add(document, passages):
                        desk.writer.add(passage)
                    self.progress("Bygger indexet", done, len(drafts))
            except BaseException:
                desk.writer.abort()
                raise
            desk.writer.commit()
            desk.builder.write(self._forward_folder)

    def _written(self, engine: str, frozen: int) -> Written:
        forward = Forward.open(self._forward_folder)
        return Written(engine, forward.documents, forward.passages, frozen)

    def _documents(self, drafts: Sequence[Draft], analyzer: Analyzer) -> Iterator[tuple[Document, list[Passage]]]:
        """Yield the documents one at a time: only one text is in memory."""
        assign = Assigner(self.scheme, analyzer).assign if self.scheme else _no_themes
        for draft in drafts:
            document = complete(draft, self._sections(draft), assign)
            passages = split(document, orders=analyzer.orders)
            yield with_doings(document, passages), passages

    def _count(self, drafts: Sequence[Draft]) -> tuple[Mapping[str, int], int]:
        """Return how often each word stands in the corpus, and how many passages there will be."""
        tally, passages = Tally(), 0
        for done, draft in enumerate(drafts, start=1):
            document = complete(draft, self._sections(draft), _no_themes)
            pieces = list(cut(document.sections))
            passages += max(1, len(pieces))
            tally.add([document.title, *_texts(pieces)])
            self.progress("Räknar ord", done, len(drafts))
        return tally.counts(), passages

    def _sections(self, draft: Draft) -> tuple[Section, ...]:
        return without(self.extracts.sections(draft.key), draft.repeated) if draft.key else ()

    def _dictionary(self, drafts: Sequence[Draft]) -> tuple[Dictionary, int]:
        """Write the dictionary of the documents' words, and return it with how many passages there will be."""
        counts, passages = self._count(drafts)
        dictionary = Dictionary.from_corpus(counts)
        folder = self.folder / "analysis"
        folder.mkdir()
        dictionary.save(folder / "dictionary")
        return dictionary.for_building(), passages


def _texts(passages: Sequence[tuple[str | None, str]]) -> Iterator[str]:
    """Yield headings and texts; a heading counts once, however many passages it has."""
    before: str | None = None
    for heading, text in passages:
        if heading and heading != before:
            yield heading
        before = heading
        yield text


def _no_themes(_fields: Mapping[str, Lines]) -> tuple[ThemeEvidence, ...]:
    return ()

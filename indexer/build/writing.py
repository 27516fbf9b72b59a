"""Writing a generation: from nothing, or on top of the one before it."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from indexer.build.documents import complete, themed
from indexer.build.doings import with_doings
from indexer.build.drafts import Draft
from indexer.build.extracts import Extracts
from indexer.build.passages import split
from indexer.build.reading import Progress
from indexer.build.repeated import without
from indexer.config import Cluster
from indexer.index.engine import EngineWriter, choose, open_writer
from indexer.index.forward import Forward, ForwardBuilder
from indexer.index.generation import Generation
from indexer.index.workshop import take_over
from indexer.language.analysis import Analyzer
from indexer.language.compounds import Dictionary
from indexer.language.kinds import counting
from indexer.language.lexicon import Lexicon, Numbers
from indexer.language.themes import Assigner
from indexer.model import Document, Section, Theme


@dataclass(frozen=True, slots=True)
class Written:
    """What a generation holds now; `frozen` is the number of documents that its dictionary was made of."""

    engine: str
    documents: int
    passages: int
    frozen: int


@contextmanager
def _uncollected() -> Iterator[None]:
    """Do without the garbage collector: it would go through millions of words again and again, which hold no rings."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where documents lie between being read and being understood; `bare` ones have nothing but their abstract."""

    lexicon: Lexicon
    builder: ForwardBuilder
    bare: set[str]


@dataclass(frozen=True, slots=True)
class Writing:
    """Writes one generation into `folder`; `engine` may be `auto`."""

    folder: Path
    engine: str
    scheme: Sequence[Theme]
    extracts: Extracts
    progress: Progress
    cluster: Cluster | None = None

    @_uncollected()
    def full(self, drafts: Sequence[Draft]) -> Written:
        """Write all documents, with a dictionary made of their own words."""
        with self._read(drafts) as desk:
            dictionary = Dictionary.from_corpus(desk.builder.counts())
            engine = choose(self.engine, desk.builder.passages)
            writer = open_writer(engine, self._engine_folder, fresh=True, cluster=self.cluster)
            self._write(desk, dictionary, writer, len(drafts))
        (self.folder / "analysis").mkdir()
        dictionary.save(self.folder / "analysis" / "dictionary")
        return self._written(engine, len(drafts))

    @_uncollected()
    def on_top(self, previous: Generation, drafts: Sequence[Draft], dropped: Collection[str]) -> Written:
        """Write what `previous` has but for the documents `dropped`, and `drafts` in addition, with its dictionary."""
        for part in ("engine", "analysis"):
            take_over(previous, part, self.folder)
        with self._read(drafts, Forward.open(previous.forward_folder), dropped) as desk:
            writer = open_writer(previous.manifest.engine, self._engine_folder, fresh=False, cluster=self.cluster)
            for name in dropped:
                writer.delete(name)
            self._write(desk, Dictionary.load(previous.dictionary), writer, len(drafts))
        return self._written(previous.manifest.engine, previous.manifest.frozen)

    @property
    def _engine_folder(self) -> Path:
        return self.folder / "engine"

    @property
    def _forward_folder(self) -> Path:
        return self.folder / "forward"

    @contextmanager
    def _read(
        self, drafts: Sequence[Draft], previous: Forward | None = None, dropped: Collection[str] = ()
    ) -> Iterator[_Desk]:
        """Give the documents with their words read, one at a time: only one text is in memory."""
        lexicon = Lexicon(most=None)
        orders = counting(lexicon)
        with closing(ForwardBuilder(lexicon, previous, dropped, self.folder)) as builder:
            desk = _Desk(lexicon, builder, set())
            for done, draft in enumerate(drafts, start=1):
                sections = self._sections(draft)
                document = complete(draft, sections)
                if document.sections is not sections:
                    desk.bare.add(document.id)
                passages = split(document, orders=orders)
                builder.read(with_doings(document, passages), passages)
                self.progress("Läser texterna", done, len(drafts))
            yield desk

    def _write(self, desk: _Desk, dictionary: Dictionary, writer: EngineWriter, documents: int) -> None:
        """Find out what the words are, and write what follows: themes, terms, arrays."""
        analyzer = Analyzer(dictionary, desk.lexicon)
        assign = Assigner(self.scheme, analyzer).assign

        def finish(document: Document, headings: Numbers, text: Numbers) -> Document:
            return themed(document, assign, *(() if document.id in desk.bare else (headings, text)))

        try:
            for done, passages in enumerate(desk.builder.become(analyzer, finish), start=1):
                for passage in passages:
                    writer.add(passage)
                self.progress("Bygger indexet", done, documents)
        except BaseException:
            writer.abort()
            raise
        writer.commit()
        desk.builder.write(self._forward_folder)

    def _written(self, engine: str, frozen: int) -> Written:
        forward = Forward.open(self._forward_folder)
        return Written(engine, forward.documents, forward.passages, frozen)

    def _sections(self, draft: Draft) -> tuple[Section, ...]:
        return without(self.extracts.sections(draft.key), draft.repeated) if draft.key else ()

"""Bringing the index up to date: decide what changed, write a generation, put it in force."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic

from indexer.build import harvested, pages
from indexer.build.documents import VERSION, assemble
from indexer.build.drafts import Draft
from indexer.build.extracts import Extracts
from indexer.build.reading import Keyed, Progress, Reading, look, read
from indexer.build.writing import Writing, Written
from indexer.config import Cluster
from indexer.corpus.catalogue import Corpus, load
from indexer.corpus.files import files
from indexer.corpus.store import Store
from indexer.extract import VERSION as EXTRACTOR
from indexer.index import dates
from indexer.index.engine import AUTO_LIMIT, choose
from indexer.index.forward import Forward
from indexer.index.generation import SCHEMA, Generation, Manifest
from indexer.index.vocabulary import Failure, Vocabulary, write_failures
from indexer.index.workshop import Workshop, building
from indexer.language.analysis import VERSION as ANALYZER
from indexer.model import UNKNOWN_PUBLISHER

__all__ = ["BuildReport", "Failure", "build"]

DRIFT = 0.1
"""How much the number of documents may change before the dictionary of compounds is made anew."""

REWRITTEN = 0.3
"""The share of changed documents from which writing everything is quicker than changing it."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; counts are of documents, `unchanged` means nothing to do.

    `failures` are files that could not be read or have a faulty sidecar, `remarks` files that were read with something
    to say of them; `notes` are about the whole. All are for the consultant.
    """

    generation: str
    engine: str
    documents: int
    passages: int
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: bool = False
    failures: tuple[Failure, ...] = ()
    remarks: tuple[Failure, ...] = ()
    seconds: float = 0.0
    notes: tuple[str, ...] = ()


def build(
    corpus: Path,
    index: Path,
    *,
    engine: str = "auto",
    rebuild: bool = False,
    progress: Progress | None = None,
    today: date,
    publisher: str = UNKNOWN_PUBLISHER,
    cluster: Cluster | None = None,
) -> BuildReport:
    """Bring the index up to date with the corpus and return what was done.

    `rebuild` reads and writes everything anew. `today` is the day on which plans are told to have run out. `cluster`
    is where OpenSearch is, for that engine.
    Raises CorpusError, IndexBusy, IndexFault; the index before it stays in force then.
    """
    began = monotonic()
    stated = load(corpus)
    choose(engine, 0)  # an unknown one is refused before any work is done
    with (
        building(index, engine, cluster) as workshop,
        Extracts.opened(index / "extracted.sqlite", EXTRACTOR) as extracts,
    ):
        if rebuild:
            extracts.forget()
        job = _Job(
            workshop, extracts, stated, engine, rebuild, progress or (lambda *_: None), today, publisher, cluster
        )
        report = job.run()
    return replace(report, seconds=monotonic() - began)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be written: all drafts, and which are new, changed or gone against the previous generation."""

    drafts: Sequence[Draft]
    added: frozenset[str]
    changed: frozenset[str]
    removed: frozenset[str]

    @property
    def share(self) -> float:
        """The share of the documents that have to be written again."""
        return (len(self.changed) + len(self.added)) / max(1, len(self.drafts))


@dataclass(frozen=True, slots=True)
class _Job:
    """One build."""

    workshop: Workshop
    extracts: Extracts
    corpus: Corpus
    engine: str
    rebuild: bool
    progress: Progress
    today: date
    publisher: str
    cluster: Cluster | None

    def run(self) -> BuildReport:
        """Do nothing if nothing has changed, else write a generation."""
        keyed = look(files(self.corpus.root), self.extracts) + self._harvested()
        digest = _digest(self.corpus, keyed, self.publisher, self.today.year)
        previous = self.workshop.previous()
        if previous and not self.rebuild and self._stands(previous, digest):
            return _unchanged(previous)
        readings, failures = read(keyed, self.extracts, self.progress)
        # Before the swap: a build killed after it would leave nothing to do, and what was removed in the cache.
        self.extracts.prune({item.key for item in keyed})
        plan, remarks = _plan(self._drafts(readings), previous), _remarks(readings)
        del keyed, readings  # hundreds of MB where documents are many
        return replace(self._write(plan, previous, digest, failures), remarks=remarks)

    def _harvested(self) -> list[Keyed]:
        with Store.open(self.corpus.root) as store:
            return pages.look(store.pages(), store, self.corpus)

    def _drafts(self, readings: Sequence[Reading]) -> list[Draft]:
        own = [reading for reading in readings if not reading.page]
        found = harvested.works(readings, self.corpus, self.extracts)
        return assemble(self.corpus, own, found, publisher=self.publisher, year=self.today.year)

    def _stands(self, previous: Generation, digest: str) -> bool:
        told = previous.manifest
        return told.corpus == digest and told.engine == choose(self.engine, told.passages)

    def _write(
        self, plan: _Plan, previous: Generation | None, digest: str, failures: tuple[Failure, ...]
    ) -> BuildReport:
        folder = self.workshop.new()
        try:
            written = self._fill(folder, plan, previous)
            self._date(folder, previous)
            write_failures(failures, folder / "failures.json")
            _vocabulary(self.corpus).write(folder / "vocabulary.json")
            generation = self.workshop.finish(folder, self._manifest(written, digest))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return _report(generation, plan, failures, self._notes(plan, written))

    def _fill(self, folder: Path, plan: _Plan, previous: Generation | None) -> Written:
        writing = Writing(folder, self.engine, self.corpus.themes, self.extracts, self.progress, self.cluster)
        if previous and self._fits(plan, previous):
            fresh = [draft for draft in plan.drafts if draft.document.id in plan.added | plan.changed]
            written = writing.on_top(previous, fresh, sorted(plan.removed | plan.changed))
            if written.engine == choose(self.engine, written.passages):
                return written
            shutil.rmtree(folder)
            folder.mkdir()
        return writing.full(plan.drafts)

    def _date(self, folder: Path, previous: Generation | None) -> None:
        """Write when each document came and last changed; the one before is asked even where it no longer fits."""
        found = dates.dated(
            Forward.open(folder / "forward"),
            self.workshop.dates(),
            removed=self.corpus.removed,
            now=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            reread=previous is None or previous.manifest.extractor != EXTRACTOR,
        )
        dates.write(found, folder / dates.NAME)

    def _fits(self, plan: _Plan, previous: Generation) -> bool:
        """Tell whether the previous generation can be changed instead of written anew."""
        told = previous.manifest
        drift = abs(len(plan.drafts) - told.frozen)
        return (
            not self.rebuild
            and told.scheme == _scheme(self.corpus)
            and told.engine == choose(self.engine, told.passages)
            and drift < DRIFT * told.frozen
            and plan.share < REWRITTEN
        )

    def _manifest(self, written: Written, digest: str) -> Manifest:
        return Manifest(
            schema=SCHEMA,
            analyzer=ANALYZER,
            extractor=EXTRACTOR,
            engine=written.engine,
            corpus=digest,
            scheme=_scheme(self.corpus),
            documents=written.documents,
            passages=written.passages,
            frozen=written.frozen,
            built=datetime.now().astimezone().isoformat(timespec="seconds"),
            files={},
        )

    def _notes(self, plan: _Plan, written: Written) -> tuple[str, ...]:
        notes = []
        if self.engine == "auto":
            side = "högst" if written.engine == "whoosh" else "fler än"
            limit = f"{AUTO_LIMIT:,}".replace(",", "\N{NO-BREAK SPACE}")
            notes.append(f"Sökmotor: {written.engine} ({side} {limit} stycken).")
        expired = sum(draft.document.status_on(self.today) == "utgången" for draft in plan.drafts)
        if expired:
            notes.append(f"{expired} {'plan' if expired == 1 else 'planer'} har gått ut.")
        return tuple(notes)


def _plan(drafts: Sequence[Draft], previous: Generation | None) -> _Plan:
    known = _fingerprints(previous) if previous else {}
    ids = frozenset(draft.document.id for draft in drafts)
    return _Plan(
        drafts=drafts,
        added=ids - known.keys(),
        changed=frozenset(
            draft.document.id
            for draft in drafts
            if known.get(draft.document.id, draft.document.fingerprint) != draft.document.fingerprint
        ),
        removed=frozenset(known.keys() - ids),
    )


def _fingerprints(previous: Generation) -> Mapping[str, str]:
    forward = Forward.open(previous.forward_folder)
    return dict(zip(forward.ids(), forward.fingerprints.all(), strict=True))


def _report(generation: Generation, plan: _Plan, failures: tuple[Failure, ...], notes: tuple[str, ...]) -> BuildReport:
    return replace(
        _unchanged(generation),
        added=len(plan.added),
        changed=len(plan.changed),
        removed=len(plan.removed),
        unchanged=False,
        failures=failures,
        notes=notes,
    )


def _remarks(readings: Sequence[Reading]) -> tuple[Failure, ...]:
    return tuple(Failure(each.file.relative, "remark", note) for each in readings for note in each.head.notes)


def _unchanged(generation: Generation) -> BuildReport:
    told = generation.manifest
    return BuildReport(
        generation=generation.name,
        engine=told.engine,
        documents=told.documents,
        passages=told.passages,
        unchanged=True,
        failures=generation.failures(),
    )


def _vocabulary(corpus: Corpus) -> Vocabulary:
    return Vocabulary(
        themes=corpus.themes, synonyms=corpus.synonyms, regions=dict(corpus.regions), removed=corpus.removed
    )


def _digest(corpus: Corpus, keyed: Sequence[Keyed], publisher: str, year: int) -> str:
    """Return a hash of all that goes into an index."""
    parts = [str(VERSION), publisher, _scheme(corpus), repr(sorted(corpus.removed)), repr(corpus.synonyms)]
    parts += [repr(corpus.sources), repr(sorted(corpus.regions.items())), repr(corpus.records)]
    parts += [f"{item.file.relative} {item.file.record} {item.key}" for item in keyed if not item.page]
    # Of plans that were harvested, which one supersedes which follows from the year.
    parts += [str(year), *found] if (found := list(pages.state(keyed))) else []
    return _hash("\n".join(parts))


def _scheme(corpus: Corpus) -> str:
    """Return a hash of what every document's themes follow from."""
    return _hash(repr(corpus.themes))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()

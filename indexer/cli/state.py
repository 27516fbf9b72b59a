"""What `metodsok status` reports: the corpus, the index, the failures, what documents lack, and what nobody found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexer.config import Config
from indexer.errors import IndexDamaged, IndexFault, IndexMissing, IndexOutdated, IndexUnreachable
from indexer.model import Document

if TYPE_CHECKING:
    from indexer.index.generation import Generation

STATES: Mapping[type[IndexFault], str] = {
    IndexMissing: "no-index",
    IndexOutdated: "outdated",
    IndexDamaged: "damaged",
    IndexUnreachable: "unreachable",
}
LACKING: Mapping[str, Callable[[Document], bool]] = {
    "Planer utan år": lambda document: document.type == "plan" and not document.years,
    "Material utan tema": lambda document: not document.themes,
    "Material utan utgivningsår": lambda document: document.type != "plan" and not document.years,
    "Material utan text eller sammanfattning": lambda document: (
        not (document.path or document.checked or document.abstract)
    ),
    "Filer med avkortad text": lambda document: document.partial,
    "Filer med anmärkningar": lambda document: bool(document.path and document.notes),
}


OLDEST = 10
"""Pages listed as those that were seen longest ago."""


def state(config: Config) -> dict[str, Any]:
    """Return the state of the service as plain values; an index that cannot be used is a state. Raises CorpusError."""
    from indexer.index.generation import Generation
    from indexer.unanswered import Tally

    unanswered = [asdict(each) for each in Tally(config.unanswered).shown()]
    report: dict[str, Any] = {
        "corpus": _corpus(config.corpus), "harvest": _harvest(config.corpus), "lacking": {}, "failures": [],
        "unanswered": unanswered,
    }  # fmt: skip
    try:
        generation = Generation.open(config.index)
        found = documents(config)
    except IndexFault as fault:
        status = next((name for kind, name in STATES.items() if isinstance(fault, kind)), "unusable")
        return report | {"index": {"path": str(config.index), "status": status, "message": str(fault)}}
    return report | {
        "index": _index(config.index, generation),
        "failures": [asdict(failure) for failure in generation.failures()],
        "lacking": _lacking(found),
    }


def _corpus(root: Path) -> dict[str, Any]:
    from indexer.corpus import files, load

    corpus = load(root)
    return {
        "path": str(root),
        "records": len(corpus.records),
        "files": len(files(root)),
        "removed": len(corpus.removed),
        "themes": len(corpus.themes),
        "sources": len(corpus.sources),
    }


def _harvest(root: Path) -> dict[str, Any]:
    """Return how the latest harvest of each source went, the links that are dead, and the pages seen longest ago."""
    from indexer.cli.fetching import harvest_json
    from indexer.corpus.progress import Progress
    from indexer.corpus.store import Store

    with Store.open(root) as store:
        pages = store.pages()
        harvests = Progress(store).harvests()
    kept = sorted((page for page in pages if page.sha256 and not page.gone), key=lambda page: page.last_seen)
    dead = [page for page in pages if page.gone or page.failure in {"http-404", "http-410"}]
    return {
        "pages": len(kept),
        "sources": [harvest_json(each) for each in harvests],
        "dead": [{"url": page.address, "referrer": page.referrer, "gone": page.gone} for page in dead],
        "oldest": [{"url": page.address, "seen": page.last_seen.isoformat()} for page in kept[:OLDEST]],
    }


def _index(path: Path, generation: Generation) -> dict[str, Any]:
    manifest = generation.manifest
    return {
        "path": str(path),
        "status": "ok",
        "message": "i bruk",
        "engine": manifest.engine,
        "built": manifest.built,
        "documents": manifest.documents,
        "passages": manifest.passages,
        "bytes": sum(file.size for file in manifest.files.values()),
    }


def documents(config: Config) -> list[Document]:
    """Return all documents of the index. Raises IndexFault where it does not answer."""
    from indexer.model import Query
    from indexer.search import open_index

    with open_index(config.index, cluster=config.cluster) as searcher:
        searcher.ready()
        return searcher.documents(Query())


def _lacking(documents: Sequence[Document]) -> dict[str, list[str]]:
    """Return the ids of the documents that lack something, by what they lack."""
    return {name: sorted(each.id for each in documents if lacks(each)) for name, lacks in LACKING.items()}

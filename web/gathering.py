"""How the sources were last fetched, for the pages about the service: when, and what went wrong, without addresses."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.corpus import load
from indexer.corpus.progress import Progress, SourceHarvest
from indexer.corpus.store import Store
from indexer.errors import CorpusError
from indexer.harvest.reasons import EXPECTED, sentence

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A source's latest harvest; `ended` is ISO 8601, None where it goes on or was stopped.

    `faults` are sentences on what went wrong, each with how many addresses it was so for, most first.
    """

    name: str
    ended: str | None
    faults: Sequence[tuple[str, int]]


def names(corpus: Path) -> Mapping[str, str]:
    """Return what the sources are called, by id; nothing while somebody's edit of the corpus has a fault."""
    try:
        return {source.id: source.name for source in load(corpus).sources}
    except CorpusError:
        _log.warning("The names of the sources cannot be read", exc_info=True)
        return {}


def gather(corpus: Path, known: Mapping[str, str]) -> Sequence[Fetched] | None:
    """Return the latest harvest of each source, in the order of their names; None where that cannot be read."""
    try:
        with Store.open(corpus) as store:
            harvests = Progress(store).harvests()
    except CorpusError:
        _log.warning("The state of the harvests cannot be read", exc_info=True)
        return None
    return sorted((_fetched(each, known) for each in harvests), key=lambda each: each.name.casefold())


def latest(fetched: Sequence[Fetched] | None) -> str | None:
    """Return when a source was last fetched to the end, ISO 8601."""
    return max((each.ended for each in fetched or () if each.ended), default=None)


def _fetched(harvest: SourceHarvest, known: Mapping[str, str]) -> Fetched:
    faults = Counter(sentence(code) for code, _ in harvest.reasons if code not in EXPECTED)
    ended = harvest.ended.isoformat() if harvest.ended else None
    return Fetched(known.get(harvest.source, harvest.source), ended, faults.most_common())

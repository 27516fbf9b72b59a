"""What the pages about the service tell: whose material there is, how the collection is, what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from indexer.index.vocabulary import Failure
from indexer.model import LANGUAGE_LABELS, STATUS_LABELS, TYPE_LABELS, Document, FacetValue, Query

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher

REVIEWED = date(2026, 11, 22)
"""The day on which the accessibility of the pages was last assessed; a test holds it to the statement's words."""


@dataclass(frozen=True, slots=True)
class State:
    """The collection in figures; `lacking` counts what a consultant could complete.

    `gone` is what publishers have taken away.
    """

    documents: int
    passages: int
    engine: str
    counts: Sequence[tuple[str, Sequence[FacetValue]]]
    lacking: Sequence[tuple[str, int]]
    failures: Sequence[Failure]
    gone: Sequence[Document]


def publishers(searcher: Searcher) -> Sequence[FacetValue]:
    """Return whose material there is, most first."""
    return searcher.search(Query(limit=0)).facets.get("publisher", ())


def state(searcher: Searcher, day: date) -> State:
    """Return the collection in figures, as of the index in force."""
    documents = searcher.documents(Query())
    manifest = searcher.manifest
    return State(
        documents=int(manifest["documents"]),
        passages=int(manifest["passages"]),
        engine=str(manifest["engine"]),
        counts=_counts(documents, day),
        lacking=[(name, count) for name, count in _lacking(documents).items() if count],
        failures=sorted(searcher.failures, key=lambda failure: failure.path),
        gone=[document for document in documents if document.gone],
    )


def _counts(documents: Sequence[Document], day: date) -> list[tuple[str, list[FacetValue]]]:
    types = Counter(TYPE_LABELS[document.type] for document in documents)
    plans = Counter(STATUS_LABELS[status] for document in documents if (status := document.status_on(day)))
    languages = Counter(LANGUAGE_LABELS.get(document.language, document.language) for document in documents)
    groups = (("Typ", types), ("Planernas status", plans), ("Språk", languages))
    return [
        (title, [FacetValue(label, label, count) for label, count in counter.most_common()])
        for title, counter in groups
        if counter
    ]


def _lacking(documents: Sequence[Document]) -> dict[str, int]:
    return {
        "Planer utan år": sum(document.type == "plan" and not document.years for document in documents),
        "Annat material utan utgivningsår": sum(
            document.type != "plan" and not document.years for document in documents
        ),
        "Material utan tema": sum(not document.themes for document in documents),
        "Filer med avkortad text": sum(document.partial for document in documents),
    }

"""The page of a region: its plans and whether they are in force, what they say, and its material."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.model import Document, Hit, Query, Status, Theme
from indexer.search.browse import STANDING, Saying, sayings
from indexer.search.searcher import MAX_LIMIT
from web.order import alphabetical

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher

MATERIAL = 30
OF_THEME = 4
"""Documents shown of each theme beside the plans."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A theme: how many of the region's documents have it, what the plans say of it, the newest of the others."""

    theme: Theme
    count: int
    sayings: Sequence[Saying]
    material: Sequence[Document]


@dataclass(frozen=True, slots=True)
class RegionPage:
    """What the page of one region tells; `total` counts its documents, of which `material` shows the newest."""

    code: str
    name: str
    plans: Sequence[Hit]
    themes: Sequence[Spoken]
    material: Sequence[Hit]
    total: int

    @property
    def standing(self) -> str:
        """One sentence on whether a plan is in force."""
        if not self.plans:
            return f"Ingen plan från {self.name} finns i samlingen."
        first = self.plans[0]
        if first.status == "gällande":
            last = first.document.valid_to
            return f"Planen gäller till och med {last}." if last else "Det finns en gällande plan."
        last = max((hit.document.valid_to or 0 for hit in self.plans if hit.status == "utgången"), default=0)
        until = f" Den senaste vi känner till gällde till och med {last}." if last else ""
        return f"Ingen gällande plan finns i samlingen.{until}"


@dataclass(frozen=True, slots=True)
class RegionEntry:
    """A region in the list of all: how much material it has, and the status of the plan that stands first."""

    code: str
    name: str
    count: int
    status: Status | None


def gather(searcher: Searcher, code: str) -> RegionPage | None:
    """Return what the page of a region tells, None where there is no such region."""
    name = searcher.regions.get(code)
    if name is None:
        return None
    plans = searcher.search(Query(regions=(code,), types=("plan",), sort="newest", limit=MAX_LIMIT)).hits
    others = ("guidance", "web page", "report", "exercise")
    material = searcher.search(Query(regions=(code,), types=others, sort="newest", limit=MATERIAL))
    return RegionPage(code, name, _in_force_first(plans), _spoken(searcher, code), material.hits, material.total)


def gather_list(searcher: Searcher) -> list[RegionEntry]:
    """Return all regions by name, those without material too."""
    plans = searcher.search(Query(types=("plan",), limit=MAX_LIMIT)).hits
    counts = {value.value: value.count for value in searcher.search(Query(limit=0)).facets.get("region", ())}
    entries = []
    for code, name in sorted(searcher.regions.items(), key=lambda each: alphabetical(each[1])):
        own = _in_force_first([hit for hit in plans if code in hit.document.regions])
        entries.append(RegionEntry(code, name, counts.get(code, 0), own[0].status if own else None))
    return entries


def _in_force_first(plans: Sequence[Hit]) -> list[Hit]:
    return sorted(plans, key=lambda hit: STANDING.index(hit.status))


def _spoken(searcher: Searcher, code: str) -> list[Spoken]:
    """Return the themes of the region's documents, core ones first, then those with most."""
    documents = searcher.documents(Query(regions=(code,)))
    counts = Counter(theme for document in documents for theme in document.themes)
    others = sorted(
        (each for each in documents if each.type != "plan"), key=lambda each: each.issued or "", reverse=True
    )
    spoken = [
        Spoken(each.theme, counts[each.theme.id], sayings(searcher, each.theme, (code,)), _about(each.theme, others))
        for each in searcher.themes()
        if counts[each.theme.id]
    ]
    return sorted(spoken, key=lambda each: (not each.theme.core, 0 if each.theme.core else -each.count))


def _about(theme: Theme, documents: Sequence[Document]) -> list[Document]:
    return [document for document in documents if theme.id in document.themes][:OF_THEME]

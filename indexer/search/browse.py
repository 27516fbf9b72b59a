"""Looking around without a question: what plans say of a theme, and which themes meet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from indexer.model import Document, Query, Snippet, Status, Theme
from indexer.search.searcher import MAX_LIMIT, Searcher

TERMS = 10
"""Names of a theme that are looked for in plans; the best known stand first in the scheme."""
STANDING: tuple[Status | None, ...] = ("gällande", "remiss", "okänd", None, "utgången", "ersatt")
"""What is in force first."""

_BRACKETS = re.compile(r"\s*\([^)]*\)")
_LIST = re.compile(r",\s*|\s+och\s+")


@dataclass(frozen=True, slots=True)
class Saying:
    """A plan that has a theme, and where it speaks of it; `snippet` is None where no place was found."""

    document: Document
    status: Status | None
    snippet: Snippet | None


def sayings(searcher: Searcher, theme: Theme, regions: Sequence[str] = ()) -> list[Saying]:
    """Return the plans that have the theme, those in force first, each with the lines that say most of it."""
    within = Query(themes=(theme.id,), types=("plan",), regions=tuple(regions), sort="newest", limit=MAX_LIMIT)
    plans = searcher.search(within).hits
    found: dict[str, Snippet] = {}
    for name in names(theme)[:TERMS]:
        if len(found) == len(plans):
            break
        for id_, snippet in _places(searcher, name, within).items():
            found.setdefault(id_, snippet)
    said = [Saying(hit.document, hit.status, found.get(hit.document.id)) for hit in plans]
    return sorted(said, key=lambda each: STANDING.index(each.status))


def names(theme: Theme) -> list[str]:
    """Return what the theme is called, each name once: its label's parts, abbreviations, synonyms."""
    bare = _BRACKETS.sub("", theme.label)
    # "Medie- och informationskunnighet" is one name, "Barn och unga, barnrätt" are several.
    parts = [bare] if "- " in bare else _LIST.split(bare)
    return list(dict.fromkeys((*parts, *theme.abbreviations, *theme.alternatives)))


def _places(searcher: Searcher, name: str, within: Query) -> dict[str, Snippet]:
    """Return the best lines about `name` by document; none where only another spelling was found.

    A name of several words is a phrase: *arbete* alone says nothing of *läsfrämjande arbete*.
    """
    results = searcher.search(
        Query(
            f'"{name}"' if " " in name else name,
            within.themes,
            within.regions,
            within.types,
            expand=False,
            limit=within.limit,
        )
    )
    if results.corrected:
        return {}
    best = ((hit.document.id, hit.snippets[0]) for hit in results.hits if hit.snippets)
    return {id_: snippet for id_, snippet in best if snippet.marks}


def together(documents: Iterable[Document]) -> Counter[tuple[str, str]]:
    """Return for each pair of themes, ids in order, how many documents have both."""
    return Counter(pair for document in documents for pair in combinations(sorted(set(document.themes)), 2))

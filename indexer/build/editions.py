"""Editions of a plan that follow each other: the later supersedes the earlier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from indexer.build.drafts import Draft
from indexer.build.facts import series


def with_editions(drafts: Sequence[Draft], found: Collection[str], year: int | None) -> list[Draft]:
    """Return the drafts; a plan that has begun by `year` supersedes its publisher's earlier one of the same name.

    Only where one of the two is among those `found` by harvesting: of the others people state it. A draft for
    consultation supersedes nothing.
    """
    newer = dict(_pairs(drafts, found, year)) if year else {}
    return [_linked(draft, newer.get(draft.document.id)) for draft in drafts]


def _pairs(drafts: Sequence[Draft], found: Collection[str], year: int | None) -> Iterator[tuple[str, str]]:
    """Yield (newer, older)."""
    groups = defaultdict(list)
    for draft in drafts:
        document = draft.document
        if document.type == "plan" and document.valid_from and document.stated_status != "remiss":
            groups[document.publisher, series(document.title)].append(document)
    for group in groups.values():
        ordered = sorted(group, key=lambda document: (document.valid_from or 0, document.id))
        for older, newer in pairwise(ordered):
            begun = (older.valid_from or 0) < (newer.valid_from or 0) <= (year or 0)
            if begun and (older.id in found or newer.id in found):
                yield newer.id, older.id


def _linked(draft: Draft, older: str | None) -> Draft:
    document = draft.document
    if older is None or document.supersedes:
        return draft
    return replace(draft, document=replace(document, supersedes=(older,)))

"""What there is to do in a document, and what that needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.language.practical import practical
from indexer.model import KIND_LABELS, Document, Passage

BEGINNING = 3
"""Passages: where a sheet tells for whom it is and how long it takes."""


def with_doings(document: Document, passages: Sequence[Passage]) -> Document:
    """Return the document with the kinds of its passages and, where it holds an exercise, what that needs.

    In other documents "Tid: 3 mars" tells of a meeting.
    """
    found = {passage.kind for passage in passages}
    kinds = tuple(kind for kind in KIND_LABELS if kind in found)
    if not kinds and document.type != "exercise":
        return document
    needs = practical("\n".join(passage.text for passage in passages[:BEGINNING]))
    return replace(document, kinds=kinds, audience=needs.audience, time=needs.time, group=needs.group)

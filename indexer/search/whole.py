"""A document's text made whole again from its passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.model import Passage, Section


def sections_of(passages: Sequence[Passage]) -> list[Section]:
    """Return the passages as sections: those that follow each other under one heading and page become one."""
    sections: list[Section] = []
    for passage in passages:
        section = Section(passage.text, passage.heading, passage.page, passage.anchor, passage.language)
        last = sections[-1] if sections else None
        if last and replace(last, text="") == replace(section, text=""):
            sections[-1] = replace(last, text=f"{last.text}\n\n{section.text}")
        else:
            sections.append(section)
    return sections

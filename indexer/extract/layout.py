"""Set the blocks of a marked-up document as sections of readable text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from indexer.extract.clean import repair
from indexer.model import Section

Kind = Literal["title", "heading", "text", "item", "row"]
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, an item of a list or a row of a table; `anchor` is a heading's fragment.

    `mark` is a numbered item's number as it is written, `1.` or `a)`.
    """

    kind: Kind
    text: str
    anchor: str | None = None
    mark: str | None = None


def sections(blocks: Iterable[Block]) -> Iterator[Section]:
    """Yield a section a heading: paragraphs apart by an empty line, items and rows on lines of their own."""
    head: Block | None = None
    body = ""
    previous: Kind | None = None
    for block in blocks:
        if block.kind in {"title", "heading"}:
            yield from _section(head, body)
            head, body = block, ""
        elif block.text:
            close = previous == block.kind and block.kind in {"item", "row"}
            body += ("\n" if close else "\n\n") + _set(block)
        previous = block.kind
    yield from _section(head, body)


def number(position: int, style: str | None = None) -> str:
    """Return an item's number as it is written: `3.`, or `c)` where the list is lettered."""
    lettered = style in {"a", "A"} and 1 <= position <= _LETTERS
    return f"{chr(ord('a') + position - 1)})" if lettered else f"{position}."


def _set(block: Block) -> str:
    if block.kind != "item":
        return block.text
    return f"{block.mark or '•'} {block.text}"


def letters(parts: Iterable[Section]) -> int:
    """Return how many letters the sections hold."""
    return sum(letters_in(part.text) for part in parts)


def letters_in(text: str) -> int:
    """Return how many letters the text holds."""
    return sum(map(str.isalpha, text))


def _section(head: Block | None, body: str) -> Iterator[Section]:
    if head or body.strip():
        heading = " ".join(repair(head.text).split()) if head else None
        yield Section(text=repair(body), heading=heading or None, anchor=head.anchor if head else None)

"""The kept sources of our method sheets: TOML between `+++` lines, then Markdown."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

PUBLISHER = "Metodsök"
_FENCE = "+++\n"
_TASK = "[ ] "


@dataclass(frozen=True, slots=True)
class Sheet:
    """One method sheet: `statement` is its metadata as TOML, which becomes the sidecar word for word."""

    name: str
    statement: str
    title: str
    language: str
    themes: tuple[str, ...]
    abstract: str
    body: SyntaxTreeNode


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text within a line, with how it looks and where it leads."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


def read_sheet(path: Path) -> Sheet:
    """Return the sheet kept in the file; raises ValueError or KeyError where its metadata is not whole."""
    empty, statement, text = path.read_text(encoding="utf-8").split(_FENCE, 2)
    if empty:
        raise ValueError(f"{path}: the first line must be +++")
    stated = tomllib.loads(statement)
    return Sheet(
        name=path.stem,
        statement=statement,
        title=stated["title"],
        language=stated["language"],
        themes=tuple(stated["themes"]),
        abstract=stated["abstract"],
        body=SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(text)),
    )


def spans(node: SyntaxTreeNode, bold: bool = False, italic: bool = False, href: str = "") -> Iterator[Span]:
    """Yield the text of a heading, paragraph or cell; a hard line break is a span of one newline."""
    for child in node.children:
        if child.type == "hardbreak":
            yield Span("\n")
        elif child.type == "softbreak":
            yield Span(" ", bold, italic, href)
        elif child.children:
            link = str(child.attrs.get("href", href))
            yield from spans(child, bold or child.type == "strong", italic or child.type == "em", link)
        else:
            yield Span(child.content, bold, italic, href)


def plain(node: SyntaxTreeNode) -> str:
    """Return the text of a heading, paragraph or cell without its looks."""
    return "".join(span.text for span in spans(node))


def task(line: list[Span]) -> list[Span] | None:
    """Return the line without its `[ ]`, or None where it is no line to tick off."""
    if not line or not line[0].text.startswith(_TASK):
        return None
    first = line[0]
    return [Span(first.text.removeprefix(_TASK), first.bold, first.italic, first.href), *line[1:]]


def rows(table: SyntaxTreeNode) -> list[list[SyntaxTreeNode]]:
    """Return the table's cells, row by row, the heading row first."""
    return [list(row.children) for part in table.children for row in part.children]

"""Read web pages: trafilatura finds the main text, beautifulsoup4 clears the way and steps in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from indexer.errors import ExtractionError
from indexer.extract.layout import Block, letters, sections
from indexer.extract.markup import MARK, parse, plain, strip, tags
from indexer.extract.page import metadata_of
from indexer.model import Extract, Section

_LITTLE = 200
_SHARE_OF_MAIN = 0.8
"""Where trafilatura finds less than this share of what stands in <main>, it has taken good parts for furniture."""
_BLOCKS = frozenset(
    [
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "li",
        "tr",
        "dt",
        "dd",
        "div",
        "section",
        "article",
        "main",
        "body",
        "blockquote",
        "pre",
        "summary",
        "details",
        "caption",
        "form",
        "fieldset",
        "td",
        "th",
        "table",
        "ul",
        "ol",
        "dl",
        "aside",
        "header",
    ]
)


def read(path: Path) -> Extract:
    """Return the page's main text under its headings, with their anchors, and what the page says of itself.

    Raises ExtractionError `empty` where the page holds no text of its own.
    """
    raw = path.read_bytes()
    soup, source = parse(raw)
    metadata, notes = metadata_of(soup, source)
    anchors = _anchors(soup)
    strip(soup)
    plain(soup)
    found, reader = _main_text(soup, anchors)
    if not letters(found):
        raise ExtractionError(
            "empty",
            f"{path.name}: sidan har ingen egen text. Den byggs troligen av skript: spara den från webbläsaren.",
        )
    return Extract(sections=tuple(found), metadata=metadata, notes=tuple(notes), reader=reader)


def blocks(source: str) -> Iterator[Block]:
    """Yield the text of a piece of HTML as blocks, none of it taken for furniture."""
    soup = BeautifulSoup(source, "lxml")
    for tag in soup.find_all(["script", "style", "template"]):
        tag.decompose()
    plain(soup)
    return _with_soup(soup.body or soup, {})


def _item(text: str) -> Block:
    match = MARK.match(text)
    return Block("item", text[match.end() :], mark=match["mark"]) if match else Block("item", text)


def _anchors(soup: BeautifulSoup) -> dict[str, str]:
    """Return the fragment of each heading that has one, by the heading's text; the first of equals."""
    anchors: dict[str, str] = {}
    for heading in tags(soup, {"h1", "h2", "h3", "h4", "h5", "h6"}):
        inner = tags(heading)
        named = [part for part in inner if part.has_attr("id")] + [part for part in inner if _is_named(part)]
        anchor = heading.get("id") or (named and (named[0].get("id") or named[0].get("name")))
        if anchor:
            anchors.setdefault(_key(heading.get_text()), str(anchor))
    return anchors


def _is_named(tag: Tag) -> bool:
    return tag.name == "a" and tag.has_attr("name")


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _main_text(soup: BeautifulSoup, anchors: dict[str, str]) -> tuple[list[Section], str]:
    first = list(sections(_with_trafilatura(str(soup), anchors)))
    root = soup.find("main") or soup.find("article")
    if not isinstance(root, Tag) and letters(first) >= _LITTLE:
        return first, "trafilatura"
    second = list(sections(_with_soup(root if isinstance(root, Tag) else soup.body or soup, anchors)))
    if letters(first) >= max(_LITTLE, _SHARE_OF_MAIN * letters(second)) and not _is_flat(first):
        return first, "trafilatura"
    # A flat answer counts the headings in, so it is longer than the same with its headings apart.
    if _is_flat(first) and second and not _is_flat(second) and 2 * letters(second) >= letters(first):
        return second, "beautifulsoup4"
    return (second, "beautifulsoup4") if letters(second) > letters(first) else (first, "trafilatura")


def _is_flat(found: list[Section]) -> bool:
    """Tell whether all of a page came as one line: what trafilatura gives where it finds no paragraphs worth having."""
    return len(found) == 1 and found[0].heading is None and "\n" not in found[0].text


def _with_trafilatura(source: str, anchors: dict[str, str]) -> Iterator[Block]:
    import trafilatura

    document = trafilatura.bare_extraction(
        source, include_comments=False, include_formatting=True, favor_recall=True, with_metadata=False
    )
    body = getattr(document, "body", None)
    if body is not None:
        yield from _tei_blocks(body, anchors)


def _tei_blocks(body: Any, anchors: dict[str, str]) -> Iterator[Block]:
    """Yield the blocks of trafilatura's tree (a small TEI), without recursion: hostile pages nest deep."""
    stack = [body]
    while stack:
        element = stack.pop()
        if element.tag == "head":
            text = _tei_text(element)
            yield Block("heading", text, anchors.get(_key(text)))
        elif element.tag == "row":
            yield Block("row", " | ".join(filter(None, (_tei_text(cell) for cell in element))))
        elif element.tag in {"p", "quote", "code", "ab", "item"}:
            text = _tei_text(element)
            # Where it falls back on plain paragraphs, items come as such, and their numbers with them.
            yield _item(text) if element.tag == "item" or MARK.match(text) else Block("text", text)
            stack.extend(reversed([child for child in element if child.tag in {"list", "table"}]))
        else:
            stack.extend(reversed(element))


def _tei_text(element: Any) -> str:
    parts = [element.text or ""]
    for child in element.iterdescendants():
        inside = any(parent.tag in {"list", "table"} for parent in child.iterancestors() if parent is not element)
        nested = child.tag in {"list", "table"} and element.tag == "item"
        parts.append("\n" if child.tag == "lb" else "")
        parts.append("" if nested or (inside and element.tag == "item") else child.text or "")
        parts.append(child.tail or "")
    return _lines("".join(parts))


def _with_soup(root: Tag, anchors: dict[str, str]) -> Iterator[Block]:
    """Yield the text under `root`, each run of it as the block that its nearest block element makes it."""
    owner: Tag | None = None
    parts: list[str] = []
    for node in root.descendants:
        if isinstance(node, Tag):
            parts.append({"br": "\n", "td": " | ", "th": " | "}.get(node.name, "") if parts else "")
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            block = _owner(node)
            if block is not owner:
                yield from _run(owner, parts, anchors)
                owner, parts = block, []
            parts.append(re.sub(r"\s+", " ", node))
    yield from _run(owner, parts, anchors)


def _owner(node: NavigableString) -> Tag | None:
    row = None
    for parent in node.parents:
        if parent.name == "tr":
            return parent
        if row is None and parent.name in _BLOCKS:
            row = parent
            if row.name not in {"td", "th", "p", "div"}:
                return row
    return row


def _run(owner: Tag | None, parts: list[str], anchors: dict[str, str]) -> Iterator[Block]:
    text = _lines("".join(parts)).strip(" |")
    if owner is None or not text:
        return
    if re.fullmatch(r"h[1-6]", owner.name):
        yield Block("heading", text, anchors.get(_key(text)))
        return
    if owner.name in {"li", "dt", "dd"} or MARK.match(text):
        yield _item(text)
    else:
        yield Block("row" if owner.name == "tr" else "text", text)


def _lines(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()

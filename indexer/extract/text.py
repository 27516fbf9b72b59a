"""Read plain text and Markdown in any usual encoding."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from indexer.extract.clean import BULLET, reflow, repair
from indexer.extract.layout import Block, Kind, number, sections
from indexer.extract.metadata import stated, title_of
from indexer.extract.sniff import looks_utf16
from indexer.model import Extract, Section

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD_CODES = ("cp1252", "mac_roman", "cp850")
_SWEDISH_SIGNS = frozenset("åäöÅÄÖéÉüÜ§–—”’“‘»«…•°´½©®àè\u00a0\u00ad")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_POINTER = re.compile(
    r"(?:läs mer|länk till|ladda (?:ned|ner|hem)|hämta|se även|till startsidan|syntolkning)\b", re.IGNORECASE
)
"""A link's text that a copied page keeps as a line: it heads nothing."""
_BOX = re.compile(r"\A\[[ xX]\]\s+")
"""The box to tick in a task list."""
_HEADING_LENGTH = 80
_PARAGRAPH_LENGTH = 60


def decode(raw: bytes, declared: str | None = None) -> str:
    """Return the text of the bytes, whatever was declared: mark, strict UTF-8, the declared code, then the likeliest.

    Files that say UTF-8 and are Latin-1, or the other way round, are common; strict UTF-8 hardly ever fits by chance.
    """
    for mark, code in _MARKS:
        if raw.startswith(mark):
            return raw.decode(code, errors="replace")
    if looks_utf16(raw[:4096]):
        return raw.decode("utf-16-le" if raw[1:2] == b"\x00" else "utf-16-be", errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_old(raw, declared)


def read_text(path: Path) -> Extract:
    """Return plain text: a form feed begins a page, a short line of its own before a paragraph is a heading."""
    pages = decode(path.read_bytes()).split("\f")
    found = [
        Section(text=text, heading=heading, page=number if len(pages) > 1 else None)
        for number, page in enumerate(pages, start=1)
        for heading, text in _plain_sections(reflow(repair(page)))
    ]
    return Extract(sections=tuple(found), pages=len(pages) if len(pages) > 1 else 0, reader="text")


def read_markdown(path: Path) -> Extract:
    """Return Markdown as readable text under its headings; the front matter gives the metadata."""
    source = decode(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")
    match = _FRONT_MATTER.match(source)
    metadata, notes = stated(front_matter(match[1])) if match else ({}, [])
    blocks = list(_blocks(source[match.end() :] if match else source))
    title = next((title_of(block.text) for block in blocks if block.kind == "title"), None)
    if title:
        metadata.setdefault("title", title)
    return Extract(sections=tuple(sections(blocks)), metadata=metadata, notes=tuple(notes), reader="markdown-it-py")


def front_matter(block: str) -> Iterator[tuple[str, str]]:
    """Yield (key, value) of `key: value` lines; `[a, b]` and lists of dashes are joined by `|`."""
    key, values = "", list[str]()
    for line in [*block.split("\n"), "end:"]:
        if line.lstrip().startswith(("#", "- ")) and line.strip():
            if line.lstrip().startswith("- "):
                values.append(_unquote(line.lstrip()[2:]))
            continue
        name, colon, value = line.partition(":")
        if line[:1].isspace() and values:
            values[-1] = f"{values[-1]} {line.strip()}".strip()
        elif colon:
            if key:
                yield key, "|".join(value for value in values if value)
            key, values = name.strip(), _values(value.strip())


def _values(value: str) -> list[str]:
    if value.startswith("[") and value.endswith("]"):
        return [_unquote(part) for part in value[1:-1].split(",")]
    return [_unquote(value)] if value not in {"", ">", "|", ">-", "|-"} else [""]


def _unquote(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else re.sub(r"\s+#.*$", "", value)


def _decode_old(raw: bytes, declared: str | None) -> str:
    candidates = [*_declared(declared), *_OLD_CODES]
    texts = [raw.decode(code, errors="replace") for code in candidates]
    best = max(texts, key=_likelihood)
    if _likelihood(best) >= 0.5:  # noqa: PLR2004 – most signs beyond ASCII are those of Swedish
        return best
    from charset_normalizer import from_bytes

    guess = from_bytes(raw[:200_000]).best()
    return raw.decode(guess.encoding, errors="replace") if guess else texts[0]


def _declared(name: str | None) -> list[str]:
    try:
        return [codecs.lookup(name).name] if name and codecs.lookup(name).name != "utf-8" else []
    except LookupError:
        return []


def _likelihood(text: str) -> float:
    """Return how many of the characters beyond ASCII are those that Swedish uses."""
    beyond = [character for character in text[:200_000] if character > "\x7f"]
    return sum(character in _SWEDISH_SIGNS for character in beyond) / len(beyond) if beyond else 1.0


def _plain_sections(text: str) -> Iterator[tuple[str | None, str]]:
    blocks = [block.strip() for block in text.split("\n\n") if block.strip()]
    heading: str | None = None
    body: list[str] = []
    for at, block in enumerate(blocks):
        if _is_heading(block, blocks[at + 1 :]):
            if body or heading:
                yield heading, "\n\n".join(body)
            heading, body = block, []
        else:
            body.append(block)
    if body or heading:
        yield heading, "\n\n".join(body)


def _is_heading(block: str, rest: Sequence[str]) -> bool:
    if (rest and BULLET.match(rest[0])) or _POINTER.match(block):
        return False
    if len(block) > _HEADING_LENGTH or "\n" in block or not re.match(r"[\d.]*\s*[A-ZÅÄÖÉ]", block):
        return False
    follower = next((later for later in rest if len(later) > _PARAGRAPH_LENGTH), None)
    near = bool(rest) and follower is not None and rest.index(follower) < 2  # noqa: PLR2004 – itself or after one more
    return near and bool(re.search(r"[\w)?]$", block))


def _blocks(source: str) -> Iterator[Block]:
    from markdown_it import MarkdownIt

    kind: Kind = "text"
    cells: list[str] | None = None
    marks = _Marks()
    for token in MarkdownIt("commonmark").enable("table").parse(source):
        marks.see(token.type, token.attrs.get("start", 1))
        kind = _kind(token.type, token.tag) or kind
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            yield Block("row", " | ".join(filter(None, cells or ())))
            cells = None
        elif token.type == "inline" and cells is not None:
            cells.append(_inline(token.children or []))
        elif token.type == "inline":
            yield Block(kind, _BOX.sub("", _inline(token.children or [])), mark=marks.take())
            kind = "text"
        elif token.type in {"fence", "code_block"}:
            yield Block("text", token.content.strip())
        elif token.type == "html_block":
            yield from _html_blocks(token.content)


def _kind(type_: str, tag: str) -> Kind | None:
    if type_ == "heading_open":
        return "title" if tag == "h1" else "heading"
    return "item" if type_ == "list_item_open" else None


class _Marks:
    """The numbers of numbered lists, counted as a reader sees them: many write `1.` at every item."""

    def __init__(self) -> None:
        self._places: list[Iterator[int] | None] = []
        self._next: str | None = None

    def see(self, type_: str, start: object) -> None:
        """Take note of a token that begins or ends a list or an item."""
        if type_.endswith("_list_open"):
            self._places.append(count(int(str(start))) if type_.startswith("ordered") else None)
        elif type_.endswith("_list_close"):
            self._places.pop()
        elif type_ == "list_item_open":
            place = self._places[-1]
            self._next = number(next(place)) if place else None

    def take(self) -> str | None:
        """Return the number of the item that has just begun, once."""
        mark, self._next = self._next, None
        return mark


def _html_blocks(source: str) -> Iterator[Block]:
    from indexer.extract.html import blocks

    return blocks(source)


def _inline(tokens: Sequence[object]) -> str:
    parts = []
    for token in tokens:
        kind, content = getattr(token, "type", ""), getattr(token, "content", "")
        if kind in {"text", "code_inline", "text_special"}:
            parts.append(content)
        elif kind == "softbreak":
            parts.append(" ")
        elif kind == "hardbreak":
            parts.append("\n")
    return "".join(parts).strip()

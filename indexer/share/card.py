"""A quotation as a picture: SVG with its words as text, its source, and a description for those who do not see it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, MARGIN = 1200, 630, 90
"""Pixels: the shape in which shared pictures are shown."""
LONGEST = 320
"""Characters of a quotation: a few sentences, as good practice for quoting wants it."""
SIZES = ((120, 50), (200, 42))
"""Up to how many characters, which size of type in pixels."""
SMALLEST = 36
SERIF = "Georgia, 'Liberation Serif', 'DejaVu Serif', serif"
SANS = "Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
LEADING = 1.35

_SENTENCE = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"”’)]))\s+(?=[\"”’(–•]?[A-ZÅÄÖÉ0-9])")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")
# Widths of signs in ems, on the wide side for the fonts below: a line must fit whichever of them the reader has.
_NARROW, _WIDE = frozenset("iljtfrI.,;:!|'’()[]-/ "), frozenset("mwMWÅÄÖ@—%")


@dataclass(frozen=True, slots=True)
class Quotation:
    """What is quoted, and whence; `language` is the text's."""

    text: str
    title: str
    source: str
    service: str
    language: str = "sv"

    @property
    def plain(self) -> str:
        """The quotation as text, with its source."""
        return f"”{self.text}”\n– {self.title}, {self.source}"


def sentences(text: str) -> list[str]:
    """Return the sentences of a passage, each on one line."""
    return [sentence for paragraph in _paragraphs(text) for sentence in paragraph]


def quoted(text: str, first: int = 0) -> str:
    """Return as many whole sentences of one paragraph as fit, from number `first` on in the whole text.

    A sentence that is too long is cut at a word.
    """
    taken = ""
    for sentence in _rest_of_paragraph(text, first):
        if taken and len(taken) + 1 + len(sentence) > LONGEST:
            break
        taken = f"{taken} {sentence}" if taken else sentence
    return taken if len(taken) <= LONGEST else f"{taken[:LONGEST].rpartition(' ')[0] or taken[:LONGEST]} …"


def _rest_of_paragraph(text: str, first: int) -> list[str]:
    for paragraph in _paragraphs(text):
        if first < len(paragraph):
            return paragraph[first:]
        first -= len(paragraph)
    return []


def _paragraphs(text: str) -> list[list[str]]:
    """Return the sentences by paragraph: a table's row or a list's item must not run into the next sentence."""
    separator = "\n\n" if "\n\n" in text else "\n"
    found = ([each for each in _SENTENCE.split(" ".join(part.split())) if each] for part in text.split(separator))
    return [paragraph for paragraph in found if paragraph]


def svg(quotation: Quotation) -> str:
    """Return the card; everything in it is escaped, and nothing is fetched."""
    size = next((size for longest, size in SIZES if len(quotation.text) <= longest), SMALLEST)
    lines = list(wrapped(f"”{quotation.text}”", (WIDTH - 2 * MARGIN) / size))
    step = size * LEADING
    top = max(150.0, (HEIGHT - 130 - step * len(lines)) / 2 + size + 20)
    shape = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    serif = f'<g font-family="{SERIF}" font-size="{size}" fill="#1c2524" xml:lang="{_text(quotation.language)}">'
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" {shape} role="img" aria-labelledby="titel text" xml:lang="sv">',
        f'<title id="titel">{_text(f"Citat ur {quotation.title}")}</title>',
        f'<desc id="text">{_text(quotation.plain)}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#faf8f3"/>',
        f'<rect width="18" height="{HEIGHT}" fill="#14564b"/>',
        serif,
        *(f'<text x="{MARGIN}" y="{top + step * at:.0f}">{_text(line)}</text>' for at, line in enumerate(lines)),
        "</g>",
        f'<g font-family="{SANS}" font-size="24">',
        *_source(quotation),
        "</g>",
        "</svg>",
    ])  # fmt: skip


def wrapped(text: str, width: float) -> Iterator[str]:
    """Yield the lines of a text that is `width` ems wide; a word that is wider than that is broken."""
    line = ""
    for word in (piece for each in text.split() for piece in _pieces(each, width)):
        if line and _width(f"{line} {word}") > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _source(quotation: Quotation) -> list[str]:
    """Return the two lines below: the title, then publisher and place; each cut to its line."""
    width = (WIDTH - 2 * MARGIN) / 24
    # A sheet of the service's own is not said to be from the service twice.
    own = quotation.source.split(", ")[0] == quotation.service
    source = quotation.source if own else f"{quotation.source} · {quotation.service}"
    shown = [_cut(quotation.title, width), _cut(source, width)]
    styles = ('font-weight="bold" fill="#1c2524"', 'fill="#535d5a"')
    return [
        f'<text x="{MARGIN}" y="{HEIGHT - 84 + 36 * at}" {style}>{_text(line)}</text>'
        for at, (line, style) in enumerate(zip(shown, styles, strict=True))
    ]


def _cut(text: str, width: float) -> str:
    lines = list(wrapped(text, width - 1))
    return lines[0] if len(lines) == 1 else f"{lines[0]} …"


def _pieces(word: str, width: float) -> Sequence[str]:
    room = max(1, int(width / 1.0))
    return [word] if _width(word) <= width else [word[at : at + room] for at in range(0, len(word), room)]


def _width(text: str) -> float:
    return sum(0.33 if sign in _NARROW else 0.92 if sign in _WIDE else 0.7 if sign.isupper() else 0.52 for sign in text)


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("", text))

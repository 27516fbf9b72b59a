"""Newsletters in three forms: HTML that mail programs bear, Markdown, and plain text.

Mail programs drop style sheets, scripts and much of CSS, and Outlook lays out by tables: so all styles stand on the
elements, the width is a table's, and nothing is fetched. Whatever documents and editors say is escaped in each form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal
from urllib.parse import quote, urlsplit

from indexer.model import STATUS_LABELS, TYPE_LABELS, UNKNOWN_PUBLISHER, Document, Status

Form = Literal["html", "markdown", "text"]
FORMS: Mapping[Form, str] = {"html": "HTML", "markdown": "Markdown", "text": "Ren text"}
"""The forms with the names that people know."""
WIDTH = 600
"""Pixels: what the reading panes of mail programs show without scrolling."""

_FONT = "font-family:Arial,Helvetica,sans-serif;"
_STYLES = {
    "title": f"margin:0 0 16px;{_FONT}font-size:26px;line-height:1.25;color:#1c2524;",
    "heading": f"margin:0 0 4px;{_FONT}font-size:19px;line-height:1.3;color:#1c2524;",
    "text": f"margin:0 0 12px;{_FONT}font-size:16px;line-height:1.5;color:#1c2524;",
    "facts": f"margin:0 0 8px;{_FONT}font-size:14px;line-height:1.4;color:#535d5a;",
    "cell": "padding:20px 0 8px;border-top:1px solid #d9d5ca;",
    "link": "color:#14564b;text-decoration:underline;",
}
# What Markdown would read as something else than the sign: anywhere, and first on a line.
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|~$&]")
_FIRST = re.compile(r"^(?:([-+=:])|([0-9]{1,9})([.)]))")


@dataclass(frozen=True, slots=True)
class Item:
    """A document in a newsletter.

    `address` is where the service keeps it, None where that is not known outside; `lines` are the editor's own.
    """

    document: Document
    status: Status | None
    address: str | None
    lines: str = ""

    @property
    def text(self) -> str:
        """What is told of it: the editor's lines, else the catalogue's."""
        return self.lines or self.document.abstract or ""

    @property
    def facts(self) -> str:
        """Type, publisher, years and standing, on one line."""
        document = self.document
        publisher = "" if document.publisher == UNKNOWN_PUBLISHER else _line(document.publisher)
        status = STATUS_LABELS[self.status] if self.status else ""
        return " · ".join(filter(None, (TYPE_LABELS[document.type], publisher, years(document), status)))

    @property
    def source(self) -> str | None:
        """Where the publisher has it."""
        return web_address(self.document.url)

    @property
    def link(self) -> str | None:
        """Where its title leads: to the service, where a link outlives the publisher's; else to the publisher."""
        return web_address(self.address) or self.source


@dataclass(frozen=True, slots=True)
class Newsletter:
    """What is sent; `home` is the service's public address, None where it has none."""

    title: str
    introduction: str
    items: Sequence[Item]
    service: str
    home: str | None = None

    @property
    def heading(self) -> str:
        """The editor's title, else one of ours."""
        return _line(self.title) or f"Urval ur {_line(self.service)}"


def write(newsletter: Newsletter, form: Form) -> str:
    """Return the newsletter in a form, without a line break at the end."""
    writers: Mapping[Form, Callable[[Newsletter], str]] = {"html": html, "markdown": markdown, "text": text}
    return writers[form](newsletter)


def plain(newsletter: Newsletter) -> dict[str, Any]:
    """Return what the newsletter says as plain values, for programs that lay it out by themselves."""
    items = [
        {
            "id": each.document.id,
            "title": each.document.title,
            "facts": each.facts,
            "text": each.text,
            "link": each.link,
            "source": each.source,
        }
        for each in newsletter.items
    ]
    return {"title": newsletter.heading, "introduction": newsletter.introduction, "items": items}


def html(newsletter: Newsletter) -> str:
    """Return a whole HTML document, fit to be a mail's body."""
    return (
        f'<!DOCTYPE html>\n<html lang="sv">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(newsletter.heading)}</title>\n</head>\n"
        f'<body style="margin:0;padding:0;background-color:#ffffff;">\n{fragment(newsletter)}\n</body>\n</html>'
    )


def fragment(newsletter: Newsletter, level: int = 1) -> str:
    """Return the newsletter as HTML to be put into something else; `level` is that of its title's heading."""
    rows = [f'<tr><td style="padding:24px 0 12px;">{_head(newsletter, level)}</td></tr>']
    rows += [f'<tr><td style="{_STYLES["cell"]}">{_item(item, level + 1)}</td></tr>' for item in newsletter.items]
    rows.append(f'<tr><td style="{_STYLES["cell"]}">{_foot(newsletter)}</td></tr>')
    # Outlook knows no max-width: it gets a table of its own around ours.
    bare = 'role="presentation" cellpadding="0" cellspacing="0" border="0"'
    return "\n".join([
        f'<table {bare} width="100%"><tr><td align="center" style="padding:0 16px;">',
        f'<!--[if mso]><table {bare} width="{WIDTH}"><tr><td><![endif]-->',
        f'<table {bare} width="100%" style="max-width:{WIDTH}px;text-align:left;">',
        *rows,
        "</table>",
        "<!--[if mso]></td></tr></table><![endif]-->",
        "</td></tr></table>",
    ])  # fmt: skip


def markdown(newsletter: Newsletter) -> str:
    """Return the newsletter as CommonMark."""
    blocks = [f"# {plain_markdown(newsletter.heading)}", *_markdown_blocks(newsletter.introduction)]
    for item in newsletter.items:
        title = plain_markdown(_line(item.document.title))
        blocks += [
            f"## [{title}]({item.link})" if item.link else f"## {title}",
            plain_markdown(item.facts),
            *_markdown_blocks(item.text),
        ]
        if item.source and item.source != item.link:
            blocks.append(f"[{_at_publisher(item)}]({item.source})")
    service = plain_markdown(_line(newsletter.service))
    home = web_address(newsletter.home)
    blocks += ["---", f"Urvalet är gjort i [{service}]({home})." if home else f"Urvalet är gjort i {service}."]
    return "\n\n".join(blocks)


def text(newsletter: Newsletter) -> str:
    """Return the newsletter as plain text."""
    blocks = [f"{newsletter.heading}\n{'=' * len(newsletter.heading)}", *_paragraphs(newsletter.introduction)]
    for number, item in enumerate(newsletter.items, start=1):
        blocks.append(f"{number}. {_line(item.document.title)}\n{item.facts}")
        blocks += _paragraphs(item.text)
        links = [item.link, f"{_at_publisher(item)}: {item.source}" if item.source != item.link else None]
        if any(links):
            blocks.append("\n".join(filter(None, links)))
    home = web_address(newsletter.home)
    service = _line(newsletter.service)
    blocks.append(f"--\nUrvalet är gjort i {service}: {home}" if home else f"--\nUrvalet är gjort i {service}.")
    return "\n\n".join(blocks)


def years(document: Document) -> str:
    """Return the years as people read them: `2021–2024`, `2022–`, `2022`, or nothing."""
    if document.valid_from is not None:
        last = document.valid_to
        return str(document.valid_from) if last == document.valid_from else f"{document.valid_from}–{last or ''}"
    return document.issued[:4] if document.issued else ""


def plain_markdown(text: str) -> str:
    """Return one line of text that Markdown shows as it stands."""
    marked = _MARKDOWN.sub(lambda sign: f"\\{sign[0]}", text.strip())
    return _FIRST.sub(lambda first: f"\\{first[1]}" if first[1] else f"{first[2]}\\{first[3]}", marked)


def web_address(address: str | None) -> str | None:
    """Return the address without signs that would end a link in any of the forms; None for what is no web address."""
    if not address or urlsplit(address).scheme not in {"http", "https"}:
        return None
    return quote(address, safe=":/?#@!$&*+,;=%-._~")


def _head(newsletter: Newsletter, level: int) -> str:
    title = f'<h{level} style="{_STYLES["title"]}">{escape(newsletter.heading)}</h{level}>'
    return title + "".join(_html_paragraphs(newsletter.introduction))


def _item(item: Item, level: int) -> str:
    language = item.document.language
    foreign = f' lang="{escape(language)}" dir="auto"' if language != "sv" else ""
    title = _anchor(item.link, _line(item.document.title))
    parts = [
        f'<h{level} style="{_STYLES["heading"]}"{foreign}>{title}</h{level}>',
        f'<p style="{_STYLES["facts"]}">{escape(item.facts)}</p>',
        *_html_paragraphs(item.text),
    ]
    if item.source and item.source != item.link:
        parts.append(f'<p style="{_STYLES["text"]}">{_anchor(item.source, _at_publisher(item))}</p>')
    return "".join(parts)


def _foot(newsletter: Newsletter) -> str:
    service = _anchor(web_address(newsletter.home), _line(newsletter.service))
    return f'<p style="{_STYLES["facts"]}">Urvalet är gjort i {service}.</p>'


def _anchor(address: str | None, text: str) -> str:
    told = escape(text)
    return f'<a href="{escape(address)}" style="{_STYLES["link"]}">{told}</a>' if address else told


def _at_publisher(item: Item) -> str:
    """Return the words of the link to the source; the host is told, for publishers have signs of their own."""
    host = urlsplit(item.source or "").hostname or ""
    return f"Hos utgivaren ({host.removeprefix('www.')})"


def _html_paragraphs(text: str) -> Iterator[str]:
    for paragraph in _paragraphs(text):
        yield f'<p style="{_STYLES["text"]}">{"<br>".join(escape(line) for line in paragraph.splitlines())}</p>'


def _markdown_blocks(text: str) -> Iterator[str]:
    for paragraph in _paragraphs(text):
        yield "  \n".join(plain_markdown(line) for line in paragraph.splitlines())


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs, which empty lines set apart; their lines are trimmed."""
    lines = [" ".join(line.split()) for line in text.strip().splitlines()]
    return [block for block in re.split(r"\n{2,}", "\n".join(lines)) if block]


def _line(text: str) -> str:
    return " ".join(text.split())

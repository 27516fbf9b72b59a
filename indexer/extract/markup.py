"""Clear the way to a web page's main text: furniture out, folded text open, mark-up made plain."""

from __future__ import annotations

import re
from collections.abc import Collection

from bs4 import BeautifulSoup, Tag

from indexer.extract.layout import number
from indexer.extract.text import decode

_DECLARED = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]+encoding=["']([\w.:-]+)""", re.IGNORECASE
)
_NEVER = re.compile("[\x00\ue010\ue011]")
_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "svg",
        "iframe",
        "object",
        "button",
        "select",
        "input",
        "textarea",
        "figcaption",
        "img",
        "picture",
        "video",
        "audio",
        "dialog",
        "address",
    ]
)
_INLINE = frozenset(
    [
        *(
            "a",
            "abbr",
            "acronym",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "data",
            "dfn",
            "em",
            "font",
            "i",
            "ins",
            "kbd",
            "label",
        ),
        *("mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    ]
)
_DROPPED_OUTSIDE = ("header", "footer", "aside")
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "alert"})
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:cookie\w*|consent|gdpr|kakor|breadcrumbs?|brodsmul\w*|nav(?:igation|bar)?|menu|meny|skip-?(?:link|to)\w*|"
    r"share|sharing|social|dela|feedback|related(?:-posts)?|relaterade?|contact-?cards?|kontaktkort|kontakt-?lista|h?v?-?cards?-person|"
    r"vcard|h-card|author(?:-box|-bio)?|byline|staff(?:-list)?|employees?|medarbetare|personal-?lista|newsletter-?signup|modal|popup|"
    r"(?:page-?)?tools|verktyg|readspeaker|rs_\w+|pagination|wp-caption-text|comments?(?:-area)?|page-alert|site-?(?:header|footer)|sidebar|sidfot|sidhuvud)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_FOLDED = re.compile(r"accordion|dragspel|collaps|expand|toggle|tab-?(?:panel|content)|fold", re.IGNORECASE)
MARK = re.compile(r"\ue010(?P<mark>[^\ue011]{1,8})\ue011\s*")
"""How an item's number is carried through trafilatura: in private-use characters, which never are in the input."""
_MAIN = ("main", "article", "h1")
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_PARAGRAPHS = ["p", "div", "li", "ul", "ol", "br"]
_PARTS = ["p", "div", "table", "ul", "ol", "section", *_HEADINGS]
_CELL = 600
"""Characters above which a table's cell is a part of the page and its table only there for the layout."""


def parse(raw: bytes) -> tuple[BeautifulSoup, str]:
    """Return the page as a tree, decoded as what it is, and its source; nothing outside the file is asked for."""
    match = _DECLARED.search(raw[:4096])
    declared = (match[1] or match[2]).decode("ascii", errors="replace") if match else None
    source = re.sub(r"\A\s*<\?xml[^>]*\?>", "", _NEVER.sub("", decode(raw, declared)))
    return BeautifulSoup(source, "lxml"), source


def tags(root: Tag, names: Collection[str] | None = None) -> list[Tag]:
    """Return the elements below `root` in the order of the page, those of the given names; all where none are given.

    The same as `find_all`, which asks each element by each name: a fifth of what reading a page cost.
    """
    found = [node for node in root.descendants if isinstance(node, Tag)]
    return found if names is None else [tag for tag in found if tag.name in names]


def has(root: Tag, names: Collection[str]) -> bool:
    """Return whether an element of one of the names stands below `root`."""
    return any(isinstance(node, Tag) and node.name in names for node in root.descendants)


def strip(soup: BeautifulSoup) -> None:
    """Remove what is furniture by its tag, role, class or id; what holds the main text stays, whatever its name."""
    for button in tags(soup, {"button"}):
        _open_button(button)
    _drop_picture_texts(soup)
    gone: set[int] = set()
    for tag in tags(soup, _DROPPED):
        if id(tag) not in gone and not has(tag, _MAIN):
            _drop(tag, gone)
    whole = len(soup.get_text())
    for tag in tags(soup):
        if id(tag) in gone or tag.name in {"html", "body", "main", "article", "h1"}:
            continue
        names = _names(tag)
        if _is_furniture(tag, names) and not has(tag, _MAIN) and len(tag.get_text()) <= whole / 2:
            _drop(tag, gone)
        elif _FOLDED.search(names) or tag.name in {"details", "summary"}:
            _unfold(tag)


def _drop(tag: Tag, gone: set[int]) -> None:
    """Remove an element, and note which others go with it: asking them later would search their contents."""
    gone.update(map(id, tags(tag)))
    tag.decompose()


def _drop_picture_texts(soup: BeautifulSoup) -> None:
    """Remove what only repeats a picture's text: platforms write it for the eye, for the ear and for a script."""
    texts = {_letters(str(picture.get("alt") or "")) for picture in tags(soup, {"img"})} - {""}
    for string in soup.find_all(string=True) if texts else []:
        alone = string.parent is not None and string.parent.name in {"span", "p", "div", "small", "em"}
        if (
            alone
            and _letters(re.sub(r"\A\s*(?:syntolkning|bild(?:beskrivning)?):", "", string, flags=re.IGNORECASE))
            in texts
        ):
            string.extract()


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _is_furniture(tag: Tag, names: str) -> bool:
    if str(tag.get("role") or "").lower() in _ROLES:
        return True
    if tag.name in _DROPPED_OUTSIDE:
        return tag.find_parent(["main", "article"]) is None
    return bool(names and _NAMED.search(names))


def _names(tag: Tag) -> str:
    classes, id_ = tag.get("class"), str(tag.get("id") or "")
    return " ".join([*(classes if isinstance(classes, list) else [str(classes or "")]), id_]) if classes or id_ else ""


def _open_button(button: Tag) -> None:
    """Keep the heading that an accordion has in a button."""
    if button.find_parent(_HEADINGS):
        button.unwrap()
    elif button.has_attr("aria-expanded") and button.find_parent(["nav", "header"]) is None:
        button.name = "h3"


def _unfold(tag: Tag) -> None:
    """Make an accordion's text visible: what is folded away on the screen is often the best of the page."""
    for part in [tag, *tags(tag)]:
        for attribute in ("hidden", "aria-hidden", "style", "class"):
            part.attrs.pop(attribute, None)
    tag.name = {"details": "div", "summary": "h3"}.get(tag.name, tag.name)


def plain(soup: BeautifulSoup) -> None:
    """Leave no mark-up that trafilatura loses text or spaces for.

    It drops `<strong>` and `<time>` in items, paragraphs in items and quotes, and lists that are links throughout.
    Outside the main element its judgement of links is needed, so there they stay.
    """
    for list_ in tags(soup, {"dl"}):
        _pair(list_)
    for cell in tags(soup, {"td", "th"}):
        if not has(cell, {"table", *_HEADINGS}) and len(cell.get_text()) <= _CELL:
            _one_line(cell)
    for holder in tags(soup, {"li", "blockquote"}):
        _one_paragraph(holder)
    _unwrap_inline(soup)
    for list_ in tags(soup, {"ol"}):
        _number(list_)
    soup.smooth()


def _unwrap_inline(soup: BeautifulSoup) -> None:
    has_main = has(soup, {"main", "article"})
    for tag in tags(soup, _INLINE):
        if tag.name == "a":
            if isinstance(tag.previous_sibling, Tag):
                tag.insert_before(" ")
            if isinstance(tag.next_sibling, Tag):
                tag.insert_after(" ")
            if not has_main or tag.find_parent(["main", "article"]) is None:
                continue
        tag.unwrap()


def _pair(list_: Tag) -> None:
    """Make `<dt>Tid</dt><dd>90 minuter</dd>` the paragraph `Tid: 90 minuter`; what is no such pair stays."""
    for term in list_.find_all("dt"):
        meaning = term.find_next_sibling(["dt", "dd"])
        name = term.get_text().strip()
        if meaning is None or meaning.name == "dt" or meaning.find(["p", "ul", "ol", "table", *_HEADINGS]):
            continue
        if name:
            meaning.insert(0, name + (" " if name[-1] in ":?!." else ": "))
        meaning.name = "p"
        term.decompose()


def _one_line(cell: Tag) -> None:
    for item in cell.select("li + li"):
        item.insert_before("; ")
    for part in tags(cell, _PARAGRAPHS):
        part.insert_before(" ")
        part.unwrap()


def _one_paragraph(holder: Tag) -> None:
    """Make paragraphs in an item or a quote lines of its own text."""
    filled = False
    for part in list(holder.children):
        if isinstance(part, Tag) and part.name in {"p", "div"} and not has(part, _PARTS):
            if filled and part.get_text(strip=True):
                part.insert_before(Tag(name="br"))
            part.name = "span"
        filled = filled or bool(part.get_text(strip=True))


def _number(list_: Tag) -> None:
    """Write into each item of a numbered list the number that a browser shows."""
    position = _whole(list_.get("start"), 1)
    for item in list_.find_all("li", recursive=False):
        position = _whole(item.get("value"), position)
        item.insert(0, f"\ue010{number(position, str(list_.get('type') or ''))}\ue011")
        position += 1


def _whole(value: object, default: int) -> int:
    return int(value) if isinstance(value, str) and re.fullmatch(r"\d{1,4}", value) else default

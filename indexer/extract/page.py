"""What a web page says of itself: title, publisher, language, date and Metodsök's own `<meta>` names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag

from indexer.extract.markup import tags
from indexer.extract.metadata import date_in, publisher_of, stated, title_of

_OWN = "metodsok:"
_ISSUED = [
    "dcterms.issued",
    "dc.date.issued",
    "article:published_time",
    "dc.date",
    "dcterms.created",
    "date",
    "pubdate",
]
_UPDATED = ["dcterms.modified", "article:modified_time", "og:updated_time", "last-modified"]
_PUBLISHER = [
    "dcterms.publisher",
    "dc.publisher",
    "og:site_name",
    "publisher",
    "dcterms.creator",
    "dc.creator",
    "author",
]
_ABSTRACT = ["dcterms.abstract", "dc.description", "description", "og:description"]
_PUBLISHED_AT = re.compile(r"(?:publicera[dt]|nyheter)\b[^\d\n]{0,20}(?P<date>\d[^\n]{5,25})", re.IGNORECASE)
_UPDATED_AT = re.compile(
    r"(?:uppdaterad(?:es)?|uppdaterat|granskad|ändrad|last updated)\b[^\d\n]{0,20}(?P<date>\d[^\n]{5,25})",
    re.IGNORECASE,
)
_SITE = re.compile(r"\s+(?:[|–—·•»-]|::)\s+")
_SHORTEST_TITLE = 3


def metadata_of(soup: BeautifulSoup, source: str) -> tuple[dict[str, str], list[str]]:
    """Return the page's metadata under the keys of `Record`, our own `<meta>` names first, and notes in Swedish."""
    metas = _metas(soup)
    own = [(name.removeprefix(_OWN), value) for name, value in metas if name.startswith(_OWN)]
    metadata, notes = stated((key, _as_list(key, value)) for key, value in own)
    for key, value in _found(soup, source, dict(reversed(metas))).items():
        if value:
            metadata.setdefault(key, value)
    return metadata, notes


def _metas(soup: BeautifulSoup) -> list[tuple[str, str]]:
    metas = []
    for tag in tags(soup, {"meta"}):
        name = str(tag.get("name") or tag.get("property") or "").strip().lower()
        content = " ".join(str(tag.get("content") or "").split())
        if name and content:
            metas.append((name, content))
    return metas


def _as_list(key: str, value: str) -> str:
    plural = key in {"theme", "themes", "region", "regions", "urls", "supersedes"}
    return "|".join(part.strip() for part in value.split(",")) if plural else value


def _found(soup: BeautifulSoup, source: str, metas: dict[str, str]) -> dict[str, str | None]:
    html = soup.find("html")
    return {
        "title": _title(soup, metas),
        "publisher": next(filter(None, (publisher_of(metas.get(name)) for name in _PUBLISHER)), None),
        "language": str(html.get("lang") or html.get("xml:lang") or "") if isinstance(html, Tag) else None,
        **_dates(soup, source, metas),
        "abstract": _first(metas, _ABSTRACT),
        "url": _canonical(soup, metas),
    }


def _first(metas: dict[str, str], names: Iterable[str]) -> str | None:
    return next((metas[name] for name in names if metas.get(name)), None)


def _title(soup: BeautifulSoup, metas: dict[str, str]) -> str | None:
    """Return the page's one main heading, else its stated title without the site's name."""
    # Some platforms write the heading twice; two different ones are no title.
    headings = list(dict.fromkeys(" ".join(tag.get_text(" ").split()) for tag in _headings(soup)))
    if len(headings) == 1 and title_of(headings[0]):
        return title_of(headings[0])
    named = title_of(_first(metas, ["dcterms.title", "dc.title", "og:title"]))
    title = soup.find("title")
    parts = _SITE.split(title.get_text(" ").strip()) if isinstance(title, Tag) else []
    best = parts[0] if parts and len(parts[0]) >= _SHORTEST_TITLE else " ".join(parts)
    return named or title_of(best) or (title_of(headings[0]) if headings else None)


def _headings(soup: BeautifulSoup) -> list[Tag]:
    root = soup.find("main") or soup.find("article")
    return list((root if isinstance(root, Tag) else soup).find_all("h1"))


def _dates(soup: BeautifulSoup, source: str, metas: dict[str, str]) -> dict[str, str | None]:
    """Return when the page was published, or else changed, and when it was changed, where it tells."""
    text = soup.get_text("\n")
    published = _stated(metas, _ISSUED) or _in_time_tag(soup) or _written(text, _PUBLISHED_AT)
    updated = _stated(metas, _UPDATED) or _written(text, _UPDATED_AT)
    issued = published or updated or _guessed(source)
    return {"issued": issued, "updated": max(updated, issued) if updated and issued else updated}


def _stated(metas: dict[str, str], names: Iterable[str]) -> str | None:
    return next((date for name in names if (date := date_in(metas.get(name, "")))), None)


def _in_time_tag(soup: BeautifulSoup) -> str | None:
    dates = (date_in(str(tag.get("datetime") or tag.get_text(" "))) for tag in tags(soup, {"time"}))
    return next(filter(None, dates), None)


def _written(text: str, pattern: re.Pattern[str]) -> str | None:
    return next((date for match in pattern.finditer(text) if (date := date_in(match["date"]))), None)


def _guessed(source: str) -> str | None:
    """Return what htmldate finds in structured data and in markup that we know nothing of."""
    from htmldate import find_date
    from lxml.html import HTMLParser, document_fromstring

    # Parsed here, for a text that begins as an address is one that htmldate would fetch.
    tree = document_fromstring(source, HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True))
    found = find_date(tree, original_date=True, extensive_search=False)
    return str(found) if found else None


def _canonical(soup: BeautifulSoup, metas: dict[str, str]) -> str | None:
    link = soup.find("link", rel="canonical")
    address = str(link.get("href") or "") if isinstance(link, Tag) else metas.get("og:url", "")
    return address if address.startswith(("https://", "http://")) else None

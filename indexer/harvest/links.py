"""What a page or a sitemap leads to."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree, html
from scrapy.utils.sitemap import Sitemap
from w3lib.encoding import html_to_unicode

from indexer.harvest.body import Body
from indexer.harvest.limits import Limits
from indexer.harvest.reasons import Refused

LONGEST_TEXT = 300
"""Characters of a link's text, or of a page's title."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its address as it stands, made whole, and what it says."""

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What a web page says of itself and where it leads; `index` and `follow` are its own wishes for search engines."""

    title: str = ""
    links: tuple[Link, ...] = ()
    index: bool = True
    follow: bool = True
    cut: bool = False


def outline(content: bytes, content_type: str, address: str, most: int) -> Outline:
    """Return the outline of a web page, with at most `most` links; one that cannot be parsed leads nowhere."""
    _, text = html_to_unicode(content_type, content)
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True)
    try:
        page = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Outline()
    wishes = _wishes(page)
    found = list(dict.fromkeys(_links(page, address)))
    return Outline(
        title=_line(page.findtext(".//title") or page.findtext(".//h1")),
        links=tuple(found[:most]),
        index="noindex" not in wishes and "none" not in wishes,
        follow="nofollow" not in wishes and "none" not in wishes,
        cut=len(found) > most,
    )


def _links(page: html.HtmlElement, address: str) -> list[Link]:
    base = page.xpath("string(//base/@href)").strip()
    start = _joined(address, base) if base else address
    found = [
        Link(_joined(start, anchor.get("href", "")), _said(anchor))
        for anchor in page.iter("a", "area")
        if anchor.get("href") and "nofollow" not in (anchor.get("rel") or "").lower()
    ]
    frames = [Link(_joined(start, frame.get("src", "")), "") for frame in page.iter("iframe", "frame")]
    return [link for link in (*found, *frames) if link.address]


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""


def _said(anchor: html.HtmlElement) -> str:
    """Return what a link says: its text, else its label, else its picture's description."""
    said = "".join(anchor.itertext()) or anchor.get("aria-label") or anchor.get("title")
    return _line(said or anchor.xpath("string(.//img/@alt)"))


def _wishes(page: html.HtmlElement) -> str:
    names = ("robots", "metodsok")
    return " ".join(
        (meta.get("content") or "").lower() for meta in page.iter("meta") if (meta.get("name") or "").lower() in names
    )


def _line(text: str | None) -> str:
    return " ".join((text or "").split())[:LONGEST_TEXT]


def sitemap(content: bytes, limits: Limits) -> tuple[bool, list[str]]:
    """Return whether a sitemap lists sitemaps, and the addresses that it lists.

    A sitemap that is packed as a file is unpacked within the limits. Raises Refused: `sitemap` for what is none,
    `sitemap-entities` for one that defines entities, `sitemap-size` for one with too many addresses.
    """
    text = _unpacked(content, limits)
    if b"<!DOCTYPE" in text[:10_000].upper() or b"<!ENTITY" in text.upper():
        raise Refused("sitemap-entities")
    try:
        read = Sitemap(text)
        found = [str(entry["loc"]) for entry, _ in zip(read, range(limits.sitemap_addresses + 1), strict=False)]
    except (etree.LxmlError, StopIteration, ValueError, AttributeError) as error:
        raise Refused("sitemap") from error
    if len(found) > limits.sitemap_addresses:
        raise Refused("sitemap-size")
    if read.type not in {"urlset", "sitemapindex"}:
        raise Refused("sitemap")
    return read.type == "sitemapindex", found


def _unpacked(content: bytes, limits: Limits) -> bytes:
    if not content.startswith(b"\x1f\x8b"):
        return content
    body = Body("gzip", limits.sitemap, limits.ratio, limits.ratio_from)
    body.add(content)
    return body.finish()

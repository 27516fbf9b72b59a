"""What each site has to say in each edition: fifty articles by number, and the documents that they link to.

The numbers decide: 5 and 6 have a PDF with the same text, 8 and 33 change, 10 goes, 11 moves, 12 and 13 are two years
of the same thing, 20 and 21 of the fifth site are the first site's, 24 is linked from nowhere, 26 and 27 have more
addresses, 40 and 48 are plans, 41 has a section in English, 42 lists the staff, 48 and 49 are new.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal
from uuid import UUID

from tests.sites.article import Article, Kind, Link, Page, Site
from tests.sites.files import Make, docx, pdf
from tests.sites.people import Person, person
from tests.sites.prose import TOPICS, Part, Writer, place

Edition = Literal["before", "after"]

TWINS, CHANGED, GONE, MOVED, YEARS = (5, 6), (8, 33), 10, 11, (12, 13)
MIRRORED, ORPHAN, VARIANTS, PLAN, ENGLISH, STAFF, NEXT_PLAN = (20, 21), 24, (26, 27), 40, 41, 42, 48
NEW = (48, 49)
COUNT, SECTIONS = 50, 5
PLANNERS = ("almdal", "granland", "havsbygd")
_PDF, _DOCX = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAKES: tuple[Make, ...] = ("set", "repacked", "typed", "columns", "set")
_SPOILT: dict[str, tuple[Make, str]] = {
    "almdal": ("scanned", "scanned"), "granland": ("shifted", "damaged-text"), "havsbygd": ("o-less", "damaged-text"),
}  # fmt: skip
_ENGLISH = (
    "This page is also meant for colleagues abroad who want to know how the public libraries of {place} work together. "
    "The regional library supports them with courses, advice and small grants, and it gathers what they have learned.\n"
    "A visit takes half a day. Please bring your own questions and a notebook, and expect strong coffee. We show the "
    "rooms, talk about what went wrong the first time, and let you try one of the exercises with our own staff. "
    "Afterwards there is time for a walk to the river, where the summer library opens in June."
)


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A document behind a link; `twin` is the number of the page with the same text, `code` why it can't be read."""

    site: Site
    path: str
    title: str
    lines: tuple[str, ...]
    must: str
    content: bytes
    media_type: str
    page: int
    twin: int | None = None
    copy_of: int | None = None
    code: str | None = None
    named: tuple[Person, ...] = ()

    @property
    def address(self) -> str:
        """Where it lies."""
        return f"https://{self.site.host}{self.path}"


def pages(sites: tuple[Site, ...], at: int, edition: Edition) -> Iterator[tuple[int, Page]]:
    """Yield the articles of the site `at` with their numbers, as pages."""
    site = sites[at]
    found = [(number, _article(sites, at, number, edition)) for number in range(COUNT) if exists(number, edition)]
    files = leaflets(sites, at, edition)
    for number, article in found:
        linked = tuple(_link(leaflet) for leaflet in files if leaflet.page == number)
        own = replace(article, links=article.links + linked)
        yield (
            number,
            Page(
                site, path_of(sites, at, number, edition), own, crumbs=(("/", "Start"), (site.prefix + "/", site.name))
            ),
        )


def exists(number: int, edition: Edition) -> bool:
    """Tell whether the edition has the article."""
    if number == NEXT_PLAN:
        return edition == "after"
    return not (number in NEW and edition == "before") and not (number == GONE and edition == "after")


def path_of(sites: tuple[Site, ...], at: int, number: int, edition: Edition) -> str:
    """Return an article's path in the manner of its platform."""
    title = _article(sites, at, number, edition).title
    slug = slugify(title) + ("-ny" if number == MOVED and edition == "after" else "")
    site = sites[at]
    patterns = {
        "sitevision": f"{site.prefix}/kultur/{slug}.html", "optimizely": f"{site.prefix}/bibliotek/{slug}",
        "wordpress": f"{site.prefix}/{slug}", "arena": f"/web/arena/{slug}",
    }  # fmt: skip
    return patterns[site.platform]


def slugify(text: str) -> str:
    """Return the text as part of an address."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def word(at: int, number: int) -> str:
    """Return the name of the place that only the article with that number is about."""
    return place(at * COUNT + number)


def _article(sites: tuple[Site, ...], at: int, number: int, edition: Edition) -> Article:
    site, topic, where = sites[at], TOPICS[(number + 3 * at) % len(TOPICS)], word(at, number)
    if at == 4 and number in MIRRORED:
        theirs = _article(sites, 0, number, edition)
        return replace(theirs, lead=f"{theirs.lead} Läs gärna hela texten.", published="2025-02-03", editor=None)
    if number in (PLAN, NEXT_PLAN) and site.id in PLANNERS:
        return _plan(site, at, number)
    seed = f"{site.id} {min(YEARS) if number in YEARS else number}"
    writer = Writer(topic, where, seed)
    parts = writer.parts(3 + number % 2)
    lead = writer.lead()
    if number in YEARS:
        shared = Writer(topic, word(at, min(YEARS)), seed).parts(3)
        parts = (*shared[:2], *Writer(topic, where, f"{seed} {number}").parts(2))
    if number in CHANGED and edition == "after":
        parts = (*parts[:-1], *Writer(topic, where, f"{seed} efter").parts(1))
    if number % 4 == 3:
        parts = (parts[0], *(replace(part, folded=True) for part in parts[1:]))
    if number == ENGLISH:
        parts = (*parts, Part("In English", tuple(_ENGLISH.format(place=where).split("\n"))))
    return _dressed(site, at, number, Article(_title(topic.name, where, number), lead, parts), edition)


def _title(name: str, where: str, number: int) -> str:
    if number in YEARS:
        return f"{name} i {where} {2024 + number - min(YEARS)}"
    return f"Kontakta oss i {where}" if number == STAFF else f"{name} i {where}"


def _dressed(site: Site, at: int, number: int, article: Article, edition: Edition) -> Article:
    """Return the article with dates, people and pictures by its number."""
    base = at * 40
    kind: Kind = "staff" if number == STAFF else "news" if number > STAFF else "article"
    contacts = (
        range(base, base + 10)
        if number == STAFF
        else range(base + number % 10, base + number % 10 + 2)
        if number % 6 == 1
        else ()
    )
    changed = number in CHANGED and edition == "after"
    return replace(
        article,
        kind=kind,
        published=f"{2020 + number % 6}-{1 + number % 12:02}-{1 + number % 27:02}",
        updated=None
        if number % 5 == 0
        else "2026-10-05"
        if changed
        else f"2026-0{1 + number % 8}-{1 + number % 27:02}",
        contacts=tuple(person(each, site.host) for each in contacts),
        editor=person(base + 12, site.host) if number % 3 == 0 else None,
        photographer=person(base + 13, site.host) if number % 4 == 0 else None,
        pictured=(person(base + 14, site.host), person(base + 15, site.host)) if number % 8 == 0 else (),
        picture="Hyllor med böcker i olika färger" if number % 2 == 0 else None,
        quotes=(("Det blev roligare än vi trodde och vi gör om det", person(base + 2, site.host)),)
        if number % 7 == 2
        else (),
    )


def _plan(site: Site, at: int, number: int) -> Article:
    """Return a plan; the one that replaces it keeps half of its text, as plans do."""
    old, new = (
        Writer(TOPICS[11], word(at, PLAN), f"plan {site.id}"),
        Writer(TOPICS[11], word(at, NEXT_PLAN), f"ny {site.id}"),
    )
    shared = old.parts(6)
    parts = shared if number == PLAN else (*shared[:3], *new.parts(3))
    lead = (old if number == PLAN else new).lead()
    years = "2020–2023" if number == PLAN else "2024–2027"
    published = "2019-12-01" if number == PLAN else "2023-12-04"
    return Article(f"Regional biblioteksplan för {site.name} {years}", lead, parts, kind="plan", published=published)


def leaflets(sites: tuple[Site, ...], at: int, edition: Edition) -> list[Leaflet]:
    """Return the documents of a site: twins of pages, sheets of their own, a plan, and one that is spoilt."""
    site = sites[at]
    found = [_twin(sites, at, number, nth) for nth, number in enumerate(TWINS)]
    found += [_sheet(site, at, nth) for nth in range(2, 6)]
    if site.id in PLANNERS:
        made = [PLAN, NEXT_PLAN] if edition == "after" else [PLAN]
        found += [_plan_file(site, at, number) for number in made]
    if site.id in _SPOILT:
        found.append(_spoilt(site, at))
    return found


def _twin(sites: tuple[Site, ...], at: int, number: int, nth: int) -> Leaflet:
    article = _article(sites, at, number, "before")
    content = pdf(article.title, article.lead, article.parts, _MAKES[(at + nth) % len(_MAKES)])
    path = _file_path(sites[at], slugify(article.title), nth, "pdf")
    lines = tuple(article.lines())
    return Leaflet(sites[at], path, article.title, lines, word(at, number), content, _PDF, number, twin=number)


def _sheet(site: Site, at: int, nth: int) -> Leaflet:
    """Return a document of its own; on half of the sites the fourth is the third as a Word file."""
    copied = nth == 3 and at % 2 == 0
    source = 2 if copied else nth
    where = place(300 + at * 6 + source)
    writer = Writer(TOPICS[(at * 5 + source) % len(TOPICS)], where, f"blad {site.id} {source}")
    title, lead, parts = f"Metodblad från {where}: {writer.topic.name.lower()}", writer.lead(), writer.parts(6)
    who = person(at * 40 + 20 + nth, site.host)
    contact = f"Kontakt: {who.name}, {who.title.lower()}, telefon {who.phone}, {who.email}"
    word_file = nth == 3
    content = (
        docx(title, lead, parts, contact)
        if word_file
        else pdf(title, lead, parts, _MAKES[(at + nth) % len(_MAKES)], contact)
    )
    path = _file_path(site, slugify(title), nth, "docx" if word_file else "pdf")
    lines = tuple(line for part in (Part(None, (lead,)), *parts) for line in part.lines())
    media_type = _DOCX if word_file else _PDF
    return Leaflet(
        site, path, title, lines, where, content, media_type, 14 + nth, copy_of=2 if copied else None, named=(who,)
    )


def _plan_file(site: Site, at: int, number: int) -> Leaflet:
    article = _plan(site, at, number)
    content = pdf(article.title, article.lead, article.parts, "set")
    path = _file_path(site, slugify(article.title), number, "pdf")
    return Leaflet(
        site, path, article.title, tuple(article.lines()), word(at, number), content, _PDF, number, twin=number
    )


def _spoilt(site: Site, at: int) -> Leaflet:
    make, code = _SPOILT[site.id]
    where = place(340 + at)
    writer = Writer(TOPICS[at], where, f"skadad {site.id}")
    title = f"Rapport från {where}"
    content = pdf(title, writer.lead(), writer.parts(12), make)
    return Leaflet(site, _file_path(site, slugify(title), 9, "pdf"), title, (), where, content, _PDF, 19, code=code)


def _file_path(site: Site, name: str, nth: int, suffix: str) -> str:
    """Return where a document lies; the suffix is not always last, and in document stores there is none."""
    digest = sha256(f"{site.id} {name} {nth}".encode()).hexdigest()
    uuid = UUID(digest[:32])
    if site.platform == "sitevision":
        return f"{site.prefix}/download/18.{digest[:12]}/{1600000000000 + nth}/{name}.{suffix}"
    if site.platform == "optimizely":
        folder = f"contentassets/{digest[:32]}" if nth % 2 else "globalassets/bibliotek/dokument"
        return f"{site.prefix}/{folder}/{name}.{suffix}"
    if site.platform == "arena":
        return f"/documents/10184/{20000 + nth}/{name}.{suffix}/{uuid}"
    return (
        f"{site.prefix}/dokument/{uuid}/innehall"
        if nth % 2
        else f"{site.prefix}/wp-content/uploads/2024/03/{name}.{suffix}"
    )


def _link(leaflet: Leaflet) -> Link:
    kilobytes = len(leaflet.content) // 1000
    format_ = "Pdf" if leaflet.media_type == _PDF else "Word"
    return Link(leaflet.path, leaflet.title, document=f"{format_}, {kilobytes} kB")

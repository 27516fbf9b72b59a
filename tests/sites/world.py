"""The six sites put together: every address with its answer, robots, sitemaps, and the gold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from itertools import chain

from tests.sites import furniture
from tests.sites.article import Article, Link, Page, Site
from tests.sites.content import (
    CHANGED,
    GONE,
    MIRRORED,
    MOVED,
    NEW,
    NEXT_PLAN,
    ORPHAN,
    PLAN,
    PLANNERS,
    SECTIONS,
    STAFF,
    VARIANTS,
    YEARS,
    Edition,
    leaflets,
    pages,
    path_of,
    word,
)  # fmt: skip
from tests.sites.gold import Gold, Wanted
from tests.sites.hosts import SITES, source_toml
from tests.sites.platforms import render
from tests.sites.prose import Part

__all__ = ["Resource", "World", "world"]

_HTML = "text/html; charset=utf-8"
_TIME = 1_760_000_000
_ELSEWHERE = ("https://www.delanden.example/dela?u=x", "https://kopior.example/plan.pdf")
_SECTION_NAMES = ("Läsning", "Digitalt", "Tillsammans", "Barn och unga", "Utveckling")


@dataclass(frozen=True, slots=True)
class Resource:
    """What one address answers with; `modified` is in seconds since 1970."""

    body: bytes = b""
    media_type: str = _HTML
    status: int = 200
    etag: str | None = None
    modified: int | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True)
class World:
    """One edition of the sites: what every (host, path with query) answers, and what should come of it."""

    edition: Edition
    sites: tuple[Site, ...]
    resources: Mapping[tuple[str, str], Resource]
    gold: Gold

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return every host name that the server answers for, aliases too."""
        return tuple(host for site in self.sites for host in (site.host, *site.aliases))

    def find(self, host: str, target: str) -> Resource | None:
        """Return what an address answers; state and tracking parameters make no difference to these servers."""
        path, _, query = target.partition("?")
        kept = "&".join(pair for pair in query.split("&") if pair and not pair.startswith(("utm_", "sv.target")))
        names = [path + (f"?{kept}" if kept else "")]
        names += [path.rstrip("/")] if not kept and path != "/" else []
        return next((self.resources[host, name] for name in names if (host, name) in self.resources), None)

    def sources_toml(self) -> str:
        """Return a `sources.toml` with the six sites."""
        return "schema_version = 1\n" + "".join(source_toml(site) for site in self.sites)


@cache
def world(edition: Edition) -> World:
    """Return the sites as they are in that edition."""
    before = _Built("before")
    built = before if edition == "before" else _Built("after")
    gold = built.gold()
    if edition == "after":
        gold = _compared(gold, built, before)
    return World(edition, SITES, dict(built.resources()), gold)


class _Built:
    """All pages and documents of an edition, by site."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.articles = [dict(pages(SITES, at, edition)) for at in range(len(SITES))]
        self.files = [leaflets(SITES, at, edition) for at in range(len(SITES))]
        self.sites = [replace(site, menu=_menu(site), alert=_alert(site, edition)) for site in SITES]
        self.all = list(self._all())

    def _all(self) -> Iterator[Page]:
        for at, site in enumerate(self.sites):
            yield _start(site, self.articles[at])
            for nth in range(SECTIONS):
                yield _section(site, nth, self.articles[at])
            for number, page in self.articles[at].items():
                dressed = replace(page, site=site)
                yield dressed
                yield from _variants(dressed, number)

    def resources(self) -> Iterator[tuple[tuple[str, str], Resource]]:
        """Yield every address with its answer."""
        for page in self.all:
            resource = _resource(render(page), _HTML, page.site)
            for host in (page.site.host, *page.site.aliases):
                yield (host, page.path), resource
        for leaflet in chain(*self.files):
            yield (leaflet.site.host, leaflet.path), _resource(leaflet.content, leaflet.media_type)
        for at, site in enumerate(self.sites):
            for host in (site.host, *site.aliases):
                yield (host, "/robots.txt"), Resource(_robots(site), "text/plain; charset=utf-8")
                yield (host, "/sitemap.xml"), Resource(self._sitemap(at), "application/xml")
            yield (site.host, f"{site.prefix}/intern/logga-in"), Resource(b"<p>Hemligt</p>")
            if site.prefix:
                yield (site.host, "/vard/tider"), Resource(b"<h1>Tider</h1><p>Boka tid.</p>")
            if self.edition == "after":
                old = path_of(SITES, at, MOVED, "before")
                yield (site.host, old), Resource(status=301, location=path_of(SITES, at, MOVED, "after"))
                yield (site.host, path_of(SITES, at, GONE, "before")), Resource(status=404 if at % 2 else 410)

    def _sitemap(self, at: int) -> bytes:
        own = (page.address for page in self.articles[at].values())
        urls = "".join(f"<url><loc>{address}</loc></url>" for address in own)
        return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()

    def gold(self) -> Gold:
        """Return what must come of this edition."""
        wanted = {
            page.address: _wanted(page, word(at, number))
            for at, own in enumerate(self.articles)
            for number, page in own.items()
        }
        for at, number in ((4, number) for number in MIRRORED):
            page = self.articles[at][number]
            wanted[page.address] = _wanted(page, word(0, number))
        found = list(chain(*self.files))
        people = [who for own in self.articles for page in own.values() for who in page.article.people]
        people += [who for leaflet in found for who in leaflet.named]
        return Gold(
            pages=wanted,
            documents={
                each.address: Wanted(each.address, each.title, each.lines, each.must) for each in found if not each.code
            },
            inside=frozenset(page.address for page in self.all) | {leaflet.address for leaflet in found},
            outside=frozenset(_outside()),
            works=tuple(self._works()),
            near=tuple((own[YEARS[0]].address, own[YEARS[1]].address) for own in self.articles),
            unreadable={leaflet.address: leaflet.code for leaflet in found if leaflet.code},
            secrets=frozenset(secret for who in people for secret in who.secrets),
            furniture=(*furniture.PHRASES, *(line for site in SITES for line in site.chrome)),
            supersedes=tuple(
                (own[NEXT_PLAN].address, own[PLAN].address)
                for own, site in zip(self.articles, SITES, strict=True)
                if site.id in PLANNERS and NEXT_PLAN in own
            ),
        )

    def _works(self) -> Iterator[frozenset[str]]:
        for at, own in enumerate(self.articles):
            files = self.files[at]
            groups = {number: {page.address} for number, page in own.items()}
            for page in self.all:
                number = next((n for n, one in own.items() if page.canonical == one.address), None)
                if number is not None:
                    groups[number].add(page.address)
            for leaflet in files:
                if leaflet.twin is not None:
                    groups[leaflet.twin].add(leaflet.address)
            if at == 0:
                for number in MIRRORED:
                    groups[number].add(self.articles[4][number].address)
            yield from (frozenset(group) for group in groups.values() if len(group) > 1)
            yield from (
                frozenset((files[leaflet.copy_of].address, leaflet.address)) for leaflet in files if leaflet.copy_of
            )


def _compared(gold: Gold, after: _Built, before: _Built) -> Gold:
    """Return the gold with what has changed since the edition before."""
    both = list(zip(after.articles, before.articles, strict=True))
    return replace(
        gold,
        changed=frozenset(new[number].address for new, _ in both for number in CHANGED),
        new=frozenset(new[number].address for new, _ in both for number in NEW),
        gone=frozenset(old[GONE].address for _, old in both),
        moved={old[MOVED].address: new[MOVED].address for new, old in both},
    )


def _wanted(page: Page, must: str) -> Wanted:
    article = page.article
    issued = None if page.site.platform == "arena" else article.published  # Arena tells no date
    return Wanted(page.address, article.title, tuple(article.lines()), must, issued, article.language)


def _menu(site: Site) -> tuple[tuple[str, str], ...]:
    return tuple((f"{site.prefix}/amne-{nth + 1}", name) for nth, name in enumerate(_SECTION_NAMES))


def _alert(site: Site, edition: Edition) -> str | None:
    """Return what the site warns of on every page: another thing in each edition, though no page has changed."""
    return site.alert and (
        site.alert if edition == "before" else "Telefonen är ur funktion på torsdag på grund av arbete med växeln."
    )


def _start(site: Site, articles: Mapping[int, Page]) -> Page:
    """Return the first page; it links to what lies outside too."""
    article = Article(
        site.name, f"Välkommen till {site.name}, som finns för alla som arbetar med bibliotek i trakten.",
        (Part("Vårt uppdrag", (f"{site.name} stödjer biblioteken med råd, kurser och pengar till försök.",)),), kind="start",
        links=(
            Link(f"{site.prefix}/intern/logga-in", "Logga in"), Link("/vard/tider", "Vård") if site.prefix else Link("#topp", "Upp"),
            Link(_ELSEWHERE[0], "Dela"), Link(_ELSEWHERE[1], "Planen hos andra"),
            Link(f"{articles[STAFF].path}?utm_source=start", "Kontakta oss"),
            *(Link(f"https://{alias}{articles[1].path}", "Samma sida på vår gamla adress") for alias in site.aliases),
        ),
    )  # fmt: skip
    children = tuple(Link(path, text) for path, text in site.menu)
    return Page(site, f"{site.prefix}/", article, children=children)


def _section(site: Site, nth: int, articles: Mapping[int, Page]) -> Page:
    """Return the page that leads to every fifth article, but not to the one that only the sitemap knows."""
    article = Article(
        f"{_SECTION_NAMES[nth]} hos {site.name}",
        f"Här finns det som rör {_SECTION_NAMES[nth].lower()}.",
        (),
        kind="section",
    )
    own = [page for number, page in articles.items() if number % SECTIONS == nth and number != ORPHAN]
    children = tuple(
        Link(page.path + "?sv.target=12.4af" * (site.platform == "sitevision"), page.article.title) for page in own
    )
    more = tuple(
        Link(path, "Fler adresser")
        for number, page in articles.items()
        if number % SECTIONS == nth
        for path in _other_paths(page, number)
    )
    return Page(site, f"{site.prefix}/amne-{nth + 1}", article, children=children + more)


def _other_paths(page: Page, number: int) -> list[str]:
    """Return the further paths that the platform gives a page: print versions, languages, numbers."""
    if number not in VARIANTS:
        return []
    name = page.path.strip("/").rsplit("/", 1)[-1]
    return {
        "optimizely": [f"{page.site.prefix}/utskrift/{name}"],
        "arena": [f"/sv{page.path}", f"/sv_SE{page.path}"],
        "wordpress": [f"{page.site.prefix}/?p={2000 + number}"],
        "sitevision": [f"{page.site.prefix}/nyheter/{name}"],
    }[page.site.platform]


def _variants(page: Page, number: int) -> Iterator[Page]:
    """Yield the page under its further addresses."""
    for path in _other_paths(page, number):
        yield replace(page, path=path, canonical=page.address)


def _outside() -> Iterator[str]:
    yield from _ELSEWHERE
    for site in SITES:
        yield f"https://{site.host}{site.prefix}/intern/logga-in"
        if site.prefix:
            yield f"https://{site.host}/vard/tider"


def _robots(site: Site) -> bytes:
    return (
        f"User-agent: *\nDisallow: {site.prefix}/intern/\nDisallow: {site.prefix}/sok\nDisallow: /*?print=\nDisallow: /forfattare/\n"
        f"Sitemap: https://{site.host}/sitemap.xml\n"
    ).encode()


def _resource(body: bytes, media_type: str, site: Site | None = None) -> Resource:
    """Return an answer with validators: an ETag, or on Arena sites only a date."""
    digest = sha256(body).hexdigest()
    if site and site.platform == "arena":
        # A date that stays while the text does.
        return Resource(body, media_type, modified=_TIME + int(digest[:4], 16))
    return Resource(body, media_type, etag=f'"{digest[:16]}"')

"""What stands on a page, before a platform wraps it in its own furniture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tests.sites.people import Person
from tests.sites.prose import Part

Kind = Literal["start", "section", "article", "news", "plan", "staff", "archive"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the running page: to another page, or to a document, with the platform's way of naming it."""

    address: str
    text: str
    document: str | None = None
    """The document's format and size as editors write them: `pdf, 1,2 MB`."""


@dataclass(frozen=True, slots=True)
class Article:
    """The content of one page. `published` and `updated` are ISO dates; `about` names a person in a sentence."""

    title: str
    lead: str
    parts: tuple[Part, ...]
    kind: Kind = "article"
    published: str | None = None
    updated: str | None = None
    contacts: tuple[Person, ...] = ()
    editor: Person | None = None
    photographer: Person | None = None
    picture: str | None = None
    pictured: tuple[Person, ...] = ()
    links: tuple[Link, ...] = ()
    language: str = "sv"
    quotes: tuple[tuple[str, Person], ...] = ()
    """What somebody says: the words, and who; the words are content, the name is not."""

    def lines(self) -> Iterator[str]:
        """Yield the main text without the title, as it should be found: no furniture, no person."""
        yield self.lead
        for part in self.parts:
            yield from part.lines()
        for words, who in self.quotes:
            yield f"{words}, säger {who.title.lower()}"

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody who is named on the page."""
        loose = [one for one in (self.editor, self.photographer) if one]
        return (*self.contacts, *self.pictured, *loose, *(who for _, who in self.quotes))


@dataclass(frozen=True, slots=True)
class Site:
    """A publisher's site; `chrome` is what stands inside its main element on every page, without a telling name."""

    id: str
    name: str
    host: str
    platform: Literal["sitevision", "optimizely", "wordpress", "arena"]
    chrome: tuple[str, ...]
    menu: tuple[tuple[str, str], ...] = ()
    kind: str = "regional"
    county: str | None = None
    aliases: tuple[str, ...] = ()
    prefix: str = ""
    rights: str | None = None
    alert: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page at its address (path with query) on its site, under the pages that lead to it."""

    site: Site
    path: str
    article: Article
    crumbs: tuple[tuple[str, str], ...] = ()
    children: tuple[Link, ...] = ()
    canonical: str | None = None

    @property
    def address(self) -> str:
        """The page's address as the harvester should know it."""
        return f"https://{self.site.host}{self.path}"

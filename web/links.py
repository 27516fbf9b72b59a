"""The addresses that live: where each page is, under whatever path the service has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from indexer.model import Document, Passage, Query, Snippet
from indexer.search.query import read_years, to_address
from web.collected import Collected
from web.news import News

PDF = ".pdf"


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses on this service; `base` is "" or a path such as "/metod", without a slash at its end.

    What is `collected` for a newsletter goes along from page to page; `bare` addresses are for all others to use.
    """

    base: str = ""
    collected: Collected = field(default_factory=Collected)

    def keeping(self, collected: Collected) -> Links:
        """Return the same addresses, for somebody who has collected this."""
        return replace(self, collected=collected)

    def toggling(self, id_: str) -> Links:
        """Return the same addresses with one document more or less collected."""
        return self.keeping(self.collected.toggled(id_))

    @property
    def bare(self) -> Links:
        """The addresses as they are to be copied, shared and kept."""
        return self.keeping(Collected())

    def _page(self, path: str, asked: str = "") -> str:
        """Return the address of a page: what it asks, then what is collected."""
        parameters = "&".join(filter(None, (asked, self.collected.address())))
        return f"{self.base}{path}" + (f"?{parameters}" if parameters else "")

    def home(self) -> str:
        """Return the address of the search page, with nothing asked."""
        return self._page("/")

    def search(self, query: Query) -> str:
        """Return the address of a question."""
        return self._page("/", to_address(query))

    def newsletter(self, query: Query | None = None, news: News | None = None) -> str:
        """Return the address of the newsletter; `query` lets the page lead back to the search, `news` is looked for."""
        asked = (to_address(query) if query else "", news.address() if news else "")
        return self._page("/utskick", "&".join(filter(None, asked)))

    def newsletter_file(self, suffix: str) -> str:
        """Return the address of the newsletter as a file, `html`, `md` or `txt`."""
        return self._page(f"/utskick.{suffix}")

    def listing(self, query: Query | None = None) -> str:
        """Return the address of the page that needs no script."""
        return self._page("/lista", to_address(query) if query else "")

    def document(self, id_: str, query: Query | None = None) -> str:
        """Return a document's address; `query` lets the page mark its hits and lead back to the search."""
        return self._page(f"/d/{quote(id_)}", to_address(query) if query else "")

    def quote(self, id_: str, query: Query | None = None, number: int = 0, sentence: int = 1, suffix: str = "") -> str:
        """Return the address of a quote card: of passage `number` from its sentence `sentence` on.

        With the suffix `.svg` it is the picture's.
        """
        place = f"stycke={number}" if number else ""
        start = f"mening={sentence}" if sentence > 1 else ""
        asked = "&".join(filter(None, (to_address(query) if query else "", place, start)))
        return self._page(f"/d/{quote(id_)}/citat{suffix}", asked)

    def suggestions(self) -> str:
        """Return the address of what the words typed so far may become."""
        return f"{self.base}/api/suggest"

    def themes(self) -> str:
        """Return the address of the list of themes."""
        return self._page("/teman")

    def theme(self, id_: str, other: str | None = None) -> str:
        """Return a theme's address; with `other`, that of what the two themes have in common."""
        return self._page(f"/tema/{quote(id_)}", f"med={quote(other)}" if other else "")

    def region(self, code: str) -> str:
        """Return a region's address."""
        return self._page(f"/region/{quote(code)}")

    def plans(self, basis: str | None = None) -> str:
        """Return the address of the regions' plans; `basis` says what the themes are counted in."""
        return self._page("/planer", f"underlag={basis}" if basis else "")

    def plans_table(self, basis: str | None = None) -> str:
        """Return the address of the same as tables, without script."""
        return self._page("/planer/tabell", f"underlag={basis}" if basis else "")

    def about(self) -> str:
        """Return the address of the page about the service."""
        return self._page("/om")

    def accessibility(self) -> str:
        """Return the address of the accessibility statement."""
        return self._page("/tillganglighet")

    def status(self) -> str:
        """Return the address of the page that tells how the collection is."""
        return self._page("/status")

    def feed(self, query: Query | None = None) -> str:
        """Return the address of the Atom feed of a question; its order is the feed's own."""
        asked = to_address(replace(query, sort="relevance", offset=0)) if query else ""
        return f"{self.base}/feed.xml" + (f"?{asked}" if asked else "")

    def opensearch(self) -> str:
        """Return the address of what tells a browser how to search here."""
        return f"{self.base}/opensearch.xml"

    def sitemap(self) -> str:
        """Return the address of the list of pages for search engines."""
        return f"{self.base}/sitemap.xml"

    def api_document(self, id_: str) -> str:
        """Return the address of a document's data."""
        return f"{self.base}/api/documents/{quote(id_)}"

    def api_description(self) -> str:
        """Return the address of the description of the programming interface."""
        return f"{self.base}/api/openapi.json"

    def file(self, document: Document, page: int | None = None) -> str:
        """Return the address of a document's own file, at a page where the format has pages."""
        fragment = f"#page={page}" if page and is_pdf(document) else ""
        return f"{self.base}/fil/{quote(document.id)}{fragment}"

    def asset(self, name: str) -> str:
        """Return the address of a style sheet, script or picture of ours."""
        return f"{self.base}/assets/{name}"

    def original(self, document: Document, snippet: Snippet | None = None) -> str | None:
        """Return where the material itself is: at the publisher's, at the snippet's place, else our own file."""
        if document.url and not document.gone:
            return snippet.link if snippet is not None and snippet.link else document.url
        return self.file(document, snippet.page if snippet else None) if offers_file(document) else None

    def place(self, document: Document, snippet: Snippet | Passage, query: Query | None = None) -> str:
        """Return where a passage can be read: at the publisher's, in our own file, or on the document page."""
        if isinstance(snippet, Snippet) and snippet.link and not document.gone:
            return snippet.link
        if offers_file(document) and is_pdf(document) and snippet.page:
            return self.file(document, snippet.page)
        return f"{self.document(document.id, query)}#{anchor(snippet)}"


def anchor(piece: Snippet | Passage) -> str:
    """Return the fragment of a passage on the document page: `sida-7`, or `avsnitt-3` where there are no pages."""
    return f"sida-{piece.page}" if piece.page else f"avsnitt-{piece.ordinal + 1}"


def offers_file(document: Document) -> bool:
    """Return whether the document's own file may be served: it lies in documents/ and its rights allow full text."""
    return document.rights == "full-text" and document.path is not None and document.path.startswith("documents/")


def is_pdf(document: Document) -> bool:
    """Return whether the file, or what the publisher's address leads to, is a PDF."""
    where = document.path or document.url or ""
    return where.partition("?")[0].lower().endswith(PDF)


def toggled(query: Query, field: str, value: str) -> Query:
    """Return the question with one filter value added, or taken away where it was there; from the first page."""
    if field == "years":
        years = read_years(value)
        return replace(query, years=None if query.years == years else years, offset=0)
    present: tuple[str, ...] = getattr(query, field)
    kept = tuple(v for v in present if v != value) if value in present else (*present, value)
    changes: Mapping[str, tuple[str, ...]] = {field: kept}
    return replace(query, offset=0, **changes)  # type: ignore[arg-type]

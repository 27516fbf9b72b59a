"""The routes for programs: feeds, what a browser and a search engine want to know, data and its description."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from indexer.model import Document, Passage, Query
from web import description, feed, view
from web.asked import absent, origin_of, query_of, today
from web.links import Links, anchor
from web.service import Service

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher

ATOM = "application/atom+xml; charset=utf-8"
OPENSEARCH = "application/opensearchdescription+xml; charset=utf-8"
XML = "application/xml; charset=utf-8"
SEARCH_LIMIT = 50
SITEMAP_LIMIT = 50_000
"""More addresses one sitemap may not hold (sitemaps.org)."""


def routes(service: Service) -> list[BaseRoute]:
    """Return the routes, each under the service's path."""
    handlers = _Handlers(service)
    base = service.links.base
    return [
        Route(f"{base}/feed.xml", handlers.feed),
        Route(f"{base}/opensearch.xml", handlers.opensearch),
        Route(f"{base}/sitemap.xml", handlers.sitemap),
        Route(f"{base}/api/search", handlers.search),
        Route(f"{base}/api/documents/{{id}}", handlers.document),
        Route(f"{base}/api/openapi.json", handlers.openapi),
    ]


class _Handlers:
    """The answers, run in threads."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def feed(self, request: Request) -> Response:
        searcher, origin = self._searcher(), self._origin(request)
        names = view.names(searcher)
        query = replace(view.known(query_of(request), names), sort="relevance", offset=0)
        found = feed.gather(searcher, query, names, service=self._service.config.name, origin=origin)
        text = self._service.pages.html("feed.xml", feed=found, query=query, names=names, origin=origin)
        return _unless_known(request, text, ATOM)

    def opensearch(self, request: Request) -> Response:
        text = self._service.pages.html("opensearch.xml", origin=self._origin(request))
        return Response(text, media_type=OPENSEARCH)

    def sitemap(self, request: Request) -> Response:
        searcher = self._searcher()
        addresses = self._service.kept.get(
            searcher, today(), "sitemap", lambda: _addresses(searcher, self._service.links)
        )
        text = self._service.pages.html("sitemap.xml", addresses=addresses, origin=self._origin(request))
        return Response(text, media_type=XML)

    def search(self, request: Request) -> Response:
        from indexer.search.answer import results_json

        limit = request.query_params.get("limit", "")
        size = min(int(limit), SEARCH_LIMIT) if limit.isascii() and limit.isdigit() else view.PAGE_SIZE
        searcher = self._searcher()
        query = view.known(query_of(request, size), view.names(searcher))
        return JSONResponse(results_json(searcher.search(query)))

    def document(self, request: Request) -> Response:
        searcher, id_ = self._searcher(), request.path_params["id"]
        document = searcher.document(id_)
        if document is None:
            raise absent(searcher, id_)
        passages = searcher.passages(id_) if document.rights == "full-text" else []
        return JSONResponse(document_json(document, passages, today()))

    def openapi(self, request: Request) -> Response:
        server = f"{self._origin(request)}{self._service.links.base}"
        return JSONResponse(description.openapi(self._service.config.name, server, SEARCH_LIMIT))

    def _searcher(self) -> Searcher:
        return self._service.reader.searcher()

    def _origin(self, request: Request) -> str:
        return origin_of(request, self._service.config)


def document_json(document: Document, passages: Sequence[Passage], day: date) -> dict[str, Any]:
    """Return what `/api/documents/{id}` answers; `passages` are those that may be shown."""
    return {
        "id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "regions": list(document.regions),
        "type": document.type,
        "issued": document.issued,
        "valid": document.valid,
        "status": document.status_on(day),
        "themes": list(document.themes),
        "language": document.language,
        "url": document.url,
        "permalink": f"/d/{document.id}",
        "abstract": document.abstract,
        "urls": list(document.urls),
        "supersedes": list(document.supersedes),
        "superseded_by": list(document.superseded_by),
        "pdf": document.pdf,
        "gone": document.gone,
        "updated": document.updated,
        "rights": document.rights,
        "pages": document.pages,
        "kinds": list(document.kinds),
        "audience": document.audience,
        "time": document.time,
        "group": document.group,
        "checked": document.checked,
        "passages": [
            {"text": each.text, "heading": each.heading, "page": each.page, "anchor": anchor(each)} for each in passages
        ],
    }


def _addresses(searcher: Searcher, links: Links) -> list[tuple[str, str | None]]:
    """Return the pages that others may link to and search engines read, each with the day it last changed if known."""
    pages = [
        links.home(),
        links.themes(),
        links.plans(),
        links.plans_table(),
        links.listing(),
        links.about(),
        links.accessibility(),
    ]
    themes = [links.theme(each.theme.id) for each in searcher.themes()]
    regions = [links.region(code) for code in sorted(searcher.regions)]
    dates = searcher.dates
    days = ((each.id, dates.get(each.id)) for each in searcher.documents(Query()))
    documents = [(links.document(id_), seen.updated[:10] if seen and seen.updated else None) for id_, seen in days]
    return [*((page, None) for page in (*pages, *themes, *regions)), *documents][:SITEMAP_LIMIT]


def _unless_known(request: Request, text: str, media_type: str) -> Response:
    """Return the text, or 304 where the reader has it already: feed readers ask every hour."""
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    known = request.headers.get("if-none-match", "")
    if tag in {each.strip().removeprefix("W/") for each in known.split(",")}:
        return Response(status_code=304, headers=headers)
    return Response(text, media_type=media_type, headers=headers)

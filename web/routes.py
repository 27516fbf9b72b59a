"""The plain routes: documents, their files, the list without script, JSON, health; and what is not there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from streamlit.file_util import get_static_dir

from indexer.errors import IndexFault, IndexMissing, IndexUnreachable
from indexer.model import Query
from web import faults, feed, files, handing, knowledge, machine, reading, shell, view
from web.asked import OF_DOCUMENT, OF_QUOTE, OF_REGION, OF_THEME, absent, links_of, origin_of, query_of, today
from web.notices import built
from web.security import FILE_POLICY, HEADERS, STREAMLIT_POLICY
from web.service import Service, fault_code

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
RETRY = 30
"""Seconds after which a program may ask again when the cluster does not answer."""
STATIC = Path(__file__).parent / "static"
# Streamlit's own addresses, as its route tables name them; everything else that nobody answers is not found.
STREAMLIT_PREFIXES = ("_stcore/", "media/", "component/")
STREAMLIT_STATIC = Path(get_static_dir())

FAULTS: Mapping[tuple[int, str], tuple[str, str]] = {
    (404, ""): ("Sidan finns inte", "Adressen leder inte till något här. Den kan vara felskriven."),
    (404, OF_THEME): ("Temat finns inte", "Det finns inget tema med den adressen."),
    (404, OF_REGION): ("Regionen finns inte", "Det finns ingen region med den länskoden."),
    (404, OF_DOCUMENT): ("Materialet finns inte", "Det finns inget material med den adressen i samlingen."),
    (404, OF_QUOTE): (
        "Stycket kan inte citeras",
        "Stycket finns inte, eller får inte visas utan en sökning som leder dit.",
    ),
    (405, ""): ("Det går inte", "Sidan tar inte emot det som skickades."),
    (410, OF_DOCUMENT): ("Materialet är borttaget", "Det har tagits bort ur samlingen och kommer inte tillbaka."),
}
UNKNOWN_FAULT = ("Något gick fel", "Sidan kunde inte visas.")


def routes(service: Service) -> list[BaseRoute]:
    """Return the routes, each under the service's path: Streamlit does not add it for us."""
    handlers = _Handlers(service)
    base = service.links.base
    given: list[BaseRoute] = [
        Route(f"{base}/", handlers.search),
        Route(f"{base}/planer", handlers.plans),
        Route(f"{base}/utskick", handlers.newsletter),
        Route(f"{base}/d/{{id}}", handlers.document),
        Route(f"{base}/fil/{{id}}", handlers.file),
        Route(f"{base}/lista", handlers.listing),
        Route(f"{base}/health", handlers.health),
        Route(f"{base}/metrics", handlers.metrics),
        Route(f"{base}/robots.txt", handlers.robots),
        *knowledge.routes(service),
        *machine.routes(service),
        *handing.routes(service),
        Mount(f"{base}/assets", StaticFiles(directory=STATIC)),
        _NotFound(base),
    ]
    return [Route(base, handlers.to_home), *given] if base else given


def fault_pages(service: Service) -> Mapping[Any, Callable[[Request, Exception], Response]]:
    """Return what answers when something goes wrong: HTTP errors, an unusable index, and bugs."""
    handlers = _Handlers(service)
    return {HTTPException: handlers.http_fault, IndexFault: handlers.index_fault, Exception: handlers.bug}


class _NotFound(Route):
    """Answers 404 to every address that is neither ours nor Streamlit's, which would answer 200 with its start page."""

    def __init__(self, base: str) -> None:
        self._base = base
        super().__init__("/{path:path}", _missing, methods=["GET", "HEAD", "POST"])

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http" or self._is_streamlits(scope["path"].removeprefix(f"{self._base}/")):
            return Match.NONE, {}
        return super().matches(scope)

    def _is_streamlits(self, path: str) -> bool:
        return path.startswith(STREAMLIT_PREFIXES) or (STREAMLIT_STATIC / path).is_file()


def _missing(_: Request) -> Response:
    raise HTTPException(404, "")


class _Handlers:
    """The answers. They are plain functions, not coroutines, so Starlette runs each in a thread of its own."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def search(self, request: Request) -> Response:
        links, query = self._service.links, query_of(request)
        title = None
        try:
            names = view.names(self._service.reader.searcher())
        except IndexFault:
            query = Query()
        else:
            query = view.known(query, names)
            title = feed.subject(query, names) or None
        described = f"Metodmaterial om {title}. {shell.DESCRIPTION}" if title else shell.DESCRIPTION
        return self._shell(request, shell.Head(links.search(query), links.feed(query), title, described, here="sok"))

    def plans(self, request: Request) -> Response:
        links = self._service.links
        described = "Alla regioners biblioteksplaner på en tidslinje, med status i dag, och vad de säger om varje tema."
        of_plans = links.feed(Query(types=("plan",)))
        plain = links.plans_table()
        return self._shell(
            request, shell.Head(links.plans(), of_plans, "Regionernas planer", described, here="planer", plain=plain)
        )

    def newsletter(self, request: Request) -> Response:
        links = self._service.links
        described = "Samla material till ett utskick och kopiera det till ett mejl."
        return self._shell(
            request, shell.Head(links.newsletter(), links.feed(), "Utskick", described, here="utskick", away=True)
        )

    def _shell(self, request: Request, head: shell.Head) -> Response:
        head = replace(head, host=origin_of(request, self._service.config))
        headers = {"content-security-policy": STREAMLIT_POLICY, "cache-control": "no-cache"}
        return HTMLResponse(shell.document(self._service.pages, head), headers=headers)

    def to_home(self, request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(self._service.links.home() + query, 301)

    def document(self, request: Request) -> Response:
        searcher = self._service.reader.searcher()
        id_, origin = request.path_params["id"], origin_of(request, self._service.config)
        links = links_of(request, self._service.links)
        page = reading.page(searcher, id_, query_of(request), self._service, links=links, today=today(), origin=origin)
        if page is None:
            raise absent(searcher, id_)
        return HTMLResponse(page)

    def file(self, request: Request) -> Response:
        searcher = self._service.reader.searcher()
        document = searcher.document(request.path_params["id"])
        if document is None:
            raise absent(searcher, request.path_params["id"])
        path = files.servable(self._service.config.corpus, document)
        if path is None:
            raise HTTPException(404, OF_DOCUMENT)
        type_ = files.TYPES[path.suffix.lower()]
        policy = {} if path.suffix.lower() == ".pdf" else {"content-security-policy": FILE_POLICY}
        headers = {"cache-control": "no-cache", **policy}
        return FileResponse(
            path, headers=headers, media_type=type_, filename=path.name, content_disposition_type="inline"
        )

    def listing(self, request: Request) -> Response:
        searcher = self._service.reader.searcher()
        names = view.names(searcher)
        query = view.known(query_of(request), names)
        asked = view.is_asked(query)
        shown = view.answer(searcher, query) if asked else None
        documents = [] if asked else sorted(searcher.documents(Query()), key=lambda document: document.title.casefold())
        html = self._service.pages.html(
            "listing.html",
            links=links_of(request, self._service.links),
            asked=asked,
            query=shown.results.query if shown else query,
            view=shown,
            names=names,
            documents=documents,
            built=built(searcher),
            today=today(),
            host=origin_of(request, self._service.config),
        )
        return HTMLResponse(html)

    def health(self, _: Request) -> Response:
        try:
            searcher = self._service.reader.searcher()
            searcher.ready()
        except IndexMissing:
            return JSONResponse({"status": "no-index", "index": {}}, 503)
        except IndexUnreachable:
            return JSONResponse({"status": "unreachable-index", "index": {}}, 503)
        except IndexFault as fault:
            return JSONResponse({"status": "unusable-index", "index": {"fault": type(fault).__name__}}, 503)
        told = ("engine", "built", "documents", "passages", "schema", "analyzer")
        return JSONResponse({"status": "ok", "index": {key: searcher.manifest[key] for key in told}})

    def metrics(self, _: Request) -> Response:
        metrics = self._service.metrics
        try:
            searcher = self._service.reader.searcher()
            searcher.ready()
        except IndexFault:
            return PlainTextResponse(metrics.text(None), media_type=PROMETHEUS)
        return PlainTextResponse(metrics.text(searcher.manifest, len(searcher.failures)), media_type=PROMETHEUS)

    def robots(self, request: Request) -> Response:
        base = self._service.links.base
        closed = "".join(f"Disallow: {base}{path}\n" for path in ("/api/", "/lista?", "/fil/", "/feed.xml?"))
        sitemap = f"Sitemap: {origin_of(request, self._service.config)}{self._service.links.sitemap()}\n"
        return PlainTextResponse(f"User-agent: *\n{closed}{sitemap}")

    def http_fault(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR
        detail = error.detail if isinstance(error, HTTPException) else ""
        heading, text = FAULTS.get((status, detail)) or FAULTS.get((status, ""), UNKNOWN_FAULT)
        return self._message(request, status, heading, text)

    def index_fault(self, request: Request, fault: Exception) -> Response:
        if not isinstance(fault, IndexFault):
            raise fault
        answer = self._message(request, 503, *faults.told(fault))
        if isinstance(fault, IndexUnreachable):
            answer.headers["retry-after"] = str(RETRY)
        return answer

    def bug(self, request: Request, error: Exception) -> Response:
        return self._message(request, 500, "Sidan kunde inte visas", f"Försök igen. Felkod: {fault_code(error)}.")

    def _message(self, request: Request, status: int, heading: str, text: str) -> Response:
        if request.url.path.startswith(f"{self._service.links.base}/api/"):
            return JSONResponse({"error": f"{heading}. {text}"}, status)
        html = self._service.pages.html("message.html", heading=heading, text=text, built=None)
        # Given here too: what answers a bug stands outside the middleware.
        return HTMLResponse(html, status, headers=HEADERS)

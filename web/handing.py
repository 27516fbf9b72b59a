"""The routes for what is handed on: newsletters as files, quote cards, and suggestions for the address field."""

from __future__ import annotations

import json

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from indexer.model import Document, Query
from indexer.search.query import clean
from indexer.share.card import svg
from indexer.share.newsletter import write
from web import quote, suggestions
from web.asked import OF_QUOTE, absent, links_of, origin_of, query_of, today
from web.letters import SUFFIXES, TYPES, letter
from web.notices import built
from web.quote import Card
from web.security import FILE_POLICY
from web.service import Service

SUGGESTIONS = "application/x-suggestions+json; charset=utf-8"
DIGITS = 6


def routes(service: Service) -> list[BaseRoute]:
    """Return the routes, each under the service's path."""
    handlers = _Handlers(service)
    base = service.links.base
    return [
        Route(f"{base}/utskick.{{suffix:str}}", handlers.newsletter),
        Route(f"{base}/d/{{id}}/citat", handlers.quote),
        Route(f"{base}/d/{{id}}/citat.svg", handlers.card),
        Route(f"{base}/api/suggest", handlers.suggest),
    ]


class _Handlers:
    """The answers, run in threads."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def newsletter(self, request: Request) -> Response:
        form = SUFFIXES.get(request.path_params["suffix"])
        if form is None:
            raise HTTPException(404, "")
        links = links_of(request, self._service.links)
        origin = origin_of(request, self._service.config)
        found = letter(self._service.reader.searcher(), links, self._service.config, origin=origin, day=today())
        headers = {
            "content-disposition": f'attachment; filename="utskick.{request.path_params["suffix"]}"',
            "content-security-policy": FILE_POLICY,
            "x-robots-tag": "noindex",
        }
        text = f"{write(found.newsletter, form)}\n"
        return Response(text, media_type=f"{TYPES[form]}; charset=utf-8", headers=headers)

    def quote(self, request: Request) -> Response:
        document, card = self._card(request)
        origin = origin_of(request, self._service.config)
        html = self._service.pages.html(
            "quote.html",
            document=document,
            card=card,
            query=query_of(request),
            links=links_of(request, self._service.links),
            whole=f"{origin}{self._service.links.document(document.id)}",
            host=origin,
            built=built(self._service.reader.searcher()),
        )
        return HTMLResponse(html)

    def card(self, request: Request) -> Response:
        _, card = self._card(request)
        headers = {"content-security-policy": FILE_POLICY, "cache-control": "no-cache"}
        return Response(svg(card.quotation), media_type="image/svg+xml", headers=headers)

    def _card(self, request: Request) -> tuple[Document, Card]:
        searcher, id_ = self._service.reader.searcher(), request.path_params["id"]
        document = searcher.document(id_)
        if document is None:
            raise absent(searcher, id_)
        asked = {name: _number(request.query_params.get(name, "")) for name in (quote.PASSAGE, quote.SENTENCE)}
        card = quote.gather(
            searcher, document, query_of(request), service=self._service.config.name,
            number=asked[quote.PASSAGE], sentence=asked[quote.SENTENCE],
        )  # fmt: skip
        if card is None:
            raise HTTPException(404, OF_QUOTE)
        return document, card

    def suggest(self, request: Request) -> Response:
        searcher = self._service.reader.searcher()
        known = self._service.kept.get(searcher, today(), "suggestions", lambda: suggestions.gather(searcher))
        typed = clean(request.query_params.get("q", ""))
        found = suggestions.find(known, typed)
        links, origin = self._service.links, origin_of(request, self._service.config)
        addresses = [f"{origin}{links.search(Query(each.text))}" for each in found]
        answer = [typed, [each.text for each in found], [each.kind for each in found], addresses]
        return Response(json.dumps(answer, ensure_ascii=False), media_type=SUGGESTIONS)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 0

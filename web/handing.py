"""The routes for what is handed on: newsletters as files."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from indexer.share.newsletter import write
from web.asked import links_of, origin_of, today
from web.letters import SUFFIXES, TYPES, letter
from web.security import FILE_POLICY
from web.service import Service


def routes(service: Service) -> list[BaseRoute]:
    """Return the routes, each under the service's path."""
    handlers = _Handlers(service)
    base = service.links.base
    return [Route(f"{base}/utskick.{{suffix:str}}", handlers.newsletter)]


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

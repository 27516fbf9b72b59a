"""What a request asks for: the question in its address, the day it is, and where the service is to the outside."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request

from indexer.config import Config
from indexer.model import Query
from indexer.search.query import from_address
from web import collected, view
from web.links import Links

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher

OF_DOCUMENT = "document"
OF_THEME = "theme"
OF_REGION = "region"
OF_QUOTE = "quote"


def query_of(request: Request, limit: int = view.PAGE_SIZE) -> Query:
    """Return the question in the address."""
    parameters = request.query_params
    return from_address({name: parameters.getlist(name) for name in parameters}, limit=limit)


def links_of(request: Request, links: Links) -> Links:
    """Return the addresses for this visitor: what the address says is collected goes along."""
    parameters = request.query_params
    return links.keeping(collected.from_address({name: parameters.getlist(name) for name in parameters}))


def today() -> date:
    """Return the day where the service stands."""
    return date.today()  # noqa: DTZ011 - a plan's status follows the calendar where the service stands


def origin_of(request: Request, config: Config) -> str:
    """Return scheme and host of the service as seen from outside: the configured ones, else those of the request."""
    return config.base_url or f"{request.url.scheme}://{request.url.netloc}"


def absent(searcher: Searcher, id_: str) -> HTTPException:
    """Return the error for a document that is not there: 410 where it was withdrawn, else 404."""
    return HTTPException(410 if searcher.withdrawn(id_) else 404, OF_DOCUMENT)

"""The plain pages to browse: themes, regions, and those about the service itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from indexer.model import Query
from indexer.unanswered import LEAST
from web import about, gathering, plans, region, theme, view
from web.asked import OF_REGION, OF_THEME, links_of, origin_of, today
from web.links import Links
from web.news import News
from web.notices import being_rebuilt, built, unavailable
from web.service import Service

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher

T = TypeVar("T")
OTHER = "med"


def routes(service: Service) -> list[BaseRoute]:
    """Return the routes, each under the service's path."""
    handlers = _Handlers(service)
    base = service.links.base
    return [
        Route(f"{base}/teman", handlers.themes),
        Route(f"{base}/tema/{{id}}", handlers.theme),
        Route(f"{base}/region/{{code}}", handlers.region),
        Route(f"{base}/planer/tabell", handlers.plans),
        Route(f"{base}/om", handlers.about),
        Route(f"{base}/tillganglighet", handlers.accessibility),
        Route(f"{base}/status", handlers.status),
    ]


class _Handlers:
    """The answers, run in threads; what they gather is kept until the index changes."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def themes(self, request: Request) -> Response:
        searcher = self._searcher()
        listed = self._kept(searcher, "teman", lambda: theme.gather_list(searcher))
        regions = self._kept(searcher, "regioner", lambda: region.gather_list(searcher))
        return self._html(request, searcher, "themes.html", listed=listed, regions=regions)

    def theme(self, request: Request) -> Response:
        searcher, id_ = self._searcher(), request.path_params["id"]
        # Asked before the page is kept: whatever people write in addresses must not be.
        known = {each.theme.id: each.theme for each in searcher.themes()}
        other = request.query_params.get(OTHER)
        if id_ not in known or (other is not None and other not in known):
            raise HTTPException(404, OF_THEME)
        if other is not None and other != id_:
            documents = theme.in_common(searcher, id_, other)
            return self._html(
                request,
                searcher,
                "theme_pair.html",
                first=known[id_],
                second=known[other],
                documents=documents,
                day=today(),
            )
        page = self._kept(searcher, ("tema", id_), lambda: theme.gather(searcher, id_))
        return self._html(
            request, searcher, "theme.html", page=page, query=Query(themes=(id_,)), news=News(theme=id_), day=today()
        )

    def region(self, request: Request) -> Response:
        searcher, code = self._searcher(), request.path_params["code"]
        if code not in searcher.regions:
            raise HTTPException(404, OF_REGION)
        page = self._kept(searcher, ("region", code), lambda: region.gather(searcher, code))
        return self._html(request, searcher, "region.html", page=page, query=Query(regions=(code,)))

    def plans(self, request: Request) -> Response:
        searcher = self._searcher()
        timeline, grid = plans.gathered(
            self._service.kept, searcher, plans.basis_of(request.query_params.get(plans.BASIS)), today()
        )
        shown = {"timeline": timeline, "grid": grid, "bases": plans.BASES, "query": Query(types=("plan",))}
        return self._html(request, searcher, "plans_table.html", **shown)

    def about(self, request: Request) -> Response:
        searcher = self._searcher()
        publishers = self._kept(searcher, "utgivare", lambda: about.publishers(searcher))
        return self._html(
            request,
            searcher,
            "about.html",
            publishers=publishers,
            fetched=gathering.latest(self._fetched(searcher)),
            documents=searcher.manifest["documents"],
            query=Query(),
        )

    def accessibility(self, request: Request) -> Response:
        # It must be readable when the index is not: no searcher is asked.
        shown = {"built": None, "links": self._links(request), "reviewed": about.REVIEWED.isoformat()}
        return HTMLResponse(self._service.pages.html("accessibility.html", **shown))

    def status(self, request: Request) -> Response:
        searcher = self._searcher()
        state = self._kept(searcher, "status", lambda: about.state(searcher, today()))
        notice = unavailable(searcher) or being_rebuilt(self._service.config.index, searcher)
        unanswered = [(each, Query(each.words)) for each in self._service.tally.shown()]
        shown = {"state": state, "notice": notice, "unanswered": unanswered, "least": LEAST}
        return self._html(request, searcher, "status.html", fetched=self._fetched(searcher), **shown)

    def _fetched(self, searcher: Searcher) -> Sequence[gathering.Fetched] | None:
        corpus = self._service.config.corpus
        return gathering.gather(corpus, self._kept(searcher, "källor", lambda: gathering.names(corpus)))

    def _searcher(self) -> Searcher:
        return self._service.reader.searcher()

    def _kept(self, searcher: Searcher, key: object, make: Callable[[], T]) -> T:
        return self._service.kept.get(searcher, today(), key, make)

    def _links(self, request: Request) -> Links:
        return links_of(request, self._service.links)

    def _html(self, request: Request, searcher: Searcher, template: str, **values: object) -> Response:
        shown = {
            "names": view.names(searcher),
            "built": built(searcher),
            "links": self._links(request),
            "host": origin_of(request, self._service.config),
            **values,
        }
        return HTMLResponse(self._service.pages.html(template, **shown))

"""The spider: takes each answer, keeps it, and queues what it leads to."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any, cast
from urllib.parse import urlsplit

import scrapy
from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from indexer.corpus.progress import Lead, Result
from indexer.errors import MetodsokError
from indexer.harvest import visits
from indexer.harvest.addresses import fetchable
from indexer.harvest.frontier import Frontier
from indexer.harvest.job import REVISIT, Job
from indexer.harvest.links import Outline, outline, sitemap
from indexer.harvest.middlewares import header, kept
from indexer.harvest.reasons import EXPECTED, Refused
from indexer.harvest.transport import code_of

OK, NOT_MODIFIED, MISSING = 200, 304, frozenset({404, 410})
_REDIRECTS = range(300, 400)
_log = logging.getLogger(__name__)


class HarvestSpider(scrapy.Spider):
    """Fetches what the frontier gives. Each answer is kept, and what it leads to queued, in one change of the store."""

    name = "metodsok"
    frontier: Frontier

    def __init__(self, job: Job, **settings: Any) -> None:
        super().__init__(**settings)
        self.job = job

    async def start(self) -> AsyncIterator[Any]:
        """Give nothing: what to fetch comes from the frontier."""
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def parse(self, response: Response, **_: Any) -> Iterator[Request]:
        """Take an answer."""
        self._guarded(response.request, lambda: self._arrived(response))
        yield from ()

    def refused(self, failure: Failure) -> None:
        """Take what kept an answer from coming."""
        request = cast("Request", cast("Any", failure).request)  # Scrapy puts it there
        self._guarded(request, lambda: self._failed(request, failure.value))

    def _guarded(self, request: Request | None, take: Any) -> None:
        """Keep what an answer gives; one page may fail without stopping the rest, a full disk stops everything."""
        assert request is not None  # noqa: S101 -- Scrapy gives each answer its request
        if self.job.stopped:
            return
        lead: Lead = request.meta["lead"]
        try:
            with self.job.store.change():
                take()
        except MetodsokError as error:
            self.job.fault = error
            raise CloseSpider("fault") from error
        except Exception:  # noqa: BLE001 -- a bug that one page meets must not cost the others
            _log.exception("could not take %s", lead.address)
            self.job.done(lead, "failed", "error")
        finally:
            self.frontier.release(request)

    def _arrived(self, response: Response) -> None:
        lead: Lead = response.meta["lead"]
        try:
            if lead.kind == "sitemap":
                self._sitemap(lead, response)
            else:
                found = self._led_on(lead, response)
                self._page(found, response)
                if found is not lead:
                    self._moved(lead, response.meta["redirect_reasons"][0], found.address)
        except Refused as refused:
            self._failed(response.request, refused)

    def _led_on(self, lead: Lead, response: Response) -> Lead:
        """Return the lead for where the answer came from."""
        address = self.job.scope.canonical(response.url) or lead.address
        if address == lead.address or "redirect_reasons" not in response.meta:
            return lead
        return replace(lead, address=address, spelling=response.url, host=urlsplit(response.url).netloc)

    def _moved(self, lead: Lead, status: int, target: str) -> None:
        page = self.job.store.page(lead.address)
        self.job.store.save(visits.moved(page, lead, status, target, self.job.clock()))
        self.job.done(lead, "moved")
        known = self.job.store.page(target)
        if known and lead.address not in known.addresses:
            self.job.store.save(replace(known, addresses=(*known.addresses, lead.address)))

    def _page(self, lead: Lead, response: Response) -> None:
        page = self.job.store.page(lead.address)
        if response.status == OK:
            self._present(lead, response)
        elif response.status == NOT_MODIFIED and page and page.sha256:
            self.job.store.save(visits.unchanged(page, lead, self.job.clock()))
            self.job.done(lead, "unchanged")
            content = self.job.store.path(page.sha256).read_bytes()
            self._follow(lead, self._outline(content, page.media_type or "", page.spelling or lead.spelling))
        elif response.status in MISSING:
            now = visits.missing(page, lead, response.status, self.job.clock())
            self.job.store.save(now)
            self.job.done(lead, "gone" if now.gone else "missing", now.failure)
        elif response.status in _REDIRECTS:
            raise Refused("scheme", header(response, "Location"))
        else:
            raise Refused(f"http-{response.status}")

    def _present(self, lead: Lead, response: Response) -> None:
        known, declared = self.job.store.page(lead.address), header(response, "Content-Type") or ""
        kind = visits.media_type(response.body, declared)
        if kind.startswith("text/html") and self.job.scope.owner(lead.address) is None:
            raise Refused("off-site")  # only documents may lie outside the source's paths
        found = self._outline(response.body, kind, response.url)
        if not found.index or "noindex" in (header(response, "X-Robots-Tag") or "").lower():
            raise Refused("noindex")
        content = visits.Content(
            self.job.store.put(response.body), kind, header(response, "ETag"), header(response, "Last-Modified")
        )
        page = visits.present(known, replace(lead, spelling=response.url), content, self.job.clock())
        self.job.store.save(page)
        result: Result = "new" if known is None or known.sha256 is None else "changed"
        self.job.done(lead, "unchanged" if known and known.sha256 == content.sha256 else result)
        self._follow(lead, found)

    def _outline(self, content: bytes, kind: str, address: str) -> Outline:
        """Return the outline of a web page, an empty one of anything else."""
        if not kind.startswith(("text/html", "application/xhtml")):
            return Outline()
        return outline(content, kind, address, self.job.limits.links)

    def _follow(self, lead: Lead, page: Outline) -> None:
        """Queue what a web page links to within the sources, with what the link says."""
        if self.job.alone:
            return
        if page.cut:
            self.job.progress.note(lead.source, "too-many-links", lead.address)
        depth = lead.depth + 1
        about = {"depth": depth, "referrer": lead.address, "context": page.title}
        found = [
            self.job.lead(link.address, lead.source, link_text=link.text, **about) for link in page.links * page.follow
        ]
        self._queue([each for each in found if each and each.address != lead.address], lead)

    def _queue(self, leads: list[Lead], origin: Lead) -> None:
        deepest = self.job.source(origin.source).depth or self.job.limits.depth
        if origin.depth + 1 <= deepest:
            self.job.progress.add(leads)
        elif origin.depth < REVISIT:
            new = [lead for lead in leads if not self.job.progress.is_met(lead.address)]
            if new:
                self.job.progress.note(origin.source, "too-deep", new[0].address)

    def _sitemap(self, lead: Lead, response: Response) -> None:
        known = self.job.progress.aid(lead.address)
        if response.status not in {OK, NOT_MODIFIED}:
            raise Refused(f"http-{response.status}")
        aid = kept(lead.address, response, known, self.job.clock())
        listed, addresses = sitemap(aid.body, self.job.limits)
        self.job.progress.keep(aid)
        self.job.done(lead, "unchanged" if response.status == NOT_MODIFIED else "new")
        if not listed:
            self._queue([each for address in addresses if (each := self.job.lead(address, depth=1))], lead)
        elif lead.depth + 1 < self.job.limits.sitemap_nesting:
            nested = [address for each in addresses[: self.job.limits.sitemaps] if (address := fetchable(each))]
            self.job.progress.add(
                Lead(lead.source, each, each, urlsplit(each).netloc, kind="sitemap", depth=lead.depth + 1)
                for each in nested
            )
        else:
            raise Refused("sitemap")

    def _failed(self, request: Request | None, error: BaseException | None) -> None:
        assert request is not None  # noqa: S101 -- Scrapy gives each failure its request
        lead: Lead = request.meta["lead"]
        code, target = code_of(error), getattr(error, "address", None)
        if code == "moved":
            self._moved(lead, request.meta["redirect_reasons"][0], str(target))
            return
        page = self.job.store.page(lead.address)
        if lead.kind == "page" and code != "deferred":
            status = int(code.removeprefix("http-")) if code.startswith("http-") else None
            outside = str(target) if code in {"off-site", "other-site", "private-address"} else None
            self.job.store.save(visits.failed(page, lead, code, self.job.clock(), status=status, target=outside))
        self.job.done(lead, "excluded" if code in EXPECTED else "failed", code)

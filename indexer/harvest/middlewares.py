"""What every request and answer passes between Scrapy and the network: bounds, conditions, robots, patience."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.utils.sitemap import sitemap_urls_from_robots

from indexer.corpus.progress import Aid, Lead
from indexer.harvest.addresses import fetchable
from indexer.harvest.guard import is_number, is_public
from indexer.harvest.job import Job
from indexer.harvest.reasons import Refused
from indexer.harvest.transport import CODES, code_of

NAME = "Metodsok"
"""What we are called in robots.txt."""

_FAILURES: tuple[type[Exception], ...] = (Refused, *(kind for kind, _ in CODES))
_ALLOWED, _SAME, _NO_SUCH = 200, 304, range(400, 500)
_BUSY = frozenset({429, 503})
_NO_SERVER = frozenset({"dns", "refused", "tls", "private-address"})


class Bounds:
    """Lets no request out that leaves its source, and asks on condition where there is a copy already."""

    def __init__(self, job: Job) -> None:
        self.job = job

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the bounds of the crawler's job."""
        return cls(crawler.spider.job)  # type: ignore[union-attr]  # our spiders have one

    def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002
        """Check the address before anything is connected to; raises Refused with where it leads."""
        if request.url in request.meta.get("redirect_urls", ()):
            raise Refused("redirect-loop", request.url)
        if urlsplit(request.url).netloc in self.job.deferred:
            raise Refused("deferred")
        if request.meta["kind"] == "page":
            self._check_page(request)
        elif urlsplit(self.job.scope.canonical(request.url) or "").hostname not in self._hosts():
            raise Refused(self._outside(request.url), request.url)
        self._ask_on_condition(request)

    def _check_page(self, request: Request) -> None:
        lead: Lead = request.meta["lead"]
        address = self.job.scope.canonical(request.url)
        found = self.job.lead(request.url, lead.source)
        if address is None or found is None or found.source != lead.source:
            raise Refused(self._outside(request.url), address or request.url)
        if address != lead.address and self.job.progress.is_done(address):
            raise Refused("moved", address)

    def _outside(self, address: str) -> str:
        """Return why an address outside the source is not fetched: what the site itself is free to do is told apart."""
        host = urlsplit(address).hostname or ""
        if is_number(host) and not is_public(host):
            return "private-address"
        return "off-site" if self.job.scope.knows(address) else "other-site"

    def _hosts(self) -> set[str]:
        return {host for source in self.job.sources for host in (*source.hosts, *source.alias_hosts)}

    def _ask_on_condition(self, request: Request) -> None:
        etag, modified = self._known(request)
        for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified)):
            request.headers.pop(name, None)
            if value:
                request.headers[name] = value

    def _known(self, request: Request) -> tuple[str | None, str | None]:
        if request.meta["kind"] != "page":
            aid = self.job.progress.aid(request.url)
            return (aid.etag, aid.last_modified) if aid and aid.status == _ALLOWED else (None, None)
        page = self.job.store.page(self.job.scope.canonical(request.url) or "")
        if page is None or page.sha256 is None or not self.job.store.path(page.sha256).exists():
            return None, None
        return page.etag, page.last_modified


class Robots(RobotsTxtMiddleware):
    """Scrapy's robots rules as RFC 9309 has them: an answer is kept a day, and without one nothing is fetched.

    4xx means that all is allowed; 5xx, 429, silence and redirects that lead nowhere mean that nothing is. What it says
    of pauses becomes the host's pace, what it says of sitemaps becomes leads.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.job: Job = crawler.spider.job  # type: ignore[union-attr]  # our spiders have one
        self._rules: dict[str, asyncio.Task[RobotParser | None]] = {}

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise Refused where the rules do not allow the address."""
        if rp is not None and not rp.allowed(request.url, NAME):
            raise Refused("robots")

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules for the request's host, None where all is allowed; raises Refused where nothing is."""
        parts = urlsplit(request.url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            self._rules[site] = asyncio.ensure_future(self._read(f"{site}/robots.txt", request.meta["lead"]))
        return await asyncio.shield(self._rules[site])

    async def _read(self, address: str, lead: Lead) -> RobotParser | None:
        aid = await self._fetched(address, lead)
        if aid.status != _ALLOWED:
            return None
        found = rules(aid.body, self.job.limits.robots)
        self._slow_down(urlsplit(address).netloc, found.crawl_delay(NAME) or 0)
        self._follow(aid, lead)
        return found

    async def _fetched(self, address: str, lead: Lead) -> Aid:
        known, now = self.job.progress.aid(address), self.job.clock()
        if known and (now - known.fetched).total_seconds() < self.job.limits.robots_age:
            return known
        meta = {"dont_obey_robotstxt": True, "kind": "robots", "lead": lead}
        asked = Request(address, meta=meta, priority=self.DOWNLOAD_PRIORITY, callback=NO_CALLBACK)
        try:
            answer = await self.crawler.engine.download_async(asked)
        except _FAILURES as error:
            # Without a name, a connection or a certificate, or inside somebody's own net, robots.txt is not at fault.
            code = code_of(error)
            raise Refused(code if code in _NO_SERVER else "robots-unreachable", address) from error
        if not _is_told(answer.status, known):
            raise Refused("robots-unreachable", address)
        aid = kept(address, answer, known, now)
        self.job.progress.keep(aid)
        return aid

    def _slow_down(self, host: str, wanted: float) -> None:
        if wanted > self.job.limits.crawl_delay:
            raise Refused("crawl-delay")
        slow_down(self.crawler, host, wanted)

    def _follow(self, aid: Aid, lead: Lead) -> None:
        """Queue the sitemaps that robots.txt names on the source's own hosts."""
        if self.job.alone:
            return
        named = list(sitemap_urls_from_robots(aid.body, aid.address))[: self.job.limits.sitemaps]
        self.job.progress.add(
            Lead(lead.source, address, address, urlsplit(address).netloc, kind="sitemap")
            for address in map(fetchable, named)
            if address
        )


def rules(text: bytes, longest: int) -> RobotParser:
    """Return the rules of a robots.txt; one that was cut at `longest` bytes loses its last line."""
    return ProtegoRobotParser(text.rpartition(b"\n")[0] if len(text) >= longest else text, None)


def _is_told(status: int, known: Aid | None) -> bool:
    """Tell whether a status says what is allowed: the rules, that they have not changed, or that there are none."""
    return status == _ALLOWED or (status == _SAME and known is not None) or (status in _NO_SUCH and status not in _BUSY)


def kept(address: str, answer: Response, known: Aid | None, now: datetime) -> Aid:
    """Return an answer as what is kept of a robots.txt or sitemap; one that has not changed keeps its text."""
    if answer.status == _SAME and known:
        return Aid(address, now, known.status, known.body, known.etag, known.last_modified)
    return Aid(address, now, answer.status, answer.body, header(answer, "ETag"), header(answer, "Last-Modified"))


def header(answer: Response, name: str) -> str | None:
    """Return a header as text, None where it is missing or empty."""
    value = answer.headers.get(name)
    return value.decode("latin-1").strip() or None if value else None


def slow_down(crawler: Crawler, host: str, wanted: float) -> None:
    """Let Scrapy wait at least `wanted` seconds between two requests to the host from now on."""
    downloader = crawler.engine.downloader
    name = host.partition(":")[0] if not host.startswith("[") else host
    settings: Mapping[str, float] = downloader.per_slot_settings.get(name, {})
    delay = max(wanted, settings.get("delay", 0))
    downloader.per_slot_settings[name] = {**settings, "delay": delay}
    if name in downloader.slots:
        downloader.slots[name].delay = delay


class Patience(RetryMiddleware):
    """Scrapy's retries, after the pause that a busy server asks for; a longer one than we wait is for next time."""

    async def process_response(  # type: ignore[override]  # Scrapy awaits what is awaitable
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 -- Scrapy's signature
    ) -> Request | Response:
        """Return the answer, or the request to try again; raises Refused `deferred`."""
        wait = _retry_after(response) if response.status in _BUSY else 0
        job: Job = self.crawler.spider.job  # type: ignore[union-attr]  # our spiders have one
        if wait > job.limits.retry_after:
            job.deferred.add(urlsplit(request.url).netloc)
            raise Refused("deferred")
        result = super().process_response(request, response)
        if isinstance(result, Request):
            self._count(result)
            await asyncio.sleep(wait)
        return result

    def process_exception(
        self,
        request: Request,
        exception: Exception,
        spider: Spider | None = None,  # noqa: ARG002 -- Scrapy's signature
    ) -> Request | Response | None:
        """Return the request to try again, None where that is not to be."""
        result = super().process_exception(request, exception)
        if isinstance(result, Request):
            self._count(result)
        return result

    def _count(self, again: Request) -> None:
        """Keep how often an address was asked for in vain: a stop must not let it be asked for three times more."""
        if again.meta["kind"] in {"page", "sitemap"}:
            job: Job = self.crawler.spider.job  # type: ignore[union-attr]  # our spiders have one
            job.progress.tried(again.meta["lead"], again.meta["retry_times"])


def _retry_after(response: Response) -> float:
    """Return the seconds of a Retry-After header, 0 where there is none that can be read."""
    text = (header(response, "Retry-After") or "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return 0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())

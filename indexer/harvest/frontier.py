"""What Scrapy is to ask for next: leads from the store, one at a time for each host, and what must be tried again."""

from __future__ import annotations

from collections import deque
from typing import Any, Self, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from indexer.corpus.progress import Lead
from indexer.harvest.job import Job

MOVED_FOR_GOOD = frozenset({301, 308})


class Frontier(BaseScheduler):
    """Scrapy's scheduler, out of what the store holds: memory stays small, and a stop loses nothing."""

    def __init__(self, crawler: Crawler) -> None:
        self._spider = cast("Any", crawler.spider)
        self.job: Job = self._spider.job
        self._again: deque[Request] = deque()
        self._busy: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the frontier of the crawler's job; the spider tells it when a host is free again."""
        frontier = cls(crawler)
        frontier._spider.frontier = frontier
        return frontier

    def has_pending_requests(self) -> bool:
        """Tell whether anything waits."""
        return bool(self._again) or self.job.progress.waiting(self.job.ids) > 0

    def enqueue_request(self, request: Request) -> bool:
        """Take back a request that is tried again or was led on to another address."""
        self.release(request)
        self._again.append(request)
        return True

    def next_request(self) -> Request | None:
        """Return the next request to a host that is not being asked; None where all are."""
        for request in list(self._again):
            if _host(request.url) not in self._busy:
                self._again.remove(request)
                return self._sent(request, request.meta["lead"])
        while lead := self.job.progress.next(self._busy, self.job.ids):
            if not self._is_enough(lead) and (spelling := self._spelling(lead)):
                meta = {"lead": lead, "kind": lead.kind, "retry_times": lead.tries}
                return self._sent(Request(spelling, errback=self._spider.refused, meta=meta, dont_filter=True), lead)
        return None

    def release(self, request: Request) -> None:
        """Let the host of a finished request be asked again."""
        self._busy -= request.meta.pop("busy", set())

    def _sent(self, request: Request, lead: Lead) -> Request:
        request.meta["busy"] = {_host(request.url), lead.host}
        self._busy |= request.meta["busy"]
        return request

    def _is_enough(self, lead: Lead) -> bool:
        """Tell whether the lead's source has had all the pages that it may; the rest is then given up."""
        most = self.job.limits.pages if self.job.most is None else min(self.job.most, self.job.limits.pages)
        if lead.kind != "page" or self.job.fetched.get(lead.source, 0) < most:
            return False
        if most == self.job.limits.pages:
            self.job.progress.note(lead.source, "too-many-pages", lead.address)
        self.job.progress.drop(lead.source)
        return True

    def _spelling(self, lead: Lead) -> str | None:
        """Return how the server itself spells the address; None where it is known to have moved, and that is done."""
        page = self.job.store.page(lead.address)
        if page is None or lead.kind != "page":
            return lead.spelling
        age = (self.job.clock() - page.last_seen).total_seconds()
        target = self.job.lead(page.redirect, lead.source, depth=lead.depth) if page.redirect else None
        if target is None or page.status not in MOVED_FOR_GOOD or age > self.job.limits.moved_age:
            return page.spelling or lead.spelling
        self.job.progress.add([target])
        self.job.done(lead, "moved")
        return None


def _host(url: str) -> str:
    return urlsplit(url).netloc

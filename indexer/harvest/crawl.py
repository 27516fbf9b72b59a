"""Harvest: from the sources of a corpus to its store, and a report of how it went."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import AsyncCrawlerRunner

from indexer.corpus import Corpus
from indexer.corpus.lock import alone
from indexer.corpus.progress import Progress, SourceHarvest
from indexer.corpus.store import Store
from indexer.harvest.addresses import Scope
from indexer.harvest.guard import Guard, Lookup, system_lookup
from indexer.harvest.job import Job, Told, now
from indexer.harvest.limits import Limits
from indexer.harvest.middlewares import NAME
from indexer.harvest.reasons import EXPECTED
from indexer.harvest.spider import HarvestSpider
from indexer.model import Source

SINGLE = "enstaka"
"""The source of pages that were added by hand and belong to none in `sources.toml`."""

_HERE = "indexer.harvest"
_UNUSED = ("telnet.TelnetConsole", "remote_control.RemoteControl", "memusage.MemoryUsage", "logstats.LogStats",
           "corestats.CoreStats", "logcount.LogCount", "feedexport.FeedExporter", "spiderstate.SpiderState",
           "throttle.AutoThrottle", "memdebug.MemoryDebugger", "closespider.CloseSpider")  # fmt: skip


@dataclass(frozen=True, slots=True)
class HarvestReport:
    """How a harvest went: each source's counts and reasons, and how many pages have the same content as another.

    `starts` are the canonical addresses that people want to start from.
    """

    sources: tuple[SourceHarvest, ...]
    duplicates: int
    seconds: float
    starts: frozenset[str] = frozenset()

    def faults(self, source: SourceHarvest) -> list[tuple[str, str]]:
        """Return the reasons that are not the site's own business; a start address that leads nowhere is ours."""
        return [(code, where) for code, where in source.reasons if code not in EXPECTED or where in self.starts]

    def count(self, *results: str) -> int:
        """Return how many pages of all sources had one of the results."""
        return sum(source.counts.get(result, 0) for source in self.sources for result in results)

    @property
    def failed(self) -> bool:
        """Whether something went wrong that is not the sites' own business."""
        return any(self.faults(source) for source in self.sources)


def user_agent(contact: str | None) -> str:
    """Return the name under which pages are asked for, with where to reach whoever runs the service."""
    return f"{NAME}/{version('metodsok')}" + (f" (+{contact})" if contact else "")


def harvest(
    corpus: Corpus,
    *,
    only: Sequence[str] = (),
    limits: Limits | None = None,
    contact: str | None = None,
    most: int | None = None,
    told: Told | None = None,
    lookup: Lookup = system_lookup,
    clock: Callable[[], datetime] = now,
) -> HarvestReport:
    """Fetch what is new or changed from the sources of the corpus, or from those in `only`, and return how it went.

    Goes on where a harvest was stopped. At most `most` pages of each source. Raises HarvestBusy where another one runs,
    CorpusError where nothing can be written, KeyboardInterrupt where somebody stops it.
    """
    limits = limits or Limits()
    with alone(corpus.root), Store.open(corpus.root) as store:
        sources = (*singles(store), *corpus.sources)
        chosen = tuple(source for source in sources if not only or source.id in only)
        seeds = [address for record in corpus.records for address in (record.url, *record.urls) if address]
        seeds += [plan.url for source in corpus.sources for plan in source.plans]
        job = Job(
            store, Scope.of(sources, corpus.removed, seeds), chosen, Guard(limits, lookup), limits,
            user_agent(contact), most=most, told=told, clock=clock,
        )  # fmt: skip
        started = clock()
        store.sweep()
        job.begin(seeds)
        run(job)
        return finish(job, started)


def singles(store: Store) -> tuple[Source, ...]:
    """Return the pages that were added by hand and belong to no source as a source of their own; () for none."""
    pages = [page.address for page in store.pages() if page.source == SINGLE and page.redirect is None]
    hosts = dict.fromkeys(urlsplit(address).hostname or "" for address in pages)
    # All paths are left out: nothing but the pages themselves belongs to it.
    only = Source(SINGLE, SINGLE, "guidance", SINGLE, hosts=tuple(hosts), exclude=("/",), start_urls=tuple(pages))
    return (only,) if pages else ()


def run(job: Job) -> None:
    """Fetch what waits until nothing does; raises what stopped it."""
    asyncio.run(_crawl(job))
    if job.fault:
        raise job.fault


def finish(job: Job, started: datetime) -> HarvestReport:
    """Note and return how the harvest of each source went."""
    ended = job.clock()
    begun = {each.source: each.started for each in job.progress.harvests()}
    harvests = tuple(
        SourceHarvest(
            id_, begun[id_], ended, job.progress.counts(id_), tuple(job.progress.failures(id_)),
        )
        for id_ in job.ids
    )  # fmt: skip
    for each in harvests:
        job.progress.end(each)
    starts = frozenset(form for id_ in job.ids for form in _starts(job, id_))
    return HarvestReport(harvests, duplicates(job.store, job.ids), (ended - started).total_seconds(), starts)


def _starts(job: Job, id_: str) -> Iterator[str]:
    """Yield the canonical addresses that a source is started from; those of single pages may come to an end."""
    if id_ != SINGLE:
        yield from filter(None, map(job.scope.canonical, job.source(id_).start_urls))


def duplicates(store: Store, sources: Sequence[str]) -> int:
    """Return how many pages of the sources hold the very same bytes as another one."""
    hashes = [page.sha256 for page in store.pages() if page.sha256 and page.source in sources]
    return len(hashes) - len(set(hashes))


def latest(root: Path) -> tuple[SourceHarvest, ...]:
    """Return the latest harvest of each source of the corpus in `root`."""
    with Store.open(root) as store:
        return Progress(store).harvests()


async def _crawl(job: Job) -> None:
    """Crawl until nothing waits, or a signal comes; then whatever is under way is dropped."""
    ended = asyncio.ensure_future(AsyncCrawlerRunner(settings(job)).crawl(HarvestSpider, job=job))
    stopped = asyncio.ensure_future(_signalled(job))
    try:
        await asyncio.wait({ended, stopped}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (ended, stopped):
            task.cancel()
        await asyncio.gather(ended, stopped, return_exceptions=True)
        for close in job.closing:
            await close()
    if job.stopped:
        raise KeyboardInterrupt
    await ended


async def _signalled(job: Job) -> None:
    """Return when somebody wants the harvest to end, by Ctrl-C or as services are ended."""
    loop, asked = asyncio.get_running_loop(), asyncio.Event()

    def stop() -> None:
        job.stopped = True
        # What is cut off in the middle complains, and nobody needs to hear it.
        loop.set_exception_handler(lambda _loop, _context: None)
        asked.set()

    with suppress(NotImplementedError, RuntimeError, ValueError):  # signals come to the main thread alone
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(each, stop)
    await asked.wait()


def settings(job: Job) -> dict[str, Any]:
    """Return Scrapy's settings: its politeness at its strictest, and nothing that we do ourselves."""
    logging.getLogger("scrapy").addHandler(logging.NullHandler())
    logging.getLogger("scrapy").propagate = False
    hosts = {host: source for source in job.sources for host in (*source.hosts, *source.alias_hosts)}
    return {
        "TWISTED_REACTOR_ENABLED": False,
        "USER_AGENT": job.agent,
        "DEFAULT_REQUEST_HEADERS": {"Accept": "text/html,application/pdf,*/*;q=0.5", "Accept-Language": "sv,*;q=0.5"},
        "DOWNLOAD_HANDLERS": {
            "http": f"{_HERE}.transport.Transport", "https": f"{_HERE}.transport.Transport",
            "file": None, "ftp": None, "s3": None, "data": None,
        },
        "SCHEDULER": f"{_HERE}.frontier.Frontier",
        "DOWNLOADER_MIDDLEWARES": {
            f"{_HERE}.middlewares.Bounds": 50,
            f"{_HERE}.middlewares.Robots": 100,
            f"{_HERE}.middlewares.Patience": 550,
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
            "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
        },
        "EXTENSIONS": {f"scrapy.extensions.{name}": None for name in _UNUSED},
        "ROBOTSTXT_OBEY": True,
        "COOKIES_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "HTTPERROR_ALLOW_ALL": True,
        "REFERER_ENABLED": False,
        "REDIRECT_MAX_TIMES": job.limits.redirects,
        "RETRY_TIMES": job.limits.retries,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": job.limits.pace(""),
        "DOWNLOAD_DELAY_JITTER": 0,
        "DOWNLOAD_SLOTS": {
            host: {"concurrency": 1, "delay": job.limits.pace(host, source.delay)} for host, source in hosts.items()
        },
    }  # fmt: skip

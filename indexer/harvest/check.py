"""The links of a text, asked one by one: which are dead, which lead elsewhere, which have a newer edition."""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast

import scrapy
from scrapy import Request
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Response
from twisted.python.failure import Failure

from indexer.corpus.addresses import place
from indexer.corpus.progress import Lead
from indexer.corpus.store import Store
from indexer.harvest.addresses import Scope, canonical, fetchable
from indexer.harvest.crawl import settings, user_agent
from indexer.harvest.guard import Guard, Lookup, system_lookup
from indexer.harvest.job import Job
from indexer.harvest.limits import Limits
from indexer.harvest.transport import code_of
from indexer.model import Document, Record

MOST = 1000
"""Addresses of one text."""

_ADDRESS = re.compile(r"""https?://[^\s<>"'\\^`{|}]+""")
_CLOSING = ".,;:!?)]*_"
_DEAD = frozenset({404, 410})
_BAD = 400


@dataclass(frozen=True, slots=True)
class CheckedLink:
    """What became of a link: `target` is where it leads now, `newer` the id of the document that replaces it.

    `status` is the answer's, `reason` the code of why there was none.
    """

    address: str
    state: Literal["ok", "moved", "dead", "failed", "replaced"]
    status: int | None = None
    target: str | None = None
    newer: str | None = None
    reason: str | None = None


def addresses(content: bytes) -> list[str]:
    """Return the web addresses of a text, a mail or a web page, each once, in the order in which they stand."""
    text = content.decode("utf-8", "replace").replace("&amp;", "&")
    found = (_trimmed(match[0]) for match in _ADDRESS.finditer(text))
    return [address for address in dict.fromkeys(found) if fetchable(address)][:MOST]


@dataclass(frozen=True, slots=True)
class Editions:
    """Which document has each place on the web, by id, and which one replaces it."""

    ids: Mapping[str, str]
    newer: Mapping[str, str]

    @classmethod
    def of(cls, works: Sequence[Record | Document]) -> Editions:
        """Return the editions among the works; what supersedes another names it by id or address."""
        ids = {place(url): work.id for work in works for url in (work.url, *work.urls) if url}
        return cls(ids, {ids.get(place(name), name): work.id for work in works for name in work.supersedes})

    def newest(self, *addresses: str | None) -> str | None:
        """Return the id of the newest document that replaces the one at one of the addresses, None for none."""
        known = (self.ids.get(place(address)) for address in addresses if address)
        found = next((id_ for id_ in known if id_ in self.newer), None)
        for _ in self.newer:  # as many steps as there can be: people may have stated a circle
            found = self.newer.get(found, found) if found else None
        return found


def check(
    content: bytes, editions: Editions, *, limits: Limits | None = None, contact: str | None = None,
    lookup: Lookup = system_lookup, told: Callable[[int, int], None] | None = None,
) -> list[CheckedLink]:  # fmt: skip
    """Ask every address of the text once, politely and within the guards, and return what became of each.

    `told` is called with how many are done, and of how many.
    """
    limits = limits or Limits()
    found = addresses(content)
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder)) as store:
        job = Job(store, Scope(()), (), Guard(limits, lookup), limits, user_agent(contact), alone=True)
        answers: dict[str, CheckedLink] = {}
        if found:
            asyncio.run(_ask(job, found, answers, told))
    return [_with_newer(answers[address], editions) for address in found if address in answers]


async def _ask(
    job: Job, found: Sequence[str], answers: dict[str, CheckedLink], told: Callable[[int, int], None] | None
) -> None:
    middlewares = "indexer.harvest.middlewares"
    chosen = settings(job)
    chosen["DOWNLOADER_MIDDLEWARES"] = {
        name: None if name == f"{middlewares}.Bounds" else order
        for name, order in chosen["DOWNLOADER_MIDDLEWARES"].items()
    }
    del chosen["SCHEDULER"]
    try:
        await AsyncCrawlerRunner(chosen).crawl(LinkSpider, job=job, found=found, answers=answers, told=told)
    finally:
        for close in job.closing:
            await close()


class LinkSpider(scrapy.Spider):
    """Asks each address for its first bytes."""

    name = "links"

    def __init__(
        self, job: Job, found: Sequence[str], answers: dict[str, CheckedLink],
        told: Callable[[int, int], None] | None, **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(**more)
        self.job, self.found, self.answers, self.told = job, found, answers, told

    async def start(self) -> AsyncIterator[Any]:
        """Ask every address once."""
        for address in self.found:
            url = fetchable(address) or address
            meta = {"kind": "check", "address": address, "lead": Lead("", url, url, "")}
            yield Request(url, errback=self.refused, meta=meta, dont_filter=True)

    def parse(self, response: Response, **_: Any) -> Iterator[Request]:
        """Take an answer."""
        address = response.meta["address"]
        moved = canonical(response.url) != canonical(address)
        state: Literal["ok", "moved", "dead", "failed"] = "moved" if moved else "ok"
        if response.status >= _BAD:
            state = "dead" if response.status in _DEAD else "failed"
        self._take(CheckedLink(
            address, state, response.status, response.url if moved else None,
            reason=f"http-{response.status}" if response.status >= _BAD else None,
        ))  # fmt: skip
        yield from ()

    def refused(self, failure: Failure) -> None:
        """Take what kept an answer from coming; a name that does not exist is a dead link."""
        address = cast("Request", cast("Any", failure).request).meta["address"]
        # Where robots.txt could not be asked for, why not says more.
        code = code_of(failure.value.__cause__ or failure.value if failure.value else None)
        self._take(CheckedLink(address, "dead" if code == "dns" else "failed", reason=code))

    def _take(self, link: CheckedLink) -> None:
        self.answers[link.address] = link
        if self.told:
            self.told(len(self.answers), len(self.found))


def _trimmed(address: str) -> str:
    """Return the address without the punctuation of the sentence; a bracket that it opened itself stays."""
    while address and address[-1] in _CLOSING and not (address[-1] == ")" and "(" in address):
        address = address[:-1]
    return address


def _with_newer(link: CheckedLink, editions: Editions) -> CheckedLink:
    """Return the link with the id of the document that replaces what it leads to, if one does."""
    newer = editions.newest(link.address, link.target)
    if newer is None:
        return link
    return replace(link, state="replaced" if link.state in {"ok", "moved"} else link.state, newer=newer)

"""One harvest: what it is to fetch, by which rules, and where what it learns is kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

from indexer.corpus.progress import Lead, Progress, Result
from indexer.corpus.store import Store
from indexer.harvest.addresses import Scope
from indexer.harvest.guard import Guard
from indexer.harvest.limits import Limits
from indexer.model import Source

Told = Callable[[str, int, int], None]
"""Is told of each finished address: the source's id, how many of it are done, how many wait."""

REVISIT = 99
"""The depth of pages that are asked for because they were there last time, after all that links lead to."""


def now() -> datetime:
    """Return the time, in UTC and whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(slots=True)
class Job:
    """A harvest while it runs. `sources` are those to fetch from, all of them in `scope`.

    `most` ends the harvest of a source after so many pages, without complaint. `deferred` holds hosts that want to be
    left alone, `fault` what stopped the whole, and `stopped` is true once a person wants it to end. `alone` keeps to
    the pages that were asked for and follows no links.
    """

    store: Store
    scope: Scope
    sources: tuple[Source, ...]
    guard: Guard
    limits: Limits
    agent: str
    most: int | None = None
    alone: bool = False
    told: Told | None = None
    clock: Callable[[], datetime] = now
    deferred: set[str] = field(default_factory=set)
    fault: Exception | None = None
    stopped: bool = False
    closing: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    fetched: dict[str, int] = field(default_factory=dict)
    progress: Progress = field(init=False)

    def __post_init__(self) -> None:
        self.progress = Progress(self.store)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the sources to fetch from."""
        return tuple(source.id for source in self.sources)

    def source(self, id_: str) -> Source:
        """Return one of the sources."""
        return next(source for source in self.sources if source.id == id_)

    def begin(self, seeds: Collection[str] = ()) -> None:
        """Queue where each source is started from, and what was known of it; go on where a harvest was stopped.

        `seeds` are further addresses to fetch, as those of the catalogue; each goes to the source that owns it.
        """
        for source in self.sources:
            going_on = self.progress.begin(source.id, self.clock())
            counts = self.progress.counts(source.id)
            self.fetched[source.id] = sum(counts.values()) - counts.get("waiting", 0)
            if not going_on:
                self.progress.add(self._leads(source, seeds))

    def lead(self, address: str, lender: str | None = None, **known: object) -> Lead | None:
        """Return the lead for an address as a page spells it; None where it is outside or taken out.

        `lender` is the source of the page that links to it, which may lend its name to a document elsewhere.
        """
        spelling = self.scope.preferred(address)
        canonical = self.scope.canonical(address)
        owner = self.scope.owner(canonical) if canonical else None
        if canonical and owner is None and lender in self.ids and self.scope.lends(canonical, self.source(lender)):
            owner = self.source(lender)
        if spelling is None or canonical is None or owner is None or owner.id not in self.ids:
            return None
        return Lead(owner.id, canonical, spelling, urlsplit(spelling).netloc, **known)  # type: ignore[arg-type]

    def done(self, lead: Lead, result: Result, failure: str | None = None) -> None:
        """Note how a lead went, and tell whoever watches."""
        self.progress.done(lead, result, failure)
        self.fetched[lead.source] = self.fetched.get(lead.source, 0) + (lead.kind == "page")
        if self.told:
            counts = self.progress.counts(lead.source)
            self.told(lead.source, sum(counts.values()) - counts.get("waiting", 0), counts.get("waiting", 0))

    def _leads(self, source: Source, seeds: Collection[str]) -> list[Lead]:
        found = [self.lead(address) for address in (*source.start_urls, *seeds)]
        known = [
            self.lead(page.spelling or page.address, source.id, depth=REVISIT)
            for page in self.store.pages()
            if page.source == source.id and not page.gone and page.redirect is None and not self.alone
        ]
        return [lead for lead in (*found, *known) if lead and lead.source == source.id]

"""One page at a time: `metodsok add URL` fetches it with the guards of a harvest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from indexer.corpus import Corpus
from indexer.corpus.lock import alone
from indexer.corpus.progress import Lead
from indexer.corpus.store import HarvestedPage, Store
from indexer.harvest.addresses import Scope
from indexer.harvest.crawl import SINGLE, run, user_agent
from indexer.harvest.guard import Guard, Lookup, system_lookup
from indexer.harvest.job import Job
from indexer.harvest.limits import Limits
from indexer.harvest.links import outline
from indexer.model import Source


@dataclass(frozen=True, slots=True)
class Added:
    """A page that was fetched by hand: its canonical address, its title, and the reason code where it failed."""

    address: str
    title: str = ""
    failure: str | None = None


def add_page(
    corpus: Corpus, address: str, *, limits: Limits | None = None, contact: str | None = None,
    lookup: Lookup = system_lookup,
) -> Added:  # fmt: skip
    """Fetch one page into the store and return what it is; robots.txt and every guard hold for it too.

    Raises HarvestBusy where a harvest runs, CorpusError where nothing can be written.
    """
    limits = limits or Limits()
    everything = Scope.of(corpus.sources)
    canonical = everything.canonical(address)
    owner = everything.owner(canonical) if canonical else None
    site = replace(owner, id=SINGLE) if owner else _site(canonical or "")
    scope = replace(Scope.of([site]), aliases=everything.aliases)
    with alone(corpus.root), Store.open(corpus.root) as store:
        job = Job(store, scope, (site,), Guard(limits, lookup), limits, user_agent(contact), alone=True)
        lead = job.lead(address)
        if lead is None:
            return Added(address, failure="scheme")
        return _fetched(job, lead, owner.id if owner else SINGLE)


def _site(address: str) -> Source:
    return Source(SINGLE, SINGLE, "guidance", SINGLE, hosts=(urlsplit(address).hostname or "",))


def _fetched(job: Job, lead: Lead, source: str) -> Added:
    """Fetch the lead alone, and put it under its source; what a stopped harvest has left waits for the next one."""
    job.progress.forget(lead.address)
    job.progress.begin(SINGLE, job.clock())
    job.progress.add([lead])
    run(job)
    failure = next((code for code, _ in job.progress.failures(SINGLE)), None)
    job.progress.cancel(SINGLE)
    page = job.store.page(lead.address)
    while page and page.redirect and not page.failure:
        page = job.store.page(page.redirect)
    if page is None or page.failure or page.sha256 is None:
        return Added(lead.address, failure=failure or "error")
    job.store.save(replace(page, source=source))
    return Added(page.address, _title(page, job.store.path(page.sha256).read_bytes()))


def _title(page: HarvestedPage, content: bytes) -> str:
    kind = page.media_type or ""
    return outline(content, kind, page.address, 0).title if kind.startswith(("text/html", "application/xhtml")) else ""

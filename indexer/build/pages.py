"""Which of the harvested pages are to be read: those that have a text and were not removed, and under which id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from indexer.build.reading import Keyed
from indexer.corpus.addresses import host_aliases, page_id, place
from indexer.corpus.catalogue import Corpus
from indexer.corpus.files import CorpusFile
from indexer.corpus.store import HarvestedPage, Store
from indexer.extract import VERSION
from indexer.model import Record


def look(pages: Sequence[HarvestedPage], store: Store, corpus: Corpus) -> list[Keyed]:
    """Return each page that has a text and was not removed, with the key of its content."""
    kept_out = {place(address) for address in corpus.removed if "://" in address}
    first, led, stated = _first(pages), _led(pages), _stated(corpus)
    found = []
    for page in pages:
        others = (*led.get(page.address, ()), *stated.get(place(page.address), ()))
        came = first[page.address]
        whole = replace(page, addresses=(*page.addresses, *others), first_seen=came.first_seen)
        id_ = page_id(came.address)
        out = id_ in corpus.removed or not kept_out.isdisjoint(places(whole))
        if page.sha256 and not page.redirect and not out:
            found.append(_keyed(whole, page.sha256, store, id_))
    return found


def state(keyed: Sequence[Keyed]) -> Iterator[str]:
    """Yield what tells one state of the harvest from another as far as the index is concerned."""
    for item in keyed:
        page = item.page
        if page:
            yield repr((item.file.id, item.key, page.addresses, page.source, page.gone, page.link_text, page.spelling))


def places(page: HarvestedPage) -> set[str]:
    """Return what the ways to write each of a page's addresses have in common."""
    return {place(address) for address in (page.address, page.spelling, *page.addresses) if address}


def _keyed(page: HarvestedPage, content: str, store: Store, id_: str) -> Keyed:
    file = CorpusFile(store.path(content), page.address, id_, Record(id_))
    return Keyed(file, f"{content} {VERSION}", page=page)


def _led(pages: Sequence[HarvestedPage]) -> Mapping[str, list[str]]:
    """Return for each address those that lead on to it."""
    found: dict[str, list[str]] = defaultdict(list)
    for page in pages:
        if page.redirect:
            found[page.redirect] += [page.address, *page.addresses]
    return found


def _stated(corpus: Corpus) -> Mapping[str, list[str]]:
    """Return the catalogue's addresses on hosts that are known under another name, by the place that this makes."""
    hosts = {alias: host for source in corpus.sources for alias, host in host_aliases(source).items()}
    found: dict[str, list[str]] = defaultdict(list)
    for url in (url for record in corpus.records for url in (record.url, *record.urls) if url):
        host = urlsplit(url).hostname or ""
        if host in hosts:
            found[place(urlsplit(url)._replace(netloc=hosts[host]).geturl())].append(url)
    return found


def _first(pages: Sequence[HarvestedPage]) -> Mapping[str, HarvestedPage]:
    """Return by each address what the page was first: one that was moved keeps the id and the day that it had."""
    by_address = {page.address: page for page in pages}
    first = {page.address: page for page in pages}
    for page in pages:
        target = by_address.get(page.redirect or "")
        if target and page.history and page.first_seen < first[target.address].first_seen:
            first[target.address] = page
    return first

"""From what was harvested to works: one for each text, with all the addresses that it was found at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from urllib.parse import urlsplit

from indexer.build.extracts import Extracts, Head, Shape
from indexer.build.facts import Facts, facts
from indexer.build.likeness import likeness, pairs, sketch
from indexer.build.pages import places
from indexer.build.reading import Reading
from indexer.build.repeated import Hashes, learn, lines_of, without
from indexer.corpus.addresses import place
from indexer.corpus.catalogue import Corpus
from indexer.corpus.store import HarvestedPage
from indexer.model import Record, Source

SAME = 0.85
"""How like two texts of one work are at least: copies on the generated sites are .92 and more, others .74 at most."""
SAME_IF_TOLD = 0.5
"""The same where one page names the other as the place to go."""
FEWEST_RUNS = 40
"""Shorter texts are one work only when every word is the same."""


@dataclass(frozen=True, slots=True)
class Found:
    """One harvested work: what follows of it for its record, and which text it has.

    `key` is the text's in the cache and `repeated` are the hashes of its lines that are no content; `text` changes
    when the rest does. `hashes` are those of the bytes of all its copies.
    """

    record: Record
    key: str
    head: Head
    text: str
    repeated: frozenset[int]
    pdf: str | None
    updated: str | None
    checked: str
    hashes: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Copy:
    """One page with its text, before it is known which others are the same."""

    id: str
    page: HarvestedPage
    head: Head
    source: Source | None
    shape: Shape
    repeated: frozenset[int]

    @property
    def is_page(self) -> bool:
        return _is_html(self.page)

    @property
    def age(self) -> tuple[bool, datetime, int, str]:
        """What a work is named after: a page before a document, the oldest first so that the id stays."""
        return not self.is_page, self.page.first_seen, len(self.page.address), self.page.address

    @property
    def told(self) -> Facts:
        """What follows from the text."""
        link = self.page.link_text
        return facts(
            self.head.metadata, self.head.heading, link, self.shape.beginning, is_page=self.is_page, known=self._known
        )

    @property
    def _known(self) -> tuple[int, int] | None:
        """The years that people know of the plan at this address, or of the one that its page links to."""
        here = places(self.page)
        if self.page.referrer and not self.is_page:
            here.add(place(self.page.referrer))
        plans = self.source.plans if self.source else ()
        years = {(plan.valid_from, plan.valid_to) for plan in plans if place(plan.url) in here}
        return years.pop() if len(years) == 1 else None


def works(readings: Sequence[Reading], corpus: Corpus, extracts: Extracts) -> list[Found]:
    """Return one work for each text among the harvested readings, in the order of their ids."""
    sources = {source.id: source for source in corpus.sources}
    copies = list(_copies(readings, sources, extracts))
    stated = {place(url): record.id for record in corpus.records for url in (record.url, *record.urls) if url}
    found = [_found(group) for group in _groups(copies, stated)]
    return sorted(found, key=lambda work: work.record.id)


def _copies(readings: Sequence[Reading], sources: Mapping[str, Source], extracts: Extracts) -> Iterator[_Copy]:
    by_source = defaultdict(list)
    for reading in readings:
        if reading.page:
            by_source[reading.page.source].append((reading.file.id, reading.page, reading.head))
    for name, own in by_source.items():
        lines = {head.key: _lines(head.key, extracts) for _, page, head in own if _is_html(page)}
        learned = frozenset(learn(list(lines.values())).tolist())
        for id_, page, head in own:
            repeated = learned.intersection(lines[head.key].tolist()) if _is_html(page) else frozenset()
            yield _Copy(id_, page, head, sources.get(name), _shape(head.key, repeated, extracts), repeated)


def _lines(key: str, extracts: Extracts) -> Hashes:
    kept = extracts.lines(key)
    if kept is None:
        kept = lines_of(extracts.sections(key))
        extracts.keep_lines(key, kept)
    return kept


def _shape(key: str, repeated: frozenset[int], extracts: Extracts) -> Shape:
    """Return what the text without its repeated lines looks like; kept, for it is asked for at each build."""
    mark = sha256(repr(sorted(repeated)).encode()).hexdigest()[:16] if repeated else ""
    kept = extracts.shape(key, mark)
    if kept is None:
        sections = without(extracts.sections(key), repeated)
        text = "\n".join(f"{section.heading or ''}\n{section.text}" for section in sections)
        digest = sha256(repr(sections).encode("utf-8", "surrogatepass")).hexdigest()
        kept = Shape(mark, digest, text[:600], sketch(text))
        extracts.keep_shape(key, kept)
    return kept


def _groups(copies: Sequence[_Copy], stated: Mapping[str, str]) -> Iterator[list[_Copy]]:
    """Yield the copies of each work, best first; what the catalogue calls two is two."""
    parent = list(range(len(copies)))
    entries = [{stated[key] for key in places(copy.page) if key in stated} for copy in copies]

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = at = parent[parent[at]]
        return at

    for one, other in _same(copies):
        first, second = sorted((root(one), root(other)))
        if first != second and len(entries[first] | entries[second]) <= 1:
            parent[second] = first
            entries[first] |= entries[second]
    ordered = sorted(range(len(copies)), key=root)
    for _, members in groupby(ordered, key=root):
        yield sorted((copies[at] for at in members), key=lambda copy: (copy.page.gone, copy.age))


def _same(copies: Sequence[_Copy]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that are one work."""
    alike: dict[object, int] = {}
    for at, copy in enumerate(copies):
        for mark in (copy.page.sha256, (copy.shape.text, copy.head.metadata.get("title"))):
            yield alike.setdefault(mark, at), at
    yield from ((one, other) for one, other in _near(copies) if _is_one(copies[one], copies[other]))


def _near(copies: Sequence[_Copy]) -> Iterator[tuple[int, int]]:
    at = {place(copy.page.address): number for number, copy in enumerate(copies)}
    for number, copy in enumerate(copies):
        told = at.get(place(copy.head.metadata.get("url", "")), number)
        if told != number:
            yield min(told, number), max(told, number)
    yield from pairs([copy.shape.sketch for copy in copies])


def _is_one(one: _Copy, other: _Copy) -> bool:
    """Tell whether two texts that have something in common are the same work.

    Two years of the same thing are two works, however few the words that differ.
    """
    if min(len(one.shape.sketch), len(other.shape.sketch)) < FEWEST_RUNS or _figures(one) != _figures(other):
        return False
    told = one.page.source == other.page.source and (_tells(one, other) or _tells(other, one))
    return likeness(one.shape.sketch, other.shape.sketch) >= (SAME_IF_TOLD if told else SAME)


def _tells(one: _Copy, other: _Copy) -> bool:
    return place(one.head.metadata.get("url", "")) == place(other.page.address)


def _figures(copy: _Copy) -> tuple[str, ...]:
    """Return the numbers in a title: the year, the part, the edition."""
    return tuple(sorted(set(re.findall(r"\d+", copy.told.title or ""))))


def _found(group: Sequence[_Copy]) -> Found:
    first = group[0]
    pdf = next((_url(copy.page) for copy in group if _is_pdf(copy) and not copy.page.gone), None)
    return Found(
        record=_record(group),
        key=first.head.key,
        head=first.head,
        text=first.shape.text,
        repeated=first.repeated,
        pdf=None if _is_pdf(first) else pdf,
        updated=first.head.metadata.get("updated"),
        checked=max(copy.page.last_seen for copy in group if copy.page.gone == first.page.gone).date().isoformat(),
        hashes=frozenset(copy.page.sha256 for copy in group if copy.page.sha256),
    )


def _record(group: Sequence[_Copy]) -> Record:
    """Return what follows of a work: from its best page, and whether it is a plan from any of its copies."""
    first, source, metadata = group[0], group[0].source, group[0].head.metadata
    told = first.told
    plan = next((found for copy in group if (found := copy.told).type == "plan"), told)
    url = _url(first.page)
    return Record(
        id=min(group, key=lambda copy: copy.age).id,
        title=told.title or urlsplit(url).path.strip("/") or url,
        publisher=source.publisher if source else metadata.get("publisher"),
        regions=source.regions if source else (),
        type=plan.type,
        language=metadata.get("language"),
        issued=metadata.get("issued"),
        valid_from=plan.valid_from,
        valid_to=plan.valid_to,
        status=plan.status,
        url=url,
        urls=_others(group, url),
        gone=first.page.gone,
        abstract=metadata.get("abstract"),
        rights=source.rights if source else "snippet",
        added=min(copy.page.first_seen for copy in group).date().isoformat(),
    )


def _others(group: Sequence[_Copy], url: str) -> tuple[str, ...]:
    """Return the further addresses of a work, those that differ in more than the way they are written."""
    all_ = (address for copy in group for address in (_url(copy.page), *copy.page.addresses))
    found = {place(url): url}
    for address in all_:
        found.setdefault(place(address), address)
    return tuple(found.values())[1:]


def _url(page: HarvestedPage) -> str:
    """Return the address that a reader should be sent to: as the server itself writes it."""
    return page.spelling or page.address


def _is_html(page: HarvestedPage) -> bool:
    return "html" in (page.media_type or "html")


def _is_pdf(copy: _Copy) -> bool:
    return not copy.is_page and copy.head.pages > 0

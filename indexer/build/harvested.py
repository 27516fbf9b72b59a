"""From what was harvested to works: one for each text, with all the addresses that it was found at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from urllib.parse import urlsplit

from indexer.build.extracts import Extracts, Head, Shape
from indexer.build.facts import Facts, facts, kind_of_plan, series
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
    """One page with its text and what follows from it, before it is known which others are the same."""

    id: str
    page: HarvestedPage
    head: Head
    source: Source | None
    shape: Shape
    repeated: frozenset[int]
    told: Facts

    @property
    def is_page(self) -> bool:
        return _is_html(self.page)

    @property
    def age(self) -> tuple[bool, datetime, int, str]:
        """What a work is named after: a page before a document, the oldest first so that the id stays."""
        return not self.is_page, self.page.first_seen, len(self.page.address), self.page.address


def works(readings: Sequence[Reading], corpus: Corpus, extracts: Extracts) -> list[Found]:
    """Return one work for each text among the harvested readings, in the order of their ids."""
    sources = {source.id: source for source in corpus.sources}
    copies = list(_copies(readings, sources, extracts))
    stated = {place(url): record.id for record in corpus.records for url in (record.url, *record.urls) if url}
    groups = list(_groups(copies, stated))
    files = _files(groups)
    found = [_found(group, files.get(group[0].page.address)) for group in groups]
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
            source, shape = sources.get(name), _shape(head.key, repeated, extracts)
            told = facts(
                head.metadata, head.heading, page.link_text, shape.beginning,
                is_page=_is_html(page), known=_known(page, source),
            )  # fmt: skip
            yield _Copy(id_, page, head, source, shape, repeated, told)


def _known(page: HarvestedPage, source: Source | None) -> tuple[int, int] | None:
    """Return the years that people know of the plan at this address, or of the one that its page links to."""
    plans = source.plans if source else ()
    here = places(page) if plans else set()
    if page.referrer and not _is_html(page):
        here.add(place(page.referrer))
    years = {(plan.valid_from, plan.valid_to) for plan in plans if place(plan.url) in here}
    return years.pop() if len(years) == 1 else None


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
        yield sorted(
            (copies[at] for at in members),
            key=lambda copy: (copy.page.gone, not copy.is_page, _preference(copy), copy.age),
        )


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


def _files(groups: Sequence[Sequence[_Copy]]) -> Mapping[str, _Copy]:
    """Return by the address of a page the PDF of its name that it links to: a work of its own, with other words."""
    linked = defaultdict(list)
    for group in groups:
        for referrer in {copy.page.referrer for copy in group if copy.page.referrer and _is_living_pdf(group[0])}:
            linked[referrer].append(group[0])
    found = {}
    for group in groups:
        first = group[0]
        files = [file for copy in group for file in linked[copy.page.address] if first.is_page and _is_of(file, first)]
        if files:
            found[first.page.address] = min(files, key=lambda file: (_preference(file), file.page.address))
    return found


def _is_of(file: _Copy, page: _Copy) -> bool:
    """Tell whether a document has its page's name, or is the plan for the same years that the page is about."""
    one, other = file.told, page.told
    if file.page.source != page.page.source or not one.title or not other.title:
        return False
    years = one.type == other.type == "plan" and (one.valid_from, one.valid_to) == (other.valid_from, other.valid_to)
    alike = series(one.title) == series(other.title) and _figures(file) == _figures(page)
    return alike or (years and one.valid_from is not None and kind_of_plan(one.title) == kind_of_plan(other.title))


def _preference(copy: _Copy) -> bool:
    """Return what puts a document that everybody can read before the one for print."""
    return copy.is_page or "tillgänglig" not in copy.page.link_text.casefold()


def _found(group: Sequence[_Copy], file: _Copy | None) -> Found:
    """Return the work; `file` is the PDF that its page introduces, where that is another work."""
    first = group[0]
    own = next(filter(_is_living_pdf, group), file)
    record = _record(group)
    if file and record.type == file.told.type == "plan":
        # The plan is the document: it is one plan, however many pages tell of it.
        record = replace(record, type="web page", valid_from=None, valid_to=None, status=None)
    return Found(
        record=record,
        key=first.head.key,
        head=first.head,
        text=first.shape.text,
        repeated=first.repeated,
        pdf=_url(own.page) if own and not _is_pdf(first) else None,
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


def _is_living_pdf(copy: _Copy) -> bool:
    return _is_pdf(copy) and not copy.page.gone


def _is_pdf(copy: _Copy) -> bool:
    return not copy.is_page and copy.head.pages > 0

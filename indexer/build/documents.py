"""Putting documents together: what people state, what files say of themselves, and what follows where both don't."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import PurePosixPath
from typing import cast
from urllib.parse import urlsplit

from indexer.build.drafts import Draft
from indexer.build.editions import with_editions
from indexer.build.extracts import Head
from indexer.build.harvested import Found
from indexer.build.reading import Reading
from indexer.corpus.addresses import covered, place
from indexer.corpus.catalogue import Corpus
from indexer.corpus.metadata import merge, record_from_metadata
from indexer.language.terms import Lines
from indexer.model import UNKNOWN_PUBLISHER, Document, Record, Section, Source, Status, Theme, ThemeEvidence

VERSION = 5
"""Raised whenever the same corpus gives other documents or passages than before."""

_SHA256 = 64
"""A key begins with so many digits of the content's hash."""
Assign = Callable[[Mapping[str, Lines]], tuple[ThemeEvidence, ...]]


def assemble(
    corpus: Corpus,
    readings: Sequence[Reading],
    harvested: Sequence[Found] = (),
    *,
    publisher: str = UNKNOWN_PUBLISHER,
    year: int | None = None,
) -> list[Draft]:
    """Return the documents of the corpus, by id.

    A file or harvested page whose id or address is a catalogue entry's gives that entry its text. Of several files
    with the same content one document is made. What was removed stays out; what another document supersedes says so.
    `year` is this year: of plans that were harvested, one that has begun supersedes the one before it.
    """
    drafts = {record.id: _draft(record, None, corpus.sources, publisher) for record in corpus.records}
    entries = _Entries(corpus.records)
    for reading, copies in _distinct(readings, entries):
        record = _record(reading, corpus.themes)
        entry = entries.take(record)
        whole = merge(entry, record) if entry else _own(record, reading, drafts)
        draft = _draft(whole, reading, corpus.sources, publisher)
        drafts[whole.id] = _with_copies(draft, copies, corpus.themes)
    _add(harvested, drafts, entries, corpus, publisher)
    kept = [draft for draft in drafts.values() if not _addresses(draft.document) & corpus.removed]
    linked = with_editions(kept, {found.record.id for found in harvested}, year)
    return [_sealed(draft) for draft in sorted(_superseded(linked), key=lambda draft: draft.document.id)]


def _add(
    harvested: Sequence[Found], drafts: dict[str, Draft], entries: _Entries, corpus: Corpus, publisher: str
) -> None:
    """Add harvested works to the drafts; one that is there with a text already only gives it more addresses."""
    here = {place(url): name for name, draft in drafts.items() if draft.key for url in _web_addresses(draft.document)}
    here |= {draft.key[:_SHA256]: name for name, draft in drafts.items() if draft.key}
    for found in harvested:
        marks = (*map(place, _urls(found.record)), *found.hashes)
        name = next((here[mark] for mark in marks if mark in here), None)
        if name:
            drafts[name] = _with_addresses(drafts[name], found)
            continue
        entry = entries.take(found.record)
        # What the catalogue has said for long is no news when its text comes.
        whole = (
            merge(entry, replace(found.record, added=None))
            if entry
            else replace(found.record, id=_free(found.record.id, drafts))
        )
        drafts[whole.id] = _harvested(_draft(whole, None, corpus.sources, publisher), found)


def _harvested(draft: Draft, found: Found) -> Draft:
    """Return the draft with what is known of the page that gives it its text."""
    document, head = draft.document, found.head
    urls = (url for url in _urls(found.record) if url not in _web_addresses(document))
    whole = replace(
        document,
        urls=(*document.urls, *urls),
        pdf=found.pdf if found.pdf != document.url else None,
        gone=document.gone or found.record.gone,
        pages=head.pages,
        partial=head.partial,
        notes=(*document.notes, *head.notes),
        updated=found.updated,
        checked=found.checked,
    )
    return Draft(whole, found.key, found.repeated, found.text)


def _with_addresses(draft: Draft, found: Found) -> Draft:
    """Return a file's draft with the addresses that its content, or its page, was harvested at."""
    document = draft.document
    known = {place(url) for url in _web_addresses(document)}
    urls = tuple(url for url in _urls(found.record) if place(url) not in known)
    first, rest = (document.url, urls) if document.url or not urls else (urls[0], urls[1:])
    return replace(draft, document=replace(document, url=first, urls=(*document.urls, *rest), checked=found.checked))


def _free(name: str, taken: Collection[str]) -> str:
    """Return an id that nothing else has."""
    return name if name not in taken else next(new for n in count(2) if (new := f"{name}-{n}") not in taken)


def complete(draft: Draft, sections: tuple[Section, ...]) -> Document:
    """Return the document with its text, its abstract where there is no other."""
    document = draft.document
    abstract = document.abstract or ""
    text = sections if any(section.text.strip() for section in sections) else (Section(abstract),) * bool(abstract)
    return replace(document, sections=text, themes_stated=bool(document.themes))


def themed(document: Document, assign: Assign, headings: Lines = "", text: Lines = "") -> Document:
    """Return the document with the themes found in it where none are stated, and in any case with the evidence.

    `headings` and `text` are what it has beside its metadata, as texts or as words by number.
    """
    evidence = assign(
        {
            "title": document.title,
            "headings": headings,
            "text": text,
            "abstract": document.abstract or "",
            "publisher": document.publisher,
            "site": urlsplit(document.url or "").hostname or "",
        }
    )
    themes = document.themes if document.themes_stated else tuple(found.theme for found in evidence)
    return replace(document, evidence=evidence, themes=themes)


class _Entries:
    """The catalogue's entries by id and address; each takes the text of one file."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._free = {record.id: record for record in records}
        self._by_address = {place(url): record.id for record in self._free.values() for url in _urls(record)}

    def find(self, record: Record) -> Record | None:
        """Return the entry that the record belongs to."""
        ids = (record.id, *(self._by_address.get(place(url), "") for url in _urls(record)))
        return next((self._free[name] for name in ids if name in self._free), None)

    def take(self, record: Record) -> Record | None:
        """Return the entry that the record belongs to, and let no other file have it."""
        entry = self.find(record)
        if entry:
            del self._free[entry.id]
        return entry


def _distinct(readings: Sequence[Reading], entries: _Entries) -> Iterator[tuple[Reading, list[Reading]]]:
    """Yield one reading for each content, with its copies; one that belongs to a catalogue entry comes first."""
    groups: dict[str, list[Reading]] = {}
    for reading in readings:
        groups.setdefault(reading.head.key, []).append(reading)
    for group in groups.values():
        first, *copies = sorted(group, key=lambda reading: entries.find(reading.file.record) is None)
        yield first, copies


def _record(reading: Reading, scheme: Sequence[Theme]) -> Record:
    """Return what is stated of a file: in its sidecar, else in itself."""
    file = reading.file
    return merge(file.record, record_from_metadata(file.id, reading.head.metadata, file.relative, scheme))


def _own(record: Record, reading: Reading, taken: Collection[str]) -> Record:
    """Return the record with an id that no other document has."""
    if record.id not in taken:
        return record
    digest = hashlib.sha256(reading.file.relative.encode("utf-8", "surrogateescape")).hexdigest()
    return replace(record, id=f"{record.id}-{digest[:6]}")


def _with_copies(draft: Draft, copies: Sequence[Reading], scheme: Sequence[Theme]) -> Draft:
    if not copies:
        return draft
    document = draft.document
    found = dict.fromkeys(url for copy in copies for url in _urls(_record(copy, scheme)))
    urls = (*document.urls, *(url for url in found if url not in (document.url, *document.urls)))
    notes = tuple(f"Samma innehåll finns i {copy.file.relative}." for copy in copies)
    return replace(draft, document=replace(document, urls=urls, notes=document.notes + notes))


def _draft(record: Record, reading: Reading | None, sources: Sequence[Source], publisher: str) -> Draft:
    source = _source(record, sources)
    head = reading.head if reading else None
    document = Document(
        id=record.id,
        title=record.title or _title(reading) or record.id,
        publisher=record.publisher or (source.publisher if source else publisher),
        regions=record.regions or (source.regions if source else ()),
        type=record.type or ("guidance" if reading and not _is_web_page(reading) else "web page"),
        language=record.language or "sv",
        themes=record.themes,
        issued=record.issued,
        valid_from=record.valid_from,
        valid_to=record.valid_to,
        stated_status=record.status,
        supersedes=record.supersedes,
        url=record.url,
        urls=record.urls,
        gone=record.gone,
        path=reading.file.relative if reading else None,
        abstract=record.abstract,
        rights=record.rights or _rights(record, reading, source),
        added=record.added,
        pages=head.pages if head else 0,
        partial=head.partial if head else False,
        notes=_notes(record, head),
    )
    return Draft(document, head.key if head else None)


def _title(reading: Reading | None) -> str | None:
    """Return the first heading of a file, else its name in readable form."""
    if reading is None:
        return None
    name = PurePosixPath(reading.file.relative).stem.replace("_", " ").replace("-", " ").strip()
    return reading.head.heading or name[:1].upper() + name[1:] or None


def _is_web_page(reading: Reading) -> bool:
    return reading.file.path.suffix.lower() in (".html", ".htm", ".xhtml")


def _rights(record: Record, reading: Reading | None, source: Source | None) -> str:
    """Return the source's rights; what somebody put here without an address is shown whole, else it can't be read."""
    if source:
        return source.rights
    return "full-text" if reading and not record.url else "snippet"


def _notes(record: Record, head: Head | None) -> tuple[str, ...]:
    return (*((record.note,) if record.note else ()), *(head.notes if head else ()))


def _source(record: Record, sources: Sequence[Source]) -> Source | None:
    """Return the source whose paths name the record's address best, else whose host it is on.

    Guidance may lie on a host that is shared with the whole world, and is known by its path alone.
    """
    parts = urlsplit(record.url or "")
    host = parts.hostname or ""
    on = [source for source in sources if host in (*source.hosts, *source.alias_hosts)]
    close = [(covered(host, parts.path, source.paths or ("/",)), source) for source in on]
    named, best = max(close, key=lambda pair: pair[0], default=(0, None))
    return best if named else next((source for source in on if source.kind != "guidance"), None)


def _superseded(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the drafts, each with what supersedes it; a superseded plan is `ersatt` unless another status is stated."""
    by: dict[str, list[str]] = {}
    for draft in drafts:
        for name in draft.document.supersedes:
            by.setdefault(name, []).append(draft.document.id)
    for draft in drafts:
        document = draft.document
        newer = tuple(dict.fromkeys(id_ for name in sorted(_addresses(document)) for id_ in by.get(name, ())))
        status = "ersatt" if newer and document.type == "plan" else None
        stated = document.stated_status or cast("Status | None", status)
        yield replace(draft, document=replace(document, superseded_by=newer, stated_status=stated)) if newer else draft


def _sealed(draft: Draft) -> Draft:
    """Return the draft with its fingerprint."""
    # When it was last seen changes every night, and a page's bytes may without its text.
    value = f"{VERSION} {draft.text or draft.key} {replace(draft.document, checked=None)}"
    fingerprint = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
    return replace(draft, document=replace(draft.document, fingerprint=fingerprint))


def _urls(record: Record) -> tuple[str, ...]:
    return (*((record.url,) if record.url else ()), *record.urls)


def _web_addresses(document: Document) -> tuple[str, ...]:
    return (*((document.url,) if document.url else ()), *document.urls)


def _addresses(document: Document) -> set[str]:
    return {document.id, *_web_addresses(document)}

"""Add to the corpus and take out of it: the only writer of `corpus/`. Comments that people wrote are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypedDict, Unpack

import tomlkit

from indexer.corpus import atomic
from indexer.corpus.addresses import canonical, page_id, same_page
from indexer.corpus.catalogue import CATALOGUE, REMOVED, THEMES, Corpus, load
from indexer.corpus.entries import append_entry, entry_text, update_entry, without_entry
from indexer.corpus.files import DOCUMENTS, CorpusFile, files, is_hidden, sidecar_of
from indexer.corpus.records import OTHER_KEYS, read_record
from indexer.corpus.store import HarvestedPage, Store
from indexer.corpus.tables import Sheet
from indexer.corpus.values import nearest, read_url, slug
from indexer.errors import CorpusError, UnknownDocument
from indexer.model import Record

_CATALOGUE_HEAD = "Katalogen: vad Metodsök vet om varje dokument. Bara id och title måste finnas i en post."
_REMOVED_HEAD = (
    "Det som tagits bort och hålls borta. Stryk en post här, eller kör metodsok add, för att släppa in det igen."
)
PROPOSED = 3
"""So many ids are proposed for one that is not known."""


class Fields(TypedDict, total=False):
    """What may be stated of a document when it is added; the fields of Record, values as people write them."""

    id: str
    title: str | None
    publisher: str | None
    regions: Sequence[str]
    type: str | None
    language: str | None
    themes: Sequence[str]
    issued: str | None
    valid_from: int | None
    valid_to: int | None
    status: str | None
    abstract: str | None
    url: str | None
    rights: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Removal:
    """What was taken out: the id, its addresses, the files (relative to the corpus) and whether it had an entry."""

    id: str
    urls: tuple[str, ...]
    files: tuple[str, ...]
    entry: bool


def _silent(_message: str) -> None:
    """Tell nobody."""


def add_file(
    corpus: Path,
    source: Path,
    *,
    tell: Callable[[str], None] = _silent,
    today: Callable[[], date] = date.today,
    **stated: Unpack[Fields],
) -> str:
    """Copy the file at `source` into the corpus with a sidecar of the day and what is stated, and return its id.

    A file that is in `documents/` already only gets the sidecar, or a new value in it. Nothing is overwritten.
    An id that was taken out earlier comes back, which `tell` says. Raises CorpusError for values that do not hold.
    """
    values = _checked(corpus, stated, source.name)
    _check_takable(source)
    documents = corpus / DOCUMENTS
    inside = source.resolve().is_relative_to(documents.resolve())
    target = source if inside else documents / source.name
    if not inside:
        _copy(source, target)
        values["added"] = today().isoformat()
    if values:
        _write_sidecar(target, values)
    added = next(file for file in files(corpus) if file.path.resolve() == target.resolve())
    _let_back(corpus, (added.id,), tell)
    return added.id


def add_address(
    corpus: Path,
    address: str,
    *,
    tell: Callable[[str], None] = _silent,
    today: Callable[[], date] = date.today,
    **stated: Unpack[Fields],
) -> str:
    """Record a web address in the catalogue, with the day, and return the id of its entry.

    Nothing is fetched, so a title must be stated. An address that the catalogue holds already is an error that names
    its id. An address that was taken out earlier comes back, which `tell` says.
    """
    try:
        url = canonical(read_url(address.strip()))
    except ValueError as error:
        raise CorpusError(str(error)) from error
    if not stated.get("title"):
        raise CorpusError(f"{url}: ange en titel med --title.")
    known = load(corpus)
    if id_ := id_of(corpus, url):
        raise CorpusError(f"{url} finns redan i katalogen som ”{id_}”. Ändra posten i {CATALOGUE}.")
    values = _checked(corpus, stated, url) | {"url": url, "added": today().isoformat()}
    values = {"id": values.get("id") or _new_id(known, str(values["title"]))} | values
    _check_free(corpus, known, str(values["id"]))
    append_entry(corpus / CATALOGUE, "document", values, head=_CATALOGUE_HEAD)
    _let_back(corpus, (str(values["id"]), url), tell)
    return str(values["id"])


def id_of(corpus: Path, address: str) -> str | None:
    """Return the id of the catalogue's entry for a web address, None where there is none."""
    for record in load(corpus).records:
        if any(same_page(address, other) for other in (record.url, *record.urls) if other):
            return record.id
    return None


def remove(
    corpus: Path, id_or_url: str, *, also: Sequence[str] = (), today: Callable[[], date] = date.today
) -> Removal:
    """Take a document out, file, sidecar, entry and raw copies, and note it in `removed.toml` so that it stays out.

    `also` are further addresses of it, as the index knows them. Raises UnknownDocument, which proposes ids that are
    alike, where nothing has that id or address.
    """
    known, present = load(corpus), files(corpus)
    with Store.open(corpus) as store:
        pages = store.pages()
        wanted = _meant(known, present, pages, id_or_url)
        gone = [file for file in present if file.id == wanted]
        records = [record for record in known.records if record.id == wanted] + [file.record for file in gone]
        stated = [url for record in records for url in (record.url, *record.urls) if url]
        urls = tuple(dict.fromkeys((*stated, *also, *_copies(pages, wanted, (*stated, *also)))))
        copies = [page.address for page in pages if any(same_page(page.address, url) for url in urls)]
        removal = _taken_out(known, wanted, urls, gone, today)
        store.forget(*copies)
    return removal


def _copies(pages: Sequence[HarvestedPage], wanted: str, urls: Sequence[str]) -> Iterator[str]:
    """Yield every address under which the document was harvested, and those that led to it."""
    targets = {page.address for page in pages if any(same_page(page.address, url) for url in urls)}
    targets |= {page.address for page in pages if page_id(page.address) == wanted}
    targets |= {page.redirect for page in pages if page.redirect and page.address in targets}
    for page in pages:
        if page.address in targets or page.redirect in targets:
            yield from (page.address, *page.addresses)


def _taken_out(
    known: Corpus,
    wanted: str,
    urls: tuple[str, ...],
    gone: Sequence[CorpusFile],
    today: Callable[[], date],
) -> Removal:
    note = {"id": wanted, "urls": list(urls), "date": today().isoformat()}
    append_entry(known.root / REMOVED, "removed", note, head=_REMOVED_HEAD)
    entry = any(record.id == wanted for record in known.records)
    if entry:
        without_entry(known.root / CATALOGUE, wanted)
    for file in gone:
        _delete_file(file)
    return Removal(id=wanted, urls=urls, files=tuple(file.relative for file in gone), entry=entry)


def _delete_file(file: CorpusFile) -> None:
    sidecar = sidecar_of(file.path)
    shared = sidecar is not None and any(
        other.stem == file.path.stem and other not in (file.path, sidecar) for other in file.path.parent.iterdir()
    )
    atomic.delete(file.path)
    if sidecar is not None and (not shared or sidecar.name == f"{file.path.name}.toml"):
        atomic.delete(sidecar)


def _meant(known: Corpus, present: Sequence[CorpusFile], pages: Sequence[HarvestedPage], id_or_url: str) -> str:
    records: list[Record] = [*known.records, *(file.record for file in present)]
    for record in records:
        addresses = [url for url in (record.url, *record.urls) if url]
        if record.id == id_or_url or any(same_page(id_or_url, url) for url in addresses):
            return record.id
    for page in pages:
        id_ = page_id(page.address)
        if id_ == id_or_url or any(same_page(id_or_url, address) for address in (page.address, *page.addresses)):
            return id_
    near = nearest(id_or_url, {record.id for record in records} | {page_id(page.address) for page in pages}, PROPOSED)
    hint = f" Menade du {' eller '.join(near)}?" if near else " Se alla med: metodsok list"
    if id_or_url in known.removed:
        hint = " Det är redan borttaget."
    raise UnknownDocument(f"Inget dokument har id eller adress ”{id_or_url}”.{hint}")


def _checked(corpus: Path, stated: Mapping[str, object], where: str) -> dict[str, object]:
    """Return the stated fields as they are written to TOML, checked like those of the catalogue."""
    values: dict[str, object] = {}
    for key, value in stated.items():
        if isinstance(value, list | tuple):
            value = [str(one) for one in value]  # noqa: PLW2901 -- the same value, as TOML knows it
        if value:
            values[key] = value
    sheet = Sheet(where, "", values)
    record = read_record(sheet.whole(), load(corpus).themes if (corpus / THEMES).exists() else ())
    sheet.finish()
    read = {key: getattr(record, key) for key in values}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in read.items()}


def _check_takable(source: Path) -> None:
    if not source.is_file():
        raise CorpusError(f"{source}: det finns ingen sådan fil. Kontrollera sökvägen; mappar tas inte in, bara filer.")
    if is_hidden(source.name) or source.suffix == ".toml":
        raise CorpusError(f"{source}: dolda filer, låsfiler och .toml-filer tas inte in. Ge filen ett annat namn.")


def _copy(source: Path, target: Path) -> None:
    if target.exists():
        raise CorpusError(
            f"{target} finns redan och skrivs inte över. Byt namn på filen, eller ta först bort den gamla med "
            "metodsok remove."
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        content = source.read_bytes()
    except OSError as error:
        raise CorpusError(f"{source} kan inte kopieras till {target.parent} ({error.strerror}).") from error
    atomic.write(target, content)


def _write_sidecar(target: Path, values: dict[str, object]) -> None:
    """Write into the file's own sidecar; one that belongs to other files too is left as it is."""
    own = target.with_name(f"{target.name}.toml")
    alone = not any(
        other.stem == target.stem and other != target and other.suffix != ".toml" for other in target.parent.iterdir()
    )
    name = target.with_suffix(".toml") if alone and not own.exists() else own
    if name.exists():
        update_entry(name, values, without=[other for other, usual in OTHER_KEYS.items() if usual in values])
    else:
        atomic.write(name, entry_text(values).encode())


def _new_id(known: Corpus, title: str) -> str:
    taken = {record.id for record in known.records} | {file.id for file in files(known.root)}
    base = slug(title)[:60].strip("-") or "sida"
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(id_ for id_ in (base, *numbered) if id_ not in taken)


def _check_free(corpus: Path, known: Corpus, id_: str) -> None:
    if id_ in {record.id for record in known.records} | {file.id for file in files(corpus)}:
        raise CorpusError(f"id ”{id_}” används redan av ett annat dokument. Välj ett annat.")


def _let_back(corpus: Path, names: tuple[str, ...], tell: Callable[[str], None]) -> None:
    """Lift the block of what was removed earlier and is now added by hand."""
    path = corpus / REMOVED
    if not path.exists() or load(corpus).removed.isdisjoint(names):
        return
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    blocked = list(document["removed"].unwrap())
    for entry in blocked:
        if {entry["id"], *entry.get("urls", [])} & set(names):
            without_entry(path, entry["id"])
            tell(f"”{entry['id']}” var borttaget sedan {entry.get('date', 'tidigare')} och är nu med igen.")

"""The publishers' sites that people list in `sources.toml`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from indexer.corpus.tables import Entry, Sheet, distinct
from indexer.corpus.values import read_id, read_region, read_rights, read_url
from indexer.model import KnownPlan, Source

_SOURCE_KEYS = (
    "id", "name", "aka", "kind", "publisher", "region", "county", "county_code", "county_codes", "hosts",
    "alias_hosts", "paths", "exclude", "delay", "depth", "shared_with", "rights_note",
    "platform", "start_urls", "themes", "rights", "notes", "plan",
)  # fmt: skip
_START_KEYS = ("url", "verified", "role")
_PLAN_KEYS = ("title", "from", "to", "url", "verified", "note")
_KINDS = ("regional", "national", "guidance")
_NOT_FETCHED = ("legacy", "mirror")
"""Roles of addresses that are kept to recognise old copies, never to start from."""
HIGHEST_DELAY = 120
"""Seconds: a source that wants a longer pause between two pages cannot be harvested in a night."""
HIGHEST_DEPTH = 10
"""Links from a start address."""


def read_sources(sheet: Sheet | None, themes: Collection[str]) -> tuple[Source, ...]:
    """Return the sources in the file's order; faults are noted in the sheet."""
    if sheet is None:
        return ()
    sheet.only(("schema_version", "language", "reviewed", "source"))
    entries = sheet.entries("source")
    sources = tuple(_source(entry, themes) for entry in entries)
    distinct(entries, [source.id for source in sources])
    _check_hosts(entries, sources)
    return sources


def _source(entry: Entry, themes: Collection[str]) -> Source:
    entry.only(_SOURCE_KEYS)
    stated = entry.texts("themes")
    if themes:
        entry.among("themes", stated, themes)
    kind = entry.text("kind") or "guidance"
    entry.among("kind", [kind], _KINDS)
    name = entry.required("name")
    return Source(
        id=entry.required("id", read_id),
        name=name,
        kind=kind,
        publisher=entry.text("publisher") or entry.text("region") or name,
        regions=_regions(entry),
        hosts=entry.read_each("hosts", _read_host),
        alias_hosts=entry.read_each("alias_hosts", _read_host),
        paths=entry.read_each("paths", _read_rule),
        exclude=entry.read_each("exclude", _read_path),
        delay=_number(entry, "delay", HIGHEST_DELAY),
        depth=int(_number(entry, "depth", HIGHEST_DEPTH)),
        start_urls=_start_urls(entry),
        themes=stated,
        rights=entry.read("rights", read_rights) or "snippet",
        notes=entry.text("notes"),
        plans=_plans(entry),
    )


def _regions(entry: Entry) -> tuple[str, ...]:
    """Return the county codes, given as one `county_code` or as a list of `county_codes`."""
    one = entry.read("county_code", read_region)
    return entry.read_each("county_codes", read_region) or ((one,) if one else ())


def _start_urls(entry: Entry) -> tuple[str, ...]:
    """Return the addresses to start from; an address is a string or a table with url, verified and role."""
    stated = entry.values.get("start_urls", [])
    if not isinstance(stated, list):
        entry.fault("start_urls", 'ska vara en lista, till exempel [ { url = "https://…", role = "start" } ].')
        return ()
    found = []
    for one in stated:
        start = Entry(entry.sheet, entry.table, entry.ordinal, one if isinstance(one, dict) else {"url": one})
        for key in start.values:
            if key not in _START_KEYS:
                entry.fault("start_urls", f"okänt fält ”{key}”. Fälten är: {', '.join(_START_KEYS)}.")
        url = entry.checked("start_urls", start.text("url") or "", read_url)
        if url and start.text("role") not in _NOT_FETCHED:
            found.append(url)
    return tuple(found)


def _plans(entry: Entry) -> tuple[KnownPlan, ...]:
    """Return the plans with an address and both years; faults are noted."""
    plans, found = entry.values.get("plan", []), []
    for values in plans if isinstance(plans, list) else []:
        for key in values:
            if key not in _PLAN_KEYS:
                entry.fault("plan", f"okänt fält ”{key}” i source.plan. Fälten är: {', '.join(_PLAN_KEYS)}.")
        first, last = values.get("from"), values.get("to")
        if isinstance(first, int) and isinstance(last, int) and last < first:
            entry.fault("plan", f"planen ”{values.get('title')}” slutar ({last}) innan den börjar ({first}).")
        elif isinstance(first, int) and isinstance(last, int) and isinstance(values.get("url"), str):
            found.append(KnownPlan(values["url"], first, last))
    return tuple(found)


def _check_hosts(entries: Sequence[Entry], sources: Sequence[Source]) -> None:
    """Note hosts that two sources claim; all but one must narrow themselves with paths."""
    owners: dict[str, str] = {}
    for entry, source in zip(entries, sources, strict=True):
        if source.paths:
            continue
        for host in dict.fromkeys(source.hosts + source.alias_hosts):
            if host in owners:
                entry.fault("hosts", f"”{host}” hör redan till ”{owners[host]}”. Stryk den ena eller ange paths.")
            owners[host] = source.id


def _number(entry: Entry, key: str, highest: float) -> float:
    """Return a number from 0 to `highest`, 0 where none is stated."""
    value = entry.values.get(key, 0)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= highest:
        entry.fault(key, f"ska vara ett tal från 0 till {highest}.")
        return 0
    return value


def _read_rule(value: str) -> str:
    """Return the beginning of a path, or of an address: the host's name and a path."""
    host, slash, _ = value.partition("/")
    if host or not slash:
        _read_host(host)
    if not slash:
        raise ValueError(f"”{value}” är ingen sökväg. Skriv till exempel ”/kultur/bibliotek” eller ”{value}/”.")
    return value


def _read_path(value: str) -> str:
    if not value.startswith("/"):
        raise ValueError(f"”{value}” är ingen sökväg. Skriv den från första snedstrecket, till exempel ”/nyheter/”.")
    return value


def _read_host(value: str) -> str:
    if "/" in value or ":" in value or "." not in value or value != value.strip(".").lower():
        raise ValueError(f"”{value}” är inget värdnamn. Skriv bara namnet, till exempel ”www.kb.se”.")
    return value

"""The vocabularies that people edit: themes, synonyms and sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence

from indexer.corpus.tables import Entry, Sheet
from indexer.corpus.values import read_id, read_region, read_rights, read_url
from indexer.model import Source, SynonymGroup, Theme

_THEME_KEYS = (
    "id", "core", "pref_sv", "pref_en", "scope_sv", "scope_en", "alt", "abbr", "inflections", "compounds", "older",
    "weak", "own_names", "broader", "narrower", "related", "law", "sao", "languages", "resource_library", "note",
)  # fmt: skip
_LANGUAGE_KEYS = (
    "id", "pref_sv", "pref_en", "own_name", "own_name_latin", "code", "codes_other", "alt", "older", "letters",
    "library_words", "varieties", "script", "theme", "note",
)  # fmt: skip
_GROUP_KEYS = (
    "id", "direction", "terms", "from", "to", "weight", "case", "whole_word", "ambiguous", "basis", "note",
)  # fmt: skip
_SOURCE_KEYS = (
    "id", "name", "aka", "kind", "publisher", "region", "county", "county_code", "county_codes", "hosts", "alias_hosts", "path_prefix", "shared_with",
    "platform", "start_urls", "themes", "rights", "notes", "plan",
)  # fmt: skip
_START_KEYS = ("url", "verified", "role")
_PLAN_KEYS = ("title", "from", "to", "url", "verified", "note")
_DIRECTIONS = ("two-way", "one-way")
_KINDS = ("regional", "national", "guidance")
_NOT_FETCHED = ("legacy", "mirror")
"""Roles of addresses that are kept to recognise old copies, never to start from."""

_COUNTERPARTS = (("broader", "narrower"), ("narrower", "broader"), ("related", "related"))


def read_themes(sheet: Sheet | None) -> tuple[Theme, ...]:
    """Return the theme scheme in the file's order; faults are noted in the sheet."""
    if sheet is None:
        return ()
    sheet.only(("schema_version", "scheme", "title_sv", "title_en", "core", "theme", "language"))
    entries = sheet.entries("theme")
    themes = tuple(_theme(entry) for entry in entries)
    distinct(entries, [theme.id for theme in themes])
    _check_relations(entries, themes)
    for entry in sheet.entries("language"):
        entry.only(_LANGUAGE_KEYS)
        _check_known(entry, "theme", [entry.text("theme") or ""], [theme.id for theme in themes])
    return themes


def _theme(entry: Entry) -> Theme:
    entry.only(_THEME_KEYS)
    return Theme(
        id=required(entry, "id", read_id),
        label=required(entry, "pref_sv", str),
        label_en=entry.text("pref_en") or "",
        scope=entry.text("scope_sv") or "",
        core=entry.flag("core"),
        alternatives=entry.texts("alt"),
        abbreviations=entry.texts("abbr"),
        inflections=entry.texts("inflections"),
        compounds=entry.texts("compounds"),
        older=entry.texts("older"),
        weak=entry.texts("weak"),
        own_names=entry.texts("own_names"),
        broader=entry.texts("broader"),
        narrower=entry.texts("narrower"),
        related=entry.texts("related"),
        law=entry.texts("law"),
    )


def _check_relations(entries: Sequence[Entry], themes: Sequence[Theme]) -> None:
    """Note unknown themes and relations that are stated on one side only."""
    by_id = {theme.id: theme for theme in themes}
    for entry, theme in zip(entries, themes, strict=True):
        for here, there in _COUNTERPARTS:
            others: tuple[str, ...] = getattr(theme, here)
            _check_known(entry, here, others, by_id)
            for other in others:
                if other in by_id and theme.id not in getattr(by_id[other], there):
                    entry.fault(here, f"”{other}” står här, men ”{theme.id}” står inte under {there} i ”{other}”.")


def read_synonyms(sheet: Sheet | None) -> tuple[SynonymGroup, ...]:
    """Return the synonym groups in the file's order; faults are noted in the sheet."""
    if sheet is None:
        return ()
    sheet.only(("schema_version", "language", "group"))
    entries = sheet.entries("group")
    groups = tuple(_group(entry) for entry in entries)
    distinct(entries, [group.id for group in groups])
    return groups


def _group(entry: Entry) -> SynonymGroup:
    entry.only(_GROUP_KEYS)
    direction = entry.text("direction") or "two-way"
    _check_known(entry, "direction", [direction], _DIRECTIONS)
    _check_known(entry, "case", [entry.text("case") or "any"], ("any", "exact"))
    weight = entry.number("weight")
    if weight is not None and not 0 < weight <= 1:
        entry.fault("weight", f"{weight} ska vara större än 0 och högst 1.")
    keys = ("terms", "terms") if direction == "two-way" else ("from", "to")
    for key in dict.fromkeys(keys):
        if not entry.texts(key):
            entry.fault(
                key, f"gruppen saknar ”{key}”. En {direction}-grupp behöver {' och '.join(dict.fromkeys(keys))}."
            )
    return SynonymGroup(
        id=required(entry, "id", read_id),
        sources=entry.texts(keys[0]),
        targets=entry.texts(keys[1]),
        weight=0.8 if weight is None else weight,
        exact=entry.text("case") == "exact",
        whole_word=entry.flag("whole_word"),
    )


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
        _check_known(entry, "themes", stated, themes)
    kind = entry.text("kind") or "guidance"
    _check_known(entry, "kind", [kind], _KINDS)
    _check_plans(entry)
    name = required(entry, "name", str)
    return Source(
        id=required(entry, "id", read_id),
        name=name,
        kind=kind,
        publisher=entry.text("publisher") or entry.text("region") or name,
        regions=_regions(entry),
        hosts=entry.read_each("hosts", _read_host),
        alias_hosts=entry.read_each("alias_hosts", _read_host),
        path_prefix=entry.text("path_prefix"),
        start_urls=_start_urls(entry),
        themes=stated,
        rights=entry.read("rights", read_rights) or "snippet",
        notes=entry.text("notes"),
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


def _check_plans(entry: Entry) -> None:
    plans = entry.values.get("plan", [])
    for values in plans if isinstance(plans, list) else []:
        for key in values:
            if key not in _PLAN_KEYS:
                entry.fault("plan", f"okänt fält ”{key}” i source.plan. Fälten är: {', '.join(_PLAN_KEYS)}.")
        first, last = values.get("from"), values.get("to")
        if isinstance(first, int) and isinstance(last, int) and last < first:
            entry.fault("plan", f"planen ”{values.get('title')}” slutar ({last}) innan den börjar ({first}).")


def _check_hosts(entries: Sequence[Entry], sources: Sequence[Source]) -> None:
    """Note hosts that two sources claim; all but one must narrow themselves with a path_prefix."""
    owners: dict[str, str] = {}
    for entry, source in zip(entries, sources, strict=True):
        if source.path_prefix:
            continue
        for host in dict.fromkeys(source.hosts + source.alias_hosts):
            if host in owners:
                entry.fault("hosts", f"”{host}” hör redan till ”{owners[host]}”. Stryk den ena eller ange path_prefix.")
            owners[host] = source.id


def _read_host(value: str) -> str:
    if "/" in value or ":" in value or "." not in value or value != value.strip(".").lower():
        raise ValueError(f"”{value}” är inget värdnamn. Skriv bara namnet, till exempel ”www.kb.se”.")
    return value


def required(entry: Entry, key: str, reader: Callable[[str], str]) -> str:
    """Return the text of a field that must be there; its absence is a fault."""
    if key not in entry.values:
        entry.fault(key, f"fältet ”{key}” saknas. Lägg till det.")
        return ""
    return entry.read(key, reader) or ""


def distinct(entries: Sequence[Entry], ids: Sequence[str]) -> None:
    """Note ids that stand more than once."""
    times = Counter(ids)
    seen: set[str] = set()
    for entry, id_ in zip(entries, ids, strict=True):
        if id_ and id_ in seen:
            entry.fault(
                "id", f"”{id_}” finns {times[id_]} gånger i filen. Ge posten ett eget id eller ta bort den ena."
            )
        seen.add(id_)


def _check_known(entry: Entry, key: str, values: Collection[str], known: Collection[str]) -> None:
    for value in values:
        if value not in known:
            entry.fault(key, f"okänt värde ”{value}”. Välj bland: {', '.join(known)}.")

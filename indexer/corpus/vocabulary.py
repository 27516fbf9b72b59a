"""The vocabularies that people edit: themes and synonyms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from indexer.corpus.tables import Entry, Sheet, distinct
from indexer.corpus.values import read_id
from indexer.model import SynonymGroup, Theme

_THEME_KEYS = (
    "id", "core", "pref_sv", "pref_en", "scope_sv", "scope_en", "alt", "abbr", "inflections", "compounds", "older",
    "weak", "own_names", "gathers", "broader", "narrower", "related", "law", "sao", "languages", "resource_library",
    "note",
)  # fmt: skip
_LANGUAGE_KEYS = (
    "id", "pref_sv", "pref_en", "own_name", "own_name_latin", "code", "codes_other", "alt", "older", "letters",
    "library_words", "varieties", "script", "theme", "note",
)  # fmt: skip
_GROUP_KEYS = (
    "id", "direction", "terms", "from", "to", "weight", "case", "whole_word", "ambiguous", "basis", "note",
)  # fmt: skip
_DIRECTIONS = ("two-way", "one-way")
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
    names = _language_names(sheet.entries("language"), [theme.id for theme in themes])
    return tuple(replace(theme, own_names=(*theme.own_names, *names.get(theme.id, ()))) for theme in themes)


def _language_names(entries: Sequence[Entry], themes: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Return what the languages are called, by the theme that each belongs to."""
    names: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        entry.only(_LANGUAGE_KEYS)
        theme = entry.text("theme") or ""
        entry.among("theme", [theme], themes)
        single = (entry.text(key) for key in ("pref_sv", "own_name", "own_name_latin"))
        several = (name for key in ("alt", "older", "varieties") for name in entry.texts(key))
        names[theme] = (*names.get(theme, ()), *filter(None, single), *several)
    return names


def _theme(entry: Entry) -> Theme:
    entry.only(_THEME_KEYS)
    core = entry.flag("core")
    return Theme(
        id=entry.required("id", read_id),
        label=entry.required("pref_sv"),
        label_en=entry.text("pref_en") or "",
        scope=entry.text("scope_sv") or "",
        core=core,
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
        gathers=entry.flag("gathers") if "gathers" in entry.values else core,
    )


def _check_relations(entries: Sequence[Entry], themes: Sequence[Theme]) -> None:
    """Note unknown themes and relations that are stated on one side only."""
    by_id = {theme.id: theme for theme in themes}
    for entry, theme in zip(entries, themes, strict=True):
        for here, there in _COUNTERPARTS:
            others: tuple[str, ...] = getattr(theme, here)
            entry.among(here, others, by_id)
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
    entry.among("direction", [direction], _DIRECTIONS)
    entry.among("case", [entry.text("case") or "any"], ("any", "exact"))
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
        id=entry.required("id", read_id),
        sources=entry.texts(keys[0]),
        targets=entry.texts(keys[1]),
        weight=0.8 if weight is None else weight,
        exact=entry.text("case") == "exact",
        whole_word=entry.flag("whole_word"),
    )

"""What a corpus says of its field: themes, synonyms, sources."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """One concept of the SKOS scheme in `themes.toml`; ids refer to other themes.

    `alternatives`, `inflections`, `compounds`, `abbreviations`, `older` and `own_names` are strong terms; of the
    `weak` ones several must agree. A theme that `gathers` is given with each narrower one.
    """

    id: str
    label: str
    label_en: str
    scope: str
    core: bool = False
    alternatives: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    inflections: tuple[str, ...] = ()
    compounds: tuple[str, ...] = ()
    older: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    own_names: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    gathers: bool = False


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """Terms that a question with one of `sources` also looks for, with `weight` (0 to 1) against the typed one.

    A two-way group has the same terms in `sources` and `targets`. `exact` means: only as written, case included.
    """

    id: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    weight: float
    exact: bool = False
    whole_word: bool = False


@dataclass(frozen=True, slots=True)
class KnownPlan:
    """A library plan's years and the address of it, or of the page that links to it."""

    url: str
    valid_from: int
    valid_to: int


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher's site, from `sources.toml`: what the harvester may fetch and what its pages inherit.

    `paths` are beginnings of the addresses that are fetched, `/kultur/` on every host or `a.example/kultur/` on one,
    all where there are none; `exclude` are beginnings of paths that are not. `delay` is the seconds between two
    requests where the source wants more than usual; `depth` is how many links from a start address are followed, 0 for
    the usual number. `plans` are the years of library plans that people know of, by address.
    """

    id: str
    name: str
    kind: str
    publisher: str
    regions: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    alias_hosts: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    start_urls: tuple[str, ...] = ()
    delay: float = 0
    depth: int = 0
    themes: tuple[str, ...] = ()
    rights: str = "snippet"
    notes: str | None = None
    plans: tuple[KnownPlan, ...] = ()

"""What the search page shows, made ready for the templates: filters with their state, pages, ways out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer.model import (
    FACET_LABELS,
    LANGUAGE_LABELS,
    STATUS_LABELS,
    TYPE_LABELS,
    Expansion,
    Hit,
    Near,
    Query,
    Results,
    Sort,
)

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher

_ASIDE = re.compile(r"\s*\([^)]*\)")
PAGE_SIZE = 10
PILLS = 6
NEWEST = 5
EXPANSIONS = 6
EXAMPLES = (Query("källkritik övning vuxna"), Query("bokcirkel"), Query("läsfrämjande på skollov"))
# Facet → the field of Query that filters by it, and the heading that people see.
FILTERS: Mapping[str, tuple[str, str]] = {
    "theme": ("themes", "Fler teman"),
    "type": ("types", "Typ"),
    "publisher": ("publishers", "Utgivare"),
    "region": ("regions", "Region"),
    "year": ("years", "År"),
    "language": ("languages", "Språk"),
    "status": ("statuses", "Status"),
}
SORTS: tuple[tuple[Sort, str], ...] = (("relevance", "Bäst träff"), ("newest", "Nyast"))


@dataclass(frozen=True, slots=True)
class Names:
    """The labels of themes and regions; what has none is shown by its id."""

    themes: Mapping[str, str]
    regions: Mapping[str, str]

    def theme(self, id_: str) -> str:
        """Return a theme's label."""
        return self.themes.get(id_, id_)

    def region(self, code: str) -> str:
        """Return a region's name."""
        return self.regions.get(code, code)


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter: how many documents it would leave, and whether it is chosen."""

    field: str
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A filter with its values; `field` is the field of Query, `title` what people see."""

    name: str
    field: str
    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Entrance:
    """A core theme on the page where nothing is asked."""

    id: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class View:
    """An answer and all that stands around it.

    `in_all_themes` and `without_filters` are how many documents the question would find with other themes too, and the
    words alone; `gaps` tells in Swedish what the collection lacks of what was asked for.
    """

    results: Results
    names: Names
    core: tuple[Entrance, ...] = ()
    newest: tuple[Hit, ...] = ()
    in_all_themes: int = 0
    without_filters: int = 0
    gaps: tuple[str, ...] = ()

    @property
    def pills(self) -> list[Option]:
        """The themes to choose from at once: the chosen ones, then those with most documents."""
        themes = self._options("theme")
        chosen = [option for option in themes if option.chosen]
        return chosen + [option for option in themes if not option.chosen][: max(0, PILLS - len(chosen))]

    @property
    def groups(self) -> list[Group]:
        """The filters under "Fler filter", each with at least one value."""
        pills = {option.value for option in self.pills}
        groups = []
        for name, (field, title) in FILTERS.items():
            options = tuple(o for o in self._options(name) if name != "theme" or o.value not in pills)
            if options:
                groups.append(Group(name, field, title, options))
        return groups

    @property
    def chosen(self) -> list[Option]:
        """The filter values in force."""
        return [option for name in FILTERS for option in self._chosen(name)]

    @property
    def chips(self) -> list[Option]:
        """The filter values in force that no pill shows."""
        pills = {(option.field, option.value) for option in self.pills}
        return [option for option in self.chosen if (option.field, option.value) not in pills]

    @property
    def expansions(self) -> list[Expansion]:
        """What was looked for beside the words typed, each once: capitals, hyphens and "(MIK)" make no difference."""
        found: dict[str, tuple[str, str]] = {}
        for expansion in self.results.expanded:
            for target in expansion.targets:
                key = _ASIDE.sub("", target).replace("-", "").casefold().strip()
                found.setdefault(key, (expansion.source, target))
        kept = list(found.values())[:EXPANSIONS]
        sources = dict.fromkeys(source for source, _ in kept)
        return [Expansion(each, tuple(target for source, target in kept if source == each)) for each in sources]

    @property
    def readings(self) -> list[tuple[str, str]]:
        """Words of the question that were understood, each with the name of the facet they were taken for."""
        return [(reading.text, FACET_LABELS[reading.facet]) for reading in self.results.readings]

    @property
    def several(self) -> bool:
        """Whether there is more than one thing that the question was taken for, so that each can be taken away."""
        return len({*(text for text, _ in self.readings), *(each.source for each in self.expansions)}) > 1

    def plain(self, words: str) -> Query:
        """Return the same question with these words taken for themselves alone, or read again where they are."""
        query = self.results.query
        rest = tuple(each for each in query.literal if each.casefold() != words.casefold())
        changed = rest if len(rest) < len(query.literal) else (*query.literal, words)
        return replace(query, literal=changed, offset=0)

    @property
    def near(self) -> list[tuple[str, Near, Query]]:
        """What is near where nothing answers: the facet's name, its value, and the question that shows it."""
        blank = Query(limit=self.results.query.limit)
        fields = ((each, FILTERS[each.facet][0]) for each in self.results.near)
        return [(FACET_LABELS[each.facet], each, replace(blank, **{field: (each.value,)})) for each, field in fields]  # type: ignore[arg-type]

    @property
    def unfiltered(self) -> Query:
        """The same words without filters."""
        query = self.results.query
        return Query(query.text, sort=query.sort, expand=query.expand, limit=query.limit, literal=query.literal)

    @property
    def themeless(self) -> Query:
        """The same question in all themes."""
        return replace(self.results.query, themes=(), offset=0)

    @property
    def exact(self) -> Query:
        """The same question without synonyms and corrections."""
        return replace(self.results.query, expand=False, offset=0, literal=())

    @property
    def suggested(self) -> Query:
        """The question that was perhaps meant."""
        return replace(self.results.query, text=self.results.suggestion or self.results.query.text, offset=0)

    @property
    def sorts(self) -> list[tuple[Sort, str, Query]]:
        """The orders to choose from, each with its question."""
        return [(sort, label, replace(self.results.query, sort=sort, offset=0)) for sort, label in SORTS]

    @property
    def page(self) -> int:
        """The number of this page, from 1."""
        return self.results.query.offset // self.results.query.limit + 1

    @property
    def last(self) -> int:
        """The number of the last page."""
        return -(-self.results.total // self.results.query.limit)

    def at(self, page: int) -> Query:
        """Return the question for another page."""
        return replace(self.results.query, offset=(page - 1) * self.results.query.limit)

    @property
    def is_unanswered(self) -> bool:
        """Whether the words find nothing at all, whatever filters are chosen."""
        return bool(self.results.query.text) and not self.results.total and not self.without_filters

    def _options(self, facet: str) -> list[Option]:
        field = FILTERS[facet][0]
        present = _present(self.results.query, field)
        found = self.results.facets.get(facet, ())
        return [Option(field, value.value, value.label, value.count, value.value in present) for value in found]

    def _chosen(self, facet: str) -> Iterator[Option]:
        field = FILTERS[facet][0]
        found = {option.value: option for option in self._options(facet)}
        for value in _present(self.results.query, field):
            yield found.get(value) or Option(field, value, self._label(facet, value), 0, chosen=True)

    def _label(self, facet: str, value: str) -> str:
        labels: Mapping[str, Mapping[str, str]] = {
            "theme": self.names.themes,
            "region": self.names.regions,
            "type": TYPE_LABELS,
            "language": LANGUAGE_LABELS,
            "status": STATUS_LABELS,
        }
        return value.replace("..", "–") if facet == "year" else labels.get(facet, {}).get(value, value)


def _present(query: Query, field: str) -> tuple[str, ...]:
    """Return the chosen values of a filter; a period of years is one value, `2021..2024`."""
    if field != "years":
        values: tuple[str, ...] = getattr(query, field)
        return values
    if query.years is None:
        return ()
    first, last = query.years
    return (str(first) if first == last else f"{first}..{last}",)


def names(searcher: Searcher) -> Names:
    """Return the labels that the index knows."""
    return Names({each.theme.id: each.theme.label for each in searcher.themes()}, searcher.regions)


def known(query: Query, names: Names) -> Query:
    """Return the question without filter values that mean nothing here, as an old or mistyped address may have."""

    def among(values: Sequence[str], labels: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(value for value in values if value in labels)

    return replace(
        query,
        themes=among(query.themes, names.themes),
        regions=among(query.regions, names.regions),
        types=among(query.types, TYPE_LABELS),
        languages=among(query.languages, LANGUAGE_LABELS),
        statuses=among(query.statuses, STATUS_LABELS),
    )


def is_asked(query: Query) -> bool:
    """Return whether there are words or filters; sorting alone asks nothing."""
    bare = replace(query, sort="relevance", expand=True, offset=0, limit=PAGE_SIZE, literal=())
    return bare != Query(limit=PAGE_SIZE)


def answer(searcher: Searcher, query: Query) -> View:
    """Ask, and return the answer as the page shows it; a page past the last one shows the last."""
    labels = names(searcher)
    results = searcher.search(query)
    if results.total and not results.hits:
        last = (results.total - 1) // query.limit * query.limit
        results = searcher.search(replace(query, offset=last))
    view = View(results, labels, gaps=results.lacks)
    if results.total or not view.chosen:
        return view
    in_all_themes = _total(searcher, view.themeless) if query.themes else 0
    return replace(view, in_all_themes=in_all_themes, without_filters=_total(searcher, view.unfiltered))


def _total(searcher: Searcher, query: Query) -> int:
    return searcher.search(replace(query, limit=1)).total


def entrance(searcher: Searcher) -> View:
    """Return the page where nothing is asked: the core themes and what is newest."""
    newest = searcher.search(Query(sort="newest", limit=NEWEST))
    core = tuple(Entrance(each.theme.id, each.theme.label, each.count) for each in searcher.themes() if each.theme.core)
    return View(newest, names(searcher), core=core, newest=newest.hits)

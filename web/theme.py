"""The pages of the themes: what one is, what to read, what to do, what the plans say, and where it meets others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.model import Document, FacetValue, Hit, Query, Theme
from indexer.search.browse import Saying, sayings, together
from web.doing import Doing, doings
from web.order import alphabetical

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher, ThemeCount

EXERCISE = "exercise"
KEY_DOCUMENTS = 6
KEY_TYPES = ("guidance", "report", "web page")
NEWEST = 5
PUBLISHERS = 8
CROSSED = 8
PAIRS = 12
OTHER_NAMES = 8
LIBRARY_ACT = "bibliotekslagen (2013:801)"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another theme, and how many documents stand behind the link to it."""

    id: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two themes that documents have together."""

    first: Neighbour
    second: Neighbour
    count: int


@dataclass(frozen=True, slots=True)
class ThemePage:
    """What the page of one theme tells; `parts` are other documents that hold something to do."""

    theme: Theme
    count: int
    key: Sequence[Document]
    exercises: Sequence[Doing]
    parts: Sequence[Doing]
    sayings: Sequence[Saying]
    newest: Sequence[Hit]
    kin: Mapping[str, Sequence[Neighbour]]
    crossed: Sequence[Neighbour]
    regions: Sequence[FacetValue]
    publishers: Sequence[FacetValue]

    @property
    def also(self) -> list[str]:
        """Other names of the theme, those that its label already says left out."""
        label = self.theme.label.casefold()
        found = dict.fromkeys((*self.theme.own_names, *self.theme.alternatives))
        return [name for name in found if name.casefold() not in label][:OTHER_NAMES]

    @property
    def laws(self) -> list[str]:
        """The paragraphs that the theme rests on, each law with its name."""
        own = [each for each in self.theme.law if each.startswith("§")]
        others = [each for each in self.theme.law if not each.startswith("§")]
        return [f"{LIBRARY_ACT} {', '.join(own)}", *others] if own else others


@dataclass(frozen=True, slots=True)
class ThemeList:
    """All themes: the core ones, the others, and the pairs that meet most often."""

    core: Sequence[ThemeCount]
    others: Sequence[ThemeCount]
    pairs: Sequence[Pair]


def gather(searcher: Searcher, id_: str) -> ThemePage | None:
    """Return what the page of a theme tells, None where there is no such theme."""
    counted = {each.theme.id: each for each in searcher.themes()}
    if id_ not in counted:
        return None
    theme, count = counted[id_].theme, counted[id_].count
    documents = searcher.documents(Query(themes=(id_,)))
    newest = searcher.search(Query(themes=(id_,), sort="newest", limit=NEWEST))
    return ThemePage(
        theme=theme,
        count=count,
        key=_key(documents, id_),
        exercises=doings(searcher, _first(id_, (each for each in documents if each.type == EXERCISE))),
        parts=_with_parts(searcher, _first(id_, (each for each in documents if each.type != EXERCISE and each.path))),
        sayings=sayings(searcher, theme),
        newest=newest.hits,
        kin=_kin(theme, counted),
        crossed=_crossed(documents, id_, counted),
        regions=newest.facets.get("region", ()),
        publishers=newest.facets.get("publisher", ())[:PUBLISHERS],
    )


def gather_list(searcher: Searcher) -> ThemeList:
    """Return all themes; the core ones in their own order, the others by name."""
    counted = searcher.themes()
    others = sorted((each for each in counted if not each.theme.core), key=lambda each: alphabetical(each.theme.label))
    return ThemeList([each for each in counted if each.theme.core], others, _pairs(searcher, counted))


def in_common(searcher: Searcher, first: str, second: str) -> list[Document]:
    """Return the documents that have both themes, by title."""
    found = (each for each in searcher.documents(Query(themes=(first,))) if second in each.themes)
    return sorted(found, key=lambda each: alphabetical(each.title))


def _key(documents: Iterable[Document], id_: str) -> list[Document]:
    """Return the documents to begin with: those where people put the theme first, newest before older."""
    return _first(id_, (document for document in documents if document.type in KEY_TYPES))[:KEY_DOCUMENTS]


def _first(id_: str, documents: Iterable[Document]) -> list[Document]:
    """Return the documents in order of how far up among their themes this one stands, then newest first."""
    newest = sorted(documents, key=lambda document: document.issued or "", reverse=True)
    return sorted(newest, key=lambda document: document.themes.index(id_))


def _with_parts(searcher: Searcher, documents: Iterable[Document]) -> list[Doing]:
    return [doing for doing in doings(searcher, documents) if doing.parts]


def _kin(theme: Theme, counted: Mapping[str, ThemeCount]) -> dict[str, list[Neighbour]]:
    relations = {"Överordnat": theme.broader, "Underordnade": theme.narrower, "Besläktade": theme.related}
    found = {name: [_neighbour(counted[id_]) for id_ in ids if id_ in counted] for name, ids in relations.items()}
    return {name: themes for name, themes in found.items() if themes}


def _neighbour(counted: ThemeCount) -> Neighbour:
    return Neighbour(counted.theme.id, counted.theme.label, counted.count)


def _crossed(documents: Iterable[Document], id_: str, counted: Mapping[str, ThemeCount]) -> list[Neighbour]:
    """Return the themes that the documents of this one have too, most first; those above and below say nothing new."""
    theme = counted[id_].theme
    left_out = {id_, *theme.broader, *theme.narrower}
    counts = Counter(other for document in documents for other in document.themes if other not in left_out)
    found = [Neighbour(other, counted[other].theme.label, count) for other, count in counts.items() if other in counted]
    return sorted(found, key=lambda each: (-each.count, alphabetical(each.label)))[:CROSSED]


def _pairs(searcher: Searcher, counted: Sequence[ThemeCount]) -> list[Pair]:
    """Return the pairs with a core theme that most documents have, kin left out; the core theme stands first."""
    known = {each.theme.id: each for each in counted}
    place = {each.theme.id: at for at, each in enumerate(counted)}
    found = []
    for ids, count in together(searcher.documents(Query())).items():
        first, second = (known[id_] for id_ in sorted(ids, key=lambda id_: place.get(id_, len(place))) if id_ in known)
        kin = {*first.theme.broader, *first.theme.narrower}
        if first.theme.core and second.theme.id not in kin:
            found.append(Pair(_neighbour(first), _neighbour(second), count))
    return sorted(found, key=lambda pair: (-pair.count, alphabetical(pair.first.label)))[:PAIRS]

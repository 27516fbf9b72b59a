"""The pages of the themes: what one is, what to read, what to do, what the plans say, and where it meets others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from indexer.model import Document, FacetValue, Hit, Query, Theme
from indexer.search.browse import Saying, sayings, together
from web.doing import Doing, doings
from web.order import alphabetical

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher, ThemeCount

EXERCISE = "exercise"
KEY_DOCUMENTS = 5
EXERCISES = 12
HOLDING = 6
"""Documents that hold something to do without being exercises."""
KEY_TYPES = ("guidance", "report", "web page")
NEWEST = 5
PUBLISHERS = 8
CROSSED = 8
OTHER_NAMES = 8
MEETINGS = (1, 3, 6, 12)
"""Documents that two themes have in common: from how many on each level begins."""
LIBRARY_ACT = "bibliotekslagen (2013:801)"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another theme, and how many documents stand behind the link to it."""

    id: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """How many documents two themes have in common, and its level from 0 to 4; kin say nothing new of each other."""

    first: str
    second: str
    count: int
    kin: bool

    @property
    def level(self) -> int:
        """How strongly to show it."""
        return sum(self.count >= least for least in MEETINGS)


@dataclass(frozen=True, slots=True)
class ThemePage:
    """What the page of one theme tells; `more` exercises are not shown, `parts` are others that hold some."""

    theme: Theme
    count: int
    key: Sequence[Document]
    exercises: Sequence[Doing]
    more: int
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
    """All themes: the core ones, the others, and how often each meets each of the core ones."""

    core: Sequence[ThemeCount]
    others: Sequence[ThemeCount]
    meetings: Sequence[tuple[Theme, Sequence[Meeting]]]


def gather(searcher: Searcher, id_: str) -> ThemePage | None:
    """Return what the page of a theme tells, None where there is no such theme."""
    counted = {each.theme.id: each for each in searcher.themes()}
    if id_ not in counted:
        return None
    theme, count = counted[id_].theme, counted[id_].count
    documents = searcher.documents(Query(themes=(id_,)))
    exercises = _first(id_, (each for each in documents if each.type == EXERCISE))
    newest = searcher.search(Query(themes=(id_,), sort="newest", limit=NEWEST))
    return ThemePage(
        theme=theme,
        count=count,
        key=_key(documents, id_),
        exercises=doings(searcher, exercises[:EXERCISES]),
        more=max(0, len(exercises) - EXERCISES),
        parts=_with_parts(searcher, _first(id_, (each for each in documents if each.type != EXERCISE and each.kinds))),
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
    core = [each for each in counted if each.theme.core]
    return ThemeList(core, others, _meetings(searcher, core, [*core, *others]))


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
    found = (doing for document in documents for doing in doings(searcher, [document]) if doing.parts)
    return list(islice(found, HOLDING))


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


def _meetings(
    searcher: Searcher, core: Sequence[ThemeCount], themes: Sequence[ThemeCount]
) -> list[tuple[Theme, list[Meeting]]]:
    """Return for each theme that meets a core one how often it meets each of them."""
    counts = together(searcher.documents(Query()))
    rows = [(each.theme, [_meeting(each.theme, other.theme, counts) for other in core]) for each in themes]
    return [(theme, meetings) for theme, meetings in rows if any(each.count and not each.kin for each in meetings)]


def _meeting(theme: Theme, core: Theme, counts: Mapping[tuple[str, str], int]) -> Meeting:
    first, second = sorted((theme.id, core.id))
    kin = theme.id in {core.id, *core.broader, *core.narrower}
    return Meeting(core.id, theme.id, counts.get((first, second), 0), kin)

"""The regions' plans side by side: when each holds, and how much the regions say of each theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from indexer.model import Document, Query, Status, Theme
from indexer.search.browse import STANDING, names
from indexer.search.coverage import coverage
from web.kept import Kept
from web.links import Links
from web.order import alphabetical

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher, ThemeCount

Basis = Literal["material", "planer"]
BASES: Mapping[Basis, str] = {"material": "Planer och annat material", "planer": "Bara planerna"}
"""What the grid counts, with its name; the first is shown where the address says nothing."""

BASIS = "underlag"
"""The parameter of the address that chooses it."""

STANDINGS: Mapping[Status, tuple[str, str]] = {
    "gällande": ("gällande", "gällande"),
    "remiss": ("ute på remiss", "ute på remiss"),
    "okänd": ("av okänd status", "av okänd status"),
    "utgången": ("utgången", "utgångna"),
    "ersatt": ("ersatt", "ersatta"),
}
"""What one plan, and what several are."""

COUNTS = (1, 2, 4, 7)
"""Documents of a region that have a theme: from how many on each level begins."""
SHARES = (0.0, 0.05, 0.15, 0.3)
"""Share of a plan's passages that speak of a theme: above what each level begins."""
MENTIONED = 2
"""The level of a theme in a plan of which only our summary is known: it is there, nobody knows how much."""
SHORT = 26
"""Characters of a theme's name in a chart."""


@dataclass(frozen=True, slots=True)
class Span:
    """A plan with its standing and the years it holds; `lane` keeps apart plans of a region that overlap."""

    document: Document
    status: Status
    first: int | None
    last: int | None
    lane: int = 0


@dataclass(frozen=True, slots=True)
class RegionPlans:
    """A region and the plans known from it, oldest first; those without years stand last."""

    code: str
    name: str
    spans: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Timeline:
    """All regions with their plans, and the years from the first plan to the last."""

    day: date
    rows: Sequence[RegionPlans]
    first: int
    last: int

    @property
    def without(self) -> list[RegionPlans]:
        """The regions of which no plan is in the collection."""
        return [row for row in self.rows if not row.spans]

    @property
    def counts(self) -> list[tuple[Status, int]]:
        """How many plans have each standing, in force first; a plan of two regions counts once."""
        standing = {span.document.id: span.status for row in self.rows for span in row.spans}
        counted = Counter(standing.values())
        return [(status, counted[status]) for status in STANDING if status and counted[status]]

    @property
    def summary(self) -> str:
        """One sentence on how many plans there are and how they stand."""
        if not self.counts:
            return "Ingen plan finns i samlingen."
        total = sum(count for _, count in self.counts)
        parts = [f"{count} {STANDINGS[status][count > 1]}" for status, count in self.counts]
        listed = f"{', '.join(parts[:-1])} och {parts[-1]}" if len(parts) > 1 else parts[0]
        return f"{total} {'plan' if total == 1 else 'planer'} finns i samlingen. I dag är {listed}."


@dataclass(frozen=True, slots=True)
class Cell:
    """How much a region says of a theme: a level from 0 (nothing) to 4, what the cell shows, and what it means."""

    region: str
    theme: str
    level: int
    shown: str
    told: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Themes (rows) against regions (columns); themes that no region speaks of are in `silent`."""

    basis: Basis
    regions: Sequence[tuple[str, str]]
    rows: Sequence[tuple[Theme, Sequence[Cell]]]
    silent: Sequence[Theme]


def gathered(kept: Kept, searcher: Searcher, basis: Basis, day: date) -> tuple[Timeline, Grid]:
    """Return time line and grid, made once for an index and a day."""
    return (
        kept.get(searcher, day, "tidslinje", lambda: timeline(searcher, day)),
        kept.get(searcher, day, ("karta", basis), lambda: grid(searcher, basis, day)),
    )


def timeline(searcher: Searcher, day: date) -> Timeline:
    """Return all regions by name with their plans as of `day`."""
    plans = _plans(searcher)
    rows = [
        RegionPlans(code, name, _spans((plan for plan in plans if code in plan.regions), day))
        for code, name in regions(searcher)
    ]
    years = [year for row in rows for span in row.spans for year in (span.first, span.last) if year]
    return Timeline(day, rows, min([*years, day.year]), max([*years, day.year]))


def grid(searcher: Searcher, basis: Basis, day: date) -> Grid:
    """Return how much each region says of each theme; the core themes first, then those with most to read."""
    named = regions(searcher)
    cell = _by_plan(searcher, day) if basis == "planer" else _by_material(searcher)
    rows, silent = [], []
    for counted in _in_order(searcher.themes()):
        cells = [cell(code, counted.theme.id) for code, _ in named]
        if any(each.level for each in cells):
            rows.append((counted.theme, cells))
        else:
            silent.append(counted.theme)
    return Grid(basis, named, rows, silent)


def regions(searcher: Searcher) -> list[tuple[str, str]]:
    """Return the regions, code and name, by name."""
    return sorted(searcher.regions.items(), key=lambda region: alphabetical(region[1]))


def foremost(plans: Iterable[Document], day: date) -> Document | None:
    """Return the plan to read: the one in force, else the one that stands nearest to it; the newest of equals."""
    newest = sorted(plans, key=lambda plan: (plan.valid_from or 0, plan.id), reverse=True)
    return min(newest, key=lambda plan: STANDING.index(plan.status_on(day)), default=None)


def short(theme: Theme) -> str:
    """Return a theme's name for a narrow place: the abbreviation in its brackets, or the first of several names."""
    if len(theme.label) <= SHORT:
        return theme.label
    return next((each for each in theme.abbreviations if f"({each})" in theme.label), names(theme)[0])


def basis_of(text: str | None) -> Basis:
    """Return what the grid is asked to count; what means nothing counts everything."""
    return "planer" if text == "planer" else "material"


def place(links: Links, basis: Basis, cell: Cell) -> str:
    """Return where what a cell counts can be read: the quoted passages, or the documents."""
    if basis == "planer":
        return f"{links.region(cell.region)}#{anchor(cell.theme)}"
    return links.search(Query(themes=(cell.theme,), regions=(cell.region,)))


def anchor(theme: str) -> str:
    """Return the fragment of a theme on a region's page."""
    return f"tema-{theme}"


def _plans(searcher: Searcher) -> list[Document]:
    return searcher.documents(Query(types=("plan",)))


def _spans(plans: Iterable[Document], day: date) -> list[Span]:
    """Return a region's plans by first year, each in the first lane where it has room."""
    spans: list[Span] = []
    ends: list[int] = []
    for plan in sorted(plans, key=lambda each: (each.valid_from or 9999, each.valid_to or 9999, each.id)):
        first, last = plan.valid_from or plan.valid_to, plan.valid_to or plan.valid_from
        status = plan.status_on(day) or "okänd"
        if first is None or last is None:
            spans.append(Span(plan, status, None, None))
            continue
        lane = next((at for at, end in enumerate(ends) if end < first), len(ends))
        ends[lane : lane + 1] = [last]
        spans.append(Span(plan, status, first, last, lane))
    return spans


def _in_order(themes: Sequence[ThemeCount]) -> list[ThemeCount]:
    return sorted(themes, key=lambda each: (not each.theme.core, 0 if each.theme.core else -each.count))


def _by_material(searcher: Searcher) -> Callable[[str, str], Cell]:
    """Return what counts a region's documents that have a theme."""
    totals: Counter[str] = Counter()
    having: Counter[tuple[str, str]] = Counter()
    for document in searcher.documents(Query()):
        totals.update(document.regions)
        having.update((region, theme) for region in document.regions for theme in document.themes)

    def cell(region: str, theme: str) -> Cell:
        count = having[region, theme]
        level = sum(count >= least for least in COUNTS)
        told = f"{count} av {totals[region]} material" if count else "inget material"
        return Cell(region, theme, level, str(count) if count else "", told)

    return cell


def _by_plan(searcher: Searcher, day: date) -> Callable[[str, str], Cell]:
    """Return what tells how much of a region's foremost plan speaks of a theme."""
    plans = _plans(searcher)
    found = {code: foremost((plan for plan in plans if code in plan.regions), day) for code in searcher.regions}
    first = {code: plan for code, plan in found.items() if plan}
    covered = {plan.id: coverage(searcher, plan) for plan in first.values()}

    def cell(region: str, theme: str) -> Cell:
        plan = first.get(region)
        if plan is None:
            return Cell(region, theme, 0, "", "ingen plan i samlingen")
        spoken, passages = covered[plan.id].spoken.get(theme, 0), covered[plan.id].passages
        if not spoken:
            return Cell(region, theme, 0, "", "nämns inte i planen")
        if plan.path is None:
            return Cell(region, theme, MENTIONED, "•", "nämns i vår sammanfattning av planen")
        share = spoken / passages
        level = sum(share > least for least in SHARES)
        return Cell(region, theme, level, f"{share:.0%}".rstrip("%"), f"{spoken} av planens {passages} stycken")

    return cell

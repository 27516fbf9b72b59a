"""The charts of the plans as Vega-Lite specifications: https://vega.github.io/vega-lite/docs/.

Vega-Lite comes with Streamlit and draws in the browser, so no other host is asked. What a chart shows stands in a
table too; nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from indexer.model import STATUS_LABELS, Status, Theme
from indexer.share.newsletter import years
from web.links import Links
from web.plans import Cell, Grid, Span, Timeline, place, short
from web.settings import FONT

Spec = dict[str, Any]

STEP = 30
"""Pixels: the height of a bar's lane."""
WIDE = 430
"""Pixels: a drawing area that is narrower has no room for words in bars and numbers in cells."""
CELL = 26
"""Pixels: the height of a row of cells."""
LABEL = 190
"""Pixels: the most that the names beside a chart take."""

_WHERE_WIDE = {"expr": f"width > {WIDE} ? 1 : 0"}
_BAR: Spec = {"type": "bar", "height": {"band": 0.72}, "cornerRadius": 3, "cursor": "pointer", "aria": False}
_BAR_TEXT: Spec = {
    "type": "text",
    "align": "left",
    "dx": 8,
    "fontSize": 12,
    "fontWeight": 600,
    "cursor": "pointer",
    "aria": False,
    "opacity": _WHERE_WIDE,
}
_CELL: Spec = {
    "type": "rect",
    "cornerRadius": 2,
    "cursor": {"expr": "datum.href ? 'pointer' : 'default'"},
    "aria": False,
}
_CELL_TEXT: Spec = {"type": "text", "fontSize": 11, "aria": False, "opacity": _WHERE_WIDE}
_UPRIGHT: Spec = {"orient": "top", "labelAngle": -60, "labelAlign": "left"}


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one appearance; `bars` are fill, edge and text by standing, `levels` go from nothing to most."""

    text: str
    faint: str
    line: str
    accent: str
    bars: Mapping[Status, tuple[str, str, str]]
    levels: Sequence[str]
    on_levels: Sequence[str]


LIGHT = Palette(
    text="#1c2524",
    faint="#535d5a",
    line="#d9d5ca",
    accent="#8a3412",
    bars={
        "gällande": ("#14564b", "#14564b", "#ffffff"),
        "remiss": ("#faf8f3", "#14564b", "#14564b"),
        "utgången": ("#e9d5c3", "#a5673f", "#5c2a10"),
        "ersatt": ("#eeebe3", "#8d8a80", "#4b4f4a"),
        "okänd": ("#faf8f3", "#8d8a80", "#4b4f4a"),
    },
    levels=("#f1eee6", "#d3e6df", "#9ccabc", "#357566", "#14564b"),
    on_levels=("#535d5a", "#1c2524", "#10201c", "#ffffff", "#ffffff"),
)
DARK = Palette(
    text="#ebe9e2",
    faint="#aab4b0",
    line="#333e3b",
    accent="#f0a98a",
    bars={
        "gällande": ("#8fd3c1", "#8fd3c1", "#10201c"),
        "remiss": ("#141a19", "#8fd3c1", "#8fd3c1"),
        "utgången": ("#4a3022", "#c98560", "#f6d9c8"),
        "ersatt": ("#2a3230", "#87938f", "#d0d5d2"),
        "okänd": ("#141a19", "#87938f", "#d0d5d2"),
    },
    levels=("#1b2221", "#22413a", "#2f6659", "#5aa694", "#a8e3d3"),
    on_levels=("#aab4b0", "#ebe9e2", "#ffffff", "#0c1614", "#0c1614"),
)


def timeline(shown: Timeline, palette: Palette, links: Links) -> Spec:
    """Return the plans as bars from their first to their last year, a row a region, with today marked."""
    bars = [_bar(row.name, span, links) for row in shown.rows for span in row.spans if span.first]
    where = _where(shown, bars, palette)
    now = [{"now": _as_year(shown.day)}]
    return {
        **_common("Tidslinje över regionernas biblioteksplaner. Samma uppgifter finns i tabellen nedanför.", 16),
        "height": STEP * len(shown.rows),
        "layer": [
            {
                "data": {"values": now},
                "mark": {"type": "rule", "color": palette.accent, "strokeWidth": 2, "aria": False},
                "encoding": {"x": {"field": "now", "type": "quantitative"}},
            },
            {"data": {"values": bars}, "mark": _BAR, "encoding": {**where, **_bar_look(palette)}},
            {"data": {"values": bars}, "mark": _BAR_TEXT, "encoding": {**where, **_bar_text(palette)}},
        ],
    }


def grid(shown: Grid, palette: Palette, links: Links) -> Spec:
    """Return the grid as cells, stronger for more, each leading to what it counts."""
    names = dict(shown.regions)
    cells = [_cell(shown, theme, cell, names, links) for theme, row in shown.rows for cell in row]
    themes = [short(theme) for theme, _ in shown.rows]
    return {
        **_common("Karta över hur mycket regionerna säger om varje tema. Samma uppgifter finns nedanför.", 40),
        "height": CELL * len(shown.rows),
        "data": {"values": cells},
        "encoding": {
            "x": _bands("region", list(names.values()), {**_names(palette), **_UPRIGHT}),
            "y": _bands("theme", themes, _names(palette)),
            "href": {"field": "href"},
            "tooltip": _tooltip(("region", "Region"), ("label", "Tema"), ("told", "Innehåll")),
        },
        "layer": [
            {"mark": _CELL, "encoding": {"fill": _of_level(palette.levels)}},
            {"mark": _CELL_TEXT, "encoding": {"text": {"field": "shown"}, "color": _of_level(palette.on_levels)}},
        ],
    }


def _where(shown: Timeline, bars: Sequence[Spec], palette: Palette) -> Spec:
    """Return where a bar stands: its region's row and lane, and its years."""
    lanes = max((bar["lane"] for bar in bars), default=0) + 1
    axis = {
        "title": None,
        "format": "d",
        "tickMinStep": 2,
        "labelOverlap": True,
        "labelSeparation": 12,
        "labelFlush": False,
        "orient": "top",
        "labelColor": palette.faint,
    }
    period = {
        "field": "start",
        "type": "quantitative",
        "axis": {**axis, "grid": True, "gridColor": palette.line},
        "scale": {"domain": [shown.first, shown.last + 1], "nice": False, "zero": False},
    }
    row = _bands("region", [row.name for row in shown.rows], _names(palette))
    lane = {"yOffset": {"field": "lane", "type": "ordinal", "scale": {"domain": list(range(lanes))}}}
    return {"x": period, "y": row, **(lane if lanes > 1 else {})}


def _bar_look(palette: Palette) -> Spec:
    dashes = {"condition": {"test": "datum.status === 'remiss'", "value": [5, 3]}, "value": [1, 0]}
    return {
        "x2": {"field": "end"},
        "fill": _of_status(palette, 0),
        "stroke": _of_status(palette, 1),
        "strokeDash": dashes,
        "href": {"field": "href"},
        "tooltip": _tooltip(("title", "Plan"), ("years", "Gäller"), ("label", "Status i dag")),
    }


def _bar_text(palette: Palette) -> Spec:
    return {"text": {"field": "label"}, "color": _of_status(palette, 2), "href": {"field": "href"}}


def _cell(shown: Grid, theme: Theme, cell: Cell, names: Mapping[str, str], links: Links) -> Spec:
    return {
        "theme": short(theme),
        "label": theme.label,
        "region": names[cell.region],
        "level": cell.level,
        "shown": cell.shown,
        "told": cell.told,
        "href": place(links, shown.basis, cell) if cell.level else None,
    }


def _bar(region: str, span: Span, links: Links) -> Spec:
    document = span.document
    return {
        "region": region,
        "lane": span.lane,
        "start": span.first,
        # A plan holds through the last day of its last year.
        "end": (span.last or 0) + 1,
        "status": span.status,
        "label": STATUS_LABELS[span.status],
        "title": document.title,
        "years": years(document),
        "href": links.document(document.id),
    }


def _common(description: str, right: int) -> Spec:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": description,
        "width": "container",
        "background": "transparent",
        "padding": {"left": 0, "top": 0, "right": right, "bottom": 0},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": {"domain": False, "ticks": False, "labelFontSize": 13, "labelPadding": 6},
            "text": {"font": FONT},
        },
        "usermeta": {"embedOptions": {"renderer": "canvas"}},
    }


def _bands(field: str, values: Sequence[str], axis: Spec) -> Spec:
    return {"field": field, "type": "nominal", "scale": {"domain": values, "paddingInner": 0.06}, "axis": axis}


def _names(palette: Palette) -> Spec:
    return {"title": None, "labelColor": palette.text, "labelLimit": LABEL, "labelOverlap": False}


def _of_status(palette: Palette, at: int) -> Spec:
    found = {status: colours[at] for status, colours in palette.bars.items()}
    scale = {"domain": list(found), "range": list(found.values())}
    return {"field": "status", "type": "nominal", "scale": scale, "legend": None}


def _of_level(colours: Sequence[str]) -> Spec:
    scale = {"domain": list(range(len(colours))), "range": list(colours)}
    return {"field": "level", "type": "ordinal", "scale": scale, "legend": None}


def _tooltip(*fields: tuple[str, str]) -> list[Spec]:
    return [{"field": field, "type": "nominal", "title": title} for field, title in fields]


def _as_year(day: date) -> float:
    """Return a day as a number of years, 2026.5 for the middle of 2026."""
    return round(day.year + (day.timetuple().tm_yday - 1) / 366, 3)

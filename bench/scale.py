"""The table and the picture of how search behaves as the collection grows, from what `search.py` has kept.

    python bench/scale.py        writes docs/skala.md, docs/bilder/skala.svg and the sizes in docs/drift.md

`search.py` does the same when it has measured.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import measured
from measured import RESULTS, Figures

DOCS = Path(__file__).resolve().parent.parent / "docs"
TABLE = DOCS / "skala.md"
PICTURE = DOCS / "bilder" / "skala.svg"
RUNNING = DOCS / "drift.md"
SIZES = "<!-- storlekar: skrivs av bench/scale.py -->"
"""Stands before and after the table of sizes."""
USUAL = (
    ("whoosh", 10_000), ("tantivy", 10_000), ("tantivy", 100_000), ("tantivy", 1_000_000), ("opensearch", 100_000),
    ("opensearch", 1_000_000),
)  # fmt: skip
"""What is used at which size: the rows of that table."""
NAMES = {
    "whoosh": "Whoosh",
    "tantivy": "tantivy",
    "opensearch": "OpenSearch",
    "fts5": "FTS5, alla ord",
    "fts5-stop": "FTS5 utan stoppord",
}
TARGET = 25
"""Milliseconds of CPU at a million passages, and MEMORY megabytes."""
MEMORY = 1500
COLOURS = ("#8a5a00", "#0b5d66", "#9a2a5b", "#6b6b6b", "#a3a3a3")
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")
INK, FAINT, PAPER, LINE = "#22272b", "#5b646b", "#fdfcf9", "#dcd8cf"
FONT = "Helvetica, Arial, sans-serif"

Steps = Mapping[str, Figures]
Results = Mapping[tuple[str, int], Steps]
Spec = dict[str, Any]


def main() -> None:
    """Write all."""
    write()


def write(results: Path = RESULTS) -> None:
    """Write the tables and the picture of what is kept in `results`."""
    import vl_convert

    found = _in_order(measured.read(results))
    TABLE.write_text(page(found, measured.told(results)), "utf-8")
    before, _, after = RUNNING.read_text("utf-8").split(SIZES)
    RUNNING.write_text(f"{before}{SIZES}\n\n{sizes(found)}\n\n{SIZES}{after}", "utf-8")
    PICTURE.write_text(vl_convert.vegalite_to_svg(json.dumps(picture(found))) + "\n", "utf-8")


def _in_order(results: Results) -> Results:
    order = list(NAMES)
    return dict(sorted(results.items(), key=lambda item: (item[0][1], order.index(item[0][0]))))


def page(results: Results, circumstances: Sequence[str]) -> str:
    """Return the page in Markdown."""
    lines = [
        "# Skala: från tusen stycken till en miljon",
        "",
        "Sidan skrivs av `make bench` (`bench/scale.py`) ur siffrorna i `bench/results/`. Ändra den inte för hand.",
        "Vad siffrorna betyder och hur de är tagna: [measurements.md](measurements.md#scale).",
        "",
        "![Söktid och minne mot antal stycken, för varje sökmotor](bilder/skala.svg)",
        "",
        "## Bygga",
        "",
        *_table(
            ("stycken", "sökmotor", "tid", "CPU-tid", "stycken per CPU-sekund", "index, MB", "minne, MB",
             "ändring syns efter"),
            (_built(engine, size, steps) for (engine, size), steps in results.items() if "build" in steps),
        ),
        "",
        "## Söka",
        "",
        "Millisekunder för en hel sökning: en i taget (processortid; för OpenSearch, som räknar i andra processer, tid",
        "på klockan) och åtta samtidigt (tid på klockan). FTS5 svarar bara på sin nakna fråga.",
        "",
        *_table(
            ("stycken", "sökmotor", "p50", "p95", "p99", "åtta: p50", "p95", "p99", "sökningar/s", "minne, MB"),
            (_asked(engine, size, steps) for (engine, size), steps in results.items() if "ask" in steps),
        ),
        "",
        "## När samlingen blir tio gånger större",
        "",
        "Så många gånger längre tid tar en sökning. Målet är under 3,2 gånger, kvadratroten ur tio.",
        "",
        *_table(("sökmotor", "från", "till", "p50", "p95", "p99"), _growth(results)),
        "",
        "## Mätt på",
        "",
        *(f"- {each}" for each in circumstances),
        "",
    ]  # fmt: skip
    return "\n".join(lines)


def sizes(results: Results) -> str:
    """Return the table of what machine a collection needs, in Markdown."""
    rows = ((engine, size, results[engine, size]) for engine, size in USUAL if (engine, size) in results)
    head = ("stycken", "sökmotor", "bygga om allt", "minne vid bygge", "index på disk", "minne vid sökning",
            "en sökning, p95", "en ändring syns efter")  # fmt: skip
    return "\n".join(_table(head, (_sized(*row) for row in rows if {"build", "ask", "live"} <= row[2].keys())))


def _sized(engine: str, size: int, steps: Steps) -> Sequence[str]:
    built, asked = steps["build"], steps["ask"]
    plus = " + klustret" if engine == "opensearch" else ""
    return (
        number(size), NAMES[engine], duration(built["wall"]), f"{number(built['peak'] / 1e6)} MB{plus}",
        f"{number(built['bytes'] / 1e6)} MB{plus}", f"{number(asked['peak'] / 1e6)} MB{plus}",
        f"{number(asked[f'{clock_of(engine)}_p95'])} ms", duration(steps["live"]["wall"]),
    )  # fmt: skip


def _table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    yield _row(head)
    yield _row(["---"] * len(head))
    yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _built(engine: str, size: int, steps: Steps) -> Sequence[str]:
    built, live = steps["build"], steps.get("live")
    outside = engine == "opensearch"
    return (
        number(size), NAMES[engine], duration(built["wall"]), duration(built["cpu"]), number(built["rate"]),
        f"{number(built['bytes'] / 1e6)}{' + klustret' if outside else ''}", number(built["peak"] / 1e6),
        duration(live["wall"]) if live else "–",
    )  # fmt: skip


def _asked(engine: str, size: int, steps: Steps) -> Sequence[str]:
    alone, together = steps["ask"], steps.get("together")
    crowd = [number(together[f"wall_p{share}"]) for share in (50, 95, 99)] if together else ["–"] * 3
    rate = number(together["searches_per_second"]) if together else "–"
    shares = (number(alone[f"{clock_of(engine)}_p{share}"]) for share in (50, 95, 99))
    return (number(size), NAMES[engine], *shares, *crowd, rate, number(alone["peak"] / 1e6))


def _growth(results: Results) -> Iterator[Sequence[str]]:
    for engine, name in NAMES.items():
        sizes = [size for of, size in results if of == engine and "ask" in results[of, size]]
        for small, large in pairwise(sizes):
            before, after = (results[engine, size]["ask"] for size in (small, large))
            keys = (f"{clock_of(engine)}_p{share}" for share in (50, 95, 99))
            yield name, number(small), number(large), *(number(after[key] / before[key]) for key in keys)


def clock_of(engine: str) -> str:
    """Return which time tells what a search costs: our CPU says nothing of a cluster's work."""
    return "wall" if engine == "opensearch" else "cpu"


def number(value: float) -> str:
    """Return a number as Swedish writes it, with at most three figures that count."""
    decimals = 0 if value >= 30 or value == int(value) else 1 if value >= 1 else 2
    return f"{value:,.{decimals}f}".replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def duration(seconds: float) -> str:
    """Return a duration in the unit that suits it."""
    return f"{number(seconds)} s" if seconds < 120 else f"{number(seconds / 60)} min"


def picture(results: Results) -> Spec:
    """Return the picture as a Vega-Lite specification: search time and memory against passages, both axes by tens."""
    rows: list[Spec] = [
        {
            "engine": NAMES[engine],
            "passages": size,
            "ms": steps["ask"][f"{clock_of(engine)}_p95"],
            "mb": steps["ask"]["peak"] / 1e6,
        }
        for (engine, size), steps in results.items()
        if "ask" in steps
    ]
    ours = [row for row in rows if not row["engine"].startswith("FTS5")]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": PAPER,
        "padding": 18,
        "spacing": 46,
        "hconcat": [
            _panel(rows, "ms", "Söktid, p95 (ms)", TARGET, f"mål {TARGET} ms", legend=True),
            _panel(ours, "mb", "Minne vid sökning (MB)", MEMORY, f"mål {number(MEMORY)} MB", legend=False),
        ],
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": {
                "labelColor": INK, "titleColor": INK, "gridColor": LINE, "domainColor": FAINT, "tickColor": FAINT,
                "labelFontSize": 12, "titleFontSize": 13, "titleFontWeight": 600, "titlePadding": 10,
            },
            "legend": {"labelColor": INK, "labelFontSize": 12, "symbolSize": 90, "orient": "bottom", "title": None},
        },
    }  # fmt: skip


def _panel(rows: Sequence[Mapping[str, Any]], field: str, title: str, goal: float, told: str, *, legend: bool) -> Spec:
    swedish = "replace(replace(format(datum.value, ','), /,/g, '\N{NO-BREAK SPACE}'), '.', ',')"
    x = {
        "field": "passages", "type": "quantitative", "title": "stycken",
        "scale": {"type": "log", "domain": [700, 1_500_000], "nice": False},
        "axis": {"values": [1_000, 10_000, 100_000, 1_000_000], "labelExpr": swedish},
    }  # fmt: skip
    y = {
        "field": field, "type": "quantitative", "title": title, "scale": {"type": "log", "nice": True},
        "axis": {"labelExpr": swedish, "values": [at * ten for ten in (0.1, 1, 10, 100, 1000) for at in (1, 2, 5)]},
    }  # fmt: skip
    names = list(NAMES.values())
    hue = {
        "field": "engine", "scale": {"domain": names, "range": list(COLOURS)},
        "legend": {"columns": 5} if legend else None,
    }  # fmt: skip
    shape = hue | {"scale": {"domain": names, "range": list(SHAPES)}}
    once: Spec = {"data": {"values": [{}]}}
    dashes = {"type": "rule", "strokeDash": [6, 4], "color": FAINT}
    rule = once | {"mark": dashes, "encoding": {"y": {"datum": goal}}}
    # On the side of the line where ours does not end.
    side = 11 if max(row[field] for row in rows if row["engine"] == NAMES["tantivy"]) > goal else -7
    label = once | {
        "mark": {"type": "text", "align": "right", "dy": side, "color": FAINT, "fontSize": 12, "text": told},
        "encoding": {"y": {"datum": goal}, "x": {"datum": 1_450_000}},
    }
    return {
        "width": 380,
        "height": 330,
        "data": {"values": list(rows)},
        "layer": [
            rule,
            label,
            {
                "mark": {"type": "line", "strokeWidth": 2.5},
                "encoding": {"x": x, "y": y, "color": hue},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
                "encoding": {"x": x, "y": y, "color": hue, "shape": shape},
            },
        ],
    }


if __name__ == "__main__":
    main()

"""What `search.py` has measured, one small JSON file for each engine and size, so that runs can be made one by one."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results"

Figures = dict[str, float]


def keep(engine: str, size: int, step: str, figures: Mapping[str, float], folder: Path = RESULTS) -> None:
    """Write what a step has given, in place of what it gave before; other steps keep theirs."""
    folder.mkdir(exist_ok=True)
    path = _path(folder, engine, size)
    known = json.loads(path.read_text("utf-8")) if path.exists() else {"engine": engine, "passages": size}
    known[step] = {name: round(value, 3) for name, value in figures.items()} | _circumstances()
    path.write_text(json.dumps(known, indent=1) + "\n", "utf-8")


def read(folder: Path = RESULTS) -> dict[tuple[str, int], dict[str, Figures]]:
    """Return the figures of each step by engine and number of passages."""
    found = (json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json")))
    return {
        (each["engine"], each["passages"]): {
            step: {name: value for name, value in figures.items() if isinstance(value, int | float)}
            for step, figures in each.items()
            if isinstance(figures, dict)
        }
        for each in found
    }


def told(folder: Path = RESULTS) -> list[str]:
    """Return in Swedish when and on what the figures were measured, and what load the machine had afterwards."""
    found = (json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json")))
    loads: dict[tuple[str, str], list[float]] = {}
    for step in (figures for each in found for figures in each.values() if isinstance(figures, dict)):
        loads.setdefault((step["day"], step["machine"]), []).append(float(step["load"]))
    return [
        f"{day}: {machine}. Belastning {min(load):.1f} till {max(load):.1f}, våra egna steg inräknade."
        for (day, machine), load in sorted(loads.items())
    ]


def _path(folder: Path, engine: str, size: int) -> Path:
    return folder / f"{engine}-{size}.json"


def _circumstances() -> dict[str, str]:
    """Return when and on what this was measured; no machine is named."""
    processor = platform.machine()
    if sys.platform == "linux":
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        processor = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), processor)
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "machine": f"{os.cpu_count()} kärnor {processor}, Python {python}",
        "load": f"{os.getloadavg()[0]:.1f}",
    }

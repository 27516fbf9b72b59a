"""Six generated sites through the installed command: time, memory, requests, and how good the texts are.

    python bench/sites.py

The sites (tests/sites: 300 pages and 42 documents, no page of a real one) are served on loopback without delay,
harvested, indexed, harvested again, and once more in their second edition. `cpu` is what all processes of a command
took together, `peak` the most memory of any one of them in MB. Main text is token F1 of what the index holds against
the generator's own gold; works are pairs of addresses taken for one document.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import mean

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from indexer import open_index  # noqa: E402 -- the root holds the tests too
from tests.sites import Server, World, world  # noqa: E402
from tests.sites.score import leaks, scores, works  # noqa: E402

METODSOK = Path(sys.executable).parent / "metodsok"


def main() -> None:
    """Print one line a step, then the figures."""
    with tempfile.TemporaryDirectory() as name, Server(world("before")).running() as server:
        folder = Path(name)
        set_up(folder, server)
        for edition, times in (("before", 2), ("after", 1)):
            server.world = world("before" if edition == "before" else "after")
            for _ in range(times):
                before = len(server.asked)
                run(folder, "harvest")
                print("          ", dict(Counter((one.status, one.conditional) for one in server.asked[before:])))
                run(folder, "index")
            judge(folder / "index", server.world)


def set_up(folder: Path, server: Server) -> None:
    """Write the settings and the sources."""
    (folder / "corpus").mkdir()
    (folder / "corpus" / "sources.toml").write_text(server.world.sources_toml(), encoding="utf-8")
    hosts = "".join(f'"{host}" = "127.0.0.1:{server.port}"\n' for host in server.world.hosts)
    settings = f'contact = "mailto:prov@example.org"\ndelay = 0\n[loopback]\n{hosts}'
    (folder / "metodsok.toml").write_text(settings, encoding="utf-8")


def run(folder: Path, command: str) -> None:
    """Run a command and print its seconds and its memory."""
    began = time.perf_counter()
    command_line = [sys.executable, "-c", MEASURED, str(METODSOK), command]
    told = subprocess.check_output(command_line, cwd=folder, text=True)  # noqa: S603 -- our own command
    cpu, peak = json.loads(told)
    print(f"{command:<10} {time.perf_counter() - began:6.1f} s  cpu {cpu:5.1f} s  peak {peak / 1000:4.0f} MB")


MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print([used.ru_utime + used.ru_stime, used.ru_maxrss])
"""


def judge(index: Path, sites: World) -> None:
    """Print how good the index is."""
    with open_index(index) as searcher:
        found = scores(searcher, sites.gold)
        precision, recall = works(searcher, sites.gold)
    worst = min(found.values())
    print(f"main text   F1 {mean(found.values()):.4f}, worst {worst:.3f}, of {len(found)} pages and documents")
    print(f"one work    precision {precision:.3f}, recall {recall:.3f}")
    print(
        f"secrets     {sum(map(len, leaks(index, sites.gold.secrets).values()))} of {len(sites.gold.secrets)} found\n"
    )


if __name__ == "__main__":
    main()

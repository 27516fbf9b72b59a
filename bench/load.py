"""Fifty people at once: the service started as users start it, on loopback, with real pages and real searches.

    python bench/load.py [--visitors 50] [--rounds 6] [--searches 2000] [--json]

Told are faults (there must be none), times as visitors meet them, what a plain page costs in CPU, how memory grows
from 500 to 2,000 searches, and whether an index that is rebuilt meanwhile is noticed without a failed request. The
corpus is a copy of the shipped one. Ends with 1 where anything failed. CPU is read from /proc, so it needs Linux.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
from visitors import Answer, Visitor

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from service import METODSOK, Server, served

QUESTIONS = (
    "q=mik", "q=bokcirkel", "q=k%C3%A4llkritik+%C3%B6vning+vuxna", "q=l%C3%A4sfr%C3%A4mjande&tema=lasframjande",
    "q=biblioteksplan&region=12", "", "q=bokcirkle", "typ=plan&sort=nyast", "q=bibliotek&sida=3", "sprak=fi",
)  # fmt: skip
PLAIN = (
    "/d/kallkritik-for-vuxna", "/d/kallkritik-for-vuxna?q=k%C3%A4llkritik", "/d/mediemyndigheten-mik", "/lista",
    "/lista?q=mik", "/teman", "/tema/mik", "/tema/lasframjande", "/region/12", "/om", "/tillganglighet", "/status",
    "/feed.xml?q=mik", "/api/search?q=mik", "/api/documents/mediemyndigheten-mik", "/sitemap.xml", "/health",
)  # fmt: skip
NEW = "zorvaxblad"
TURN = 10
"""Searches a visitor makes before leaving: Streamlit's sessions come and go, as people do."""
TOGETHER = 10
"""Visitors at a time while memory is watched."""
REPEATS = 20


async def crowd(server: Server, visitors: int, rounds: int) -> list[Answer]:
    """Let all visitors come at once; each searches, reads and thinks a moment, `rounds` times."""
    found = await asyncio.gather(*(_stay(server, number, rounds) for number in range(visitors)))
    return [answer for answers in found for answer in answers]


async def _stay(server: Server, number: int, rounds: int) -> list[Answer]:
    async with Visitor(server.address) as visitor:
        for turn in range(rounds):
            await visitor.search(QUESTIONS[(number + turn) % len(QUESTIONS)])
            await visitor.get(PLAIN[(number * 3 + turn) % len(PLAIN)], "plain page")
            await asyncio.sleep(0.5 + (number % 5) / 10)
        return visitor.answers


async def rebuilt(server: Server, visitors: int) -> tuple[list[Answer], bool]:
    """Build a new index while people ask; return their answers, and whether the new document was found by all."""
    (server.folder / "corpus" / "documents" / "ny.md").write_text(f"# Ett {NEW}\n\n{NEW}.\n", "utf-8")
    build = await asyncio.create_subprocess_exec(str(METODSOK), "-q", "index", cwd=server.folder)
    done = asyncio.create_task(build.wait())
    found = await asyncio.gather(*(_ask_until(server, number, done) for number in range(visitors)))
    answers = [answer for each, _ in found for answer in each]
    return answers, build.returncode == 0 and all(seen for _, seen in found)


async def _ask_until(server: Server, number: int, done: asyncio.Task[int]) -> tuple[list[Answer], bool]:
    async with Visitor(server.address) as visitor:
        turn = number
        while not done.done():
            await visitor.search(QUESTIONS[turn % len(QUESTIONS)], "search while rebuilt")
            await visitor.get(PLAIN[turn % len(PLAIN)], "plain page while rebuilt")
            turn += 1
        page = await visitor.search(f"q={NEW}", "search while rebuilt")
        listed = await visitor.get(f"/lista?q={NEW}", "plain page while rebuilt")
        return visitor.answers, f"Ett {NEW}" in page.text and f"Ett {NEW}" in listed.text


async def memory(server: Server, searches: int) -> tuple[list[Answer], Mapping[int, float]]:
    """Return the answers to so many searches, and the megabytes held after each quarter of them."""
    answers: list[Answer] = []
    held: dict[int, float] = {}
    for quarter in range(1, 5):
        while len(answers) < searches * quarter // 4:
            turns = await asyncio.gather(*(_search_on(server, len(answers) + each) for each in range(TOGETHER)))
            answers += [answer for turn in turns for answer in turn if answer.kind == "search"]
        held[searches * quarter // 4] = round(server.megabytes, 1)
    return answers, held


async def _search_on(server: Server, number: int) -> list[Answer]:
    async with Visitor(server.address) as visitor:
        for turn in range(TURN):
            await visitor.search(QUESTIONS[(number + turn) % len(QUESTIONS)])
        return visitor.answers


def page_costs(server: Server) -> Mapping[str, float]:
    """Return for each plain page the 95th percentile of its CPU (milliseconds), asked alone and again and again."""
    costs = {}
    with httpx.Client(timeout=60, headers={"accept-encoding": "gzip"}, trust_env=False) as client:
        for path in PLAIN:
            spent: list[float] = []
            client.get(server.address + path).raise_for_status()  # the first one reads templates and fills caches
            for _ in range(REPEATS):
                before = server.cpu
                client.get(server.address + path).raise_for_status()
                spent.append((server.cpu - before) * 1000)
            costs[path] = round(percentile(spent, 95), 1)
    return costs


def percentile(values: Sequence[float], share: int) -> float:
    """Return the value below which `share` per cent of the values lie."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1] if len(values) > 1 else values[0]


def times(answers: Sequence[Answer]) -> Mapping[str, Mapping[str, float]]:
    """Return count, median and 95th percentile of the milliseconds that visitors waited, for each kind."""
    waited: dict[str, list[float]] = defaultdict(list)
    for answer in answers:
        waited[answer.kind].append(answer.seconds * 1000)
    return {
        kind: {
            "count": len(values),
            "p50_ms": round(statistics.median(values)),
            "p95_ms": round(percentile(values, 95)),
        }
        for kind, values in sorted(waited.items())
    }


def run(visitors: int, rounds: int, searches: int) -> dict[str, Any]:
    """Run everything and return the figures."""
    with served() as server:
        costs = page_costs(server)
        crowded = asyncio.run(crowd(server, visitors, rounds))
        watched, held = asyncio.run(memory(server, searches))
        swapped, seen = asyncio.run(rebuilt(server, min(visitors, TOGETHER)))
        answers = [*crowded, *watched, *swapped]
        return {
            "visitors": visitors,
            "requests": len(answers),
            "faults": [answer.fault for answer in answers if answer.fault],
            "new_index_seen_by_all": seen,
            "waited": times([*crowded, *swapped]),
            "page_cpu_p95_ms": costs,
            "megabytes_after_searches": held,
        }


def main() -> int:
    """Read the arguments, run, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--searches", type=int, default=2000, help="while memory is watched")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    figures = run(given.visitors, given.rounds, given.searches)
    if given.json:
        print(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        for name, figure in figures.items():
            print(f"{name}: {figure}")
    return 0 if not figures["faults"] and figures["new_index_seen_by_all"] else 1


if __name__ == "__main__":
    sys.exit(main())

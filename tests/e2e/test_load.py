"""A small crowd at the real service; bench/load.py has the large one, with figures."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

LOAD = Path(__file__).parents[2] / "bench" / "load.py"
SEARCHES = 160
GROWTH = 30
"""Megabytes between half of the searches and all of them; a leak of a page's size a search would be ten times that."""


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    """Give what the bench tells of eight visitors."""
    command = [sys.executable, str(LOAD), "--visitors", "8", "--rounds", "2", "--searches", str(SEARCHES), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_people_at_once_meet_no_fault(figures: dict[str, Any]) -> None:
    assert figures["faults"] == []
    assert figures["requests"] > 8 * 2 * 2 + SEARCHES


def test_an_index_rebuilt_meanwhile_is_found_by_all_without_a_failed_request(figures: dict[str, Any]) -> None:
    assert figures["new_index_seen_by_all"]


def test_memory_stays_flat(figures: dict[str, Any]) -> None:
    held = {int(searches): megabytes for searches, megabytes in figures["megabytes_after_searches"].items()}
    assert held[SEARCHES] - held[SEARCHES // 2] < GROWTH

"""Giving back what was read of an index."""

from pathlib import Path

import numpy as np
import pytest

from indexer.index.forward import Forward
from indexer.index.forward.arrays import load
from indexer.search import residency
from indexer.search.residency import Residency, file_bytes
from indexer.search.searcher import Searcher

LARGE = 32_000_000


def test_pages_are_given_back_above_the_limit_alone(library: Searcher, tmp_path: Path) -> None:
    """And what they held is read again unchanged. Only Linux tells how much there is; elsewhere all stays."""
    np.save(tmp_path / "large.npy", np.arange(LARGE // 8))
    forward = library._forward
    before = forward.occurrences
    forward.occurrences = load(tmp_path, "large")
    try:
        total, held = int(forward.occurrences.sum()), file_bytes()
        Residency(forward, limit=10 * LARGE + held).searched()
        assert file_bytes() > held - LARGE // 2 or not held
        Residency(forward, limit=LARGE // 2).searched()
        assert file_bytes() <= held - LARGE // 2 or not held
        assert int(forward.occurrences.sum()) == total
        assert forward.document(0).title
    finally:
        forward.occurrences = before


def test_no_more_is_given_back_than_has_to(library: Searcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stretch at a time, so that no search waits for all of it."""
    monkeypatch.setattr(residency, "STRETCH", 1 << 22)
    np.save(tmp_path / "large.npy", np.arange(LARGE // 8))
    forward = library._forward
    before = forward.occurrences
    forward.occurrences = load(tmp_path, "large")
    try:
        total, held = int(forward.occurrences.sum()), file_bytes()
        Residency(forward, limit=held - LARGE // 2).searched()
        assert held - LARGE * 3 // 4 <= file_bytes() <= held - LARGE // 2 or not held
        assert int(forward.occurrences.sum()) == total
    finally:
        forward.occurrences = before


def test_what_is_not_mapped_is_left_alone() -> None:
    """Arrays in memory of our own, and attributes that are no arrays."""
    forward = Forward.__new__(Forward)
    forward.occurrences = np.arange(3)
    forward.next_serial = 7
    Residency(forward, limit=0).searched()
    assert forward.occurrences.tolist() == [0, 1, 2]

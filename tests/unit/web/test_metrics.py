from __future__ import annotations

import re

import pytest

from web.metrics import BOUNDS, Metrics

MANIFEST = {"built": "2026-03-01T02:30:00+01:00", "documents": 20, "passages": 300}
LINE = re.compile(r'(# (HELP|TYPE) \S+ .+|[a-z_]+(\{le="[^"]+"\})? [\d.]+)')


def test_what_is_counted_is_told() -> None:
    """A search that fails is one of the searches; the intervals of the histogram hold those before them."""
    metrics = Metrics()
    for _ in range(3):
        with metrics.searching():
            pass
    with pytest.raises(ValueError, match="fel"), metrics.searching():
        raise ValueError("fel")
    text = metrics.text(MANIFEST, failures=2)
    assert "metodsok_search_seconds_count 4" in text
    assert "metodsok_search_failures_total 1" in text
    assert 'metodsok_search_seconds_bucket{le="5.0"} 4' in text
    assert "metodsok_index_documents 20" in text
    assert "metodsok_index_failures 2" in text
    assert "metodsok_index_up 1" in text


def test_without_an_index_only_that_is_told() -> None:
    text = Metrics().text(None)
    assert "metodsok_index_up 0" in text
    assert "metodsok_index_documents" not in text


def test_every_line_is_of_the_format() -> None:
    """Lines end with a line feed, and each figure is told what it is before it comes."""
    text = Metrics().text(MANIFEST)
    assert text.endswith("\n")
    assert all(LINE.fullmatch(line) for line in text.splitlines())
    figures = {re.split(r"_bucket|_sum|_count|[ {]", line)[0] for line in text.splitlines() if line[0] != "#"}
    assert figures == set(re.findall(r"# TYPE (\S+)", text))
    assert text.count("_bucket") == len(BOUNDS) + 1

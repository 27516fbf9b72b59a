from __future__ import annotations

from datetime import date
from typing import Any, cast

from web.kept import Kept

DAY = date(2026, 3, 1)


def searcher() -> Any:
    """Return what only has to be itself."""
    return cast("Any", object())


def test_a_value_is_made_once_for_each_index_and_day() -> None:
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    kept, first, second = Kept(), searcher(), searcher()
    assert [kept.get(first, DAY, "a", make) for _ in range(3)] == [1, 1, 1]
    assert kept.get(first, DAY, "b", make) == 2
    assert kept.get(second, DAY, "a", make) == 3
    assert kept.get(second, date(2026, 3, 2), "a", make) == 4


def test_nothing_is_kept_of_an_index_that_was_swapped_meanwhile() -> None:
    kept, first, second = Kept(), searcher(), searcher()

    def make() -> str:
        kept.get(second, DAY, "a", lambda: "new")
        return "old"

    assert kept.get(first, DAY, "a", make) == "old"
    assert kept.get(second, DAY, "a", lambda: "made again") == "new"

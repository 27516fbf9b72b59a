from __future__ import annotations

import numpy as np
import pytest

from indexer.errors import ConfigError
from indexer.index.engine import AUTO_LIMIT, Candidates, choose


def test_auto_takes_whoosh_up_to_its_limit_and_tantivy_above() -> None:
    assert choose("auto", 0) == choose("auto", AUTO_LIMIT) == "whoosh"
    assert choose("auto", AUTO_LIMIT + 1) == "tantivy"


def test_a_named_engine_is_taken_whatever_the_size() -> None:
    assert choose("tantivy", 1) == "tantivy"
    assert choose("whoosh", 10**6) == "whoosh"


def test_an_unknown_engine_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(ConfigError, match=r"woosh.*auto, whoosh, tantivy, opensearch"):
        choose("woosh", 1)


def test_best_sorts_by_score_then_serial() -> None:
    best = Candidates.best(np.array([9, 4, 7], np.uint32), np.array([1, 1, 2], np.float32), 2)
    assert best.serials.tolist() == [7, 4]

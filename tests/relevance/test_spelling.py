"""Misspelled words of the field, made by rule, and what is made of them; the floors only rise."""

from pathlib import Path

import pytest

from indexer.search.searcher import Searcher

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(scope="module")
def spelling(shipped: Searcher, tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]  # noqa: ANN201, ARG001
    """Return the module that makes and judges the misspellings."""
    import importlib.util
    import sys

    spec = importlib.util.spec_from_file_location("bench_spelling", BENCH / "spelling.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_misspellings_are_corrected(shipped: Searcher, spelling) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """At least 200 of them; nearly every correction is right, and few are missing."""
    outcome = spelling.judge(shipped)
    assert outcome.right + len(outcome.wrong) + len(outcome.missed) >= 200
    assert outcome.precision >= 0.98
    assert outcome.recall >= 0.97


def test_right_words_and_names_are_left_alone(shipped: Searcher, spelling) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Whether the corpus has them or not."""
    assert spelling.touched(shipped) == []


def test_words_of_the_corpus_are_never_corrected(shipped: Searcher, spelling) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Whatever stands near them."""
    words = spelling.field_words(shipped)
    assert [word for word in words if spelling.corrected(shipped, word)] == []


def test_a_correction_is_used_only_when_nothing_matches(shipped: Searcher) -> None:
    """Else it is a suggestion."""
    alone = shipped.search("tilgänglighet")
    assert (alone.corrected, alone.suggestion) == ("tillgänglighet", None)
    beside = shipped.search("tilgänglighet bibliotek skåne")
    assert (beside.corrected, beside.suggestion) == (None, "tillgänglighet bibliotek skåne")

"""What every engine does; runs against each of them, none is let off."""

from __future__ import annotations

import math
import random
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.config import Cluster
from indexer.errors import IndexDamaged
from indexer.index import engine as engines
from indexer.index.engine import Engine, EnginePassage, EngineQuery, EngineWriter

Build = Callable[..., Engine]


@dataclass(frozen=True, slots=True)
class Kind:
    """One engine, and where its cluster is if it has one."""

    name: str
    cluster: Cluster | None

    def writer(self, folder: Path, *, fresh: bool) -> EngineWriter:
        return engines.open_writer(self.name, folder, fresh=fresh, cluster=self.cluster)

    def open(self, folder: Path) -> Engine:
        return engines.open_engine(self.name, folder, self.cluster)

    def write(self, folder: Path, passages: Iterable[EnginePassage], *, fresh: bool = True) -> Engine:
        writer = self.writer(folder, fresh=fresh)
        for passage in passages:
            writer.add(passage)
        writer.commit()
        return self.open(folder)


@pytest.fixture(
    params=[pytest.param(name, marks=pytest.mark.cluster if name == "opensearch" else ()) for name in engines.NAMES]
)
def kind(request: pytest.FixtureRequest) -> Kind:
    cluster = request.getfixturevalue("shared_cluster") if request.param == "opensearch" else None
    return Kind(request.param, cluster)


@pytest.fixture
def build(kind: Kind, tmp_path: Path) -> Build:
    """Write passages in one commit and open the index."""

    def make(passages: Iterable[EnginePassage]) -> Engine:
        return kind.write(tmp_path / "engine", passages)

    return make


def passage(serial: int, terms: str, *keywords: str, document: str | None = None) -> EnginePassage:
    return EnginePassage(serial, document or f"d{serial}", tuple(terms.split()), frozenset(keywords))


def found(engine: Engine, *terms: str, limit: int = 100, **rest: object) -> list[int]:
    query = EngineQuery(should=tuple((term, 1.0) for term in terms), **rest)  # type: ignore[arg-type]
    return engine.search(query, limit).serials.tolist()


SHELF = (
    passage(0, "källkritik övning vuxna", "theme:mik", "type:exercise", "region:14"),
    passage(1, "källkritik källkritik källkritik", "theme:mik", "type:guidance"),
    passage(2, "bokcirkel på arabiska", "theme:lasframjande", "type:exercise"),
    passage(3, "§17 bibliotekslag 2013:801", "type:plan", "region:14", "region:01"),
    passage(4, "vuxna läsa högläsning vuxna bok bok bok bok bok bok", "theme:lasframjande"),
)


def test_it_tells_its_name_and_how_many_passages_there_are(build: Build, kind: Kind) -> None:
    engine = build(SHELF)
    assert (engine.name, engine.passages) == (kind.name, 5)


def test_any_of_the_words_is_enough(build: Build) -> None:
    assert set(found(build(SHELF), "övning", "bokcirkel")) == {0, 2}


def test_the_best_comes_first(build: Build) -> None:
    """A passage with more of the words, or with them more often, or with less else, is before others."""
    engine = build(SHELF)
    assert found(engine, "källkritik", "övning")[0] == 0
    assert found(engine, "källkritik") == [1, 0]
    assert found(engine, "vuxna") == [0, 4]


def test_terms_are_taken_as_they_are(build: Build) -> None:
    """No engine lowers, stems, folds or splits what our analysis gave."""
    engine = build([*SHELF, passage(9, "it-hjälp 2013:801 C++ čállin")])
    assert set(found(engine, "2013:801")) == {3, 9}
    assert found(engine, "§17") == [3]
    assert found(engine, "it-hjälp") == found(engine, "čállin") == found(engine, "C++") == [9]
    assert (
        found(engine, "kallkritik") == found(engine, "KÄLLKRITIK") == found(engine, "17") == found(engine, "it") == []
    )


def test_unknown_terms_are_harmless(build: Build) -> None:
    engine = build(SHELF)
    assert found(engine, "finnsinte") == []
    assert found(engine, "finnsinte", "arabiska") == [2]
    assert found(engine, must=("finnsinte",)) == []
    assert found(engine, "vuxna", within=(frozenset({"theme:finnsinte"}),)) == []


def test_a_weight_multiplies_what_its_term_gives(build: Build) -> None:
    engine = build(SHELF)
    one = engine.search(EngineQuery((("vuxna", 1.0),)), 10)
    half = engine.search(EngineQuery((("vuxna", 0.5),)), 10)
    assert half.serials.tolist() == one.serials.tolist()
    np.testing.assert_allclose(half.scores * 2, one.scores, rtol=1e-5)
    assert engine.search(EngineQuery((("övning", 0.1), ("bokcirkel", 1.0))), 1).serials.tolist() == [2]


def test_scores_fall(build: Build) -> None:
    scores = build(SHELF).search(EngineQuery((("vuxna", 1.0), ("källkritik", 1.0), ("bok", 0.3))), 10).scores
    assert scores.dtype == np.float32
    assert (np.diff(scores) <= 0).all()
    assert (scores > 0).all()


def test_scores_follow_one_formula(build: Build) -> None:
    """BM25 as Lucene reckons it, but for a constant: every engine proposes the same passages in the same order."""
    chance = random.Random(4)  # noqa: S311 - no secret
    words = [f"ord{number}" for number in range(40)]
    shelf = [passage(at, " ".join(chance.choices(words, range(1, 41), k=chance.randint(1, 24)))) for at in range(300)]
    found = build(shelf).search(EngineQuery((("ord3", 1.0), ("ord30", 0.5))), 300)
    average = sum(len(each.terms) for each in shelf) / len(shelf)

    def gain(term: str, terms: tuple[str, ...]) -> float:
        having = sum(term in each.terms for each in shelf)
        rarity = math.log(1 + (len(shelf) - having + 0.5) / (having + 0.5))
        return rarity * terms.count(term) / (terms.count(term) + 1.2 * (0.25 + 0.75 * len(terms) / average))

    expected = np.array([gain("ord3", shelf[at].terms) + 0.5 * gain("ord30", shelf[at].terms) for at in found.serials])
    ratio = found.scores / expected
    np.testing.assert_allclose(ratio, ratio[0], rtol=1e-5)


def test_long_passages_are_ordered_alike(build: Build) -> None:
    """Lengths are kept in a byte; what is rounded to the same length ties, and the lower serial is first."""
    engine = build([passage(at, "ord " + "annat " * (length - 1)) for at, length in enumerate((60, 59, 63, 57, 64))])
    assert found(engine, "ord") == [1, 3, 0, 2, 4]


def test_where_scores_tie_the_lower_serial_is_first(build: Build) -> None:
    """Also at the end of the list: which of the equals get in does not depend on how they were stored."""
    twins = [passage(serial, "samma ord") for serial in (70, 3, 41, 5, 99, 12)]
    engine = build(twins)
    assert found(engine, "samma") == [3, 5, 12, 41, 70, 99]
    assert found(engine, "samma", limit=2) == [3, 5]


def test_must_and_within_narrow_and_give_no_score(build: Build) -> None:
    engine = build(SHELF)
    plain = engine.search(EngineQuery((("vuxna", 1.0),)), 10)
    narrowed = engine.search(EngineQuery((("vuxna", 1.0),), ("källkritik",), (frozenset({"theme:mik"}),)), 10)
    assert narrowed.serials.tolist() == [0]
    assert narrowed.scores[0] == pytest.approx(plain.scores[0])


def test_values_of_one_filter_widen_and_filters_narrow(build: Build) -> None:
    engine = build(SHELF)
    exercises = frozenset({"type:exercise", "type:guidance"})
    assert found(engine, within=(exercises,)) == [0, 1, 2]
    assert found(engine, within=(exercises, frozenset({"theme:mik"}))) == [0, 1]
    assert found(engine, within=(frozenset({"region:14"}), frozenset({"region:01"}))) == [3]
    assert found(engine, within=(frozenset(),)) == []


def test_all_of_must_is_needed(build: Build) -> None:
    engine = build(SHELF)
    assert found(engine, "källkritik", must=("vuxna", "övning")) == [0]
    assert found(engine, must=("vuxna",)) == [0, 4]


def test_without_words_everything_that_fits_is_there_with_score_zero(build: Build) -> None:
    everything = build(SHELF).search(EngineQuery(), 100)
    assert everything.serials.tolist() == [0, 1, 2, 3, 4]
    assert not everything.scores.any()


def test_a_keyword_is_no_word_and_a_word_no_keyword(build: Build) -> None:
    engine = build([passage(0, "theme:mik"), passage(1, "annat", "theme:mik", "publisher:Region Skåne: Kultur")])
    assert found(engine, "theme:mik") == [0]
    assert found(engine, within=(frozenset({"theme:mik"}),)) == [1]
    assert found(engine, within=(frozenset({"publisher:Region Skåne: Kultur"}),)) == [1]


def test_a_limit_cuts_and_a_large_one_is_no_fault(build: Build) -> None:
    engine = build(SHELF)
    assert found(engine, "vuxna", "källkritik", limit=1) == [0]
    assert len(found(engine, "vuxna", "källkritik", limit=1_000_000)) == 3
    assert found(engine, "vuxna", limit=0) == []


def test_an_empty_index_answers(build: Build) -> None:
    engine = build([])
    assert engine.passages == 0
    assert found(engine, "vuxna") == found(engine) == []


def test_passages_without_words_are_there(build: Build) -> None:
    assert found(build([passage(0, "", "type:plan"), passage(1, "ord")]), within=(frozenset({"type:plan"}),)) == [0]


def test_many_terms_are_no_fault(build: Build) -> None:
    terms = [f"ord{number}" for number in range(2000)]
    assert found(build([passage(0, " ".join(terms))]), *terms) == [0]


def test_a_document_is_replaced_whole(build: Build, kind: Kind, tmp_path: Path) -> None:
    """Its old passages are gone from words, filters and counts; new ones have new serials."""
    build([passage(0, "gammal text", "type:plan", document="a"), passage(1, "mer gammal", document="a"), *SHELF[2:]])
    writer = kind.writer(tmp_path / "engine", fresh=False)
    writer.delete("a")
    writer.delete("finns-inte")
    writer.add(passage(7, "ny text", document="a"))
    writer.commit()
    engine = kind.open(tmp_path / "engine")
    assert engine.passages == 4
    assert found(engine, "gammal") == []
    assert found(engine, "text") == [7]
    assert found(engine, within=(frozenset({"type:plan"}),)) == [3]
    assert found(engine) == [2, 3, 4, 7]


def test_changes_in_many_commits_answer_like_one(build: Build, kind: Kind, tmp_path: Path) -> None:
    for at in range(12):
        kind.write(tmp_path / "step", [passage(at, f"ord nummer{at} läsa")], fresh=at == 0).close()
    stepwise = kind.open(tmp_path / "step")
    whole = build([passage(at, f"ord nummer{at} läsa") for at in range(12)])
    assert found(stepwise, "läsa", "nummer7") == found(whole, "läsa", "nummer7") == [7, *range(7), *range(8, 12)]


def test_what_was_not_committed_never_was(build: Build, kind: Kind, tmp_path: Path) -> None:
    build(SHELF)
    writer = kind.writer(tmp_path / "engine", fresh=False)
    writer.delete("d0")
    writer.add(passage(9, "övning"))
    writer.abort()
    assert found(kind.open(tmp_path / "engine"), "övning") == [0]


def test_a_reader_sees_what_was_there_when_it_was_opened(build: Build, kind: Kind, tmp_path: Path) -> None:
    engine = build(SHELF)
    kind.write(tmp_path / "engine", [passage(9, "övning")], fresh=False)
    assert found(engine, "övning") == [0]


def test_a_reader_answers_on_when_its_files_are_removed(build: Build, tmp_path: Path) -> None:
    engine = build(SHELF)
    shutil.rmtree(tmp_path / "engine")
    assert found(engine, "vuxna", within=(frozenset({"theme:lasframjande"}),)) == [4]


def test_a_folder_that_may_only_be_read_is_enough(build: Build, kind: Kind, tmp_path: Path) -> None:
    """The web service runs as another user than the one who builds."""
    build(SHELF).close()
    folder = tmp_path / "engine"
    for lock in folder.glob(".*.lock"):
        lock.unlink()
    locked = [folder, *folder.iterdir()]
    for path in locked:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = sorted(folder.iterdir())
    try:
        assert found(kind.open(folder), "övning") == [0]
    finally:
        folder.chmod(0o755)
    assert [path for path in sorted(folder.iterdir()) if not path.name.endswith(".lock")] == before


def test_files_that_are_not_there_are_damage(kind: Kind, tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="metodsok index --rebuild"):
        kind.open(tmp_path)


WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(WORDS, min_size=1, max_size=12), question=st.lists(st.sampled_from("abcdefghi"), max_size=4))
def test_every_engine_finds_the_same_passages(
    kind: Kind, tmp_path_factory: pytest.TempPathFactory, texts: list[list[str]], question: list[str]
) -> None:
    """What has a word of the question is found, whatever the engine; the rest is not."""
    expected = {at for at, words in enumerate(texts) if not question or set(words) & set(question)}
    folder = tmp_path_factory.mktemp(kind.name)
    engine = kind.write(folder, [passage(at, " ".join(words)) for at, words in enumerate(texts)])
    assert set(found(engine, *question)) == expected
    engine.close()

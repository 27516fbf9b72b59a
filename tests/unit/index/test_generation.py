from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.errors import IndexBusy, IndexDamaged, IndexFault, IndexMissing, IndexOutdated
from indexer.index.engine import open_engine, open_writer
from indexer.index.forward import Forward, ForwardBuilder
from indexer.index.generation import SCHEMA, Generation, Manifest, check
from indexer.index.vocabulary import Failure, Vocabulary, write_failures
from indexer.index.workshop import Workshop, building, drop_previous
from indexer.language.analysis import VERSION, Analyzer
from indexer.language.compounds import Dictionary
from indexer.model import Document, Passage, SynonymGroup, Theme

VOCABULARY = Vocabulary(
    themes=(Theme("mik", "MIK", "MIL", "Om medier.", alternatives=("mediekunnighet",)),),
    synonyms=(SynonymGroup("s", ("mik",), ("medie- och informationskunnighet",), 0.5),),
    regions={"14": "Västra Götaland"},
    removed=frozenset({"borta"}),
)
FAILURE = Failure("documents/låst.pdf", "encrypted", "Filen är låst.")


def make(workshop: Workshop, text: str = "övning", *, told: int = 1) -> Generation:
    """Write a whole generation with one document."""
    folder = workshop.new()
    analyzer = Analyzer(Dictionary.empty())
    builder = ForwardBuilder(analyzer.lexicon)
    builder.read(Document("a", "Titel", "P"), [Passage("a", 0, text)])
    writer = open_writer("whoosh", folder / "engine", fresh=True)
    for passages in builder.become(analyzer):
        for passage in passages:
            writer.add(passage)
    writer.commit()
    builder.write(folder / "forward")
    VOCABULARY.write(folder / "vocabulary.json")
    write_failures((FAILURE,), folder / "failures.json")
    return workshop.finish(
        folder, Manifest(SCHEMA, VERSION, 1, "whoosh", "c", "s", told, told, 1, "2026-03-01T10:00:00+01:00", {})
    )


@pytest.fixture
def index(tmp_path: Path) -> Path:
    with building(tmp_path / "index") as workshop:
        make(workshop)
    return tmp_path / "index"


def folders(index: Path) -> list[str]:
    return sorted(folder.name for folder in (index / "generations").iterdir())


def test_what_was_written_is_opened(index: Path) -> None:
    generation = Generation.open(index)
    assert (generation.name, generation.manifest.documents) == ("000001", 1)
    assert generation.vocabulary() == VOCABULARY
    assert generation.failures() == (FAILURE,)
    assert Forward.open(generation.forward_folder).ids() == ["a"]
    assert open_engine("whoosh", generation.engine_folder).passages == 1
    assert check(index) == []


def test_no_index_says_which_command_makes_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="metodsok index"):
        Generation.open(tmp_path)
    assert "metodsok index" in check(tmp_path)[0]


@pytest.mark.parametrize(("field", "words"), [("schema", "format 0"), ("analyzer", "språkanalys 0")])
def test_an_index_of_another_version_says_what_to_run(index: Path, field: str, words: str) -> None:
    path = index / "generations" / "000001" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {field: 0}), "utf-8")
    with pytest.raises(IndexOutdated, match=f"{words}.*metodsok index --rebuild"):
        Generation.open(index)


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", f'{{"schema": {SCHEMA}}}', f'{{"schema": {SCHEMA}, "files": 3}}', "inte json"]
)
def test_a_broken_manifest_is_damage(index: Path, content: str) -> None:
    (index / "generations" / "000001" / "manifest.json").write_text(content, "utf-8")
    with pytest.raises(IndexDamaged, match="metodsok index --rebuild"):
        Generation.open(index)


@pytest.mark.parametrize("content", [b"", b"../../etc", b"000009\n", b"\xff\xfe"])
def test_a_broken_pointer_is_damage(index: Path, content: bytes) -> None:
    (index / "current").write_bytes(content)
    with pytest.raises(IndexDamaged):
        Generation.open(index)
    assert check(index)


def test_missing_and_truncated_files_are_seen_when_opening(index: Path) -> None:
    path = index / "generations" / "000001" / "vocabulary.json"
    path.write_text("{", "utf-8")
    with pytest.raises(IndexDamaged, match="ändrat storlek"):
        Generation.open(index)
    path.unlink()
    with pytest.raises(IndexDamaged, match="saknas"):
        Generation.open(index)


def test_check_sees_a_single_changed_letter(index: Path) -> None:
    path = index / "generations" / "000001" / "vocabulary.json"
    path.write_text(path.read_text("utf-8").replace("MIK", "MIX"), "utf-8")
    Generation.open(index)
    (fault,) = check(index)
    assert "ändrat innehåll" in fault
    assert "metodsok index --rebuild" in fault


def test_the_previous_generation_stays_until_the_next_build(index: Path) -> None:
    with building(index) as workshop:
        make(workshop, "andra")
    assert folders(index) == ["000001", "000002"]
    with building(index) as workshop:
        assert folders(index) == ["000001", "000002"]
        make(workshop, "tredje")
    assert folders(index) == ["000001", "000002", "000003"]
    with building(index):
        assert folders(index) == ["000002", "000003"]


def test_leftovers_of_killed_builds_go_and_foreign_files_stay(index: Path) -> None:
    generations = index / "generations"
    (generations / "000002" / "engine").mkdir(parents=True)
    (generations / "anteckningar").mkdir()
    (index / "mitt.txt").write_text("mitt", "utf-8")
    with building(index) as workshop:
        assert make(workshop).name == "000002"
    assert folders(index) == ["000001", "000002", "anteckningar"]
    assert (index / "mitt.txt").exists()


def test_what_does_not_read_back_as_told_is_not_put_in_force(index: Path) -> None:
    with building(index) as workshop, pytest.raises(IndexDamaged, match="togs inte i bruk"):
        make(workshop, told=2)
    assert Generation.open(index).name == "000001"


def test_a_second_build_is_refused_and_a_left_behind_lock_file_is_no_obstacle(index: Path) -> None:
    assert (index / "lock").exists()
    with building(index), pytest.raises(IndexBusy, match="Vänta"), building(index):
        pass
    with building(index):
        pass


def test_an_index_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("en fil, ingen mapp", "utf-8")
    with pytest.raises(IndexFault, match="kunde inte skrivas"), building(tmp_path / "index"):
        pass


def test_drop_previous_leaves_the_one_in_force(index: Path) -> None:
    with building(index) as workshop:
        make(workshop, "andra")
    drop_previous(index)
    assert folders(index) == ["000002"]
    assert check(index) == []

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from indexer.build.build import BuildReport
from indexer.errors import ConfigError, CorpusError, IndexBusy, IndexMissing
from indexer.index import engine as engines
from indexer.index.engine import EngineQuery, open_engine
from indexer.index.forward import Forward
from indexer.index.generation import Generation, check
from indexer.index.workshop import building
from indexer.model import Document

Run = Callable[..., BuildReport]


def found(index: Path, *words: str) -> list[str]:
    """Return the ids of the documents whose passages the engine proposes, best first."""
    generation = Generation.open(index)
    forward = Forward.open(generation.forward_folder)
    engine = open_engine(generation.manifest.engine, generation.engine_folder)
    answer = engine.search(EngineQuery(tuple((word, 1.0) for word in words)), 100)
    engine.close()
    return [forward.passage(int(row)).document for row in forward.rows_of_serials(answer.serials)]


def document(index: Path, name: str) -> Document:
    forward = Forward.open(Generation.open(index).forward_folder)
    row = forward.row_of(name)
    assert row is not None
    return forward.document(row)


def ids(index: Path) -> list[str]:
    return sorted(Forward.open(Generation.open(index).forward_folder).ids())


def write(corpus: Path, name: str, text: str) -> None:
    (corpus / "documents" / name).write_text(text, "utf-8")


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("lock", "WRITELOCK"))
    }


def test_a_folder_of_documents_is_enough(run: Run, index: Path) -> None:
    report = run()
    assert (report.documents, report.added, report.failures, report.unchanged) == (20, 20, (), False)
    assert len(ids(index)) == 20
    assert check(index) == []


def test_nothing_changed_makes_no_new_generation(run: Run, index: Path) -> None:
    first = run()
    second = run()
    assert second.unchanged
    assert (second.generation, second.documents, second.passages) == (first.generation, 20, first.passages)
    assert [folder.name for folder in (index / "generations").iterdir()] == [first.generation]


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_one_changed_document_is_changed_and_the_rest_kept(run: Run, corpus: Path, index: Path, engine: str) -> None:
    run(engine=engine)
    write(corpus, "blad03.md", "# Blad 3\n\nHär står numera zebra.")
    write(corpus, "nytt.md", "# Nytt\n\nHär står också zebra.")
    (corpus / "documents" / "blad05.md").unlink()
    report = run(engine=engine)
    assert (report.added, report.changed, report.removed, report.documents) == (1, 1, 1, 20)
    assert sorted(found(index, "zebr") or found(index, "zebra")) == ["blad03", "nytt"]
    assert "blad05" not in ids(index)
    assert check(index) == []


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_an_incremental_build_answers_like_a_rebuild(run: Run, corpus: Path, index: Path, engine: str) -> None:
    run(engine=engine)
    for number in (1, 4, 7):
        write(
            corpus, f"blad{number:02}.md", f"# Blad {number}\n\nNy text om bokcirkel och filterbubbla, {number} gånger."
        )
        run(engine=engine)
    asked = ("bokcirkel", "filterbubbl", "övning", "källkritik")
    grown = [set(found(index, word)) for word in asked]
    kept = {name: document(index, name) for name in ids(index)}
    run(engine=engine, rebuild=True)
    assert [set(found(index, word)) for word in asked] == grown
    assert {name: document(index, name) for name in ids(index)} == kept


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_the_generation_before_is_not_touched_by_the_next(run: Run, corpus: Path, index: Path, engine: str) -> None:
    """Files are linked, not copied; the old generation answers for a reader that just opened it."""
    old = run(engine=engine)
    folder = index / "generations" / old.generation
    before = hashes(folder)
    write(corpus, "blad03.md", "# Blad 3\n\nAnnan text.")
    new = run(engine=engine)
    assert new.generation != old.generation
    assert hashes(folder) == before
    assert open_engine(engine, folder / "engine").passages == old.passages


def test_another_engine_is_another_index(run: Run, index: Path) -> None:
    assert run(engine="whoosh").engine == "whoosh"
    report = run(engine="tantivy")
    assert (report.engine, report.unchanged) == ("tantivy", False)
    assert Generation.open(index).manifest.engine == "tantivy"


def test_auto_changes_engine_when_the_corpus_outgrows_one(
    run: Run, corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "AUTO_LIMIT", 20)
    assert run().engine == "whoosh"
    write(corpus, "nytt.md", "# Nytt\n\nEtt till.")
    report = run()
    assert (report.engine, report.documents, report.added) == ("tantivy", 21, 1)
    assert len(ids(index)) == 21


def test_many_new_documents_give_a_new_dictionary(run: Run, corpus: Path, index: Path) -> None:
    run()
    assert Generation.open(index).manifest.frozen == 20
    write(corpus, "ett.md", "# Ett\n\nText.")
    run()
    assert Generation.open(index).manifest.frozen == 20
    write(corpus, "två.md", "# Två\n\nText.")
    run()
    assert Generation.open(index).manifest.frozen == 22


def test_a_bad_file_is_listed_and_the_rest_is_found(run: Run, corpus: Path, index: Path) -> None:
    (corpus / "documents" / "tom.pdf").write_bytes(b"")
    (corpus / "documents" / "bild.xyz").write_bytes(b"\x00\x01\x02")
    report = run()
    assert report.documents == 20
    assert {failure.path for failure in report.failures} == {"documents/bild.xyz", "documents/tom.pdf"}
    assert all(failure.code and failure.message for failure in report.failures)
    assert Generation.open(index).failures() == report.failures
    assert run().failures == report.failures


def test_a_faulty_sidecar_is_listed_and_its_file_found(run: Run, corpus: Path, index: Path) -> None:
    """What is right in it is used, the list says what is wrong, also when nothing has changed, until it is mended."""
    write(corpus, "blad03.toml", 'title = "Eget namn"\nissued = "i fjol"\n')
    report = run()
    assert [(failure.path, failure.code) for failure in report.failures] == [("documents/blad03.md", "sidecar")]
    assert "blad03.toml" in report.failures[0].message
    assert "issued" in report.failures[0].message
    forward = Forward.open(Generation.open(index).forward_folder)
    row = forward.row_of("blad03")
    assert row is not None
    assert forward.document(row).title == "Eget namn"
    assert run().failures == report.failures
    write(corpus, "blad03.toml", 'title = "Eget namn"\n')
    assert run().failures == ()


def test_what_is_taken_out_leaves_the_cache_too(run: Run, corpus: Path, index: Path) -> None:
    write(corpus, "hemligt.md", "# Hemligt\n\nOrdet är rabarberpaj.")
    run()
    (corpus / "documents" / "hemligt.md").unlink()
    run()
    with sqlite3.connect(index / "extracted.sqlite") as cache:
        assert cache.execute("SELECT count(*) FROM extracts").fetchone() == (20,)
        assert cache.execute("SELECT count(*) FROM files WHERE path LIKE '%hemligt%'").fetchone() == (0,)
    cache.close()


def test_a_damaged_cache_is_made_anew(run: Run, index: Path) -> None:
    run()
    (index / "extracted.sqlite").write_bytes(b"ingen databas " * 1000)
    assert run(rebuild=True).documents == 20


def test_a_damaged_index_is_built_anew_without_being_asked(run: Run, index: Path) -> None:
    report = run()
    next((index / "generations" / report.generation / "forward").glob("*.npy")).unlink()
    assert check(index)
    assert run().documents == 20
    assert check(index) == []


def test_two_builds_at_a_time_are_refused(run: Run, index: Path) -> None:
    run()
    with building(index), pytest.raises(IndexBusy, match="byggs redan"):
        run()
    assert run().unchanged


def test_a_faulty_corpus_leaves_the_old_index(run: Run, corpus: Path, index: Path) -> None:
    run()
    (corpus / "catalogue.toml").write_text("[[document]\n", "utf-8")
    with pytest.raises(CorpusError):
        run()
    assert len(ids(index)) == 20


def test_an_unknown_engine_is_refused_before_any_work(run: Run, index: Path) -> None:
    with pytest.raises(ConfigError):
        run(engine="lucene")
    with pytest.raises(IndexMissing):
        Generation.open(index)


def test_progress_is_told(run: Run) -> None:
    told: list[tuple[str, int, int]] = []
    run(progress=lambda *step: told.append(step))
    assert {stage for stage, _, _ in told} == {"Läser filer", "Läser texterna", "Bygger indexet"}
    assert all(done <= of for _, done, of in told)
    assert told[-1] == ("Bygger indexet", 20, 20)


def test_an_interrupted_build_leaves_nothing_behind(run: Run, index: Path) -> None:
    def interrupt(stage: str, done: int, _of: int) -> None:
        if (stage, done) == ("Bygger indexet", 7):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(progress=interrupt)
    assert gc.isenabled()
    assert list((index / "generations").iterdir()) == []
    assert run().documents == 20

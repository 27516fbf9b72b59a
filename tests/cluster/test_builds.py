"""Builds in a cluster: a new index beside the old, an alias for others, one build at a time, nothing left behind."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from opensearchpy import OpenSearch

from indexer.build.build import BuildReport
from indexer.config import Cluster
from indexer.errors import IndexBusy
from indexer.index.engine import EnginePassage, EngineQuery, open_engine, open_writer
from indexer.index.forward import Forward
from indexer.index.generation import Generation, check
from indexer.index.opensearch import lock as locks
from indexer.index.opensearch.client import connect
from indexer.index.opensearch.lock import Lock
from indexer.index.workshop import building, drop_previous

METODSOK = Path(sys.executable).parent / "metodsok"
KILLS = 6
Run = Callable[..., BuildReport]


def edition(corpus: Path, number: int) -> None:
    """Let three sheets say which edition the corpus is."""
    for at in range(3):
        text = f"# Blad {at}\n\nDetta är utgåva{number} av bladet om källkritik."
        (corpus / "documents" / f"blad{at:02}.md").write_text(text, "utf-8")


def found(index: Path, cluster: Cluster, word: str) -> list[str]:
    """Return the ids of the documents whose passages the cluster proposes."""
    generation = Generation.open(index)
    engine = open_engine(generation.manifest.engine, generation.engine_folder, cluster)
    serials = engine.search(EngineQuery(((word, 1.0),)), 1000).serials
    engine.close()
    forward = Forward.open(generation.forward_folder)
    return sorted({forward.passage(int(row)).document for row in forward.rows_of_serials(serials)})


def noted(index: Path) -> str:
    """Return the name of the index that belongs to the generation in force."""
    name = json.loads((Generation.open(index).engine_folder / "opensearch.json").read_text("utf-8"))["index"]
    return str(name)


def names(client: OpenSearch, cluster: Cluster) -> set[str]:
    """Return the indexes of the corner, without the lock's."""
    listed = client.cat.indices(index=f"{cluster.prefix}-*", params={"format": "json", "h": "index"})
    return {each["index"] for each in listed} - {f"{cluster.prefix}-lock"}


def aliased(client: OpenSearch, cluster: Cluster) -> set[str]:
    return set(client.indices.get_alias(name=cluster.prefix))


def test_a_build_is_a_new_index_and_the_alias_moves_to_it(
    run: Run, corpus: Path, index: Path, cluster: Cluster, client: OpenSearch
) -> None:
    """The one before stays until the next build; older ones go."""
    run()
    first = noted(index)
    assert aliased(client, cluster) == names(client, cluster) == {first}
    edition(corpus, 1)
    report = run()
    assert (report.changed, report.engine) == (3, "opensearch")
    second = noted(index)
    assert aliased(client, cluster) == {second}
    assert names(client, cluster) == {first, second}
    assert run().unchanged
    edition(corpus, 2)
    run()
    edition(corpus, 3)
    run()
    assert run().unchanged
    assert len(names(client, cluster)) == 2
    assert check(index, cluster) == []
    assert found(index, cluster, "utgåva3") == ["blad00", "blad01", "blad02"]
    assert found(index, cluster, "utgåva2") == []


def test_an_incremental_build_answers_like_a_rebuild(run: Run, corpus: Path, index: Path, cluster: Cluster) -> None:
    run()
    for number in (1, 2):
        edition(corpus, number)
        (corpus / "documents" / f"blad1{number}.md").unlink()
        run()
    asked = ("högläsning", "källkritik", "utgåva2", "bokcirkel")
    grown = [found(index, cluster, word) for word in asked]
    run(rebuild=True)
    assert [found(index, cluster, word) for word in asked] == grown
    assert "blad11" not in grown[0]


def test_what_is_removed_is_gone_from_the_cluster_at_once(
    run: Run, corpus: Path, index: Path, cluster: Cluster, client: OpenSearch
) -> None:
    run()
    (corpus / "documents" / "blad07.md").unlink()
    run()
    drop_previous(index, "opensearch", cluster)
    assert names(client, cluster) == {noted(index)}
    assert "blad07" not in found(index, cluster, "högläsning")


def test_an_index_that_the_cluster_has_lost_is_damage_and_built_again(
    run: Run, index: Path, cluster: Cluster, client: OpenSearch
) -> None:
    run()
    client.indices.delete(index=noted(index))
    assert "metodsok index --rebuild" in check(index, cluster)[0]
    assert not run().unchanged
    assert check(index, cluster) == []


def test_an_alias_left_behind_is_mended_by_the_next_build(
    run: Run, index: Path, cluster: Cluster, client: OpenSearch
) -> None:
    """A build killed between its two swaps leaves the alias one step ahead."""
    run()
    stray = f"{cluster.prefix}-20200101000000-0123abcd"
    client.indices.create(index=stray)
    moves = [{"remove": {"index": noted(index), "alias": cluster.prefix}}]
    client.indices.update_aliases(body={"actions": [*moves, {"add": {"index": stray, "alias": cluster.prefix}}]})
    assert run().unchanged
    assert aliased(client, cluster) == names(client, cluster) == {noted(index)}


def test_others_indexes_are_left_alone(run: Run, corpus: Path, cluster: Cluster, client: OpenSearch) -> None:
    """Only names that a build of this prefix gives are ever removed."""
    others = {f"{cluster.prefix}-arkiv", f"{cluster.prefix}-prov-20200101000000-0123abcd"}
    for name in others:
        client.indices.create(index=name)
    run()
    edition(corpus, 1)
    run()
    edition(corpus, 2)
    run()
    assert others < names(client, cluster)


def test_builds_of_two_machines_exclude_each_other(run: Run, tmp_path: Path, cluster: Cluster) -> None:
    """The other folder stands for the other machine: its own lock is free."""
    with building(tmp_path / "annan", "opensearch", cluster), pytest.raises(IndexBusy, match="byggs redan av en annan"):
        run()
    assert run().engine == "opensearch"


def test_a_lock_runs_out_when_its_machine_has_died(cluster: Cluster, client: OpenSearch, tmp_path: Path) -> None:
    """The one that has lost it notices before it puts anything in force."""
    now = time.time()
    dead = Lock(client, cluster, tmp_path / "en", clock=lambda: now - locks.EXPIRY - 1)
    with dead:
        with Lock(client, cluster, tmp_path / "annan"):
            with pytest.raises(IndexBusy, match="tagit över"):
                dead.renew()
            with pytest.raises(IndexBusy), Lock(client, cluster, tmp_path / "tredje"):
                pass
        with Lock(client, cluster, tmp_path / "tredje"):
            pass


def test_a_renewal_whose_answer_was_lost_is_still_ours(cluster: Cluster, client: OpenSearch, tmp_path: Path) -> None:
    with Lock(client, cluster, tmp_path) as lock:
        before = dict(lock._version)
        lock.renew()
        lock._version = before
        lock.renew()


def start(settings: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [METODSOK, "--config", settings, "-q", "index"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def test_kill_9_at_any_moment_leaves_the_old_or_the_new_index(
    run: Run, corpus: Path, index: Path, settings: Path, cluster: Cluster, client: OpenSearch
) -> None:
    """Arrays and cluster index are always a pair, and the next build needs no hand."""
    run()
    edition(corpus, 0)
    began = time.monotonic()
    process = start(settings)
    assert process.wait(60) == 0, process.stderr.read() if process.stderr else ""
    process.communicate()
    whole, standing = time.monotonic() - began, 0
    chance = random.Random(6)  # noqa: S311 - moments, no secrets
    for number in range(1, KILLS + 1):
        edition(corpus, number)
        process = start(settings)
        time.sleep(whole * (0.4 + 0.6 * chance.random()))
        process.kill()
        process.communicate()
        old, new = (found(index, cluster, f"utgåva{each}") for each in (standing, number))
        assert sorted([len(old), len(new)]) == [0, 3]
        assert check(index, cluster) == []
        standing = number if new else standing
    run()
    assert len(found(index, cluster, f"utgåva{KILLS}")) == 3
    assert run().unchanged
    assert len(names(client, cluster)) == 2
    assert aliased(client, cluster) == {noted(index)}


def test_an_interrupted_build_leaves_the_old_one_and_no_index(
    run: Run, corpus: Path, index: Path, cluster: Cluster, client: OpenSearch
) -> None:
    run()
    before = noted(index)
    edition(corpus, 1)

    def interrupt(stage: str, done: int, _: int) -> None:
        if stage == "Bygger indexet" and done == 2:
            signal.raise_signal(signal.SIGINT)

    # A process that was started in the background ignores Ctrl+C.
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            run(progress=interrupt)
    finally:
        signal.signal(signal.SIGINT, usual)
    assert names(client, cluster) == aliased(client, cluster) == {before}


def test_scores_are_the_same_over_many_shards(cluster: Cluster, tmp_path: Path) -> None:
    """One statistic holds for all shards, so that where a passage lies does not matter."""
    chance = random.Random(1)  # noqa: S311 - no secret
    words = [f"ord{number}" for number in range(50)]
    shelf = [
        EnginePassage(serial, f"d{serial}", tuple(chance.choices(words, k=chance.randint(1, 60))))
        for serial in range(300)
    ]
    answers = []
    for shards in (1, 3):
        many, folder = replace(cluster, shards=shards), tmp_path / str(shards)
        writer = open_writer("opensearch", folder, fresh=True, cluster=many)
        for passage in shelf:
            writer.add(passage)
        writer.commit()
        engine = open_engine("opensearch", folder, many)
        answers.append([engine.search(EngineQuery(((word, 1.0), ("ord7", 0.5))), 100) for word in words])
        engine.close()
    for one, other in zip(*answers, strict=True):
        assert one.serials.tolist() == other.serials.tolist()
        assert one.scores.tolist() == pytest.approx(other.scores.tolist(), rel=1e-6)


def test_leaving_a_cluster_needs_no_cluster(run: Run, cluster: Cluster) -> None:
    """Who goes back to one machine changes one line."""
    run()
    away = replace(cluster, addresses=("http://127.0.0.1:9",))
    assert run(engine="tantivy", cluster=away).engine == "tantivy"
    with suppress(OSError):
        connect(away).close()

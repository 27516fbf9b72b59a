"""What may go wrong with a cluster, and what people are told then."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from opensearchpy import OpenSearch

from indexer import open_index
from indexer.build.build import BuildReport
from indexer.config import Cluster
from indexer.errors import ConfigError, IndexFault, IndexOutdated, IndexUnreachable
from indexer.index.engine import EnginePassage, EngineQuery, open_engine, open_writer
from indexer.index.generation import Generation, check
from indexer.index.opensearch import writer as writers
from indexer.index.opensearch.client import PASSWORD, USER, connect
from tools.opensearch.cluster import Cluster as Machinery

METODSOK = Path(sys.executable).parent / "metodsok"
NOWHERE = "http://127.0.0.1:9"
Run = Callable[..., BuildReport]
Put = Callable[..., Any]
Authority = Callable[[str], tuple[Path, tuple[Path, Path]]]


def only(cluster: Cluster, address: str, **rest: Any) -> Cluster:
    return replace(cluster, addresses=(address,), **rest)


def shelve(folder: Path, cluster: Cluster, count: int = 500) -> None:
    """Write passages with some words each."""
    writer = open_writer("opensearch", folder, fresh=True, cluster=cluster)
    for serial in range(count):
        writer.add(EnginePassage(serial, f"d{serial}", ("ord", f"ord{serial % 7}", "lite", "till")))
    writer.commit()


QUESTION = EngineQuery((("ord3", 1.0), ("lite", 0.5)))


def test_searches_go_on_when_a_node_is_killed(cluster: Cluster, opensearch: Machinery, tmp_path: Path) -> None:
    """Eight at once, before, while and after a node goes: every answer comes and is the same."""
    shelve(tmp_path, cluster)
    client = connect(cluster)
    client.cluster.health(index=f"{cluster.prefix}-*", params={"wait_for_status": "green"}, request_timeout=60)
    client.close()
    engine = open_engine("opensearch", tmp_path, cluster)
    expected = engine.search(QUESTION, 50).serials.tolist()
    over = threading.Event()
    answers: list[list[int]] = []
    faults: list[Exception] = []

    def ask() -> None:
        while not over.is_set():
            try:
                answers.append(engine.search(QUESTION, 50).serials.tolist())
            except IndexFault as fault:
                faults.append(fault)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    opensearch.nodes[0].kill()
    before = len(answers)
    time.sleep(4)
    over.set()
    for thread in threads:
        thread.join()
    engine.close()
    opensearch.start()
    assert faults == []
    assert len(answers) > before + 50
    assert all(answer == expected for answer in answers)


def test_a_build_is_whole_or_not_at_all_when_a_node_is_killed(
    run: Run, index: Path, cluster: Cluster, opensearch: Machinery, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is killed between two portions; with copies on the others the build goes on."""
    monkeypatch.setattr(writers, "PORTION", 3_000)
    monkeypatch.setattr(writers, "PATIENCE", 20.0)
    first = run()

    def kill(stage: str, done: int, _: int) -> None:
        if stage == "Bygger indexet" and done == 10:
            opensearch.nodes[1].kill()

    try:
        report = run(rebuild=True, progress=kill)
    except IndexFault:
        report = first
    finally:
        opensearch.start()
    generation = Generation.open(index)
    assert generation.name == report.generation
    assert check(index, cluster) == []
    with open_index(index, cluster=cluster) as searcher:
        assert searcher.search("högläsning").total == 30


def test_a_cluster_that_is_away_is_told_on_the_command_line(run: Run, settings: Path, cluster: Cluster) -> None:
    run()
    text = settings.read_text("utf-8")
    settings.write_text(text.replace(" ".join(cluster.addresses), NOWHERE), "utf-8")
    for arguments in (["search", "högläsning"], ["index"], ["index", "--rebuild"]):
        done = subprocess.run(
            [METODSOK, "--config", settings, *arguments], capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 1
        assert f"OpenSearch på {NOWHERE} svarar inte" in done.stderr
        assert "Traceback" not in done.stderr
    checked = subprocess.run(
        [METODSOK, "--config", settings, "check"], capture_output=True, encoding="utf-8", check=False
    )
    assert (checked.returncode, "svarar inte" in checked.stdout) == (1, True)
    told = subprocess.run([METODSOK, "--config", settings, "status"], capture_output=True, encoding="utf-8", check=True)
    assert "svarar inte" in told.stdout


@contextmanager
def served(settings: Path) -> Iterator[str]:
    """Run the service and give its address."""
    command = [METODSOK, "--config", settings, "serve", "--port", "0"]
    log = settings.with_suffix(".log")
    with log.open("w", encoding="utf-8") as output, subprocess.Popen(command, stderr=output) as process:
        try:
            while "http://" not in (text := log.read_text("utf-8")):
                assert process.poll() is None, text
                time.sleep(0.05)
            yield next(word for word in text.split() if word.startswith("http://")).rstrip("/")
        finally:
            process.terminate()
            process.wait(20)


def test_the_service_says_that_the_search_is_away_and_comes_back_by_itself(
    run: Run, settings: Path, opensearch: Machinery
) -> None:
    """What needs no engine is shown meanwhile; nobody restarts the service."""
    run()
    with served(settings) as address, httpx.Client(base_url=address, timeout=60) as visitor:
        assert visitor.get("/health").json()["status"] == "ok"
        asked = {"q": "högläsning"}
        assert visitor.get("/api/search", params=asked).json()["total"] == 30
        opensearch.stop()
        health, page = visitor.get("/health"), visitor.get("/lista", params=asked)
        answer, metrics = visitor.get("/api/search", params=asked), visitor.get("/metrics").text
        sheet, status = visitor.get("/d/blad03"), visitor.get("/status")
        opensearch.start()
        assert (health.status_code, health.json()["status"]) == (503, "unreachable-index")
        assert (page.status_code, page.headers["retry-after"]) == (503, "30")
        assert "Sökningen är tillfälligt otillgänglig" in page.text
        assert "Sökningen är tillfälligt otillgänglig" in answer.json()["error"]
        assert "metodsok_index_up 0" in metrics
        assert sheet.status_code == 200
        assert "Sökningen är tillfälligt otillgänglig" in status.text
        log = settings.with_suffix(".log").read_text("utf-8")
        assert re.search("Felkod [0-9A-F]{4}: OpenSearch på .* svarar inte", log)
        assert "Traceback" not in log
        assert visitor.get("/health").json()["status"] == "ok"
        assert visitor.get("/api/search", params=asked).json()["total"] == 30
        metrics = visitor.get("/metrics").text
        assert "otillgänglig" not in visitor.get("/status").text
        assert "metodsok_index_up 1" in metrics
        assert "metodsok_search_failures_total 2" in metrics


def test_a_new_index_is_noticed_by_every_service(run: Run, corpus: Path, settings: Path) -> None:
    """Two services read while a third process builds."""
    run()
    asked = {"q": "zebra"}
    with served(settings) as one, served(settings.rename(settings.with_name("annan.toml"))) as other:
        (corpus / "documents" / "blad05.md").write_text("# Blad 5\n\nHär står zebra.", "utf-8")
        run()
        totals = [httpx.get(f"{each}/api/search", params=asked, timeout=60).json()["total"] for each in (one, other)]
    assert totals == [1, 1]


def test_a_full_disk_leaves_the_old_index_and_says_so(
    run: Run, corpus: Path, index: Path, cluster: Cluster, client: OpenSearch
) -> None:
    """The last watermark closes every index to writing; here it is set by hand, as the cluster would."""
    run()
    before = Generation.open(index).name
    client.indices.put_settings(index=f"{cluster.prefix}-*", body={"index.blocks.read_only_allow_delete": True})
    (corpus / "documents" / "blad05.md").write_text("# Blad 5\n\nHär står zebra.", "utf-8")
    with pytest.raises(IndexFault, match="disken är full"):
        run()
    client.indices.put_settings(index=f"{cluster.prefix}-*", body={"index.blocks.read_only_allow_delete": None})
    assert Generation.open(index).name == before
    assert check(index, cluster) == []
    run()
    with open_index(index, cluster=cluster) as searcher:
        assert searcher.search("zebra").total == 1


def test_a_disk_that_fills_while_writing_ends_the_build(
    run: Run, index: Path, cluster: Cluster, client: OpenSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "PORTION", 3_000)
    run()
    before = Generation.open(index).name

    def fill(stage: str, done: int, _: int) -> None:
        if stage == "Bygger indexet" and done == 10:
            client.indices.put_settings(
                index=f"{cluster.prefix}-2*", body={"index.blocks.read_only_allow_delete": True}
            )

    with pytest.raises(IndexFault, match="disken är full"):
        run(rebuild=True, progress=fill)
    assert Generation.open(index).name == before
    assert check(index, cluster) == []


@pytest.mark.parametrize("refusals", [[429, 429, 503], [429] * 6])
def test_a_node_that_is_busy_is_asked_again(
    cluster: Cluster, put: Put, tmp_path: Path, refusals: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Portions are offered again, with longer and longer pauses, and nothing is lost or there twice."""
    monkeypatch.setattr(writers, "PORTION", 5_000)
    front = put()
    front.refusals.extend(refusals)
    pauses: list[float] = []
    writer = writers.OpenSearchWriter(tmp_path, only(cluster, front.address), fresh=True, sleep=pauses.append)
    for serial in range(300):
        writer.add(EnginePassage(serial, f"d{serial}", ("ord",)))
    writer.commit()
    assert open_engine("opensearch", tmp_path, cluster).passages == 300
    assert front.portions > 10
    assert pauses


def test_a_node_that_stays_busy_ends_the_build(
    cluster: Cluster, put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "PATIENCE", 0.0)
    front = put()
    front.refusals.extend([429] * 50)
    writer = writers.OpenSearchWriter(tmp_path, only(cluster, front.address), fresh=True, sleep=lambda _: None)
    writer.add(EnginePassage(0, "d", ("ord",)))
    with pytest.raises(IndexUnreachable, match="klarar inte att svara just nu"):
        writer.commit()
    writer.abort()


def test_a_password_is_needed_right_and_not_written_anywhere(
    cluster: Cluster, put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a file or the environment; the note in the index' folder does not hold it."""
    front = put(password="rätt-ord")
    secret = tmp_path / "lösenord"
    secret.write_text("rätt-ord\n", "utf-8")
    known = only(cluster, front.address, user="sök", password_file=secret)
    shelve(tmp_path / "engine", known, 3)
    assert open_engine("opensearch", tmp_path / "engine", known).passages == 3
    assert "rätt-ord" not in (tmp_path / "engine" / "opensearch.json").read_text("utf-8")
    monkeypatch.setenv(USER, "sök")
    monkeypatch.setenv(PASSWORD, "rätt-ord")
    assert open_engine("opensearch", tmp_path / "engine", only(cluster, front.address)).passages == 3
    monkeypatch.setenv(PASSWORD, "fel-ord")
    with pytest.raises(IndexUnreachable, match="godtar inte användarnamnet eller lösenordet") as told:
        _ = open_engine("opensearch", tmp_path / "engine", only(cluster, front.address)).passages
    assert "fel-ord" not in str(told.value)


def test_a_password_is_not_sent_unencrypted(cluster: Cluster, tmp_path: Path) -> None:
    secret = tmp_path / "lösenord"
    secret.write_text("ord", "utf-8")
    with pytest.raises(ConfigError, match="inte okrypterat"):
        connect(only(cluster, "http://sok.example.se:9200", user="sök", password_file=secret))
    with pytest.raises(ConfigError, match="både användarnamn och lösenord"):
        connect(replace(cluster, user="sök"))


def test_a_certificate_is_verified(cluster: Cluster, put: Put, authority: Authority, tmp_path: Path) -> None:
    """By the authority of the settings alone, and for the very host."""
    trusted, own = authority("egen")
    other, _ = authority("annan")
    front = put(certificate=own)
    shelve(tmp_path, only(cluster, front.address, ca=trusted), 3)
    assert open_engine("opensearch", tmp_path, only(cluster, front.address, ca=trusted)).passages == 3
    for wrong in (only(cluster, front.address, ca=other), only(cluster, front.address)):
        with pytest.raises(IndexUnreachable, match="certifikat"):
            _ = open_engine("opensearch", tmp_path, wrong).passages
    elsewhere = front.address.replace("127.0.0.1", "localhost")
    with pytest.raises(IndexUnreachable, match="certifikat"):
        _ = open_engine("opensearch", tmp_path, only(cluster, elsewhere, ca=trusted)).passages


def test_an_index_of_another_version_is_refused(cluster: Cluster, client: OpenSearch, tmp_path: Path) -> None:
    shelve(tmp_path, cluster, 3)
    client.indices.put_mapping(index=f"{cluster.prefix}-2*", body={"_meta": {"schema": 99}})
    with pytest.raises(IndexOutdated, match=r"format 99.*metodsok index --rebuild"):
        open_engine("opensearch", tmp_path, cluster).search(QUESTION, 10)
    note = tmp_path / "opensearch.json"
    note.write_text(note.read_text("utf-8").replace('"schema": 1', '"schema": 98'), "utf-8")
    with pytest.raises(IndexOutdated, match="format 98"):
        open_engine("opensearch", tmp_path, cluster)

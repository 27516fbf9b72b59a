"""What may go wrong around the installed command, and what people are told then."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]
FILTERS = ["theme", "region", "type", "publisher", "year", "language", "status"]


def test_bad_files_are_listed_and_good_ones_found(hostile: Path, metodsok: Command) -> None:
    """Hostile and broken files never stop the rest: exit code 3, each with a reason, the others searchable."""
    run = metodsok("index")
    assert run.returncode == 3, run.stderr
    failed = dict(re.findall(r"^  documents/(\S+): (.{15,})$", run.stderr, re.MULTILINE))
    assert "är en webbsida" in failed.pop("sida.pdf")
    assert set(failed) == {"last.pdf", "tom.pdf", "slinga.pdf", "jatte.txt"}, run.stderr
    assert "lösenord" in failed["last.pdf"]
    assert "Traceback" not in run.stderr
    assert "id: gammal" in metodsok("search", "åldersgränser läsecirkeln").stdout
    assert "är en webbsida" in metodsok("show", "sida").stdout
    found = metodsok("search", "sagostunder").stdout
    assert "id: tvasidor" in found
    assert "sida 2" in found
    status = json.loads(metodsok("status", "--json").stdout)
    assert {failure["path"] for failure in status["failures"]} == {f"documents/{name}" for name in failed}
    assert metodsok("index").returncode == 3
    assert (hostile / "index" / "current").exists()


def test_without_an_index_people_are_told_what_to_run(metodsok: Command) -> None:
    """A missing index is failure 1 with the remedy; status reports it as a state."""
    for command in (["search", "mik"], ["list"], ["themes"], ["show", "x"]):
        run = metodsok(*command)
        assert (run.returncode, run.stdout) == (1, ""), command
        assert "Kör: metodsok index" in run.stderr
    assert metodsok("status").returncode == 0
    assert json.loads(metodsok("status", "--json").stdout)["index"]["status"] == "no-index"


def test_check_finds_damage(corpus: Path, metodsok: Command) -> None:
    """A changed file is found by its checksum, and the message says how to mend it."""
    metodsok("index")
    assert metodsok("check").returncode == 0
    texts = max((corpus / "index" / "generations").glob("*/forward/*"), key=lambda file: file.stat().st_size)
    content = bytearray(texts.read_bytes())
    content[len(content) // 2] ^= 1
    texts.chmod(0o644)
    texts.write_bytes(content)
    damaged = metodsok("check")
    assert damaged.returncode == 1
    assert "metodsok index --rebuild" in damaged.stdout
    assert metodsok("index", "--rebuild").returncode == 0
    assert metodsok("check").returncode == 0


def test_faults_in_settings_and_catalogue_are_told_without_a_traceback(corpus: Path, metodsok: Command) -> None:
    """One sentence that names file and fault; -v adds the traceback for developers."""
    (corpus / "corpus" / "catalogue.toml").write_text(
        "[[document]]\nid = 'a'\ntitel = 'Fel nyckel'\n", encoding="utf-8"
    )
    run = metodsok("index")
    assert run.returncode == 1
    assert "catalogue.toml" in run.stderr
    assert "titel" in run.stderr
    assert "Traceback" not in run.stderr
    assert "Traceback" in metodsok("-v", "index").stderr
    (corpus / "metodsok.toml").write_text("engin = 'auto'", encoding="utf-8")
    assert "Menade du engine?" in metodsok("index").stderr


def test_documents_cannot_command_the_terminal(corpus: Path, metodsok: Command) -> None:
    """Escape sequences in a title or a text never reach the terminal."""
    (corpus / "corpus" / "documents" / "elak.txt").write_text(
        "\x1b]0;ägd\x07Elak \x1b[31mrubrik\n\nText om \x1b[2Jtrollkonster.\n", encoding="utf-8"
    )
    metodsok("index")
    for command in (
        ["search", "trollkonster"],
        ["show", "elak", "--text"],
        ["list"],
        ["extract", "corpus/documents/elak.txt"],
    ):
        assert "\x1b" not in metodsok(*command).stdout, command


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let child processes hear SIGINT: shells make what they start in the background deaf to it, children included."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_is_130_and_leaves_nothing_behind(corpus: Path, metodsok: Command, executable: Path) -> None:
    """Ctrl+C in the middle of a build: one word, code 130, no process left, and the next build needs no hand."""
    documents = corpus / "corpus" / "documents"
    for number in range(400):
        (documents / f"blad{number}.txt").write_text(
            f"Blad {number}\n\n" + "Vi läser högt i grupp och talar om boken efteråt. " * 1000, encoding="utf-8"
        )
    with subprocess.Popen(
        [executable, "index"], cwd=corpus, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True
    ) as process:
        cache = corpus / "index" / "extracted.sqlite"
        while not cache.exists():
            time.sleep(0.01)
        time.sleep(0.2)
        os.killpg(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=30)
    assert (process.returncode, stderr) == (130, "Avbrutet.\n")
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    assert metodsok("-q", "index").returncode == 0


def test_a_reader_that_leaves_is_no_error(corpus: Path, metodsok: Command, executable: Path) -> None:
    """`metodsok list | head -1` ends without a word."""
    metodsok("index")
    line = f"'{executable}' list --json | head -c 1; exit ${{PIPESTATUS[0]}}"
    piped = subprocess.run(["bash", "-c", line], cwd=corpus, capture_output=True, encoding="utf-8", check=False)
    assert (piped.returncode, piped.stderr) == (0, "")

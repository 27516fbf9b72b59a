"""Which files are read, and which are not since their text is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.build.build import BuildReport
from indexer.build.extracts import Extracts
from indexer.build.reading import look, read
from indexer.corpus.files import files
from indexer.index.generation import Generation

Run = Callable[..., BuildReport]
READING = "Läser filer"


@pytest.fixture
def steps() -> list[str]:
    """Return a list for what a build says that it is doing."""
    return []


def with_older_analyser(index: Path) -> None:
    """Make the index one that another version of the analyser has built."""
    manifest = Generation.open(index).folder / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text("utf-8")) | {"analyzer": 0}), "utf-8")


def test_a_new_analyser_reads_no_file_again(run: Run, corpus: Path, index: Path, steps: list[str]) -> None:
    """Everything is analysed anew, from the texts that are kept; files that were moved keep theirs too."""
    first = run(progress=lambda step, *_: steps.append(step))
    assert steps.count(READING) == first.documents == 20
    steps.clear()
    with_older_analyser(index)
    (corpus / "documents" / "blad03.md").rename(corpus / "documents" / "flyttat.md")
    second = run(progress=lambda step, *_: steps.append(step))
    assert READING not in steps
    assert (second.unchanged, second.documents, second.passages) == (False, 20, first.passages)


def test_a_new_extractor_reads_every_file_again(corpus: Path, tmp_path: Path, steps: list[str]) -> None:
    """Texts are kept for the version that read them, and found again by it alone."""
    for version, expected in ((1, 20), (1, 0), (2, 20)):
        steps.clear()
        with Extracts.opened(tmp_path / "extracted.sqlite", version) as extracts:
            readings, failures = read(look(files(corpus), extracts), extracts, lambda step, *_: steps.append(step))
        assert (len(readings), failures, steps.count(READING)) == (20, (), expected)

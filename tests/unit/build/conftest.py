from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from indexer.build.build import BuildReport, build

TODAY = date(2026, 3, 1)
TOPICS = (
    "källkritik", "bokcirkel", "läsfrämjande", "skollov", "högläsning",
    "filterbubbla", "katalog", "meröppet", "sagostund", "språkkafé",
)  # fmt: skip


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a corpus of twenty short documents, without any other file."""
    folder = tmp_path / "corpus" / "documents"
    folder.mkdir(parents=True)
    for number in range(20):
        write(
            tmp_path / "corpus",
            f"blad{number:02}.md",
            f"# Blad {number}\n\nEn övning i {TOPICS[number % 10]} för alla.",
        )
    return tmp_path / "corpus"


def write(corpus: Path, name: str, text: str) -> Path:
    path = corpus / "documents" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def run(corpus: Path, index: Path) -> Callable[..., BuildReport]:
    return partial(build, corpus, index, today=TODAY)

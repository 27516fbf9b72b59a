from __future__ import annotations

from pathlib import Path

import pytest

from indexer.model import Document
from web.files import servable


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    documents = tmp_path / "corpus" / "documents"
    (documents / ".gomd").mkdir(parents=True)
    for name in ("blad.md", "blad.exe", ".gomd/blad.md"):
        (documents / name).write_text("text", "utf-8")
    (tmp_path / "corpus" / "catalogue.toml").write_text("", "utf-8")
    (tmp_path / "hemlig.md").write_text("hemligt", "utf-8")
    (documents / "lank.md").symlink_to(tmp_path / "hemlig.md")
    return tmp_path / "corpus"


def document(path: str | None, rights: str = "full-text") -> Document:
    return Document("x", "X", "U", path=path, rights=rights)


def test_a_file_of_ours_may_be_served(corpus: Path) -> None:
    assert servable(corpus, document("documents/blad.md")) == (corpus / "documents" / "blad.md").resolve()


def test_a_file_whose_rights_are_snippets_may_not(corpus: Path) -> None:
    assert servable(corpus, document("documents/blad.md", "snippet")) is None


@pytest.mark.parametrize(
    "path",
    [
        None, "documents/finns-inte.md", "documents/blad.exe", "documents/lank.md", "documents/../catalogue.toml",
        "documents/../../hemlig.md", "documents/.gomd/blad.md", "catalogue.toml", "/etc/passwd", "documents",
    ],
)  # fmt: skip
def test_nothing_else_is_ever_served(corpus: Path, path: str | None) -> None:
    assert servable(corpus, document(path)) is None

from __future__ import annotations

import os
from pathlib import Path

from indexer.build.extracts import Extracts
from indexer.errors import ExtractionError
from indexer.model import Extract, Section

EXTRACT = Extract(
    sections=(Section("Text på sidan.", "Rubrik", 2, "ankare", "en"), Section("Mer.")),
    metadata={"title": "Titel"},
    pages=2,
    partial=True,
    notes=("Bara de första sidorna.",),
)


def test_what_was_stored_comes_back(tmp_path: Path) -> None:
    with Extracts.opened(tmp_path / "cache.sqlite", 1) as extracts:
        extracts.store("a", EXTRACT)
        extracts.store("b", ExtractionError("encrypted", "Filen är låst."))
    with Extracts.opened(tmp_path / "cache.sqlite", 1) as extracts:
        head = extracts.head("a")
        assert not isinstance(head, ExtractionError)
        assert head
        assert (head.metadata, head.pages, head.partial, head.heading) == ({"title": "Titel"}, 2, True, "Rubrik")
        assert head.notes == EXTRACT.notes
        assert extracts.sections("a") == EXTRACT.sections
        error = extracts.head("b")
        assert isinstance(error, ExtractionError)
        assert (error.code, str(error)) == ("encrypted", "Filen är låst.")
        assert extracts.head("c") is None
        assert extracts.sections("c") == ()


def test_the_key_follows_content_suffix_and_reader(tmp_path: Path) -> None:
    one, two = tmp_path / "a.md", tmp_path / "b.MD"
    for path in (one, two):
        path.write_text("samma", "utf-8")
    with Extracts.opened(tmp_path / "cache.sqlite", 1) as extracts:
        key = extracts.key(one, "a.md")
        assert extracts.key(two, "b.MD") == key
        one.write_text("annat", "utf-8")
        os.utime(one, ns=(1, 1))
        assert extracts.key(one, "a.md") != key
    with Extracts.opened(tmp_path / "cache.sqlite", 2) as extracts:
        assert extracts.key(two, "b.MD") != key


def test_an_unchanged_file_is_not_opened_again(tmp_path: Path) -> None:
    """Size and time tell; here the content was changed behind their back."""
    path = tmp_path / "a.md"
    path.write_text("före", "utf-8")
    with Extracts.opened(tmp_path / "cache.sqlite", 1) as extracts:
        key = extracts.key(path, "a.md")
        info = path.stat()
        path.write_text("åter", "utf-8")
        path.write_bytes(path.read_bytes()[: info.st_size])
        os.utime(path, ns=(info.st_atime_ns, info.st_mtime_ns))
        assert extracts.key(path, "a.md") == key


def test_pruned_text_is_not_left_in_the_file(tmp_path: Path) -> None:
    with Extracts.opened(tmp_path / "cache.sqlite", 1) as extracts:
        extracts.store("hemlig-nyckel", ExtractionError("broken", "rabarberpaj " * 50))
        extracts.save()
        extracts.prune(())
    assert b"rabarberpaj" not in (tmp_path / "cache.sqlite").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache.sqlite"]

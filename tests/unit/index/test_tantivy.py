from __future__ import annotations

from pathlib import Path

from indexer.index.engine import EnginePassage, EngineQuery
from indexer.index.tantivy import TantivyEngine, TantivyWriter


def test_a_folder_where_no_lock_can_be_made_is_read_all_the_same(tmp_path: Path) -> None:
    """Here the lock's place is taken by a link into nowhere, which stops even root."""
    writer = TantivyWriter(tmp_path / "engine", fresh=True)
    writer.add(EnginePassage(4, "a", ("mik",)))
    writer.commit()
    lock = tmp_path / "engine" / ".tantivy-meta.lock"
    lock.unlink(missing_ok=True)
    lock.symlink_to(tmp_path / "nowhere" / "lock")
    engine = TantivyEngine(tmp_path / "engine")
    assert engine.search(EngineQuery((("mik", 1.0),)), 10).serials.tolist() == [4]

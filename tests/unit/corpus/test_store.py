"""The store of what was harvested."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corpus.store import HarvestedPage, Store
from indexer.errors import CorpusError

MONDAY, TUESDAY = datetime(2026, 11, 23, 3, 0, tzinfo=UTC), datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def page(address: str = "https://a.example/b", **known: object) -> HarvestedPage:
    return replace(HarvestedPage(address, "a", MONDAY, MONDAY, addresses=(address,)), **known)


def test_nothing_is_created_by_reading(tmp_path: Path) -> None:
    """A corpus without a harvest has no pages, and asking for them leaves no trace."""
    with Store.open(tmp_path) as store:
        assert store.pages() == ()
        assert store.page("https://a.example/b") is None
        assert store.forget("https://a.example/b") == 0
        assert store.sweep() == 0
    assert list(tmp_path.iterdir()) == []


def test_a_page_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    """Every field survives, in another process too."""
    with Store.open(tmp_path) as store:
        sha256 = store.put(b"<p>Bokcirkel")
        whole = HarvestedPage(
            address="https://a.example/å",
            source="a",
            first_seen=MONDAY,
            last_seen=TUESDAY,
            addresses=("https://a.example/å", "http://a.example/å?utm_source=x"),
            status=200,
            sha256=sha256,
            media_type="text/html",
            etag='W/"1"',
            last_modified="Mon, 23 Nov 2026 03:00:00 GMT",
            history=((MONDAY, "0" * 64), (TUESDAY, sha256)),
            redirect=None,
            referrer="https://a.example/",
            link_text="Läs mer",
            context="Startsidan",
            gone=False,
            failure=None,
        )
        store.save(whole)
    with Store.open(tmp_path) as store:
        assert store.pages() == (whole,)
        assert store.page(whole.address) == whole
        assert store.path(sha256).read_bytes() == b"<p>Bokcirkel"


@given(content=st.binary(max_size=200))
def test_bytes_are_kept_as_they_are(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """What is put is found under its hash, however often it is put."""
    with Store.open(tmp_path_factory.mktemp("corpus")) as store:
        assert store.put(content) == store.put(content)
        assert store.path(store.put(content)).read_bytes() == content


def test_only_the_service_can_read(tmp_path: Path) -> None:
    """Raw copies may hold names: no other user of the machine sees them."""
    with Store.open(tmp_path) as store:
        store.save(page(sha256=store.put(b"x")))
        for path in (tmp_path / "harvest", *(tmp_path / "harvest").rglob("*")):
            assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def test_only_the_newest_edition_is_kept(tmp_path: Path) -> None:
    """The bytes of an older edition go when the newer one is saved; the history keeps its hash."""
    with Store.open(tmp_path) as store:
        old, new = store.put(b"old"), store.put(b"new")
        store.save(page(sha256=old, history=((MONDAY, old),)))
        store.save(page(sha256=new, history=((MONDAY, old), (TUESDAY, new))))
        assert not store.path(old).exists()
        assert store.path(new).exists()
        assert [sha256 for _, sha256 in store.pages()[0].history] == [old, new]


def test_bytes_that_another_page_has_stay(tmp_path: Path) -> None:
    """Two addresses with the same content share the bytes until the last one has other content or goes."""
    with Store.open(tmp_path) as store:
        same = store.put(b"same")
        store.save(page(sha256=same), page("https://a.example/c", sha256=same))
        assert store.forget("https://a.example/b") == 1
        assert store.path(same).exists()
        assert store.forget("https://a.example/c", "https://a.example/never") == 1
        assert not store.path(same).exists()
        assert store.pages() == ()


def test_what_a_stop_leaves_behind_is_swept(tmp_path: Path) -> None:
    """Bytes without a page, and half-written ones, are deleted; what a page has stays."""
    with Store.open(tmp_path) as store:
        kept, stray = store.put(b"kept"), store.put(b"stray")
        store.save(page(sha256=kept))
        draft = store.path(stray).with_name(f".{stray}.k3x9")
        draft.write_bytes(b"str")
        assert store.sweep() == 2
        assert store.path(kept).exists()
        assert not store.path(stray).exists()
        assert not draft.exists()


def test_a_change_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    """What fails halfway leaves what was there."""
    with Store.open(tmp_path) as store:
        store.save(page(status=200))
        with pytest.raises(RuntimeError), store.change() as connection:  # noqa: PT012 -- the block is what is tested
            connection.execute("DELETE FROM page")
            raise RuntimeError
        assert store.pages()[0].status == 200


def test_what_was_saved_survives_being_killed(tmp_path: Path) -> None:
    """A process that dies right after saving loses nothing."""
    script = (
        "import os, signal, sys\nfrom datetime import UTC, datetime\nfrom pathlib import Path\n"
        "from indexer.corpus.store import HarvestedPage, Store\n"
        "now = datetime.now(UTC)\nstore = Store.open(Path(sys.argv[1]))\n"
        "store.save(HarvestedPage('https://a.example/', 'a', now, now, sha256=store.put(b'x')))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False).returncode == -9
    with Store.open(tmp_path) as store:
        [found] = store.pages()
        assert found.sha256
        assert store.path(found.sha256).read_bytes() == b"x"


def test_a_store_where_nothing_may_be_written_is_read(tmp_path: Path) -> None:
    """The index can be built from a corpus that is mounted read-only."""
    with Store.open(tmp_path) as store:
        store.save(page(status=200))
    folder = tmp_path / "harvest"
    folder.chmod(0o500)
    try:
        with Store.open(tmp_path) as store:
            assert [each.status for each in store.pages()] == [200]
    finally:
        folder.chmod(0o700)


def test_a_damaged_state_says_what_to_do(tmp_path: Path) -> None:
    """The message names the folder and the way out."""
    (tmp_path / "harvest").mkdir()
    (tmp_path / "harvest" / "state.sqlite").write_bytes(b"not a database at all" * 100)
    with Store.open(tmp_path) as store, pytest.raises(CorpusError, match="metodsok harvest"):
        store.pages()


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    """A file in the way is named."""
    (tmp_path / "harvest").write_text("in the way")
    with Store.open(tmp_path) as store, pytest.raises(CorpusError, match="kan inte skapas"):
        store.put(b"x")


def test_two_may_read_and_write_at_once(tmp_path: Path) -> None:
    """An index is built while a harvest is running."""
    with Store.open(tmp_path) as writer, Store.open(tmp_path) as reader:
        writer.save(page())
        with writer.change() as connection:
            connection.execute("UPDATE page SET status = 500")
            assert reader.pages()[0].status is None
        assert reader.pages()[0].status == 500
        assert isinstance(reader.read("SELECT 1 AS one")[0], sqlite3.Row)

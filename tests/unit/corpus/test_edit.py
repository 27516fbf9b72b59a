from __future__ import annotations

import stat
import tomllib
from datetime import date
from pathlib import Path

import pytest

from indexer.corpus import edit, files, load
from indexer.errors import CorpusError, UnknownDocument


@pytest.fixture
def handout(tmp_path: Path) -> Path:
    """Return a file outside the corpus."""
    path = tmp_path / "Läsecirkel för vuxna.md"
    path.write_text("# Läsecirkel", encoding="utf-8")
    return path


def test_a_file_is_copied_with_what_is_stated(corpus: Path, handout: Path) -> None:
    """The sidecar holds the checked values; the file itself stays where it was, too."""
    id_ = edit.add_file(corpus, handout, title='En "cirkel"', regions=("Kalmar",), themes=("MIK",), issued="2025")
    (file,) = files(corpus)
    assert id_ == file.id == "lasecirkel-for-vuxna"
    assert handout.read_bytes() == file.path.read_bytes()
    assert (file.record.title, file.record.regions, file.record.themes) == ('En "cirkel"', ("08",), ("mik",))
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o644


def test_nothing_is_overwritten(corpus: Path, handout: Path) -> None:
    edit.add_file(corpus, handout)
    handout.write_text("annat", encoding="utf-8")
    with pytest.raises(CorpusError, match="skrivs inte över"):
        edit.add_file(corpus, handout)
    assert files(corpus)[0].path.read_text(encoding="utf-8") == "# Läsecirkel"


def test_a_file_inside_gets_new_metadata_beside_the_old(corpus: Path, handout: Path) -> None:
    """Other fields and the comments of the sidecar are kept."""
    edit.add_file(corpus, handout, publisher="Exempelbiblioteket")
    file = files(corpus)[0]
    sidecar = file.path.with_suffix(".toml")
    sidecar.write_text(f"# Hand rörd\n{sidecar.read_text(encoding='utf-8')}", encoding="utf-8")
    edit.add_file(corpus, file.path, title="Cirkel")
    assert sidecar.read_text(encoding="utf-8").startswith("# Hand rörd\n")
    record = files(corpus)[0].record
    assert (record.title, record.publisher) == ("Cirkel", "Exempelbiblioteket")


def test_bad_values_are_refused_before_anything_is_written(corpus: Path, handout: Path) -> None:
    with pytest.raises(CorpusError, match="Menade du ”mik”"):
        edit.add_file(corpus, handout, themes=("mikk",))
    assert files(corpus) == ()


def test_what_is_no_file_is_refused(corpus: Path) -> None:
    with pytest.raises(CorpusError, match="ingen sådan fil"):
        edit.add_file(corpus, corpus / "saknas.pdf")


@pytest.mark.parametrize("name", [".dold.md", "~$plan.docx", "plan.toml"])
def test_what_would_never_be_listed_is_refused(corpus: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x", encoding="utf-8")
    with pytest.raises(CorpusError, match="annat namn"):
        edit.add_file(corpus, tmp_path / name)


def test_a_file_with_the_same_stem_gets_a_sidecar_of_its_own(corpus: Path, handout: Path) -> None:
    """What is stated of the new file changes nothing of the old."""
    edit.add_file(corpus, handout, title="Första")
    edit.add_file(corpus, handout.rename(handout.with_suffix(".txt")), title="Andra")
    assert {file.path.suffix: file.record.title for file in files(corpus)} == {".md": "Första", ".txt": "Andra"}


def test_a_field_written_otherwise_is_replaced(corpus: Path) -> None:
    path = corpus / "documents" / "a.md"
    path.write_text("x", encoding="utf-8")
    path.with_suffix(".toml").write_text('theme = "ai"\n', encoding="utf-8")
    edit.add_file(corpus, path, themes=("mik",))
    (file,) = files(corpus)
    assert (file.record.themes, file.faults) == (("mik",), ())


def test_a_folder_that_cannot_be_written_is_told_clearly(corpus: Path, handout: Path) -> None:
    """Here a file stands where the folder should be, which stops even the administrator."""
    (corpus / "documents").rmdir()
    (corpus / "documents").write_text("", encoding="utf-8")
    with pytest.raises(CorpusError, match="kan inte"):
        edit.add_file(corpus, handout)


def test_an_address_becomes_an_entry_at_the_end(corpus: Path) -> None:
    """In canonical form, with an id from the title; everything before it stays as it was."""
    before = (corpus / "catalogue.toml").read_text(encoding="utf-8")
    id_ = edit.add_address(corpus, "https://Example.org/mik?utm_source=brev#del", title="MIK för vuxna", themes=["mik"])
    text = (corpus / "catalogue.toml").read_text(encoding="utf-8")
    assert text.startswith(before.rstrip())
    record = load(corpus).records[-1]
    assert (id_, record.id, record.url) == ("mik-for-vuxna", "mik-for-vuxna", "https://example.org/mik")


def test_a_second_title_alike_gets_a_number(corpus: Path) -> None:
    ids = [edit.add_address(corpus, f"https://example.org/{number}", title="Samma") for number in range(3)]
    assert ids == ["samma", "samma-2", "samma-3"]


@pytest.mark.parametrize(
    "address", ["ftp://example.org/", "javascript:alert(1)", "example.org", "https://", "http://["]
)
def test_only_web_addresses_are_taken(corpus: Path, address: str) -> None:
    with pytest.raises(CorpusError, match="ingen webbadress"):
        edit.add_address(corpus, address, title="T")


def test_an_address_needs_a_title_and_must_be_new(corpus: Path) -> None:
    with pytest.raises(CorpusError, match="--title"):
        edit.add_address(corpus, "https://example.org/ny")
    with pytest.raises(CorpusError, match="redan i katalogen som ”plan-pahittad-2025”"):
        edit.add_address(corpus, "http://example.org/plan-gammal/", title="T")


def test_the_first_address_makes_the_catalogue(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    edit.add_address(tmp_path, "https://example.org/", title="Början")
    assert [record.id for record in load(tmp_path).records] == ["borjan"]


def test_a_removed_entry_leaves_the_rest_as_it_was(corpus: Path) -> None:
    """Comments and headings stay, and nobody supersedes what is gone."""
    removal = edit.remove(corpus, "plan-pahittad-2021", today=lambda: date(2026, 11, 22))
    text = (corpus / "catalogue.toml").read_text(encoding="utf-8")
    assert removal.entry
    assert "# Katalogens huvud" in text
    assert "# ============ Nästa avdelning" in text
    assert "Två rader\nsom hör ihop." in text
    assert [(record.id, record.supersedes) for record in load(corpus).records] == [
        ("plan-pahittad-2025", ()),
        ("ovning-pahittad", ()),
    ]


def test_what_was_removed_is_remembered(corpus: Path) -> None:
    """With all its addresses, so that the harvester knows it under each of them."""
    edit.remove(corpus, "http://example.org/plan-gammal", today=lambda: date(2026, 11, 22))
    removed = tomllib.loads((corpus / "removed.toml").read_text(encoding="utf-8"))["removed"]
    assert removed == [
        {
            "id": "plan-pahittad-2025",
            "urls": ["https://www.example.org/plan", "https://example.org/plan-gammal"],
            "date": "2026-11-22",
        }
    ]
    assert load(corpus).removed >= {"plan-pahittad-2025", "https://www.example.org/plan"}


def test_every_entry_can_be_removed_in_any_order(corpus: Path) -> None:
    for id_ in ("ovning-pahittad", "plan-pahittad-2025", "plan-pahittad-2021"):
        edit.remove(corpus, id_)
    assert load(corpus).records == ()


def test_a_file_goes_with_its_sidecar(corpus: Path, handout: Path) -> None:
    id_ = edit.add_file(corpus, handout, title="Cirkel")
    removal = edit.remove(corpus, id_)
    assert removal.files == ("documents/Läsecirkel för vuxna.md",)
    assert list((corpus / "documents").iterdir()) == []


def test_a_sidecar_that_another_file_uses_stays(corpus: Path) -> None:
    documents = corpus / "documents"
    for name in ("plan.pdf", "plan.docx"):
        (documents / name).write_text("x", encoding="utf-8")
    (documents / "plan.toml").write_text('publisher = "Båda"\n', encoding="utf-8")
    edit.remove(corpus, "plan")
    (left,) = files(corpus)
    assert left.record.publisher == "Båda"


def test_an_unknown_id_proposes_those_alike(corpus: Path) -> None:
    with pytest.raises(UnknownDocument, match="Menade du ovning-pahittad"):
        edit.remove(corpus, "ovning-pahitad")


def test_what_was_removed_comes_back_only_by_hand(corpus: Path, handout: Path) -> None:
    """Adding it again lifts the block, and says so."""
    id_ = edit.add_file(corpus, handout)
    edit.remove(corpus, id_)
    edit.remove(corpus, "ovning-pahittad")
    with pytest.raises(UnknownDocument, match="redan borttaget"):
        edit.remove(corpus, id_)
    told: list[str] = []
    assert edit.add_file(corpus, handout, tell=told.append) == id_
    assert "nu med igen" in told[0]
    assert load(corpus).removed == {"ovning-pahittad"}


def test_no_draft_is_left_behind(corpus: Path, handout: Path) -> None:
    edit.add_file(corpus, handout, title="Cirkel")
    edit.remove(corpus, "ovning-pahittad")
    assert not [path for path in corpus.rglob(".*") if path.is_file()]

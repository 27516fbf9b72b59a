from __future__ import annotations

from pathlib import Path

from indexer.corpus import files


def put(corpus: Path, name: str, text: str = "x") -> None:
    path = corpus / "documents" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def ids(corpus: Path) -> dict[str, str]:
    return {file.relative.removeprefix("documents/"): file.id for file in files(corpus)}


def test_a_file_is_named_by_its_path(corpus: Path) -> None:
    """Without suffix, as a slug, folders included; files of unknown formats are listed too."""
    put(corpus, "p0001.md")
    put(corpus, "kurser/Läslust i juni.pdf")
    put(corpus, "tabell.xlsx")
    assert ids(corpus) == {
        "p0001.md": "p0001",
        "kurser/Läslust i juni.pdf": "kurser-laslust-i-juni",
        "tabell.xlsx": "tabell",
    }


def test_hidden_files_and_sidecars_are_no_documents(corpus: Path) -> None:
    for name in (".DS_Store", "~$plan.docx", "plan.docx"):
        put(corpus, name)
    put(corpus, "plan.toml", 'id = "min-plan"\ntitle = "Min plan"\nyear = "2021–2024"\ntheme = "mik"\n')
    (file,) = files(corpus)
    assert (file.id, file.record.id, file.record.title) == ("min-plan", "min-plan", "Min plan")
    assert (file.record.valid_from, file.record.valid_to, file.record.themes) == (2021, 2024, ("mik",))


def test_the_sidecar_with_the_full_name_goes_first(corpus: Path) -> None:
    for name in ("plan.docx", "plan.pdf"):
        put(corpus, name)
    put(corpus, "plan.toml", 'publisher = "Båda"\n')
    put(corpus, "plan.pdf.toml", 'publisher = "Bara pdf"\n')
    assert {file.relative: file.record.publisher for file in files(corpus)} == {
        "documents/plan.docx": "Båda",
        "documents/plan.pdf": "Bara pdf",
    }


def test_a_sidecar_without_a_file_is_listed(corpus: Path) -> None:
    """Otherwise nobody would notice that its file is gone."""
    put(corpus, "ensam.toml", 'title = "Ensam"\n')
    assert ids(corpus) == {"ensam.toml": "ensam"}


def test_two_files_never_share_an_id(corpus: Path) -> None:
    """The later in order gets a short hash, the same at every run; a stated id goes before a derived one."""
    for name in ("a.md", "a.pdf", "b.md", "c.md"):
        put(corpus, name)
    put(corpus, "c.toml", 'id = "b"\n')
    found = ids(corpus)
    assert found["a.md"] == "a"
    assert found["a.pdf"].startswith("a-")
    assert found["c.md"] == "b"
    assert found["b.md"].startswith("b-")
    assert len(set(found.values())) == 4
    assert ids(corpus) == found


def test_a_faulty_sidecar_takes_nothing_else_down(corpus: Path) -> None:
    """What can be read of it is used, and the note says what is wrong, with line and remedy."""
    put(corpus, "a.md")
    put(corpus, "b.md")
    put(corpus, "a.toml", 'title = "A"\ntype = "bok"\n')
    put(corpus, "b.toml", 'title = "A\n')
    one, two = files(corpus)
    assert one.record.title == "A"
    assert one.faults[0].startswith("documents/a.toml, rad 2: fältet ”type”")
    assert one.record.note == one.faults[0]
    assert two.id == "b"
    assert "b.toml, rad 1" in two.faults[0]


def test_a_corpus_without_documents_has_no_files(tmp_path: Path) -> None:
    assert files(tmp_path) == ()

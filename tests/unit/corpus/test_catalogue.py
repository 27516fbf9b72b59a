from __future__ import annotations

from pathlib import Path

import pytest

from indexer.corpus import load
from indexer.errors import CorpusError


def fault(corpus: Path, old: str, new: str, name: str = "catalogue.toml") -> str:
    path = corpus / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        load(corpus)
    return str(caught.value)


def test_records_are_read_as_written(corpus: Path) -> None:
    """Names of regions, Swedish types, dates and folded lines all reach the record in the model's form."""
    plan, _, exercise = load(corpus).records
    assert (plan.id, plan.regions, plan.themes) == ("plan-pahittad-2025", ("14", "07"), ("mik",))
    assert (plan.valid_from, plan.valid_to, plan.abstract) == (2025, 2028, "Två rader som hör ihop.")
    assert (exercise.type, exercise.language, exercise.issued) == ("exercise", "sv-x-lattlast", "2024-03-01")


def test_a_corpus_needs_no_more_than_documents(tmp_path: Path) -> None:
    """Missing files state nothing; the labels of the regions are there all the same."""
    (tmp_path / "documents").mkdir()
    corpus = load(tmp_path)
    assert (corpus.records, corpus.themes, corpus.synonyms, corpus.sources) == ((), (), (), ())
    assert corpus.regions["14"] == "Västra Götaland"


def test_a_missing_corpus_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="--corpus"):
        load(tmp_path / "nowhere")


def test_an_unknown_field_names_the_nearest(corpus: Path) -> None:
    """The message names file, line, entry, field and what to write."""
    message = fault(corpus, "publisher =", "publiser =")
    assert "catalogue.toml, rad 6, posten ”plan-pahittad-2025”" in message
    assert "okänt fält. Menade du ”publisher”?" in message


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"mik"]', '"mikk"]', "Menade du ”mik”? Teman som finns: mik, ai"),
        ('["14",', '["99",', "okänd region ”99”. Välj bland länskoderna: 01 (Stockholm)"),
        ('type = "plan"', 'type = "bok"', "web page (Webbsida)"),
        ('language = "sv"', 'language = "tyska"', "fit (Meänkieli)"),
        ('status = "ersatt"', 'status = "slut"', "gällande, utgången, remiss, ersatt, okänd"),
        ("valid_to = 2028", "valid_to = 2024", "slutar (2024) innan den börjar (2025)"),
        ("valid_to = 2028", 'valid_to = "snart"', "inget årtal"),
        ("valid_to = 2028", 'gone = "ja"', "true (ja) eller false (nej)"),
        ("issued = 2024-03-01", 'issued = "2024-13"', "datum som finns"),
        ('"https://www.example.org/plan"', '"www.example.org/plan"', "https://"),
        ('id = "ovning-pahittad"', 'id = "Övning påhittad"', "”ovning-pahittad”"),
        ('id = "ovning-pahittad"', 'id = "plan-pahittad-2021"', "finns 2 gånger"),
        ('title = "Påhittad övning"', "", "fältet ”title” saknas"),
        ('["plan-pahittad-2021"]', '["plan-pahittad-2022"]', "Menade du ”plan-pahittad-2021”?"),
        ('title = "Påhittad plan"', "title = 7", "text inom citattecken"),
        ("[[document]]\nid", "[document]\nid", "rad"),
    ],
)
def test_faults_say_what_is_wrong_and_what_to_write(corpus: Path, old: str, new: str, told: str) -> None:
    assert told in fault(corpus, old, new)


def test_all_faults_are_told_at_once(corpus: Path) -> None:
    """Somebody who edits a lot need not run the program once a mistake."""
    path = corpus / "catalogue.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"plan"', '"bok"'), encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        load(corpus)
    assert len(str(caught.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('title = "Påhittad plan"', 'title = "Påhittad plan', "rad 5: ett citattecken"),
        ('language = "sv"', 'language = "sv"\nlanguage = "fi"', "två gånger"),
        ("valid_from = 2025", "valid_from 2025", 'namn = "värde"'),
    ],
)
def test_broken_toml_is_explained_with_its_line(corpus: Path, old: str, new: str, told: str) -> None:
    assert told in fault(corpus, old, new)


def test_another_encoding_is_explained(corpus: Path) -> None:
    (corpus / "catalogue.toml").write_bytes("# å".encode("latin-1"))
    with pytest.raises(CorpusError, match="UTF-8"):
        load(corpus)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(corpus: Path) -> None:
    path = corpus / "catalogue.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(corpus).records[0].abstract == "Två rader som hör ihop."


def test_relations_between_themes_must_stand_on_both_sides(corpus: Path) -> None:
    message = fault(corpus, 'narrower = ["ai"]', "", name="themes.toml")
    assert "”ai” står inte under narrower i ”mik”" in message


def test_a_synonym_group_needs_its_terms(corpus: Path) -> None:
    (corpus / "synonyms.toml").write_text('[[group]]\nid = "a"\ndirection = "one-way"\nfrom = ["x"]\n', "utf-8")
    with pytest.raises(CorpusError, match="behöver from och to"):
        load(corpus)


def test_a_host_has_one_owner(corpus: Path) -> None:
    """Two sources share a host only where paths keep them apart."""
    two = '[[source]]\nid = "a"\nname = "A"\nhosts = ["a.se"]\n[[source]]\nid = "b"\nname = "B"\nhosts = ["a.se"]\n'
    (corpus / "sources.toml").write_text(two, "utf-8")
    with pytest.raises(CorpusError, match="hör redan till ”a”"):
        load(corpus)
    (corpus / "sources.toml").write_text(f'{two}paths = ["/b/"]\n', "utf-8")
    assert [source.id for source in load(corpus).sources] == ["a", "b"]


def test_old_addresses_of_a_source_are_no_start(corpus: Path) -> None:
    (corpus / "sources.toml").write_text(
        '[[source]]\nid = "a"\nname = "A"\ncounty_code = "07"\nstart_urls = [\n'
        '  { url = "https://a.se/", role = "start" },\n  { url = "https://a.se/old", role = "legacy" },\n]\n',
        "utf-8",
    )
    source = load(corpus).sources[0]
    assert (source.start_urls, source.regions, source.publisher) == (("https://a.se/",), ("07",), "A")

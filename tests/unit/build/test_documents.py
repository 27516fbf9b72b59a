from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from indexer.build.documents import assemble, complete, themed
from indexer.build.drafts import Draft
from indexer.build.extracts import Head
from indexer.build.reading import Reading
from indexer.corpus.catalogue import Corpus
from indexer.corpus.files import CorpusFile
from indexer.model import Document, Record, Section, Source, ThemeEvidence

ADDRESS = "https://bibliotek.example/mik"


def reading(
    name: str, *, key: str | None = None, heading: str | None = None, sidecar: Any = None, **says: str
) -> Reading:
    id_ = name.rsplit(".", 1)[0].lower()
    record = replace(sidecar or Record(id=id_), id=id_)
    file = CorpusFile(path=Path("documents", name), relative=f"documents/{name}", id=id_, record=record)
    return Reading(file, Head(key or name, says, pages=0, partial=False, notes=(), heading=heading))


def corpus(*records: Record, removed: tuple[str, ...] = (), sources: tuple[Source, ...] = ()) -> Corpus:
    return Corpus(Path(), records, (), (), sources, {}, frozenset(removed))


def drafts(stated: Corpus, *readings: Reading) -> dict[str, Draft]:
    return {draft.document.id: draft for draft in assemble(stated, readings)}


def only(stated: Corpus, *readings: Reading) -> Document:
    (draft,) = assemble(stated, readings)
    return draft.document


def test_the_sidecar_goes_before_the_file_itself_and_both_before_defaults() -> None:
    sidecar = Record(id="", title="Från sidofilen")
    document = only(corpus(), reading("Plan_2025.pdf", sidecar=sidecar, title="Ur filen", publisher="Region Exempel"))
    assert (document.title, document.publisher, document.language) == ("Från sidofilen", "Region Exempel", "sv")


def test_a_document_without_title_has_its_first_heading_else_its_file_name() -> None:
    assert only(corpus(), reading("a.md", heading="Rubriken")).title == "Rubriken"
    assert only(corpus(), reading("läsa_på-lov.md")).title == "Läsa på lov"


def test_an_unknown_publisher_is_told_as_such() -> None:
    assert only(corpus(), reading("a.md")).publisher == "Okänd utgivare"


def test_a_known_site_gives_publisher_regions_and_rights() -> None:
    source = Source("x", "X", "region", "Region Exempel", ("14",), ("bibliotek.example",), rights="full-text")
    document = only(corpus(Record("mik", title="MIK", url=ADDRESS), sources=(source,)))
    assert (document.publisher, document.regions, document.rights) == ("Region Exempel", ("14",), "full-text")


def test_a_file_with_an_entrys_address_gives_the_entry_its_text() -> None:
    """The catalogue's words win; the file fills in what they leave out."""
    entry = Record("mik", title="Katalogens titel", urls=(ADDRESS,))
    document = only(corpus(entry), reading("sidan.html", url=ADDRESS, title="Sidans titel", publisher="Exempel"))
    assert (document.id, document.title, document.publisher) == ("mik", "Katalogens titel", "Exempel")
    assert document.path == "documents/sidan.html"


def test_an_entry_takes_one_file_and_the_other_stays_its_own() -> None:
    entry = Record("mik", title="MIK", url=ADDRESS)
    found = drafts(corpus(entry), reading("a.html", url=ADDRESS), reading("mik.html"))
    assert found["mik"].document.path == "documents/a.html"
    assert len(found) == 2
    assert {draft.document.path for draft in found.values()} == {"documents/a.html", "documents/mik.html"}


def test_the_same_content_twice_is_one_document_with_both_addresses() -> None:
    first = reading("a.html", key="samma", url=ADDRESS)
    second = reading("b.html", key="samma", url=f"{ADDRESS}/igen")
    document = only(corpus(), first, second)
    assert (document.id, document.url, document.urls) == ("a", ADDRESS, (f"{ADDRESS}/igen",))
    assert document.notes == ("Samma innehåll finns i documents/b.html.",)


def test_what_was_removed_stays_out_by_id_and_by_address() -> None:
    stated = corpus(Record("a", title="A", url=ADDRESS), Record("b", title="B"), removed=(ADDRESS, "b", "c"))
    assert drafts(stated, reading("c.md"), reading("d.md")).keys() == {"d"}


def test_a_plan_that_another_supersedes_says_so() -> None:
    old = Record("plan-2021", title="Plan", type="plan")
    new = Record("plan-2025", title="Plan", type="plan", supersedes=("plan-2021",))
    found = drafts(corpus(old, new))
    assert found["plan-2021"].document.stated_status == "ersatt"
    assert found["plan-2025"].document.stated_status is None
    assert drafts(corpus(replace(old, status="gällande"), new))["plan-2021"].document.stated_status == "gällande"


def test_the_fingerprint_tells_changes_of_metadata_and_of_text() -> None:
    def fingerprint(title: str, key: str) -> str:
        return only(corpus(Record("a", title=title)), reading("a.md", key=key)).fingerprint

    assert fingerprint("A", "1") == fingerprint("A", "1")
    assert len({fingerprint("A", "1"), fingerprint("B", "1"), fingerprint("A", "2")}) == 3


def test_an_entry_without_file_is_found_by_its_abstract() -> None:
    (draft,) = assemble(corpus(Record("a", title="A", abstract="Om läsning.")), ())
    assert complete(draft, ()).sections == (Section("Om läsning."),)


def test_themes_found_in_the_text_fill_in_where_none_are_stated_and_evidence_is_kept() -> None:
    evidence = (ThemeEvidence("mik", 2.0, (("källkritik", 3),)),)
    silent, stated = assemble(corpus(Record("a", title="A"), Record("b", title="B", themes=("lasframjande",))), ())
    found = themed(complete(silent, ()), lambda _: evidence)
    kept = themed(complete(stated, ()), lambda _: evidence)
    assert (found.themes, found.themes_stated, found.evidence) == (("mik",), False, evidence)
    assert (kept.themes, kept.themes_stated, kept.evidence) == (("lasframjande",), True, evidence)


def test_that_the_publisher_has_taken_it_away_is_kept() -> None:
    """What stood there is still worth knowing, and the page says that the link is dead."""
    assert only(corpus(Record(id="borta", title="Borta", url=ADDRESS, gone=True))).gone
    assert not only(corpus(Record(id="kvar", title="Kvar", url=ADDRESS))).gone

"""Works from harvested pages; all sites, texts and addresses are invented."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indexer.build import harvested, pages
from indexer.build.documents import assemble
from indexer.build.drafts import Draft
from indexer.build.extracts import Extracts
from indexer.build.reading import Reading, read
from indexer.corpus.addresses import page_id
from indexer.corpus.catalogue import load
from indexer.corpus.store import HarvestedPage, Store
from indexer.extract import VERSION
from indexer.model import Document, Extract, Section

SITE = "https://www.provlandet.example"
WHEN = datetime(2026, 5, 1, tzinfo=UTC)
TEXT = " ".join(f"Mening {word} handlar om läsning på biblioteket." for word in map(chr, range(97, 123))) * 3
Make = Callable[..., HarvestedPage]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "sources.toml").write_text(
        '[[source]]\nid = "prov"\nname = "Region Provlandet"\ncounty_code = "17"\nhosts = ["www.provlandet.example"]\n',
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def extracts(tmp_path: Path) -> Iterator[Extracts]:
    with Extracts.opened(tmp_path / "extracted.sqlite", VERSION) as opened:
        yield opened


@pytest.fixture
def make(corpus: Path, extracts: Extracts) -> Make:
    """Return what keeps a page with a text in the store, as if it had been fetched and read."""

    def make(
        path: str, text: str, *, pages: int = 0, metadata: dict[str, str] | None = None, **known: object
    ) -> HarvestedPage:
        with Store.open(corpus) as store:
            content = store.put(f"{path} {text}".encode())
            told = {"title": "En sida om läsning", "language": "sv"} | (metadata or {})
            extracts.store(f"{content} {VERSION}", Extract((Section(text),), told, pages))
            page = HarvestedPage(
                address=SITE + path,
                **{"source": "prov", "first_seen": WHEN, "last_seen": WHEN, "status": 200, "sha256": content}
                | {"media_type": "application/pdf" if pages else "text/html", "history": ((WHEN, content),)}
                | known,  # type: ignore[arg-type]
            )
            store.save(page)
        return page

    return make


def drafts(corpus: Path, extracts: Extracts, *files: Reading, year: int = 2026) -> dict[str, Draft]:
    stated = load(corpus)
    with Store.open(corpus) as store:
        keyed = pages.look(store.pages(), store, stated)
    readings, failures = read(keyed, extracts, lambda *_: None)
    assert failures == ()
    found = harvested.works(readings, stated, extracts)
    return {draft.document.id: draft for draft in assemble(stated, files, found, year=year)}


def documents(corpus: Path, extracts: Extracts, year: int = 2026) -> dict[str, Document]:
    return {name: draft.document for name, draft in drafts(corpus, extracts, year=year).items()}


def test_a_page_is_a_document_of_its_source(corpus: Path, extracts: Extracts, make: Make) -> None:
    """Id from host and path; publisher, region and rights from the source; no file is offered."""
    make("/lasning", TEXT, metadata={"issued": "2024-02-01", "updated": "2025-01-02"})
    (found,) = documents(corpus, extracts).values()
    assert found.id == page_id(f"{SITE}/lasning")
    assert found.id.startswith("provlandet-example-lasning-")
    assert (found.publisher, found.regions, found.rights) == ("Region Provlandet", ("17",), "snippet")
    assert (found.title, found.type, found.url) == ("En sida om läsning", "web page", f"{SITE}/lasning")
    assert (found.issued, found.updated, found.checked) == ("2024-02-01", "2025-01-02", "2026-05-01")
    assert found.path is None


def test_a_page_cannot_state_what_people_decide(corpus: Path, extracts: Extracts, make: Make) -> None:
    """Id, rights, themes and editions are never taken from somebody else's page."""
    make(
        "/a",
        TEXT,
        metadata={"id": "kapad", "rights": "full-text", "themes": "mik", "supersedes": "annan", "publisher": "Jag"},
    )
    (found,) = documents(corpus, extracts).values()
    assert found.id == page_id(f"{SITE}/a")
    assert (found.rights, found.themes, found.supersedes, found.publisher) == ("snippet", (), (), "Region Provlandet")


def test_what_people_stated_wins_and_the_page_gives_the_text(corpus: Path, extracts: Extracts, make: Make) -> None:
    """A catalogue entry with the page's address, however written, gets its text and what it lacks."""
    (corpus / "catalogue.toml").write_text(
        '[[document]]\nid = "min-post"\ntitle = "Min titel"\nurl = "http://provlandet.example/lasning/"\n'
        'rights = "full-text"\n',
        encoding="utf-8",
    )
    make("/lasning", TEXT, metadata={"issued": "2024"})
    found = drafts(corpus, extracts)
    assert list(found) == ["min-post"]
    document = found["min-post"].document
    assert (document.title, document.rights, document.issued) == ("Min titel", "full-text", "2024")
    assert found["min-post"].key


def test_copies_are_one_work_with_all_addresses(corpus: Path, extracts: Extracts, make: Make) -> None:
    """The page stands for it, its PDF is told, and a text with one word changed is the same."""
    make("/lasning", TEXT)
    make("/utskrift/lasning", TEXT.replace("Mening d", "Mening dd", 1))
    make("/fil.pdf", TEXT, pages=3, link_text="En sida om läsning (pdf)")
    (found,) = documents(corpus, extracts).values()
    assert found.url == f"{SITE}/lasning"
    assert set(found.urls) == {f"{SITE}/utskrift/lasning", f"{SITE}/fil.pdf"}
    assert found.pdf == f"{SITE}/fil.pdf"


def test_a_page_tells_of_the_document_that_it_introduces(corpus: Path, extracts: Extracts, make: Make) -> None:
    """A report with words of its own stays a work; the page of the same name leads to it, other pages do not."""
    make("/rapport", "Kort om rapporten.", metadata={"title": "Läsning på landet 2025"})
    make("/annat", "Något annat.", metadata={"title": "Aktuellt"})
    told = {"pages": 9, "metadata": {"title": "Läsning på landet 2025"}}
    make("/rapport.pdf", TEXT, referrer=f"{SITE}/rapport", **told)
    make("/gammal.pdf", TEXT[::-1], referrer=f"{SITE}/rapport", pages=9, metadata={"title": "Läsning på landet 2020"})
    make("/annan.pdf", TEXT.upper()[::-1], referrer=f"{SITE}/annat", **told)
    found = {document.url: document.pdf for document in documents(corpus, extracts).values()}
    assert found == {
        f"{SITE}/rapport": f"{SITE}/rapport.pdf", f"{SITE}/annat": None, f"{SITE}/rapport.pdf": None,
        f"{SITE}/gammal.pdf": None, f"{SITE}/annan.pdf": None,
    }  # fmt: skip


def test_a_plan_with_a_page_about_it_is_one_plan(corpus: Path, extracts: Extracts, make: Make) -> None:
    """The document is the plan, the page leads to the one that everybody can read."""
    make("/plan", "Kort om planen.", metadata={"title": "Regional biblioteksplan 2025–2028"})
    known = {"pages": 9, "referrer": f"{SITE}/plan"}
    own = {"title": "Biblioteksplan för Provlandet 2025-2028"}
    make("/a.pdf", TEXT, metadata=own, link_text="Planen för utskrift", **known)
    make("/b.pdf", f"{TEXT} Slut.", metadata=own, link_text="Planen, tillgänglig version", **known)
    make("/c.pdf", TEXT[::-1], metadata={"title": "Kulturplan 2025–2028"}, **known)
    made = documents(corpus, extracts).values()
    assert {document.url: document.type for document in made if document.url in (f"{SITE}/plan", f"{SITE}/c.pdf")} == {
        f"{SITE}/plan": "web page", f"{SITE}/c.pdf": "plan",
    }  # fmt: skip
    [page] = [document for document in made if document.url == f"{SITE}/plan"]
    assert page.pdf == f"{SITE}/b.pdf"
    assert sum(document.type == "plan" for document in made) == 2


def test_two_years_of_the_same_thing_are_two(corpus: Path, extracts: Extracts, make: Make) -> None:
    """However few the words that differ."""
    make("/lov-2025", TEXT, metadata={"title": "Lovläsning 2025"})
    make("/lov-2026", TEXT.replace("Mening d", "Mening dd", 1), metadata={"title": "Lovläsning 2026"})
    assert len(documents(corpus, extracts)) == 2


def test_two_entries_of_the_catalogue_are_two(corpus: Path, extracts: Extracts, make: Make) -> None:
    """A page and its file that people have listed apart stay apart."""
    (corpus / "catalogue.toml").write_text(
        f'[[document]]\nid = "sidan"\ntitle = "Sidan"\nurl = "{SITE}/lasning"\n'
        f'[[document]]\nid = "filen"\ntitle = "Filen"\nurl = "{SITE}/fil.pdf"\n',
        encoding="utf-8",
    )
    make("/lasning", TEXT)
    make("/fil.pdf", TEXT, pages=3)
    assert set(documents(corpus, extracts)) == {"sidan", "filen"}


def test_what_was_removed_stays_out(corpus: Path, extracts: Extracts, make: Make) -> None:
    """By any of its addresses, or by its id."""
    (corpus / "removed.toml").write_text(
        f'[[removed]]\nid = "x"\nurls = ["http://provlandet.example/a/"]\ndate = "2026-01-01"\n'
        f'[[removed]]\nid = "{page_id(SITE + "/b")}"\nurls = []\ndate = "2026-01-01"\n',
        encoding="utf-8",
    )
    make("/a", TEXT)
    make("/b", TEXT + " Slut b.")
    assert documents(corpus, extracts) == {}


def test_a_page_that_is_gone_stays(corpus: Path, extracts: Extracts, make: Make) -> None:
    """It says so; where a copy lives on, that one stands for the work, under the old id."""
    make("/a", TEXT, gone=True)
    (found,) = documents(corpus, extracts).values()
    assert found.gone
    make("/b", TEXT, first_seen=datetime(2026, 6, 1, tzinfo=UTC))
    (found,) = documents(corpus, extracts).values()
    assert (found.id, found.gone, found.url) == (page_id(f"{SITE}/a"), False, f"{SITE}/b")


def test_a_moved_page_keeps_its_id(corpus: Path, extracts: Extracts, make: Make) -> None:
    """And its old address."""
    make("/gammal", TEXT, redirect=f"{SITE}/ny")
    make("/ny", TEXT, first_seen=datetime(2026, 6, 1, tzinfo=UTC))
    (found,) = documents(corpus, extracts).values()
    assert (found.id, found.url, found.urls) == (page_id(f"{SITE}/gammal"), f"{SITE}/ny", (f"{SITE}/gammal",))


def test_the_next_plan_supersedes_the_last_when_it_has_begun(corpus: Path, extracts: Extracts, make: Make) -> None:
    """Before its first year the old one is in force still."""
    for first in (2021, 2025):
        make(
            f"/plan-{first}",
            f"{TEXT} {first} {'ny' * (first - 2020)}",
            metadata={"title": f"Biblioteksplan {first}–{first + 3}"},
        )
    old, new = (page_id(f"{SITE}/plan-{first}") for first in (2021, 2025))
    found = documents(corpus, extracts)
    assert (found[old].superseded_by, found[old].stated_status, found[new].supersedes) == ((new,), "ersatt", (old,))
    assert documents(corpus, extracts, year=2024)[old].superseded_by == ()


def test_when_it_was_last_seen_changes_nothing(corpus: Path, extracts: Extracts, make: Make) -> None:
    """A night's harvest without news leaves every fingerprint as it was, and a notice on all pages too."""

    def written(notice: str, day: int) -> list[str]:
        for number in range(12):
            make(
                f"/{number}",
                f"Sida {'abcdefghijkl'[number]} {TEXT[number * 40 :]}\n{notice}",
                last_seen=datetime(2026, 5, day, tzinfo=UTC),
            )
        return [draft.document.fingerprint for draft in drafts(corpus, extracts).values()]

    first = written("Vi har stängt i dag men öppnar i morgon.", 1)
    assert written("Telefonen är trasig, men vi lagar den så fort vi kan.", 2) == first


def test_the_day_of_a_page_is_when_it_was_first_met(corpus: Path, extracts: Extracts, make: Make) -> None:
    """So that an index can be thrown away; a page that moved is no news, nor is an entry that got its text."""
    earlier = WHEN - timedelta(days=30)
    make("/gammal", TEXT, first_seen=earlier, redirect=f"{SITE}/ny")
    make("/ny", TEXT)
    (found,) = documents(corpus, extracts).values()
    assert found.added == earlier.date().isoformat()
    entry = f'[[document]]\nid = "min"\ntitle = "Min"\nurl = "{SITE}/ny"\n'
    (corpus / "catalogue.toml").write_text(entry, encoding="utf-8")
    assert documents(corpus, extracts)["min"].added is None


def test_a_catalogue_address_on_another_name_of_the_host_gets_the_text(
    corpus: Path, extracts: Extracts, make: Make
) -> None:
    """The harvester asks the preferred host, the entry is what people wrote."""
    with (corpus / "sources.toml").open("a", encoding="utf-8") as file:
        file.write('alias_hosts = ["filmpool.example"]\n')
    entry = '[[document]]\nid = "min"\ntitle = "Min"\nurl = "http://filmpool.example/lasning"\n'
    (corpus / "catalogue.toml").write_text(entry, encoding="utf-8")
    make("/lasning", TEXT)
    found = drafts(corpus, extracts)
    assert list(found) == ["min"]
    assert found["min"].key


def test_years_that_people_know_hold_for_a_plan_without(corpus: Path, extracts: Extracts, make: Make) -> None:
    """For the document that the plan's page links to, or else for the page; what is told itself wins."""
    with (corpus / "sources.toml").open("a", encoding="utf-8") as file:
        file.write(f'[[source.plan]]\ntitle = "Plan"\nfrom = 2025\nto = 2028\nurl = "{SITE}/plan/"\n')
    make("/plan", TEXT, metadata={"title": "Regional biblioteksplan"})
    other = {"pages": 9, "referrer": f"{SITE}/plan"}
    make("/a.pdf", TEXT[::-1], metadata={"title": "Biblioteksplan för länet"}, **other)
    make("/b.pdf", TEXT.upper()[::-1], metadata={"title": "Biblioteksplan 2021–2024"}, **other)
    made = documents(corpus, extracts).values()
    found = {document.url: (document.type, document.valid_from, document.valid_to) for document in made}
    assert found == {
        f"{SITE}/plan": ("web page", None, None),
        f"{SITE}/a.pdf": ("plan", 2025, 2028),
        f"{SITE}/b.pdf": ("plan", 2021, 2024),
    }

"""The whole way through the installed command: six sites on loopback are harvested, indexed and searched, twice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from indexer import open_index
from indexer.corpus.addresses import place
from indexer.corpus.store import Store
from tests.sites import Asked, Server, World, world
from tests.sites.score import leaks, places, works

METODSOK = Path(sys.executable).parent / "metodsok"
DAY = date(2026, 11, 22)


@dataclass(slots=True)
class Service:
    """A service's folder, and the sites that it harvests; `asked` are the requests of the last harvest."""

    folder: Path
    server: Server
    asked: Sequence[Asked] = field(default=())

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the folder."""
        command = [METODSOK, *arguments]
        return subprocess.run(command, cwd=self.folder, capture_output=True, encoding="utf-8", timeout=600, check=False)

    def harvest(self, edition: World) -> dict[str, object]:
        """Harvest the edition and index it; return what the harvest reported."""
        self.server.world, before = edition, len(self.server.asked)
        done = self.run("harvest", "--json")
        assert done.returncode in {0, 3}, done.stderr
        self.asked = self.server.asked[before:]
        return dict(json.loads(done.stdout))

    def index(self) -> dict[str, object]:
        """Index what was harvested; 3 because some documents are spoilt."""
        done = self.run("index", "--json")
        assert done.returncode == 3, done.stderr
        return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Give a service that has harvested and indexed the first edition."""
    folder = tmp_path_factory.mktemp("service")
    sites = world("before")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "sources.toml").write_text(sites.sources_toml(), encoding="utf-8")
    with Server(sites).running() as server:
        hosts = "".join(f'"{host}" = "127.0.0.1:{server.port}"\n' for host in sites.hosts)
        settings = f'contact = "mailto:prov@example.org"\ndelay = 0\n[loopback]\n{hosts}'
        (folder / "metodsok.toml").write_text(settings, encoding="utf-8")
        service = Service(folder, server)
        service.harvest(sites)
        service.index()
        yield service


def _known(address: str) -> str:
    """Return what all ways to write an address have in common, SiteVision's states and aliases among them."""
    return place(address.replace("//bibliotek.", "//www.").split("?sv.target")[0])


def test_no_page_is_missed_and_none_outside_is_asked(service: Service) -> None:
    """Every address of the gold was fetched, and no address that robots, hosts or paths keep out."""
    gold = world("before").gold
    asked = {_known(one.address) for one in service.asked if one.status == 200}
    assert {_known(address) for address in gold.inside} - asked == set()
    assert {one.address for one in service.asked} & gold.outside == set()


def test_what_was_harvested_is_found(service: Service) -> None:
    """Each page and document by its own word, one document for each work, and nobody by name."""
    gold = world("before").gold
    with open_index(service.folder / "index", today=lambda: DAY) as searcher:
        at = {_known(address): id_ for address, id_ in places(searcher).items()}
        lost = [
            one.address
            for one in (*gold.pages.values(), *gold.documents.values())
            if at[_known(one.address)] not in {hit.document.id for hit in searcher.search(one.must, limit=3).hits}
        ]
        assert lost == []
        assert works(searcher, gold) == (1.0, 1.0)
    assert leaks(service.folder / "index", gold.secrets) == {}


def test_a_second_harvest_only_asks_what_has_changed(service: Service) -> None:
    """Robots and sitemaps apart every request is conditional, nothing is read again, and the index stays."""
    service.harvest(world("before"))
    fixed = ("/robots.txt", "/sitemap.xml")
    pages = [one for one in service.asked if not one.address.endswith(fixed)]
    assert pages
    assert {(one.conditional, one.status) for one in pages} == {(True, 304)}
    assert len(pages) == len({_known(one.address) for one in pages}), "each page is asked for once, whatever its state"
    extracted = service.folder / "index" / "extracted.sqlite"
    before = extracted.read_bytes()
    assert service.index()["unchanged"] is True
    assert extracted.read_bytes() == before


def test_a_new_edition_brings_what_is_new(service: Service) -> None:
    """New pages come, changed ones change, moved ones keep their ids, gone ones their records."""
    gold = world("after").gold
    with open_index(service.folder / "index") as searcher:
        ids = {_known(address): id_ for address, id_ in places(searcher).items()}
    for _ in range(2):
        service.harvest(world("after"))
    report = service.index()
    assert report["added"] == len(gold.new)
    with open_index(service.folder / "index", today=lambda: DAY) as searcher:
        at = {_known(address): id_ for address, id_ in places(searcher).items()}
        assert {at[_known(new)] for new in gold.moved.values()} == {ids[_known(old)] for old in gold.moved}
        gone = [searcher.document(at[_known(address)]) for address in gold.gone]
        assert [one.gone for one in gone if one] == [True] * len(gold.gone)
        for newer, older in gold.supersedes:
            document = searcher.document(at[_known(older)])
            assert document is not None
            assert document.superseded_by == (at[_known(newer)],)
        assert works(searcher, gold) == (1.0, 1.0)


def test_a_work_that_is_removed_stays_out(service: Service) -> None:
    """With its copies: the next harvest does not bring it back."""
    with open_index(service.folder / "index") as searcher:
        address = next(address for address in world("after").gold.documents if "lasframjande" not in address)
        id_ = places(searcher)[address]
    assert service.run("remove", id_).returncode == 0
    service.harvest(world("after"))
    service.index()
    with open_index(service.folder / "index") as searcher:
        assert searcher.document(id_) is None
        assert address not in places(searcher)
        assert searcher.withdrawn(id_)
    with Store.open(service.folder / "corpus") as store:
        assert address not in {page.address for page in store.pages() if page.sha256}

"""Servers of our own on loopback, good and bad, and a harvest that is quick and reaches nothing else."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from indexer.corpus import load
from indexer.corpus.store import HarvestedPage, Store
from indexer.harvest.crawl import HarvestReport
from indexer.harvest.crawl import harvest as run
from indexer.harvest.limits import Limits
from tests.harvest.server import Server

HOST = "www.prov.example"
QUICK = {"delay": 0, "connect": 5.0, "read": 10.0, "answer": 20.0, "retries": 0}


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let nothing be connected to but the own machine; give the list of what was tried all the same."""
    tried: list[str] = []
    connect, lookup = socket.socket.connect, socket.getaddrinfo

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not str(address[0]).startswith("127."):
            tried.append(str(address[0]))
            raise PermissionError(address)
        connect(self, address)

    def looked_up(host: Any, *rest: Any, **more: Any) -> Any:
        if host not in {"127.0.0.1", b"127.0.0.1", "localhost", None}:
            tried.append(str(host))
            raise PermissionError(host)
        return lookup(host, *rest, **more)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    return tried


@pytest.fixture
def server() -> Iterator[Server]:
    """Give a server that answers 404 until it is told what to answer."""
    with Server().running() as running:
        yield running


@pytest.fixture
def servers() -> Iterator[Callable[[], Server]]:
    """Give more servers."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(Server().running())


class Site:
    """A corpus with one source, and its harvests."""

    def __init__(self, root: Path, server: Server, tried: list[str]) -> None:
        self.root, self.server, self.tried = root, server, tried
        self.source("prov")

    def source(self, id_: str, hosts: str = HOST, more: str = "", start: str = "/") -> None:
        """Add a source to sources.toml."""
        with (self.root / "sources.toml").open("a", encoding="utf-8") as file:
            file.write(
                f'[[source]]\nid = "{id_}"\nname = "{id_}"\nhosts = ["{hosts}"]\n'
                f'start_urls = ["https://{hosts}{start}"]\n{more}\n'
            )

    def only(self, more: str, start: str = "/") -> None:
        """State the one source anew."""
        (self.root / "sources.toml").unlink()
        self.source("prov", more=more, start=start)

    def harvest(self, **wanted: Any) -> HarvestReport:
        """Harvest with limits that tests can wait for, and check that nothing else was connected to."""
        names = set(Limits.__dataclass_fields__)
        places = wanted.pop("places", {HOST: self.server.place})
        limits = Limits(**{**QUICK, "loopback": places, **{key: wanted.pop(key) for key in names & set(wanted)}})
        report = run(load(self.root), limits=limits, contact="mailto:prov@prov.example", **wanted)
        assert self.tried == []
        return report

    def reasons(self, **wanted: Any) -> dict[str, str]:
        """Harvest and return the reason for each path that did not go well."""
        report = self.harvest(**wanted)
        return {
            where.removeprefix(f"https://{HOST}"): code for source in report.sources for code, where in source.reasons
        }

    def page(self, path: str) -> HarvestedPage | None:
        """Return what is known of a path."""
        with Store.open(self.root) as store:
            return store.page(f"https://{HOST}{path}")

    def kept(self) -> list[str]:
        """Return the paths of the pages that there is a copy of."""
        with Store.open(self.root) as store:
            return [page.address.removeprefix(f"https://{HOST}") for page in store.pages() if page.sha256]


@pytest.fixture
def site(tmp_path: Path, server: Server, only_loopback: list[str]) -> Site:
    """Give a corpus with one source whose pages the server has."""
    return Site(tmp_path, server, only_loopback)

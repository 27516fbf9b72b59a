"""What must not be connected to is not: resolvers and sockets of the tests' own tell."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corpus import load
from indexer.harvest.crawl import harvest
from indexer.harvest.guard import Guard, is_public
from indexer.harvest.limits import Limits
from indexer.harvest.page import add_page
from indexer.harvest.reasons import Refused
from tests.harvest.conftest import HOST, QUICK, Site
from tests.harvest.server import Server, page

PRIVATE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",  # noqa: S104 -- to be refused
    "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2002:c0a8:101::1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
    "2001:0:4136:e378:8000:63bf:f5ff:fffe", "100::1", "", "localhost", "1", "0x7f.1", "127.1",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "193.10.15.1", "2001:6b0:1::1", "::ffff:8.8.8.8"]


def answers(*addresses: str) -> Any:
    """Give a resolver that says the same for every name."""

    async def lookup(_host: str, port: int) -> list[tuple[Any, ...]]:
        return [
            (socket.AF_INET6 if ":" in each else socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port))
            for each in addresses
        ]

    return lookup


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_public_is_refused(address: str) -> None:
    """When a name is looked up, and when its address is dialled."""
    assert not is_public(address)
    guard = Guard(Limits(), answers(address))
    with pytest.raises(Refused, match="inte är öppen"):
        asyncio.run(guard.resolve("www.prov.example", 443))
    with pytest.raises(Refused, match="inte är öppen"):
        guard.socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)))


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_is_not_refused(address: str) -> None:
    """The internet is there to be fetched from."""
    assert is_public(address)
    [found] = asyncio.run(Guard(Limits(), answers(address)).resolve("www.prov.example", 443))
    assert (found["host"], found["port"]) == (address, 443)


@given(st.text(max_size=40))
def test_no_text_makes_the_guard_fail(text: str) -> None:
    """Whatever a resolver says is judged, never an error."""
    assert is_public(text) in {True, False}


def test_one_private_address_condemns_the_name() -> None:
    """Who mixes public and private addresses must not choose which is tried."""
    with pytest.raises(Refused):
        asyncio.run(Guard(Limits(), answers("8.8.8.8", "10.0.0.1")).resolve("www.prov.example", 443))


def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note what the event loop is asked to connect to, and let nothing through but loopback."""
    tried: list[str] = []
    connect = asyncio.selector_events.BaseSelectorEventLoop.sock_connect  # type: ignore[attr-defined]

    async def noted(self: Any, sock: socket.socket, address: Any) -> None:
        tried.append(address[0])
        if not address[0].startswith("127."):
            raise ConnectionRefusedError(address)
        await connect(self, sock, address)

    monkeypatch.setattr(asyncio.selector_events.BaseSelectorEventLoop, "sock_connect", noted)  # type: ignore[attr-defined]
    return tried


def reasons(site: Site, lookup: Any) -> set[str]:
    report = harvest(load(site.root), limits=Limits(**{**QUICK, "politest": 0}), lookup=lookup)
    return {code for source in report.sources for code, _ in source.reasons}


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1"])
def test_a_name_that_means_a_private_address_is_never_dialled(
    site: Site, server: Server, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """The source is listed with its reason, and no socket was opened."""
    tried = dialled(monkeypatch)
    assert reasons(site, answers(address)) == {"private-address"}
    assert tried == []
    assert server.asked == []
    assert add_page(load(site.root), f"https://{HOST}/", lookup=answers(address)).failure == "private-address"
    assert tried == []


def test_an_address_of_figures_is_checked_too(site: Site, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such an address is not looked up: the check when it is dialled is what holds."""
    site.source("siffror", "127.0.0.1", start=f"/#{server.port}")
    tried = dialled(monkeypatch)
    assert reasons(site, answers("10.0.0.1")) == {"private-address"}
    assert tried == []
    assert server.asked == []


def test_a_name_that_changes_its_mind_gains_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is dialled is what was checked; a name that turns private between two connections is refused."""
    tried = dialled(monkeypatch)
    said = iter(["93.184.216.34", *["127.0.0.1"] * 50])

    async def lookup(host: str, port: int) -> list[tuple[Any, ...]]:
        return list(await answers(next(said))(host, port))

    harvest(load(site.root), limits=Limits(**{**QUICK, "politest": 0, "retries": 2}), lookup=lookup)
    assert set(tried) == {"93.184.216.34"}


def test_no_proxy_is_taken_from_the_environment(
    site: Site, server: Server, monkeypatch: pytest.MonkeyPatch, only_loopback: list[str]
) -> None:
    """A variable that somebody has set sends nothing elsewhere."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.pages = {"/": page()}
    assert not site.harvest().failed
    assert site.kept() == ["/"]
    assert only_loopback == []


def test_only_the_named_port_of_the_own_machine_is_open(
    site: Site, server: Server, servers: Any, only_loopback: list[str]
) -> None:
    """What a test's settings allow is one address and port, not the whole machine."""
    other = servers()
    guard = Guard(Limits(loopback={HOST: server.place}))
    assert guard.socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port))).close() is None
    with pytest.raises(Refused):
        guard.socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", other.port)))
    assert site.harvest().count("missing") == 1
    assert other.asked == only_loopback == []

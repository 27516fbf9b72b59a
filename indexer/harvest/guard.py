"""What may be connected to: public addresses of the internet, checked at look-up and again when dialled."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from indexer.harvest.limits import Limits
from indexer.harvest.reasons import Refused

Lookup = Callable[[str, int], Awaitable[list[tuple[Any, ...]]]]
"""Gives what getaddrinfo gives for a host and a port."""

# Wrap addresses of IPv4 (RFC 6052), or are set aside for protocols (RFC 6890, which Python 3.11 takes for public).
_NEVER = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "192.0.0.0/24")))


async def system_lookup(host: str, port: int) -> list[tuple[Any, ...]]:
    """Ask the machine's own resolver, in a thread."""
    loop = asyncio.get_running_loop()
    return list(await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM))


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the open internet; addresses that wrap another one count as that one."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
    if any(ip in network for network in _NEVER):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def is_number(host: str) -> bool:
    """Tell whether a host is an IP address as it stands, and no name."""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


class Guard(AbstractResolver):
    """Looks names up for aiohttp and opens its sockets, but only towards addresses that may be reached.

    A socket is opened for the very address that was checked: a name that means something else a moment later leads
    nowhere. The hosts of `limits.loopback` mean what is said there and are not looked up.
    """

    def __init__(self, limits: Limits, lookup: Lookup = system_lookup) -> None:
        self._lookup = lookup
        self._places = {host: _place(place) for host, place in limits.loopback.items()}

    def place(self, host: str) -> tuple[str, int] | None:
        """Return where on the own machine a test has put the host, None for all real ones."""
        return self._places.get(host)

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002 -- both families are asked for
    ) -> list[ResolveResult]:
        """Return the addresses of a host; raises Refused where one of them is not public, OSError where none is known.

        One bad address condemns the name: an attacker must not choose which one is tried.
        """
        if place := self.place(host):
            return [_result(host, place[0], place[1], socket.AF_INET)]
        found = [(entry[0], entry[4][0]) for entry in await self._lookup(host, port)]
        if not found:
            raise OSError(f"no address for {host}")
        if not all(is_public(address) for _, address in found):
            raise Refused("private-address")
        return [_result(host, address, port, family) for family, address in found]

    async def close(self) -> None:
        """Do nothing: there is nothing to let go."""

    def socket(self, dialled: tuple[Any, ...]) -> socket.socket:
        """Return a socket for an address as getaddrinfo gives it; raises Refused for one that may not be dialled."""
        family, type_, protocol, _, where = dialled
        if not is_public(where[0]) and (where[0], where[1]) not in self._places.values():
            raise Refused("private-address")
        return socket.socket(family, type_, protocol)


def _place(place: str) -> tuple[str, int]:
    address, _, port = place.rpartition(":")
    return address, int(port)


def _result(host: str, address: str, port: int, family: int) -> ResolveResult:
    return ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST)

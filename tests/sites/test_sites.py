from __future__ import annotations

from urllib.request import Request, urlopen

import pytest

from tests.sites import Server, world


def test_the_sites_are_the_same_every_time() -> None:
    """Two builds of an edition give the same bytes."""
    first = world("before")
    world.cache_clear()
    assert world("before").resources == first.resources


def test_there_is_as_much_as_was_promised() -> None:
    """Six sites hold about 300 pages and 40 documents."""
    gold = world("before").gold
    assert len(world("before").sites) == 6
    assert 280 <= len(gold.pages) <= 340
    assert 40 <= len(gold.documents) + len(gold.unreadable) <= 45


@pytest.mark.parametrize("edition", ["before", "after"])
def test_every_address_inside_answers(edition: str) -> None:
    """What has to be fetched is there, and what must stay outside is none of it."""
    made = world("before" if edition == "before" else "after")
    for address in made.gold.inside:
        host, _, path = address.removeprefix("https://").partition("/")
        found = made.find(host, f"/{path}")
        assert found is not None
        assert found.status == 200
    assert not made.gold.inside & made.gold.outside


def test_the_server_answers_for_each_host_and_remembers() -> None:
    """An unchanged page costs a 304 when asked on condition."""
    made = world("before")
    host = made.sites[0].host
    with Server(made).running() as server:
        first = urlopen(_request(server.port, host))
        assert "Region Almdal" in first.read().decode()
        first.close()
        with pytest.raises(OSError, match="304") as error:
            urlopen(_request(server.port, host, {"If-None-Match": first.headers["ETag"]}))
        error.value.close()  # type: ignore[attr-defined]
        assert [(one.address, one.conditional, one.status) for one in server.asked] == [
            (f"https://{host}/", False, 200),
            (f"https://{host}/", True, 304),
        ]


def _request(port: int, host: str, headers: dict[str, str] | None = None) -> Request:
    return Request(f"http://127.0.0.1:{port}/", headers={"Host": host, **(headers or {})})

"""What all tests share: how examples are made, and a real OpenSearch cluster for those that are marked `cluster`."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from hypothesis import settings

from indexer.config import Cluster
from tools.opensearch import cluster as machinery

# Machines are noisy: no example fails for having taken long.
settings.register_profile("metodsok", deadline=None)
settings.load_profile("metodsok")

LEFT_OUT = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--need-cluster", action="store_true", help="fail where the tests on a cluster cannot run")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs a cluster where there can be none, and remember to say so."""
    needing = [item for item in items if item.get_closest_marker("cluster")]
    fault = machinery.lacking() if needing else None
    if fault is None:
        return
    told = f"{len(needing)} tests on an OpenSearch cluster: {fault}"
    if config.getoption("--need-cluster"):
        raise pytest.UsageError(f"Cannot run {told}")
    config.stash[LEFT_OUT] = told
    items[:] = [item for item in items if item not in needing]
    config.hook.pytest_deselected(items=needing)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say loudly what did not run."""
    if told := config.stash.get(LEFT_OUT, None):
        terminalreporter.section("NOT RUN", sep="!", red=True)
        terminalreporter.line(f"DID NOT RUN {told}. Install Java 17 and Maven.", red=True, bold=True)


@pytest.fixture(scope="session")
def opensearch() -> Iterator[machinery.Cluster]:
    """Run three nodes; a test that kills one starts it again."""
    with machinery.Cluster() as running:
        yield running


@pytest.fixture
def cluster(opensearch: machinery.Cluster) -> Iterator[Cluster]:
    """Give the settings of a corner of the cluster that no other test uses; it is emptied afterwards."""
    corner = Cluster(opensearch.addresses, prefix=f"prov{secrets.token_hex(4)}")
    yield corner
    empty(corner)


@pytest.fixture(scope="module")
def shared_cluster(opensearch: machinery.Cluster) -> Iterator[Cluster]:
    """Give such a corner to all tests of a module."""
    corner = Cluster(opensearch.addresses, prefix=f"prov{secrets.token_hex(4)}")
    yield corner
    empty(corner)


def empty(corner: Cluster) -> None:
    """Remove every index of the corner."""
    from indexer.index.opensearch.client import connect

    client = connect(corner)
    client.indices.delete(index=f"{corner.prefix}-*", params={"expand_wildcards": "all"}, request_timeout=120)
    client.close()

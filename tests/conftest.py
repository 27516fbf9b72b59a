"""What all tests share: how examples are made, and a real OpenSearch cluster for those that are marked `cluster`."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from indexer.config import Cluster
from tools.opensearch import cluster as machinery

# Machines are noisy: no example fails for having taken long.
settings.register_profile("metodsok", deadline=None)
settings.load_profile("metodsok")

SHARED = {
    "cluster": ("tests/cluster/", "tests/contract/", "tests/e2e/browser/test_cluster.py"),
    "browser": ("tests/e2e/browser/",),
}
"""Tests by what they share; the others share what is made once for a file."""
LEFT_OUT = pytest.StashKey[str]()
"""What cannot run here, and why."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--need-cluster", action="store_true", help="fail where the tests on a cluster cannot run")


def pytest_configure(config: pytest.Config) -> None:
    """Look once whether there can be a cluster: the processes that share the tests are told by the first."""
    fault = _told(config) if hasattr(config, "workerinput") else machinery.lacking()
    if fault and config.getoption("--need-cluster"):
        raise pytest.UsageError(f"Cannot run the tests on an OpenSearch cluster: {fault}")
    config.stash[LEFT_OUT] = fault or ""


def _told(config: pytest.Config) -> str:
    return str(config.workerinput["left_out"])  # type: ignore[attr-defined]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a process that shares the tests what cannot run."""
    node.workerinput["left_out"] = node.config.stash[LEFT_OUT]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Let what shares a cluster, a service or a file be done by one process."""
    return _Scheduling(config, log)


class _Scheduling(LoadScopeScheduling):  # type: ignore[misc]
    def _split_scope(self, nodeid: str) -> str:
        return next((name for name, places in SHARED.items() if nodeid.startswith(places)), nodeid.partition("::")[0])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot run."""
    needing = [item for item in items if item.get_closest_marker("cluster")]
    if needing and config.stash[LEFT_OUT]:
        items[:] = [item for item in items if item not in needing]
        config.hook.pytest_deselected(items=needing)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say loudly what did not run."""
    if fault := config.stash[LEFT_OUT]:
        terminalreporter.section("NOT RUN", sep="!", red=True)
        told = f"DID NOT RUN the tests on an OpenSearch cluster: {fault}. Install Java 17 and Maven."
        terminalreporter.line(told, red=True, bold=True)


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

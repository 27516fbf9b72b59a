"""The cluster that the tests are run on: how it starts beside others, and what it says where it can't."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tools.opensearch.cluster import Cluster, ClusterFault, hold_ports

SCRIPT = Path(__file__).parents[2] / "tools" / "opensearch" / "cluster.py"


def test_two_clusters_never_choose_the_same_ports() -> None:
    """Not before their nodes listen either; when one is gone its ports are free again."""
    with ExitStack() as one, ExitStack() as other:
        first = hold_ports(range(29210, 29290), 3, one)
        second = hold_ports(range(29210, 29290), 3, other)
        assert not set(first) & set(second)
        one.close()
        assert hold_ports(first, 3, other) == first


def test_a_port_that_a_program_listens_on_is_passed_by() -> None:
    with ExitStack() as stack, socket.create_server(("127.0.0.1", 0)) as listener:
        taken = listener.getsockname()[1]
        with pytest.raises(ClusterFault, match=f"1 lediga portar .* {taken}"):
            hold_ports([taken], 1, stack)


def test_two_clusters_started_at_the_same_moment_both_come_up() -> None:
    """Each answers at addresses of its own, and leaves nothing when it is told to end."""
    command = [sys.executable, SCRIPT, "--nodes", "1", "--heap", "128"]
    pair = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        addresses = [process.stdout.readline().strip() for process in pair if process.stdout]
        assert len({httpx.get(f"{address}/", timeout=60).json()["cluster_name"] for address in addresses}) == 2
    finally:
        for process in pair:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)
    for address in addresses:
        with pytest.raises(httpx.ConnectError):
            httpx.get(address)


def test_a_node_that_cannot_start_is_told_at_once() -> None:
    """With what it wrote; nobody waits for it until the time is up."""
    with (
        pytest.raises(ClusterFault, match=r"Klustret kom inte i gång\.(.|\n)*Too small maximum heap"),
        Cluster(1, heap=1),
    ):
        pass

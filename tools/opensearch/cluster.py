"""A real OpenSearch cluster on this machine, for tests and for trying things out; nothing is left behind.

    python tools/opensearch/cluster.py              three nodes until Ctrl+C
    python tools/opensearch/cluster.py --nodes 1

Needs Java 17 and Maven, which fetches OpenSearch into ~/.m2 the first time (about 100 MB). Every node is a process of
its own, so that it can be killed, listens on loopback alone, and ends with the process that started it, however that
one ends. There is no security plugin in these packages: no passwords, no TLS. Not for real use.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

POM = Path(__file__).parent / "pom.xml"
MAIN = "org.codelibs.opensearch.runner.OpenSearchRunner"
OLDEST_JAVA = 17
HTTP_PORTS = range(9210, 9290)
"""The runner takes no port above 9299."""
TRANSPORT_PORTS = range(9310, 9390)
"""Below those that a system lends to connections: one of these could get the port of a node that is down."""
START_WITHIN = 300
"""Seconds from the start of the nodes to an answering cluster: eight on an idle machine, minutes on a busy one."""
# The shell ends the node when its own input ends: that is when we say so, or are dead. It ends itself with the node.
WARDEN = """\
exec 3<&0
"$@" 3<&- &
node=$!
{ read -r _ <&3; kill -9 "$node"; } 2>/dev/null &
wait "$node"
ended=$?
kill "$!" 2>/dev/null
exit "$ended"
"""
CONFIGURATION = """\
cluster.name: {name}
network.host: 127.0.0.1
transport.port: {port}
discovery.seed_hosts: {seeds}
cluster.initial_cluster_manager_nodes: {seeds}
cluster.routing.allocation.disk.threshold_enabled: false
cluster.fault_detection.leader_check.interval: 300ms
cluster.fault_detection.follower_check.interval: 300ms
node.processors: 2
"""
LOGGING = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{ISO8601} %p %c{1.} %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""


class ClusterFault(Exception):
    """The cluster could not be started."""


def lacking() -> str | None:
    """Return in Swedish what this machine lacks to run a cluster, None where it can."""
    missing = [name for name in ("java", "mvn") if shutil.which(name) is None]
    if missing:
        return f"{' och '.join(missing)} finns inte"
    told = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S607
    version = re.search(r'version "(\d+)', told)
    if not version or int(version[1]) < OLDEST_JAVA:
        return f"Java {OLDEST_JAVA} eller nyare finns inte"
    return None


def class_path(folder: Path) -> str:
    """Return where Maven has put the packages; they are fetched where they are not there."""
    target = folder / "class-path"
    command = ["mvn", "-q", "-f", str(POM), "dependency:build-classpath", f"-Dmdep.outputFile={target}"]
    offline = subprocess.run([*command, "-o"], capture_output=True, check=False)  # noqa: S603 - fixed words
    if offline.returncode:
        sys.stderr.write("Hämtar OpenSearch från Maven Central …\n")
        online = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - same
        if online.returncode:
            raise ClusterFault(f"OpenSearch gick inte att hämta: {online.stdout[-2000:]}")
    return target.read_text("utf-8").strip()


@dataclass(slots=True)
class Node:
    """One process; `port` is its transport's and stays when it is started again."""

    folder: Path
    http: int
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.http}"

    def start(self, name: str, path: str, heap: int) -> None:
        """Start the process; its output goes to a file in its folder."""
        command = [
            "java", f"-Xms{heap}m", f"-Xmx{heap}m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", path, MAIN,
            "-basePath", str(self.folder), "-confPath", str(self.folder / "config"),
            "-dataPath", str(self.folder / "data"), "-logsPath", str(self.folder / "logs"),
            "-numOfNode", "1", "-baseHttpPort", str(self.http - 1), "-clusterName", name,
        ]  # fmt: skip
        with (self.folder / "output").open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603 - fixed words
                ["/bin/sh", "-c", WARDEN, "sh", *command],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl+C is for us alone, who then end the node and wait for it
            )

    def has_failed(self) -> bool:
        """Tell whether the process has ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        if self.process and self.process.stdin:
            self.process.stdin.close()
            self.process.wait()
        self.process = None


class Cluster:
    """Some nodes in a temporary folder, running while the block runs. `heap` is in megabytes, for each node."""

    def __init__(self, nodes: int = 3, heap: int = 256) -> None:
        self._count = nodes
        self._heap = heap
        self._stack = ExitStack()
        self.nodes: list[Node] = []

    def __enter__(self) -> Self:
        with self._stack as stack:
            self._folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="metodsok-kluster-")))
            self._path = class_path(self._folder)
            self._prepare(stack)
            stack.callback(self.stop)
            self.start()
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the nodes answer, those that are stopped too."""
        return tuple(node.address for node in self.nodes)

    def start(self) -> None:
        """Start the nodes that don't run, and wait until all are one cluster and every index has its copies."""
        for node in self.nodes:
            if node.process is None:
                node.start(self._folder.name, self._path, self._heap)
        self.wait()

    def stop(self) -> None:
        """Kill every node; `start` lets them go on with what they have."""
        for node in self.nodes:
            node.kill()

    def wait(self, status: str = "green") -> None:
        """Wait until the running nodes are one cluster of this status at least.

        Raises ClusterFault with what the nodes wrote where one has ended, or the time is up.
        """
        running = [node for node in self.nodes if node.process]
        until = time.monotonic() + START_WITHIN
        while True:
            query = f"wait_for_nodes={len(running)}&wait_for_status={status}&timeout=1s"
            health = ask(f"{running[-1].address}/_cluster/health?{query}") or {}
            ours = health.get("cluster_name") == self._folder.name
            if ours and health["number_of_nodes"] == len(running) and not health["timed_out"]:
                return
            if time.monotonic() > until or any(node.has_failed() for node in running):
                outputs = [(node.folder / "output").read_text("utf-8", "replace")[-1500:] for node in running]
                raise ClusterFault("\n".join(["Klustret kom inte i gång.", *outputs]))
            time.sleep(0.1)

    def _prepare(self, stack: ExitStack) -> None:
        https = hold_ports(HTTP_PORTS, self._count, stack)
        ports = hold_ports(TRANSPORT_PORTS, self._count, stack)
        seeds = json.dumps([f"127.0.0.1:{port}" for port in ports])
        for number, (http, port) in enumerate(zip(https, ports, strict=True), start=1):
            folder = self._folder / str(number)
            (folder / "config").mkdir(parents=True)
            settings = CONFIGURATION.format(name=self._folder.name, port=port, seeds=seeds)
            (folder / "config" / "opensearch.yml").write_text(settings, "utf-8")
            (folder / "config" / "log4j2.properties").write_text(LOGGING, "utf-8")
            self.nodes.append(Node(folder, http, port))


def hold_ports(wanted: Sequence[int], count: int, stack: ExitStack) -> list[int]:
    """Return the first `count` of the ports that are free; no other cluster gets them before the stack is closed.

    A node starts to listen seconds after its port was chosen. Until then the port of the same number in UDP, which
    nodes do not use, tells other clusters that it is taken.
    """
    held: list[int] = []
    for port in wanted:
        sign = stack.enter_context(socket.socket(type=socket.SOCK_DGRAM))
        with suppress(OSError), socket.socket() as listener:
            sign.bind(("127.0.0.1", port))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # of a cluster that has just ended, too
            listener.bind(("127.0.0.1", port))
            held.append(port)
        if len(held) == count:
            return held
    raise ClusterFault(f"Det finns inte {count} lediga portar för klustret bland {wanted[0]}–{wanted[-1]}.")


def ask(address: str) -> Any:
    """Return what a node answers, None where it does not."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own node
            return json.load(answer)
    except urllib.error.HTTPError as fault:
        with fault:
            return json.load(fault)
    except (OSError, ValueError):
        return None


def main() -> None:
    """Run a cluster until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, default=3)
    parser.add_argument("--heap", type=int, default=256, metavar="MB")
    options = parser.parse_args()
    fault = lacking()
    if fault:
        sys.exit(f"Klustret kan inte startas: {fault}.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt), Cluster(options.nodes, options.heap) as cluster:
            print(" ".join(cluster.addresses), flush=True)
            while True:
                time.sleep(3600)
    except ClusterFault as told:
        sys.exit(str(told))


if __name__ == "__main__":
    main()

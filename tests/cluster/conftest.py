"""A corpus that makes the search ask the cluster, its settings, and a stand-in for what stands before a real one."""

from __future__ import annotations

import base64
import http.client
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from opensearchpy import OpenSearch

from indexer.build.build import BuildReport, build
from indexer.config import Cluster
from indexer.index.opensearch.client import connect

DAY = date(2026, 3, 1)
SHEETS = 30
TOPICS = ("källkritik", "bokcirkel", "läsfrämjande", "skollov", "språkkafé", "meröppet")
Run = Callable[..., BuildReport]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.cluster)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Make thirty sheets of ten sections that all have a word in common: more than are ordered without an engine."""
    folder = tmp_path / "corpus" / "documents"
    folder.mkdir(parents=True)
    for at in range(SHEETS):
        sections = [f"## Del {part}\n\nHögläsning och {TOPICS[(at + part) % 6]} för alla." for part in range(10)]
        (folder / f"blad{at:02}.md").write_text(f"# Blad {at}\n\n" + "\n\n".join(sections), "utf-8")
    return tmp_path / "corpus"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def run(corpus: Path, index: Path, cluster: Cluster) -> Run:
    """Give what builds the index of the corpus in the cluster."""
    return partial(build, corpus, index, engine="opensearch", today=DAY, cluster=cluster)


@pytest.fixture
def client(cluster: Cluster) -> Iterator[OpenSearch]:
    """Give a look behind the scenes."""
    with connect(cluster) as opened:
        yield opened


@pytest.fixture
def settings(corpus: Path, cluster: Cluster) -> Path:
    """Write the settings that choose the cluster, beside the corpus."""
    path = corpus.parent / "metodsok.toml"
    lines = ('engine = "opensearch"', f'opensearch = "{" ".join(cluster.addresses)}"')
    path.write_text("\n".join([*lines, f'opensearch_prefix = "{cluster.prefix}"\n']), "utf-8")
    return path


@dataclass(slots=True)
class Front:
    """What stands before a node: asks for a password, turns requests away, and says what came through.

    `refusals` are status codes to answer with instead, one a request for a portion of passages.
    """

    node: str
    password: str | None = None
    refusals: list[int] = field(default_factory=list)
    portions: int = 0
    address: str = ""

    def allows(self, given: str | None) -> bool:
        """Tell whether the request may pass."""
        wanted = base64.b64encode(f"sök:{self.password}".encode()).decode()
        return self.password is None or given == f"Basic {wanted}"

    def refuses(self, path: str) -> int | None:
        """Return the status to turn a request away with."""
        if "_bulk" not in path:
            return None
        self.portions += 1
        return self.refusals.pop(0) if self.refusals else None


Put = Callable[..., Front]


@pytest.fixture
def put(opensearch: object) -> Iterator[Put]:
    """Give what puts a front before the first node, with TLS if it is given a certificate and its key."""
    with ExitStack() as stack:

        def before(*, password: str | None = None, certificate: tuple[Path, Path] | None = None) -> Front:
            front = Front(opensearch.addresses[0], password)  # type: ignore[attr-defined]
            server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Through, front))
            server.daemon_threads = True
            if certificate:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(*certificate)
                server.socket = context.wrap_socket(server.socket, server_side=True)
            front.address = f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}"
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            return front

        yield before


class _Through(BaseHTTPRequestHandler):
    """Passes a request on, or does not."""

    protocol_version = "HTTP/1.1"

    def __init__(self, front: Front, *rest: object) -> None:
        self._front = front
        super().__init__(*rest)  # type: ignore[arg-type]

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if not self._front.allows(self.headers.get("authorization")):
            self._answer(401, b'{"error": "no"}', "application/json")
        elif status := self._front.refuses(self.path):
            self._answer(status, b'{"error": {"type": "busy"}, "status": 0}', "application/json")
        else:
            node = http.client.HTTPConnection(urlsplit(self._front.node).netloc, timeout=60)
            headers = {"content-type": self.headers.get("content-type", "application/json")}
            node.request(self.command, self.path, body, headers)
            answer = node.getresponse()
            self._answer(answer.status, answer.read(), answer.getheader("content-type", "application/json"))
            node.close()

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _pass  # noqa: N815 - their names are given

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, tuple[Path, Path]]]:
    """Give what makes an authority's certificate, and one of this machine with its key that it has signed."""

    def make(name: str) -> tuple[Path, tuple[Path, Path]]:
        folder = tmp_path_factory.mktemp(name)
        (folder / "san").write_text("subjectAltName=IP:127.0.0.1", "ascii")
        for command in (
            f"req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN={name}",
            "req -newkey rsa:2048 -nodes -keyout own.key -out own.csr -subj /CN=127.0.0.1",
            "x509 -req -in own.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out own.pem -days 2 -extfile san",
        ):
            subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
        return folder / "ca.pem", (folder / "own.pem", folder / "own.key")

    return make

"""A web server on loopback that answers for all the hosts of a world, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.sites.world import Resource, World


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: which address, whether on condition that it has changed, and the status it was answered with."""

    address: str
    conditional: bool
    status: int
    agent: str


@dataclass(slots=True)
class Server:
    """Answers by the Host header, whatever port it names; another `world` may be put in while it runs.

    Use it as `with Server(world).running() as server:`; `server.port` is the port on 127.0.0.1. Addresses in `asked`
    begin with https, as the sites' own do, for the connection to loopback is plain.
    """

    world: World
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def running(self) -> Iterator[Server]:
        """Serve in a thread of its own until the block is left."""
        server = _Http(("127.0.0.1", 0), _Handler)
        server.owner = self
        self.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def note(self, asked: Asked) -> None:
        """Remember a request."""
        with self._lock:
            self.asked.append(asked)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    owner: Server

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing where a visitor has left in the middle of an answer."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def do_GET(self) -> None:
        """Answer with the resource, or with 304 where the asker has it already."""
        host = self.headers.get("Host", "").partition(":")[0].lower()
        resource = self.server.owner.world.find(host, self.path)
        status = self._status(resource)
        conditional = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
        agent = self.headers.get("User-Agent", "")
        self.server.owner.note(Asked(f"https://{host}{self.path}", conditional, status, agent))
        self._answer(status, resource)

    do_HEAD = do_GET  # noqa: N815 -- the name that the base class looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class' own name
        """Say nothing on the terminal."""

    def _status(self, resource: Resource | None) -> int:
        if resource is None:
            return 404
        known = self.headers.get("If-None-Match")
        if known is not None:
            same = resource.etag is not None and resource.etag in known
        else:
            since = self.headers.get("If-Modified-Since")
            same = since is not None and since == _http_date(resource)
        return 304 if same and resource.status == 200 else resource.status

    def _answer(self, status: int, resource: Resource | None) -> None:
        body = resource.body if resource and status == 200 else b"Finns inte" if status >= 400 else b""
        self.send_response(status)
        self.send_header("Content-Type", resource.media_type if resource else "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if resource and resource.etag:
            self.send_header("ETag", resource.etag)
        if resource and _http_date(resource):
            self.send_header("Last-Modified", str(_http_date(resource)))
        if resource and resource.location:
            self.send_header("Location", resource.location)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _http_date(resource: Resource) -> str | None:
    return formatdate(resource.modified, usegmt=True) if resource.modified else None

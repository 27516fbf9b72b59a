"""A web server that answers what a test tells it to, byte for byte where that is wanted."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, Thread


@dataclass(frozen=True, slots=True)
class Answer:
    """A proper answer."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)

    def written(self) -> bytes:
        """Return the answer as it goes over the wire."""
        lines = [f"HTTP/1.1 {self.status} X", *(f"{name}: {value}" for name, value in self.headers)]
        if not any(name.lower() == "content-length" for name, _ in self.headers):
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + self.body


@dataclass(frozen=True, slots=True)
class Wire:
    """Talks to whoever asked in whatever way it likes."""

    talk: Callable[[socket.socket], None]


def page(*links: str, text: str = "Bokcirkel", title: str = "Prov") -> Answer:
    """Return a web page with links."""
    anchors = "".join(f'<li><a href="{link}">Till {link}</a></li>' for link in links)
    return Answer(f"<!doctype html><title>{title}</title><main><p>{text}</p><ul>{anchors}</ul></main>".encode())


def moved(where: str, status: int = 302) -> Answer:
    """Return a redirect."""
    return Answer(status=status, headers=(("Location", where),))


@dataclass(slots=True)
class Server:
    """Answers by path. `pages` holds the answers, or functions that give them from the headers asked with."""

    pages: dict[str, Answer | Wire | Callable[[dict[str, str]], Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    open: int = 0
    most: int = 0
    port: int = 0
    _lock: Lock = field(default_factory=Lock)
    _open: list[socket.socket] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Where the server is, as the settings of a harvest want it."""
        return f"127.0.0.1:{self.port}"

    @contextmanager
    def running(self) -> Iterator[Server]:
        """Serve until the block is left; whoever is still talked to is hung up on."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
            thread = Thread(target=self._serve, args=(listener,), daemon=True)
            thread.start()
            yield self
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            for each in self._open:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
            thread.join(1)

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self._open.append(connection)
            Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with self._lock:
            self.open += 1
            self.most = max(self.most, self.open)
        with connection, contextlib.suppress(OSError):
            self._answer(connection)
        with self._lock:
            self.open -= 1

    def _answer(self, connection: socket.socket) -> None:
        text = b""
        while b"\r\n\r\n" not in text:
            more = connection.recv(65536)
            if not more:
                return
            text += more
        first, *rest = text.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
        path = first.split(" ")[1]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
        with self._lock:
            self.asked.append(path)
            self.headers.append(headers)
        found = self.pages.get(path, Answer(b"Finns inte", 404))
        if isinstance(found, Wire):
            found.talk(connection)
        else:
            connection.sendall((found if isinstance(found, Answer) else found(headers)).written())

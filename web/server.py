"""Start the web application."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable

import uvicorn

from indexer.config import Config
from indexer.errors import ConfigError


def say_on_stderr(address: str) -> None:
    """Tell where the service answers."""
    sys.stderr.write(f"Metodsök finns på {address} – avsluta med Ctrl+C.\n")
    sys.stderr.flush()


def serve(config: Config, host: str, port: int, *, say: Callable[[str], None] = say_on_stderr) -> None:
    """Serve the web application until interrupted; port 0 takes a free one.

    `say` is called with the address once the service answers. Raises ConfigError where the address cannot be had, and
    KeyboardInterrupt when interrupted by the keyboard.
    """
    with _bound(host, port) as listener:
        _Server(config, listener, say).run(sockets=[listener])


class _Server(uvicorn.Server):
    """uvicorn, which tells the address once it answers."""

    def __init__(self, config: Config, listener: socket.socket, say: Callable[[str], None]) -> None:
        from web.application import create

        host, port = listener.getsockname()[:2]
        super().__init__(
            uvicorn.Config(
                create(config),
                # The newer of uvicorn's two: the older one is deprecated by the websockets library.
                ws="websockets-sansio",
                ws_ping_interval=30,
                ws_ping_timeout=30,
                access_log=False,
                log_level="warning",
                timeout_graceful_shutdown=2,
            )
        )
        shown = f"[{host}]" if ":" in host else host
        self._address = f"http://{shown}:{port}{config.base_path}/"
        self._say = say

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._say(self._address)


def _bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens; binding it ourselves lets us say in Swedish why it could not be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise ConfigError(f"Adressen {host} går inte att lyssna på: {error.strerror or error}.") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise ConfigError(
            f"Porten {port} på {host} går inte att använda: {error.strerror}. Välj en annan med --port."
        ) from error
    return listener

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from indexer.config import Config
from indexer.errors import ConfigError
from web.server import serve


def test_a_port_that_is_taken_is_told_in_words(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"Porten {port}.*--port"):
            serve(Config(corpus=tmp_path, index=tmp_path), "127.0.0.1", port)


def test_an_address_that_is_no_address_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="går inte att lyssna på"):
        serve(Config(corpus=tmp_path, index=tmp_path), "inte en adress", 0)

from __future__ import annotations

import asyncio
import gzip
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from web.bundle import PackedBundle

SCRIPT = "const sak = 'text';\n" * 200


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of static files: a script, a small one, and a font."""
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "index.abc.js").write_text(SCRIPT, "utf-8")
    (tmp_path / "js" / "liten.js").write_text("1;", "utf-8")
    (tmp_path / "typsnitt.woff2").write_bytes(b"wOF2" * 1000)
    return tmp_path


def ask(folder: Path, path: str, *, base: str = "", method: str = "GET", **headers: str) -> httpx.Response:
    """Ask an application that packs its bundle; it answers "själv" where the bundle does not."""

    async def answer() -> httpx.Response:
        itself = Route("/{path:path}", lambda _: PlainTextResponse("själv"), methods=["GET", "HEAD", "POST"])
        app = Starlette(routes=[itself], middleware=[Middleware(PackedBundle, folder=folder, base=base)])
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://prov") as client:
            return await client.request(method, path, headers={"accept-encoding": "gzip", **headers})

    return asyncio.run(answer())


def test_a_script_is_sent_packed_and_can_be_kept_for_ever(folder: Path) -> None:
    answer = ask(folder, "/static/js/index.abc.js")
    assert answer.text == SCRIPT
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(SCRIPT) / 5
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["vary"] == "accept-encoding"


def test_a_head_request_gets_the_headers_alone(folder: Path) -> None:
    answer = ask(folder, "/static/js/index.abc.js", method="HEAD")
    assert answer.content == b""
    assert int(answer.headers["content-length"]) == len(gzip.compress(SCRIPT.encode(), 9, mtime=0))


@pytest.mark.parametrize("offered", ["identity", "br", "gzip;q=0", "gzip; q=0.0", ""])
def test_who_does_not_read_gzip_gets_the_file_as_it_is(folder: Path, offered: str) -> None:
    assert ask(folder, "/static/js/index.abc.js", **{"accept-encoding": offered}).text == "själv"


def test_a_lower_wish_for_gzip_is_still_a_wish(folder: Path) -> None:
    assert ask(folder, "/static/js/index.abc.js", **{"accept-encoding": "br;q=1.0, gzip;q=0.8"}).text == SCRIPT


@pytest.mark.parametrize(
    "path",
    ["/static/typsnitt.woff2", "/static/js/liten.js", "/static/js/finns-inte.js", "/static/../hemligt.js", "/"],
)
def test_everything_else_is_left_to_the_application(folder: Path, path: str) -> None:
    assert ask(folder, path).text == "själv"


def test_it_works_under_a_path(folder: Path) -> None:
    assert ask(folder, "/metod/static/js/index.abc.js", base="/metod").text == SCRIPT
    assert ask(folder, "/static/js/index.abc.js", base="/metod").text == "själv"

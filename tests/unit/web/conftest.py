from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from indexer.build.build import build
from indexer.config import Config
from web.routes import fault_pages, routes
from web.security import SecurityHeaders
from web.service import Service, configure

SHIPPED = Path(__file__).parents[3] / "corpus"
HOSTILE = """---
title: "<script>alert(1)</script> & \\"citat\\""
publisher: "<b>Provutgivaren</b>"
---
# <img src=x onerror=alert(2)>

Bokcirkel för alla. <script>alert(3)</script> [länk](javascript:alert(4)) *stjärna* $x$ :red[röd]
"""
CATALOGUE = """
[[document]]
id = "prov-plan"
title = "Provplan för biblioteken"
publisher = "Region Prov"
regions = ["25"]
type = "plan"
valid_from = 2021
valid_to = 2024
url = "https://prov.example.se/plan.pdf"
abstract = "En plan om bokcirkel och källkritik."

[[document]]
id = "prov-finska"
title = "Kirjasto kaikille"
publisher = "Provutgivaren"
language = "fi"
url = "https://prov.example.se/fi"
abstract = "Om bokcirkel på finska."

[[document]]
id = "prov-slut"
title = "Vykort till läsare & andra?"
publisher = "Region Prov"
regions = ["24"]
url = "https://prov.example.se/slut"
gone = true
abstract = "Om vykort som läsfrämjande."
"""
REMOVED = '[[removed]]\nid = "borta"\n'


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a small corpus of ours, hostile text in it, and its index."""
    root = tmp_path_factory.mktemp("webb")
    documents = root / "corpus" / "documents"
    documents.mkdir(parents=True)
    (documents / "fientlig.md").write_text(HOSTILE, "utf-8")
    (documents / "sida.html").write_text(
        "<html lang=sv><title>Bokcirkel i praktiken</title><main><h1>Bokcirkel i praktiken</h1>"
        + "<p>Så startar du en bokcirkel på biblioteket, steg för steg.</p>" * 8
        + "</main></html>",
        "utf-8",
    )
    for suffix in ("pdf", "toml"):
        shutil.copy(SHIPPED / "documents" / f"kallkritik-for-vuxna.{suffix}", documents)
    (documents / "trasig.pdf").write_bytes(b"%PDF-1.7 trasig")
    (root / "corpus" / "catalogue.toml").write_text(CATALOGUE, "utf-8")
    (root / "corpus" / "removed.toml").write_text(REMOVED, "utf-8")
    shutil.copy(SHIPPED / "themes.toml", root / "corpus")
    build(root / "corpus", root / "index", today=date(2026, 3, 1))
    return root


@pytest.fixture
def serve(folder: Path) -> Callable[..., tuple[httpx.AsyncClient, Service]]:
    """Return what makes a client of the plain routes, with Streamlit left out."""

    def client(base: str = "", index: Path | None = None, **settings: Any) -> tuple[httpx.AsyncClient, Service]:
        folders = {"corpus": folder / "corpus", "index": index or folder / "index"}
        service = configure(Config(**(folders | settings)), base)
        app = Starlette(
            routes=routes(service),
            middleware=[Middleware(SecurityHeaders)],
            exception_handlers=dict(fault_pages(service)),
        )
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://prov"), service

    return client


@pytest.fixture
def get(serve: Callable[..., tuple[httpx.AsyncClient, Service]]) -> Callable[..., httpx.Response]:
    """Return what asks for one address and gives the answer."""
    import asyncio

    def ask(path: str, *, base: str = "", index: Path | None = None, **settings: Any) -> httpx.Response:
        async def answer() -> httpx.Response:
            client, service = serve(base, index, **settings)
            async with client:
                response = await client.get(path)
            service.reader.close()
            return response

        return asyncio.run(answer())

    return ask

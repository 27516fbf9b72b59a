"""Streamlit's scripts and styles, sent packed: its own server leaves them as they are, 1.6 MB more at a first visit."""

from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

TYPES: Mapping[str, str] = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
"""What is worth packing, and how it is declared; fonts are packed already."""
SMALLEST = 1024
"""Bytes: below this packing gains less than the headers cost."""
KEPT = 256
"""Packed files held in memory; the search page asks for about ninety, 0.7 MB together."""
# The names hold a hash of the content, so a file never changes under its name.
FOR_EVER = "public, immutable, max-age=31536000"
_REFUSED = re.compile(r";q=0(?:\.0*)?$")


class PackedBundle:
    """ASGI middleware that answers for Streamlit's static files with gzip, each packed once and then kept."""

    def __init__(self, app: ASGIApp, folder: Path, base: str = "") -> None:
        self._app = app
        self._files = {f"{base}/static/{file.relative_to(folder).as_posix()}": file for file in _packable(folder)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        file = self._files.get(scope.get("path", "")) if scope["type"] == "http" else None
        if file is None or scope["method"] not in ("GET", "HEAD") or not _accepts_gzip(scope):
            await self._app(scope, receive, send)
            return
        body = await asyncio.to_thread(_packed, file)
        headers = {
            "content-encoding": "gzip",
            "content-length": str(len(body)),
            "content-type": TYPES[file.suffix],
            "cache-control": FOR_EVER,
            "vary": "accept-encoding",
        }
        await Response(b"" if scope["method"] == "HEAD" else body, headers=headers)(scope, receive, send)


def _packable(folder: Path) -> Iterator[Path]:
    files = (file for file in folder.rglob("*") if file.suffix in TYPES)
    return (file for file in files if file.stat().st_size >= SMALLEST)


def _accepts_gzip(scope: Scope) -> bool:
    offered = Headers(scope=scope).get("accept-encoding", "").replace(" ", "").lower().split(",")
    return any(part.partition(";")[0] == "gzip" and not _REFUSED.search(part) for part in offered)


@lru_cache(maxsize=KEPT)
def _packed(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), compresslevel=9, mtime=0)

"""The one place where connections are made: Scrapy asks here for every answer, and the guard is asked before each."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import aiohttp
from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Headers, Response
from yarl import URL

from indexer.extract.sniff import HEAD, kind
from indexer.harvest.body import ACCEPTED, Body
from indexer.harvest.guard import Guard
from indexer.harvest.limits import Limits
from indexer.harvest.reasons import Refused

CODES: tuple[tuple[type[Exception], str], ...] = (
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "refused"),
    (DownloadTimeoutError, "timeout"),
    (ResponseDataLossError, "length"),
    (DownloadFailedError, "protocol"),
    (IgnoreRequest, "too-many-redirects"),
    (ValueError, "scheme"),
)
"""What is raised for what went wrong on the way.

Scrapy's redirect middleware ignores requests for one reason alone, and cannot make a request of what is no address.
"""

_NEVER_TEXT = ("image/", "video/", "audio/", "font/")
_MAYBE_LARGE = ("application/", "binary/", "multipart/")
OK = 200
_PIECE = 64 * 1024


def code_of(error: BaseException | None) -> str:
    """Return the reason code of what was raised while fetching."""
    if isinstance(error, Refused):
        return error.code
    return next((code for kind_, code in CODES if isinstance(error, kind_)), "error")


class Transport(BaseDownloadHandler):
    """Fetches one address over a guarded connection, within the limits of time and size; follows nothing by itself.

    Raises Refused for what must not be had, and the exceptions of `CODES` for what may be tried again.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        job = crawler.spider.job  # type: ignore[union-attr]  # our spiders have one
        self._limits: Limits = job.limits
        self._guard: Guard = job.guard
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=self._guard, socket_factory=self._guard.socket, limit=64, limit_per_host=1
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            read_bufsize=_PIECE,
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=self._limits.connect, connect=self._limits.connect, sock_read=self._limits.read
            ),
        )
        job.closing.append(self.close)

    async def download_request(self, request: Request) -> Response:
        """Return the answer to a request, its body unpacked; statuses other than 200 come without a body."""
        try:
            return await self._fetch(request)
        except TimeoutError as error:
            raise DownloadTimeoutError(request.url) from error
        except aiohttp.ClientConnectorDNSError as error:
            raise CannotResolveHostError(request.url) from error
        except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientSSLError) as error:
            raise Refused("tls") from error
        except (aiohttp.ClientConnectorError, ConnectionRefusedError) as error:
            raise DownloadConnectionRefusedError(request.url) from error
        except aiohttp.ClientPayloadError as error:
            raise ResponseDataLossError(request.url) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise DownloadFailedError(request.url) from error

    async def close(self) -> None:
        """Close every connection."""
        await self._session.close()

    async def _fetch(self, request: Request) -> Response:
        headers = {name.decode(): values[-1].decode("latin-1") for name, values in request.headers.items() if values}
        headers["Accept-Encoding"] = ACCEPTED
        address, host = self._dialled(request.url)
        async with (
            asyncio.timeout(self._limits.answer) as clock,
            self._session.request(
                request.method, address, headers=headers | {"Host": host}, allow_redirects=False
            ) as answer,
        ):
            body = await self._read(answer, request.meta.get("kind", "page"), clock) if answer.status == OK else b""
            found = Headers([(name, value) for name, value in answer.headers.items()])
            return Response(request.url, status=answer.status, headers=found, body=body, request=request)

    def _dialled(self, url: str) -> tuple[URL, str]:
        """Return the address to connect to and the name to ask for there: they differ for a test's hosts alone."""
        parts = urlsplit(url)
        place = self._guard.place(parts.hostname or "")
        if place is None:
            return URL(url, encoded=True), parts.netloc
        return URL(parts._replace(scheme="http", netloc=f"{parts.hostname}:{place[1]}").geturl(), encoded=True), (
            parts.netloc
        )

    async def _read(self, answer: aiohttp.ClientResponse, wanted: str, clock: asyncio.Timeout) -> bytes:
        declared = answer.headers.get("Content-Type", "").strip().lower()
        if wanted == "page" and declared.startswith(_NEVER_TEXT):
            raise Refused("type")
        if wanted == "page" and declared.startswith(_MAYBE_LARGE):
            later = (clock.when() or 0) - self._limits.answer + self._limits.document_answer
            clock.reschedule(later)
        body = self._body(answer, wanted)
        length = answer.headers.get("Content-Length", "")
        if length.isdigit() and int(length) > body.largest and not body.cut:
            raise Refused("too-large")
        async for piece in answer.content.iter_chunked(_PIECE):
            body.add(piece)
            if body.full:
                break
            if wanted == "page" and len(body.content) > self._limits.html and _is_page(body.content):
                raise Refused("too-large")
        return body.finish()

    def _body(self, answer: aiohttp.ClientResponse, wanted: str) -> Body:
        limits = self._limits
        largest = {"robots": limits.robots, "sitemap": limits.sitemap, "check": 0}.get(wanted, limits.document)
        packing = answer.headers.get("Content-Encoding", "").strip().lower()
        return Body(packing, largest, limits.ratio, limits.ratio_from, cut=wanted in {"robots", "check"})


def _is_page(content: bytearray) -> bool:
    return kind(bytes(content[:HEAD])) in {"html", "text", "xml"}

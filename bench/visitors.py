"""Visitors without a browser: plain requests, and searches over Streamlit's websocket with its own messages.

A visitor does what Chromium does: loads the page, opens the websocket, and asks for each search to be drawn by naming
the address. What comes back is read to the end of the script run, so a search that fails on the way is noticed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 60.0
"""Seconds to wait for anything."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a visitor got: the kind of thing asked for, how long it took (seconds), and what was wrong, if anything."""

    kind: str
    seconds: float
    fault: str | None = None
    text: str = ""


@dataclass(slots=True)
class Visitor:
    """One person at a service; an async context manager."""

    address: str
    answers: list[Answer] = field(default_factory=list)
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)
    _client: httpx.AsyncClient = field(init=False)
    _socket: ClientConnection = field(init=False)

    async def __aenter__(self) -> Self:
        self._client = await self._open.enter_async_context(
            httpx.AsyncClient(timeout=PATIENCE, headers={"accept-encoding": "gzip"}, trust_env=False)
        )
        await self.get("/", "shell")
        stream = self.address.replace("http", "ws", 1) + "/_stcore/stream"
        self._socket = await self._open.enter_async_context(
            connect(stream, subprotocols=["streamlit"], max_size=None, open_timeout=PATIENCE, proxy=None)  # type: ignore[list-item]
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    async def get(self, path: str, kind: str) -> Answer:
        """Ask for a plain address; any status but 200 is a fault."""
        began = time.perf_counter()
        try:
            answer = await self._client.get(self.address + path)
            fault = None if answer.status_code == httpx.codes.OK else f"{path}: {answer.status_code}"
            text = answer.text
        except httpx.HTTPError as error:
            fault, text = f"{path}: {error!r}", ""
        return self._noted(Answer(kind, time.perf_counter() - began, fault, text))

    async def search(self, question: str, kind: str = "search") -> Answer:
        """Ask the search page for what `question` (`q=mik&tema=mik`) says, and read the whole page."""
        message = BackMsg()
        message.rerun_script.query_string = question
        began = time.perf_counter()
        try:
            await self._socket.send(message.SerializeToString())
            pieces = await asyncio.wait_for(self._drawn(), PATIENCE)
            fault, text = _fault_of(question, pieces), "\n".join(pieces)
        except (OSError, TimeoutError, ValueError) as error:
            fault, text = f"{question}: {error!r}", ""
        return self._noted(Answer(kind, time.perf_counter() - began, fault, text))

    async def _drawn(self) -> Sequence[str]:
        """Return the HTML of the script run, piece by piece. Raises ValueError where Streamlit tells of a fault."""
        pieces: list[str] = []
        while True:
            message = ForwardMsg.FromString(await self._socket.recv(decode=False))
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.HasField("new_element"):
                element = message.delta.new_element
                if element.WhichOneof("type") == "exception":
                    raise ValueError(element.exception.message)
                if element.WhichOneof("type") == "html":
                    pieces.append(element.html.body)
            elif kind == "script_finished":
                if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    raise ValueError(f"the script ended with {message.script_finished}")
                return pieces

    def _noted(self, answer: Answer) -> Answer:
        self.answers.append(answer)
        return answer


def _fault_of(question: str, pieces: Sequence[str]) -> str | None:
    html = "".join(pieces)
    if "m-fel" in html:
        return f"{question}: the page tells of a fault"
    if "m-fot" not in html:
        return f"{question}: the page was not drawn to its end"
    return None

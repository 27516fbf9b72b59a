"""The headers that every answer carries: nothing from other hosts, no guessing of types, no frames."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_COMMON = "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
PLAIN_POLICY = (
    f"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; {_COMMON}"
)
# Streamlit's style library writes <style> elements, and its front end makes data: and blob: addresses.
STREAMLIT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    f"font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; {_COMMON}"
)
# A file from the corpus may be HTML: it is shown, but without scripts, forms, or our origin. PDF viewers refuse to
# run in a sandbox, so PDF gets the plain policy.
FILE_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
HEADERS = {
    "content-security-policy": PLAIN_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # What was searched for is nobody else's business.
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class SecurityHeaders:
    """ASGI middleware that adds the headers to every answer; a header that the answer already has stays."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_guarded)

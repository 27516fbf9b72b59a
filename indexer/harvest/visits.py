"""What an answer says of a page: pure functions from what was known to what is known now."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from datetime import datetime

from indexer.corpus.progress import Lead
from indexer.corpus.store import HarvestedPage
from indexer.extract.sniff import HEAD, kind
from indexer.harvest.reasons import Refused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TYPES = {"pdf": "application/pdf", "html": "text/html", "text": "text/plain", "zip": DOCX}
_READABLE = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf", DOCX)
_SAME_AS = {"html": ("text/html", "application/xhtml+xml"), "text": ("text/plain", "text/markdown")}


@dataclass(frozen=True, slots=True)
class Content:
    """What came with an answer of 200."""

    sha256: str
    media_type: str
    etag: str | None = None
    last_modified: str | None = None


def media_type(body: bytes, declared: str) -> str:
    """Return what a body is, whatever was declared; an encoding that was declared with the right type stays.

    Raises Refused: `empty`, `type` for what is no web page, PDF, Word document or plain text, and `mislabelled` where
    it was said to be one.
    """
    if not body.strip(b"\x00\t\n\r\f "):
        raise Refused("empty")
    found = kind(body[:HEAD])
    if found == "xml" and "xhtml" in declared.lower():
        found = "html"
    if found not in _TYPES or (found == "zip" and not _is_docx(body)):
        raise Refused("mislabelled" if declared.lower().startswith(_READABLE) else "type")
    # Much that is sent is text and nothing to read: scripts, style sheets, data.
    if found == "text" and not declared.lower().startswith(_SAME_AS["text"]):
        if not declared.lower().startswith(_SAME_AS["html"]):
            raise Refused("type")
        found = "html"
    return declared if declared.lower().startswith(_SAME_AS.get(found, ("\0",))) else _TYPES[found]


def _is_docx(body: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False


def _met(page: HarvestedPage | None, lead: Lead, address: str, now: datetime) -> HarvestedPage:
    """Return what is known of an address, having met it once more; the first page that linked to it is kept."""
    if page is None:
        page = HarvestedPage(
            address, lead.source, now, now, referrer=lead.referrer, link_text=lead.link_text, context=lead.context
        )
    elif page.referrer is None and lead.referrer is not None:
        page = replace(page, referrer=lead.referrer, link_text=lead.link_text, context=lead.context)
    addresses = tuple(dict.fromkeys((address, *page.addresses, lead.address, lead.spelling)))
    return replace(page, source=lead.source, addresses=addresses)


def present(page: HarvestedPage | None, lead: Lead, content: Content, now: datetime) -> HarvestedPage:
    """Return a page after an answer with content, asked for as `lead.spelling`."""
    known = _met(page, lead, lead.address, now)
    history = known.history if known.sha256 == content.sha256 else (*known.history, (now, content.sha256))
    return replace(
        known,
        last_seen=now,
        status=200,
        sha256=content.sha256,
        media_type=content.media_type,
        etag=content.etag,
        last_modified=content.last_modified,
        history=history,
        redirect=None,
        gone=False,
        failure=None,
        spelling=lead.spelling,
    )


def unchanged(page: HarvestedPage, lead: Lead, now: datetime) -> HarvestedPage:
    """Return a page after the server said that it has not changed."""
    known = _met(page, lead, page.address, now)
    return replace(known, last_seen=now, status=200, redirect=None, gone=False, failure=None)


def missing(page: HarvestedPage | None, lead: Lead, status: int, now: datetime) -> HarvestedPage:
    """Return a page after 404 or 410: the second time in a row it is gone, and what was kept of it stays."""
    known = _met(page, lead, lead.address, now)
    again = page is not None and page.failure in {"http-404", "http-410"}
    return replace(known, status=status, gone=again or known.gone, failure=f"http-{status}")


def moved(page: HarvestedPage | None, lead: Lead, status: int, target: str, now: datetime) -> HarvestedPage:
    """Return a page after the server led on to `target`; its own content is let go, the history stays."""
    known = _met(page, lead, lead.address, now)
    return replace(known, last_seen=now, status=status, redirect=target, sha256=None, gone=False, failure=None)


def failed(
    page: HarvestedPage | None,
    lead: Lead,
    code: str,
    now: datetime,
    *,
    status: int | None = None,
    target: str | None = None,
) -> HarvestedPage:
    """Return a page after an attempt that failed; what was kept of it stays. `target` is where it led, outside."""
    known = _met(page, lead, lead.address, now)
    return replace(known, status=status, failure=code, redirect=target or known.redirect)

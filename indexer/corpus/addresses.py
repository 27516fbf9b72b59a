"""Web addresses of one work in one form, so that the same page is recognised."""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from indexer.corpus.values import slug

_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|_hs\w+|email)", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}
_HASH_LETTERS, _LONGEST_SLUG = 6, 70


def canonical(url: str) -> str:
    """Return `url` without fragment, default port and tracking parameters, and with its host in lower case.

    Scheme, path and the order of the other parameters are kept: they may matter to the publisher.
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").rstrip(".")
    port = f":{parts.port}" if parts.port and parts.port != _PORTS.get(parts.scheme) else ""
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(key, value) for key, value in pairs if not _TRACKING.fullmatch(key)]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((parts.scheme, host + port, parts.path or "/", query, ""))


def same_page(first: str, second: str) -> bool:
    """Tell whether two addresses lead to one page, whatever their scheme, `www.` and closing slash."""
    return place(first) == place(second)


def place(url: str) -> str:
    """Return what all ways to write one page's address have in common; for comparing, not for fetching."""
    try:
        address = canonical(url)
    except ValueError:
        return url
    return re.sub(r"^https?://(?:www\.)?", "", address).rstrip("/")


def page_id(address: str) -> str:
    """Return the id of a harvested page: host and path as a slug, and a short hash of the whole address."""
    whole = place(address)
    digest = sha256(whole.encode("utf-8", "surrogateescape")).hexdigest()[:_HASH_LETTERS]
    return f"{slug(whole.partition('?')[0])[:_LONGEST_SLUG].strip('-') or 'sida'}-{digest}"

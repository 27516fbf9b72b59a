"""Web addresses of one work in one form, so that the same page is recognised."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from indexer.corpus.values import slug
from indexer.model import Source

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


@lru_cache(maxsize=1 << 16)
def place(url: str) -> str:
    """Return what all ways to write one page's address have in common; for comparing, not for fetching."""
    try:
        address = canonical(url)
    except ValueError:
        return url
    return re.sub(r"^https?://(?:www\.)?", "", address).rstrip("/")


def host_aliases(source: Source) -> dict[str, str]:
    """Return the host to prefer for each other name of the same site.

    A name that differs by `www.` alone, and an alias, stand for a host; but an alias that is started from is a site of
    its own, as an older one that was kept beside the new.
    """
    started = {urlsplit(address).hostname for address in source.start_urls}
    found = {
        alias: source.hosts[0]
        for alias in source.alias_hosts
        if source.hosts and alias not in started and alias not in source.hosts
    }
    for host in source.hosts:
        other = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
        if other not in source.hosts:
            found[other] = host
    return found


def covered(host: str, path: str, rules: Iterable[str]) -> int:
    """Return how many characters the most exact of a source's path rules has that fits an address, 0 where none does.

    A rule is the beginning of a path, on every host, or of an address without its scheme.
    """
    whole = path.rstrip("/") + "/"
    fitting = (rule for rule in rules if (whole if rule.startswith("/") else host + whole).startswith(rule))
    return max(map(len, fitting), default=0)


def page_id(address: str) -> str:
    """Return the id of a harvested page: host and path as a slug, and a short hash of the whole address."""
    whole = place(address)
    digest = sha256(whole.encode("utf-8", "surrogateescape")).hexdigest()[:_HASH_LETTERS]
    return f"{slug(whole.partition('?')[0])[:_LONGEST_SLUG].strip('-') or 'sida'}-{digest}"

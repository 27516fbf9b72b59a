"""How much, how long and how often: every limit of a harvest in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one harvest; times in seconds, sizes in bytes after decoding.

    `delay` is the least time between two requests to one host. `loopback` maps host names to `address:port` on the own
    machine, for tests: nothing else that is not public is ever connected to, those connections are not encrypted, and
    only they may be quicker than `politest`.
    """

    delay: float = 1.0
    politest: float = 1.0
    connect: float = 10
    read: float = 20
    answer: float = 60
    document_answer: float = 180
    redirects: int = 10
    retries: int = 2
    retry_after: float = 120
    crawl_delay: float = 120
    robots: int = 512 * 1024
    robots_age: float = 24 * 3600
    html: int = 10 * MEGABYTE
    document: int = 100 * MEGABYTE
    sitemap: int = 50 * MEGABYTE
    sitemap_addresses: int = 50_000
    sitemap_nesting: int = 3
    sitemaps: int = 200
    ratio: int = 200
    ratio_from: int = 100_000
    links: int = 5_000
    depth: int = 10
    pages: int = 5_000
    moved_age: float = 30 * 24 * 3600
    loopback: Mapping[str, str] = field(default_factory=dict)

    def pace(self, host: str, wanted: float = 0) -> float:
        """Return the seconds between two requests to `host`, of which the source wants at least `wanted`."""
        return max(self.delay, wanted, 0 if host in self.loopback else self.politest)

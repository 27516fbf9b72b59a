"""Web addresses in one form, and which of them belong to a source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urljoin, urlsplit, urlunsplit

from indexer.corpus.addresses import covered, host_aliases
from indexer.model import Source

LONGEST = 2000
"""Characters of an address; sites with longer ones are lost in their own state."""

_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|_hs\w+|_ga|_gl|mtm_\w+|pk_\w+|igshid|email"
    r"|phpsessid|jsessionid|aspsessionid\w*|asp\.net_sessionid|sessionid|session_id|cfid|cftoken|sid)",
    re.IGNORECASE,
)
_STATE = re.compile(r"sv\.(?:target|url)|replytocom", re.IGNORECASE)
"""What SiteVision and WordPress add to a page's address to come back to a place on it."""
_DOCUMENT = re.compile(
    r"\.(?:pdf|docx)(?:/|$)|/(?:globalassets|contentassets|siteassets|download|documents|uploads|dokument)/"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    re.IGNORECASE,
)
_NO_DOCUMENT = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|ico|mp[34]|mov|wav|zip|css|js|xlsx?|pptx?|ics|html?|aspx)$", re.IGNORECASE
)
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?;]*|/\([SAF]\([^)/]*\)\)(?=/|$)", re.IGNORECASE)
_SAFE_IN_PATH = "/:@!$&'()*+,;=-._~"
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def fetchable(address: str, base: str = "") -> str | None:
    """Return `address`, relative to `base`, as it can be asked for, without fragment, tracking and session.

    None for what is no http address, or no address at all. Never raises, and gives back its own results unchanged.
    """
    try:
        parts = urlsplit(urljoin(base, _tidy(address)))
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or host is None:
        return None
    netloc = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    found = urlunsplit((parts.scheme, netloc, _path(parts.path), _query(parts.query), ""))
    return found if len(found) <= LONGEST else None


def canonical(address: str, aliases: Mapping[str, str] | None = None) -> str | None:
    """Return the one form of `address` under which the same page is always known; None where it has none.

    Beyond `fetchable`: https where no port is named, the host that `aliases` gives, and no closing slash. Never raises.
    """
    found = fetchable(address)
    if found is None:
        return None
    parts = urlsplit(found)
    netloc = (aliases or {}).get(parts.netloc, parts.netloc)
    scheme = parts.scheme if ":" in netloc.rpartition("]")[2] else "https"
    return urlunsplit((scheme, netloc, parts.path.rstrip("/") or "/", parts.query, ""))


def _tidy(address: str) -> str:
    """Return the address as browsers read it: without line breaks, with forward slashes."""
    text = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "", address).strip()
    return text.replace("\\", "/") if not _SCHEME.match(text) or text.lower().startswith("http") else text


def _host(host: str) -> str | None:
    name = host.rstrip(".").lower()
    if ":" in name:
        name = f"[{name}]"
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    return name if _HOST.fullmatch(name) else None


def _path(path: str) -> str:
    segments: list[str] = []
    plain, changed = _stable(path), 1
    while changed:
        plain, changed = _SESSION_IN_PATH.subn("", plain)
    for segment in plain.split("/")[1:]:
        if segment == "..":
            del segments[-1:]
        elif segment != ".":
            segments.append(segment)
    closing = [""] if plain.endswith(("/.", "/..")) else []
    return _quoted("/" + "/".join(segments + closing))


def _quoted(text: str) -> str:
    """Return the text with each character escaped or not escaped in one way; escapes that are none are escaped."""
    return quote(_stable(text), safe=f"{_SAFE_IN_PATH}%")


def _stable(text: str) -> str:
    """Return the text with valid escapes in capitals, plain letters unescaped, and a stray percent sign escaped."""
    return re.sub(r"%([0-9a-fA-F]{2})?", _escape, text)


def _escape(match: re.Match[str]) -> str:
    if match[1] is None:
        return "%25"
    letter = unquote_to_bytes(match[0])
    plain = letter.isalnum() or letter in b"-._~"
    return letter.decode() if plain and letter.isascii() else match[0].upper()


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True, encoding="utf-8", errors="surrogateescape")
    kept = [(key, value) for key, value in pairs if not _TRACKING.fullmatch(key)]
    # Beside a portlet's own parameters the target says which of its views is meant.
    if not any(key.startswith("sv.") and not _STATE.fullmatch(key) for key, _ in kept):
        kept = [(key, value) for key, value in kept if not _STATE.fullmatch(key)]
    if len(kept) == len(pairs):
        return quote(_stable(query), safe=f"{_SAFE_IN_PATH}?%[]|")
    return quote(_stable(urlencode(kept, errors="surrogateescape")), safe=f"{_SAFE_IN_PATH}?%[]|")


@dataclass(frozen=True, slots=True)
class Scope:
    """Which addresses the sources own, and in which form they are known. `aliases` maps hosts to the preferred one."""

    sources: tuple[Source, ...]
    removed: frozenset[str] = frozenset()
    aliases: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, sources: Sequence[Source], removed: Iterable[str] = (), seeds: Iterable[str] = ()) -> Scope:
        """Return the scope of the sources; `removed` are addresses that people have taken out for good.

        `seeds` are in it on the sources' hosts, whatever the paths say.
        """
        aliases = {alias: host for source in sources for alias, host in host_aliases(source).items()}
        kept_out = {form for address in removed if (form := canonical(address, aliases))}
        wanted = [form for address in seeds if (form := canonical(address, aliases))]
        return cls(tuple(_with(source, wanted) for source in sources), frozenset(kept_out), aliases)

    def canonical(self, address: str) -> str | None:
        """Return the form under which the address is known; None for what is no web address."""
        return canonical(address, self.aliases)

    def preferred(self, address: str) -> str | None:
        """Return the address as it is asked for, on the host that is preferred; None for what is no web address."""
        found = fetchable(address)
        if found is None:
            return None
        parts = urlsplit(found)
        return parts._replace(netloc=self.aliases.get(parts.netloc, parts.netloc)).geturl()

    def owner(self, address: str) -> Source | None:
        """Return the source that the canonical address belongs to: the one with the most exact path, None for none."""
        if address in self.removed:
            return None
        owners = [source for source in self.sources if belongs(address, source)]
        close = {source.id: (address in _starts(source), _closeness(address, source)) for source in owners}
        return max(owners, key=lambda source: close[source.id], default=None)

    def knows(self, address: str) -> bool:
        """Tell whether the address is on a host of any of the sources."""
        host = urlsplit(self.canonical(address) or "").hostname
        return any(host in _hosts(source) for source in self.sources)

    def lends(self, address: str, source: Source) -> bool:
        """Tell whether the canonical address may be a document of a source whose page links to it.

        Publishers keep them in folders and archives of their own, outside the paths of the pages.
        """
        parts = urlsplit(address)
        if address in self.removed or parts.hostname not in _hosts(source) or _is_out(parts.path + "/", source):
            return False
        return bool(_DOCUMENT.search(parts.path)) and not _NO_DOCUMENT.search(parts.path)


def _with(source: Source, seeds: Iterable[str]) -> Source:
    own = tuple(address for address in seeds if urlsplit(address).hostname in _hosts(source))
    return replace(source, start_urls=(*source.start_urls, *own))


def belongs(address: str, source: Source) -> bool:
    """Tell whether the canonical address is on one of the source's hosts and under its paths."""
    parts = urlsplit(address)
    if parts.hostname not in _hosts(source):
        return False
    return address in _starts(source) or (not _is_out(parts.path + "/", source) and _closeness(address, source) > 0)


def _is_out(path: str, source: Source) -> bool:
    return any(path.startswith(prefix) for prefix in source.exclude)


def _closeness(address: str, source: Source) -> int:
    """Return how exactly the source's paths name the address; 0 where they do not."""
    parts = urlsplit(address)
    return covered(parts.hostname or "", parts.path, source.paths or ("/",))


def _hosts(source: Source) -> frozenset[str]:
    return frozenset(source.hosts) | frozenset(source.alias_hosts)


@lru_cache(maxsize=256)
def _starts(source: Source) -> frozenset[str]:
    aliases = host_aliases(source)
    return frozenset(form for address in source.start_urls if (form := canonical(address, aliases)))

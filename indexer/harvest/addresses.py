"""Web addresses in one form, and which of them belong to a source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urljoin, urlsplit, urlunsplit

from indexer.model import Source

LONGEST = 2000
"""Characters of an address; sites with longer ones are lost in their own state."""

_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|_hs\w+|_ga|_gl|mtm_\w+|pk_\w+|igshid|email"
    r"|phpsessid|jsessionid|aspsessionid\w*|asp\.net_sessionid|sessionid|session_id|cfid|cftoken|sid)",
    re.IGNORECASE,
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
    def of(cls, sources: Sequence[Source], removed: Iterable[str] = ()) -> Scope:
        """Return the scope of the sources; `removed` are addresses that people have taken out for good."""
        aliases = {alias: host for source in sources for alias, host in _aliases(source).items()}
        kept_out = {form for address in removed if (form := canonical(address, aliases))}
        return cls(tuple(sources), frozenset(kept_out), aliases)

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
        return max(owners, key=lambda source: len(source.path_prefix or ""), default=None)


def belongs(address: str, source: Source) -> bool:
    """Tell whether the canonical address is on one of the source's hosts and under its paths."""
    parts = urlsplit(address)
    path = parts.path + "/"
    if parts.hostname not in _hosts(source):
        return False
    if any(path.startswith(prefix) for prefix in source.exclude):
        return False
    return path.startswith(source.path_prefix or "/") or address in _starts(source)


def _hosts(source: Source) -> frozenset[str]:
    return frozenset(source.hosts) | frozenset(source.alias_hosts)


def _starts(source: Source) -> frozenset[str]:
    aliases = _aliases(source)
    return frozenset(form for address in source.start_urls if (form := canonical(address, aliases)))


def _aliases(source: Source) -> dict[str, str]:
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

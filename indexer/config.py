"""metodsok.toml → Config: every setting has a default, and a file is not needed at all."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from indexer.errors import ConfigError

FILENAME = "metodsok.toml"
EngineName = Literal["auto", "whoosh", "tantivy", "opensearch"]
ENGINES: tuple[str, ...] = get_args(EngineName)
HIGHEST_PORT = 65535
LONGEST_DELAY = 120
"""Seconds: with a longer pause a site takes days."""

_LOOPBACK = re.compile(r"127\.\d{1,3}\.\d{1,3}\.\d{1,3}:\d{1,5}")


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where OpenSearch is and how to get in.

    `addresses` are of its nodes, with scheme and port. The names of our indexes begin with `prefix`; one folder with
    an index has one prefix. `ca` is a file of certificates to trust instead of the usual ones.
    """

    addresses: tuple[str, ...] = ("http://127.0.0.1:9200",)
    prefix: str = "metodsok"
    user: str | None = None
    password_file: Path | None = None
    ca: Path | None = None
    shards: int = 1


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one service; folders are absolute.

    `contact` is the address (https: or mailto:) behind "Materialet saknas". `base_url` is scheme and host of the public
    address, without a path; `base_path` is the path under which the service lives, `""` or `"/metodsok"`.
    `delay` is the least time in seconds between two requests to one site. `loopback` maps host names to `address:port`
    on the own machine, for tests of the harvester.
    `unanswered` is the file where searches without hits are counted, None where they are not. What begins with
    `opensearch` is for that engine alone and stands together in `cluster`.
    """

    corpus: Path
    index: Path
    engine: str = "auto"
    name: str = "Metodsök"
    contact: str | None = None
    base_url: str | None = None
    base_path: str = ""
    host: str = "127.0.0.1"
    port: int = 8501
    delay: float = 1.0
    loopback: Mapping[str, str] = field(default_factory=dict)
    unanswered: Path | None = None
    opensearch: str = "http://127.0.0.1:9200"
    opensearch_prefix: str = "metodsok"
    opensearch_user: str | None = None
    opensearch_password_file: Path | None = None
    opensearch_ca: Path | None = None
    opensearch_shards: int = 1

    @property
    def cluster(self) -> Cluster:
        """Where OpenSearch is, for those who have chosen it."""
        return Cluster(
            addresses=tuple(self.opensearch.split()),
            prefix=self.opensearch_prefix,
            user=self.opensearch_user,
            password_file=self.opensearch_password_file,
            ca=self.opensearch_ca,
            shards=self.opensearch_shards,
        )


def load(path: Path | None = None, *, start: Path | None = None) -> Config:
    """Return the settings of the file at `path`, else of the nearest metodsok.toml at `start` or above, else defaults.

    `start` is the working directory unless given. Folders in the file are relative to it. Raises ConfigError naming
    the file, the setting and the fault.
    """
    start = (start or Path.cwd()).resolve()
    found = path or find(start)
    if found is None:
        return Config(**_placed(_PLACES, start))
    return Config(**_placed(_PLACES | _checked(_read(found), found), found.resolve().parent))


def find(start: Path) -> Path | None:
    """Return the nearest metodsok.toml in `start` or a folder above it."""
    return next((file for folder in (start, *start.parents) if (file := folder / FILENAME).is_file()), None)


_PLACES = {
    "corpus": "corpus",
    "index": "index",
    "unanswered": "unanswered.sqlite",
    "opensearch_password_file": "",
    "opensearch_ca": "",
}
"""Folders and files, relative to the settings' own folder, with their defaults."""
_KEYS = tuple(each.name for each in fields(Config))


def _placed(settings: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the settings with paths for the places; a place may be turned off by an empty text."""
    places = {key: folder / Path(settings[key]).expanduser() if settings[key] else None for key in _PLACES}
    return settings | places


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigError(f"Inställningsfilen {path} finns inte. Kontrollera sökvägen efter --config.") from error
    except OSError as error:
        raise ConfigError(f"Inställningsfilen {path} går inte att läsa: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"Inställningsfilen {path} är inte sparad som UTF-8. Spara om den som UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"Inställningsfilen {path} följer inte TOML: {error}. Rätta raden som nämns.") from error


def _checked(settings: dict[str, object], path: Path) -> dict[str, Any]:
    """Return the settings tidied, having raised ConfigError for the first one that cannot be used."""
    for key, value in settings.items():
        if key not in _KEYS:
            raise ConfigError(f"{path}: inställningen {key} är okänd.{_nearest(key)}")
        fault = _fault(key, value)
        if fault:
            raise ConfigError(f"{path}: {key} = {value!r} duger inte: {fault}.")
    return {key: _tidied(key, value) for key, value in settings.items()}


def _nearest(key: str) -> str:
    close = difflib.get_close_matches(key.lower(), _KEYS, n=1, cutoff=0.5)
    return f" Menade du {close[0]}?" if close else f" De som finns är {', '.join(_KEYS)}."


def _fault(key: str, value: object) -> str | None:
    """Return in Swedish what is wrong with the value of a known key, None where nothing is."""
    if key in _NUMBERS:
        least, most = _NUMBERS[key]
        good = type(value) is int and least <= value <= most
        return None if good else f"skriv ett heltal från {least} till {most}"
    if key == "delay":
        fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= LONGEST_DELAY
        return None if fits else f"skriv ett antal sekunder, högst {LONGEST_DELAY}"
    if key == "loopback":
        return _no_places(value)
    return _TEXTS[key](value) if isinstance(value, str) else "skriv texten inom citattecken"


def _no_places(value: object) -> str | None:
    """Return what is wrong with `loopback`: it may lead to the own machine and nowhere else."""
    places = value.values() if isinstance(value, dict) else [None]
    fits = all(isinstance(place, str) and _LOOPBACK.fullmatch(place) for place in places)
    return None if fits else 'skriv till exempel { "www.example.se" = "127.0.0.1:8080" }'


def _empty(value: str) -> str | None:
    return None if value.strip() else "värdet är tomt; ta bort raden så gäller förvalet"


def _no_engine(value: str) -> str | None:
    return None if value in ENGINES else f"välj {', '.join(ENGINES[:-1])} eller {ENGINES[-1]}"


def _no_contact(value: str) -> str | None:
    known = not value or urlsplit(value).scheme in {"https", "http", "mailto"}
    return None if known else "börja med https:// eller mailto:"


def _no_path(value: str) -> str | None:
    return "skriv bara sökvägen, till exempel /metodsok" if set(value) & set("?#% \\:") else None


def _no_address(value: str) -> str | None:
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.netloc):
        return "skriv hela adressen, till exempel https://metoder.example.se"
    if parts.path.strip("/") or parts.query or parts.fragment:
        return "skriv adressen utan sökväg och ange sökvägen i base_path"
    return None


def _no_nodes(value: str) -> str | None:
    nodes = [urlsplit(each) for each in value.split()]
    if not nodes or not all(node.scheme in {"http", "https"} and node.hostname for node in nodes):
        return "skriv hela adressen, till exempel https://sok1.example.se:9200, och blanksteg mellan flera"
    if any(node.username or node.password for node in nodes):
        return "skriv inte lösenordet i adressen, utan i opensearch_password_file"
    return None


def _no_prefix(value: str) -> str | None:
    return None if re.fullmatch(r"[a-z][a-z0-9_-]{0,60}", value) else "skriv små bokstäver a–z, siffror och bindestreck"


_NUMBERS = {"port": (0, HIGHEST_PORT), "opensearch_shards": (1, 100)}
_TEXTS: dict[str, Callable[[str], str | None]] = {
    "corpus": _empty,
    "index": _empty,
    "engine": _no_engine,
    "name": _empty,
    "contact": _no_contact,
    "base_url": _no_address,
    "base_path": _no_path,
    "host": _empty,
    "unanswered": lambda _: None,
    "opensearch": _no_nodes,
    "opensearch_prefix": _no_prefix,
    "opensearch_user": lambda _: None,
    "opensearch_password_file": lambda _: None,
    "opensearch_ca": lambda _: None,
}


def _tidied(key: str, value: Any) -> Any:
    """Return a faultless value as Config wants it: one leading slash, no trailing one, empty addresses as None."""
    if key == "base_path":
        return f"/{value.strip('/')}" if value.strip("/") else ""
    if key == "base_url":
        return value.rstrip("/") or None
    return value or None if key in {"contact", "opensearch_user"} else value

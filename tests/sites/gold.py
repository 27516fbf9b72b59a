"""What a harvest of the sites must give, and what it must not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page or document that must be found: by `must`, a word that stands in it alone (in its twins too).

    `lines` are its main text without the title. `issued` is the ISO date of publication where the page tells it.
    """

    address: str
    title: str
    lines: tuple[str, ...]
    must: str
    issued: str | None = None
    language: str = "sv"


@dataclass(frozen=True, slots=True)
class Gold:
    """Everything to hold a harvest against; addresses are `https://host/path?query` as the pages link to them.

    `inside` are all addresses that have to be fetched (pages, documents, other addresses of the same pages);
    `outside` must never be asked for. `works` are sets of addresses that hold one and the same work; `near` are pairs
    that look alike and are two. `pages` have a main text to measure by, `documents` are files; `unreadable` are files
    with the reason code they must be listed under. `secrets` must not be found in any file of the index, `furniture`
    in no search. `supersedes` are (newer, older). `changed`, `new`, `gone` and `moved` (old → new) tell what differs
    from the edition before.
    """

    pages: Mapping[str, Wanted]
    documents: Mapping[str, Wanted]
    inside: frozenset[str]
    outside: frozenset[str]
    works: tuple[frozenset[str], ...] = ()
    near: tuple[tuple[str, str], ...] = ()
    unreadable: Mapping[str, str] = field(default_factory=dict)
    secrets: frozenset[str] = frozenset()
    furniture: tuple[str, ...] = ()
    supersedes: tuple[tuple[str, str], ...] = ()
    changed: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    moved: Mapping[str, str] = field(default_factory=dict)

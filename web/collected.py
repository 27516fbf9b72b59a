"""What an editor has collected for a newsletter, as it stands in the address: `d=a&d=b&rubrik=…&inledning=…&om.a=…`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

MOST = 50
"""Documents that one newsletter may hold."""
TITLE_LENGTH = 120
INTRODUCTION_LENGTH = 1500
LINES_LENGTH = 400
SAFE_LENGTH = 6000
"""Characters of an address that mail programs, proxies and browsers still pass on whole; many proxies stop at 8,000."""

_LIST, _TITLE, _INTRODUCTION, _LINES = "d", "rubrik", "inledning", "om."
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,199}")
# Line breaks stay. Signs that turn the direction of writing would let a title change what stands around it.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

Parameters = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class Collected:
    """Ids of documents in the editor's order, and the editor's own words; `lines` are by id."""

    ids: tuple[str, ...] = ()
    title: str = ""
    introduction: str = ""
    lines: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.ids or self.title or self.introduction)

    def toggled(self, id_: str) -> Collected:
        """Return it with one document more, last, or without it where it was there; its lines go with it."""
        if id_ not in self.ids:
            return replace(self, ids=(*self.ids, id_))
        kept = {other: text for other, text in self.lines.items() if other != id_}
        return replace(self, ids=tuple(other for other in self.ids if other != id_), lines=kept)

    def moved(self, id_: str, steps: int) -> Collected:
        """Return it with one document `steps` places further down, or up where negative, never past an end."""
        if id_ not in self.ids:
            return self
        at = self.ids.index(id_)
        others = [other for other in self.ids if other != id_]
        others.insert(min(max(0, at + steps), len(others)), id_)
        return replace(self, ids=tuple(others))

    def pairs(self) -> list[tuple[str, str]]:
        """Return the names and values that stand in the address."""
        texts = [(_TITLE, self.title), (_INTRODUCTION, self.introduction)]
        texts += [(f"{_LINES}{id_}", self.lines.get(id_, "")) for id_ in self.ids]
        return [(_LIST, id_) for id_ in self.ids] + [(name, text) for name, text in texts if text]

    def address(self) -> str:
        """Return the query string, without `?`."""
        return urlencode(self.pairs())


def from_address(parameters: Parameters) -> Collected:
    """Return what an address says; what cannot be an id is left out, and so is all that is more than may be."""
    values = {name: [value] if isinstance(value, str) else list(value) for name, value in parameters.items()}
    found = (id_ for id_ in values.get(_LIST, ()) if _ID.fullmatch(id_))
    ids = tuple(dict.fromkeys(found))[:MOST]
    lines = {id_: tidy(_first(values, f"{_LINES}{id_}"), LINES_LENGTH) for id_ in ids}
    return Collected(
        ids=ids,
        title=" ".join(tidy(_first(values, _TITLE), TITLE_LENGTH).split()),
        introduction=tidy(_first(values, _INTRODUCTION), INTRODUCTION_LENGTH),
        lines={id_: text for id_, text in lines.items() if text},
    )


def tidy(text: str, length: int) -> str:
    """Return the text without control characters, at most `length` characters; line breaks stay."""
    plain = _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.strip()[:length].rstrip()


def _first(values: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(values.get(name, ())), "")

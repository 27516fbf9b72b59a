"""The numbers of a Word document's lists, which Word counts out when it shows them and stores nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from indexer.extract.layout import number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES = {"lowerLetter": "a", "upperLetter": "A"}
_NUMBERS = frozenset({"decimal", "decimalZero", "lowerRoman", "upperRoman", "ordinal", *_STYLES})
_LEVELS = 9
_PARENTS = 10
"""Styles that are based on each other, at most; a ring of them would have no end."""


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    start: int


class Numbering:
    """Counts the lists of one document, paragraph by paragraph in reading order."""

    def __init__(self, document: Any) -> None:
        self._styles = {style.style_id: style.element for style in document.styles}
        root = _numbering_root(document)
        abstract = (
            {each.get(f"{W}abstractNumId"): each for each in root.findall(f"{W}abstractNum")}
            if root is not None
            else {}
        )
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        for each in root.findall(f"{W}num") if root is not None else ():
            reference = _value(each.find(f"{W}abstractNumId"))
            levels = _levels(abstract.get(reference))
            self._lists[each.get(f"{W}numId")] = (_owner(each, reference), {**levels, **_overrides(each, levels)})
        self._counts: dict[str, list[int | None]] = {}

    def is_listed(self, paragraph: Any) -> bool:
        """Return whether the paragraph is an item of a list, by itself or by its style."""
        return self._place(paragraph) is not None

    def mark(self, paragraph: Any) -> str | None:
        """Return the item's number as `2.` or `b)` and count on; None for bullets."""
        place = self._place(paragraph)
        if place is None or place[0] not in self._lists:
            return None
        owner, levels = self._lists[place[0]]
        level = levels.get(place[1])
        if level is None or level.style not in _NUMBERS:
            return None
        counts = self._counts.setdefault(owner, [None] * _LEVELS)
        before = counts[place[1]]
        position = level.start if before is None else before + 1
        counts[place[1] :] = [position, *[None] * (_LEVELS - place[1] - 1)]
        return number(position, _STYLES.get(level.style))

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """Return (list, level from 0) that the paragraph or its style states; list 0 means none."""
        properties = paragraph.find(f"{W}pPr")
        for _ in range(_PARENTS):
            if properties is None:
                return None
            stated = properties.find(f"{W}numPr")
            if stated is not None:
                id_ = _value(stated.find(f"{W}numId"))
                return (
                    (id_, min(_whole(_value(stated.find(f"{W}ilvl")), 0), _LEVELS - 1))
                    if id_ not in {"", "0"}
                    else None
                )
            style = self._styles.get(
                _value(properties.find(f"{W}pStyle")) or _value(properties.getparent().find(f"{W}basedOn"))
            )
            properties = style.find(f"{W}pPr") if style is not None else None
        return None


def _numbering_root(document: Any) -> Any:
    parts = (
        relation.target_part for relation in document.part.rels.values() if relation.reltype.endswith("/numbering")
    )
    return getattr(next(parts, None), "element", None)


def _levels(abstract: Any) -> dict[int, _Level]:
    found = abstract.findall(f"{W}lvl") if abstract is not None else []
    return {_whole(each.get(f"{W}ilvl"), 0): _level(each) for each in found}


def _level(element: Any) -> _Level:
    return _Level(_value(element.find(f"{W}numFmt")) or "decimal", _whole(_value(element.find(f"{W}start")), 1))


def _overrides(num: Any, levels: dict[int, _Level]) -> dict[int, _Level]:
    found = {}
    for each in num.findall(f"{W}lvlOverride"):
        at = _whole(each.get(f"{W}ilvl"), 0)
        whole, start = each.find(f"{W}lvl"), _value(each.find(f"{W}startOverride"))
        level = _level(whole) if whole is not None else levels.get(at, _Level("decimal", 1))
        found[at] = _Level(level.style, _whole(start, level.start))
    return found


def _owner(num: Any, reference: str) -> str:
    """Return whose count a list goes on with: that of its abstract list, unless it states where it starts."""
    restarts = num.find(f"{W}lvlOverride/{W}startOverride") is not None
    return f"num {num.get(f'{W}numId')}" if restarts else f"abstract {reference}"


def _value(element: Any) -> str:
    return str(element.get(f"{W}val") or "") if element is not None else ""


def _whole(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"\d{1,4}", value) else default

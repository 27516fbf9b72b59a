"""What an exercise needs, where its text says so: for whom it is, how long it takes, how many take part."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 110
"""Characters of a value; what is longer is a text and no fact."""

_LABELS = {
    "audience": r"målgrupp(?:\s+för\s+bladet)?|för\s+vem",
    "time": r"tid|längd|tidsåtgång",
    "group": r"deltagare|antal(?:\s+deltagare)?|gruppstorlek|grupp|storlek",
}
# A row of a table, "Tid | 75 minuter", or a sentence of its own, "Tid: 75 minuter."
_FACT = r"(?:^|(?<=[.!?]\s))\W{{0,2}}(?:{labels})\s*(?:\|\s*(?P<cell>[^|\n]+)|:\s*(?P<said>[^\n]+?)(?=\.(?:\s|$)|$))"
_FACTS = {
    name: re.compile(_FACT.format(labels=labels), re.IGNORECASE | re.MULTILINE) for name, labels in _LABELS.items()
}
# The head of a schedule, "Tid | Vad som händer", tells no time.
_DURATION = re.compile(r"minut|timm|dag|veck|kväll|träff|\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Practical:
    """For whom, how long, how many, as the text words it; None where it does not say."""

    audience: str | None = None
    time: str | None = None
    group: str | None = None

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is known, each with its Swedish heading."""
        named = (("För", self.audience), ("Tid", self.time), ("Antal", self.group))
        return [(name, value) for name, value in named if value]


def practical(text: str) -> Practical:
    """Return what the text says of audience, time and group; the first that is said counts."""
    time = (value for value in _values("time", text) if _DURATION.search(value))
    return Practical(
        next(iter(_values("audience", text)), None), next(time, None), next(iter(_values("group", text)), None)
    )


def _values(name: str, text: str) -> list[str]:
    found = (match["cell"] or match["said"] for match in _FACTS[name].finditer(text))
    values = (" ".join(value.split()).rstrip(" .;") for value in found)
    return [value for value in values if 0 < len(value) <= LONGEST]

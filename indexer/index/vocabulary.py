"""What an index keeps beside the documents: the corpus' own words for the search, and the files that failed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from indexer.model import SynonymGroup, Theme


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Theme scheme, synonyms, labels of the regions by code, and the ids and addresses that were taken out."""

    themes: tuple[Theme, ...] = ()
    synonyms: tuple[SynonymGroup, ...] = ()
    regions: Mapping[str, str] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        value = {
            "themes": [asdict(theme) for theme in self.themes],
            "synonyms": [asdict(group) for group in self.synonyms],
            "regions": dict(self.regions),
            "removed": sorted(self.removed),
        }
        path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")

    @classmethod
    def read(cls, path: Path) -> Vocabulary:
        """Return what `write` wrote."""
        value = json.loads(path.read_text("utf-8"))
        return cls(
            themes=tuple(Theme(**_tuples(theme)) for theme in value["themes"]),
            synonyms=tuple(SynonymGroup(**_tuples(group)) for group in value["synonyms"]),
            regions=value["regions"],
            removed=frozenset(value["removed"]),
        )


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read: its path within the corpus, a stable code, and the reason in Swedish."""

    path: str
    code: str
    message: str


def write_failures(failures: tuple[Failure, ...], path: Path) -> None:
    """Write them as JSON."""
    path.write_text(json.dumps([asdict(failure) for failure in failures], ensure_ascii=False), "utf-8")


def read_failures(path: Path) -> tuple[Failure, ...]:
    """Return what `write_failures` wrote."""
    return tuple(Failure(**failure) for failure in json.loads(path.read_text("utf-8")))


def _tuples(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the mapping with tuples where JSON has lists."""
    return {key: tuple(item) if isinstance(item, list) else item for key, item in value.items()}

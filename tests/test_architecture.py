"""Who may import whom: the floors of docs/architecture.md, read from the code itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS: tuple[tuple[str, ...], ...] = (
    ("indexer.model", "indexer.errors"),
    ("indexer.config",),
    ("indexer.extract", "indexer.language", "indexer.index", "indexer.share", "indexer.unanswered"),
    ("indexer.corpus",),
    ("indexer.harvest", "indexer.build"),
    ("indexer.search",),
    ("indexer.cli", "web"),
    ("app",),
)
NEIGHBOURS = {("indexer.index", "indexer.language"), ("indexer.cli", "web"), ("indexer.errors", "indexer.model")}
"""Pairs on one floor where the first may import the second."""

LIBRARIES_OF_ONE_PLACE = {
    "whoosh": "indexer/index/whoosh",
    "tantivy": "indexer/index/tantivy",
    "opensearchpy": "indexer/index/opensearch",
    "pypdf": "indexer/extract",
    "pypdfium2": "indexer/extract",
    "docx": "indexer/extract",
    "trafilatura": "indexer/extract",
    "simplemma": "indexer/language",
    "Stemmer": "indexer/language",
    "tomlkit": "indexer/corpus",
    "scrapy": "indexer/harvest",
    "aiohttp": "indexer/harvest",
    "twisted": "indexer/harvest",
    "click": "indexer/cli",
    "rich": "indexer/cli",
    "streamlit": "web",
    "starlette": "web",
}


def sources() -> list[Path]:
    return [ROOT / "app.py", *(ROOT / "indexer").rglob("*.py"), *(ROOT / "web").rglob("*.py")]


def imports(path: Path) -> Iterator[str]:
    """Give the full names of the modules that a file imports, those inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(name: str) -> str | None:
    """Give the part of the house that a module belongs to; None for what is not ours, or the root of the package."""
    return next((part for floor in FLOORS for part in floor if f"{name}.".startswith(f"{part}.")), None)


def floor(part: str) -> int:
    return next(number for number, parts in enumerate(FLOORS) if part in parts)


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_imports_upwards(path: Path) -> None:
    """A module imports from floors below, its own room, and the neighbours that are named here."""
    own = room(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    for name in imports(path):
        other = room(name)
        if own is None or other is None or own == other:
            continue
        assert floor(other) < floor(own) or (own, other) in NEIGHBOURS, f"{path} imports {name}"


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_library_is_known_in_one_place(path: Path) -> None:
    """Who would replace a library has one place to change."""
    where = path.relative_to(ROOT).as_posix()
    for name in imports(path):
        place = LIBRARIES_OF_ONE_PLACE.get(name.split(".")[0])
        assert place is None or where.startswith(place) or where == "app.py", f"{where} imports {name}"


def test_the_search_reads_only_the_index() -> None:
    """A search never needs the corpus: it may lie on another machine."""
    for path in (ROOT / "indexer" / "search").rglob("*.py"):
        assert not [name for name in imports(path) if room(name) in {"indexer.corpus", "indexer.build"}], path


def test_files_are_short() -> None:
    """A file that outgrows its one reason becomes a folder of the same name."""
    long = {path.name for path in sources() if path.read_text(encoding="utf-8").count("\n") > 300}
    assert not long

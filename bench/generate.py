"""Corpora of any size whose words behave like those of the shipped corpus.

A Markov chain over the words of `corpus/` gives running text with its frequencies and neighbours; one word in
fifty is a compound made of two of its words, so that the vocabulary goes on growing as a real one does (Heaps'
law). The same size and seed always give the same text.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

PASSAGES_PER_DOCUMENT = 10
WORDS_PER_PASSAGE = (60, 160)
COMPOUND_SHARE = 0.02
THEMES = ("demokrati", "mik", "lasframjande", "nationella-minoriteter", "tillganglighet", "samverkan", "barn-och-unga")
TYPES = ("plan", "guidance", "web page", "report", "exercise")
REGIONS = ("01", "03", "04", "05", "06", "12", "14", "17", "18", "21", "24", "25")


@dataclass(frozen=True, slots=True)
class Chain:
    """Which words follow which, and the long words that compounds are made of."""

    followers: dict[str, list[str]]
    words: list[str]
    stems: list[str]

    @classmethod
    def of(cls, corpus: Path) -> Chain:
        """Read the chain off the catalogue's abstracts and the Markdown sheets in `corpus`."""
        words = [word for text in _texts(corpus) for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*|[.,:?]", text)]
        followers: dict[str, list[str]] = defaultdict(list)
        for first, second in pairwise(words):
            followers[first].append(second)
        stems = sorted({word.lower() for word in words if word.isalpha() and 4 <= len(word) <= 10})
        return cls(dict(followers), words, stems)

    def passage(self, chance: random.Random) -> str:
        """Return one passage of running text."""
        length = chance.randint(*WORDS_PER_PASSAGE)
        word = chance.choice(self.words)
        text: list[str] = []
        while len(text) < length:
            text.append(self._compound(chance) if chance.random() < COMPOUND_SHARE else word)
            word = chance.choice(self.followers.get(word, self.words))
        return re.sub(r" ([.,:?])", r"\1", " ".join(text))

    def _compound(self, chance: random.Random) -> str:
        return chance.choice(self.stems) + chance.choice(self.stems)


def _texts(corpus: Path) -> Iterator[str]:
    catalogue = tomllib.loads((corpus / "catalogue.toml").read_text(encoding="utf-8"))
    for entry in catalogue["document"]:
        yield f"{entry['title']}. {entry.get('abstract', '')}"
    for sheet in sorted((corpus / "documents").rglob("*.md")):
        yield sheet.read_text(encoding="utf-8").split("---", 2)[-1]


def write_corpus(folder: Path, passages: int, source: Path, *, seed: int = 17) -> None:
    """Write `passages` generated passages into `folder` as a corpus of Markdown files, ten passages a file."""
    chance = random.Random(seed)
    chain = Chain.of(source)
    documents = folder / "documents"
    documents.mkdir(parents=True)
    for name in ("themes.toml", "synonyms.toml", "sources.toml"):
        (folder / name).write_bytes((source / name).read_bytes())
    for number in range(-(-passages // PASSAGES_PER_DOCUMENT)):
        count = min(PASSAGES_PER_DOCUMENT, passages - number * PASSAGES_PER_DOCUMENT)
        (documents / f"d{number:06d}.md").write_text(_document(chain, chance, count), encoding="utf-8")


def _document(chain: Chain, chance: random.Random, passages: int) -> str:
    year = chance.randint(2012, 2026)
    head = [
        "---",
        f"title: {_title(chain, chance)}",
        f"publisher: Generatorn {chance.randint(1, 40)}",
        f"type: {chance.choice(TYPES)}",
        f"year: {year}",
        "language: sv",
        f"theme: [{', '.join(chance.sample(THEMES, chance.randint(1, 3)))}]",
        f"region: ['{chance.choice(REGIONS)}']",
        "rights: full-text",
        "---",
        "",
    ]
    body = [f"## {_title(chain, chance)}\n\n{chain.passage(chance)}\n" for _ in range(passages)]
    return "\n".join(head) + "\n".join(body)


def _title(chain: Chain, chance: random.Random) -> str:
    return " ".join(chance.sample(chain.stems, chance.randint(2, 5))).capitalize()


def questions(source: Path, count: int, *, words: tuple[int, int] = (1, 5), seed: int = 23) -> list[str]:
    """Return `count` questions of so many words, one to five, common and rare ones as they stand in running text."""
    chance = random.Random(seed)
    chain = Chain.of(source)
    found: list[str] = []
    while len(found) < count:
        text = [word.lower() for word in chain.passage(chance).split() if word.isalpha() and len(word) > 2]
        start = chance.randrange(len(text) - 5)
        found.append(" ".join(text[start : start + chance.randint(*words)]))
    return found

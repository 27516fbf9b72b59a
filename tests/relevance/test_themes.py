"""Themes found in the shipped catalogue's records against those that people stated; the floors only rise."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from indexer.build.documents import assemble, complete, themed
from indexer.corpus import load
from indexer.language import Analyzer, Dictionary
from indexer.language.themes import Assigner
from indexer.model import Query
from indexer.search.searcher import Searcher

CORPUS = load(Path(__file__).parents[2] / "corpus")
STATED = {record.id: set(record.themes) for record in CORPUS.records}


@cache
def found() -> dict[str, set[str]]:
    """Return the themes that a build would assign if nobody had stated any."""
    blank = replace(CORPUS, records=tuple(replace(record, themes=()) for record in CORPUS.records))
    drafts = assemble(blank, [])
    texts = [text for draft in drafts for text in (draft.document.title, draft.document.abstract or "")]
    counts = Counter(token.word for text in texts for token in Analyzer(Dictionary.empty()).tokens(text))
    assign = Assigner(CORPUS.themes, Analyzer(Dictionary.from_corpus(counts))).assign
    return {draft.document.id: set(themed(complete(draft, ()), assign).themes) for draft in drafts}


def rates(theme: str | None = None) -> tuple[float, float]:
    """Return precision and recall of one theme, or of all."""
    pairs = [(truth, found()[name]) for name, truth in STATED.items()]
    if theme:
        pairs = [(truth & {theme}, guess & {theme}) for truth, guess in pairs]
    right = sum(len(truth & guess) for truth, guess in pairs)
    return right / sum(len(guess) for _, guess in pairs), right / sum(len(truth) for truth, _ in pairs)


def test_themes_are_those_that_people_stated() -> None:
    """Micro precision, recall and F1 over all records, their own themes hidden."""
    precision, recall = rates()
    assert precision >= 0.86
    assert recall >= 0.74
    assert 2 * precision * recall / (precision + recall) >= 0.80


def test_whole_texts_have_few_themes_that_people_would_not_give(shipped: Searcher) -> None:
    """The sheets of our own, of some hundred words each: what is only mentioned is no theme."""
    sheets = [document for document in shipped.documents(Query()) if document.themes_stated and document.path]
    pairs = [(set(sheet.themes), {found.theme for found in sheet.evidence}) for sheet in sheets]
    right = sum(len(truth & guess) for truth, guess in pairs)
    precision, recall = right / sum(len(guess) for _, guess in pairs), right / sum(len(truth) for truth, _ in pairs)
    assert precision >= 0.68
    assert recall >= 0.65


@pytest.mark.parametrize(
    ("theme", "precision", "recall"),
    [
        ("demokrati", 0.95, 0.52),
        ("nationella-minoriteter", 0.97, 0.94),
        ("mik", 0.95, 0.77),
        ("lasframjande", 0.88, 0.72),
    ],
)
def test_the_core_themes_can_be_trusted(theme: str, precision: float, recall: float) -> None:
    """A wrong theme costs more trust than a missing one."""
    got = rates(theme)
    assert got[0] >= precision
    assert got[1] >= recall

"""Themes assigned by the scheme's terms, against those that the catalogue states.

    python bench/themes.py

Every record's own themes are hidden; what a build would assign from title, abstract, publisher and site is compared
with them. Precision, recall and F1 are printed for each theme and for all together (micro). The last line is a
comparison: the rules with votes of the most similar records added, cross-validated in ten folds with five seeds,
at the votes' best weight of those tried. It has never been enough better to be worth its opacity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.build.documents import assemble, complete, themed
from indexer.corpus import Corpus, load
from indexer.language import Analyzer, Dictionary
from indexer.language.themes import Assigner
from indexer.model import Document

ROOT = Path(__file__).resolve().parent.parent
FOLDS, SEEDS, NEIGHBOURS, CUT = 10, range(5), 20, 0.55
VOTES = (0.3, 0.6, 1.0, 1.5)

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Score:
    """How many themes were right, wrong and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of the assigned themes that are stated."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """The share of the stated themes that were assigned."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)


def main() -> None:
    """Print the table."""
    corpus = load(ROOT / "corpus")
    stated, documents, analyzer = assigned(corpus)
    print(f"{'theme':<26}{'P':>7}{'R':>7}{'F1':>7}{'stated':>8}")
    for theme in corpus.themes:
        one = [{theme.id} & themes for themes in stated]
        line(theme.id, score(one, [{theme.id} & set(document.themes) for document in documents]))
    line("micro: rules (chosen)", score(stated, [set(document.themes) for document in documents]))
    names = [theme.id for theme in corpus.themes]
    truth, rules = table(stated, names), table([set(document.themes) for document in documents], names)
    near = similarity([words(document, analyzer) for document in documents])
    best = max((neighbours(near, truth, rules, votes) for votes in VOTES), key=lambda row: float(row[:, 2].mean()))
    means, spread = best.mean(axis=0), best.std(axis=0)[2]
    print(
        f"{'rules + neighbours (CV)':<26}{means[0]:>7.3f}{means[1]:>7.3f}{means[2]:>7.3f}   spread of F1 {spread:.4f}"
    )


def assigned(corpus: Corpus) -> tuple[list[set[str]], list[Document], Analyzer]:
    """Return each record's stated themes, its document with the themes that a build would assign, and the analyser."""
    stated = {record.id: set(record.themes) for record in corpus.records}
    blank = replace(corpus, records=tuple(replace(record, themes=()) for record in corpus.records))
    drafts = assemble(blank, [])
    counts = Counter(
        token.word
        for draft in drafts
        for text in (draft.document.title, draft.document.abstract or "")
        for token in Analyzer(Dictionary.empty()).tokens(text)
    )
    analyzer = Analyzer(Dictionary.from_corpus(counts))
    assign = Assigner(corpus.themes, analyzer).assign
    documents = [themed(complete(draft, ()), assign) for draft in drafts]
    return [stated[document.id] for document in documents], documents, analyzer


def score(stated: Sequence[set[str]], found: Sequence[set[str]]) -> Score:
    """Compare the themes stated with those found, document by document."""
    pairs = list(zip(stated, found, strict=True))
    return Score(
        right=sum(len(truth & guess) for truth, guess in pairs),
        wrong=sum(len(guess - truth) for truth, guess in pairs),
        missed=sum(len(truth - guess) for truth, guess in pairs),
    )


def line(title: str, result: Score) -> None:
    """Print one line of the table."""
    stated = result.right + result.missed
    print(f"{title:<26}{result.precision:>7.3f}{result.recall:>7.3f}{result.f1:>7.3f}{stated:>8}")


def table(themes: Sequence[set[str]], names: Sequence[str]) -> Matrix:
    """Return a row for each document and a column for each theme, 1 where the document has it."""
    return np.array([[float(name in row) for name in names] for row in themes])


def words(document: Document, analyzer: Analyzer) -> Counter[str]:
    """Return the terms of a document's title and abstract; those of the title count double."""
    title, abstract = (
        {term for token in analyzer.tokens(text) for term in analyzer.terms(token.word)}
        for text in (document.title, document.abstract or "")
    )
    return Counter(title) + Counter(title | abstract)


def similarity(documents: Sequence[Counter[str]]) -> Matrix:
    """Return the cosine between the documents' terms, weighted by inverse document frequency."""
    frequency = Counter(term for document in documents for term in document)
    column = {term: place for place, term in enumerate(sorted(term for term in frequency if frequency[term] > 1))}
    weights = np.zeros((len(documents), len(column)))
    for row, document in enumerate(documents):
        for term, count in document.items():
            if term in column:
                weights[row, column[term]] = count * np.log(len(documents) / frequency[term])
    weights /= np.maximum(np.linalg.norm(weights, axis=1, keepdims=True), 1e-9)
    near: Matrix = weights @ weights.T
    return near


def neighbours(near: Matrix, truth: Matrix, rules: Matrix, votes: float) -> Matrix:
    """Return precision, recall and F1 of rules and the votes of similar records that are not held out, by seed."""
    rows = []
    for seed in SEEDS:
        total = np.zeros_like(truth)
        for fold in np.array_split(np.random.default_rng(seed).permutation(len(truth)), FOLDS):
            known = np.setdiff1d(np.arange(len(truth)), fold)
            for row in fold:
                best = known[np.argsort(-near[row, known], kind="stable")[:NEIGHBOURS]]
                shares = near[row, best] / max(float(near[row, best].sum()), 1e-9)
                total[row] = rules[row] + votes * (shares @ truth[best])
        found = total > CUT
        right = float((found * truth).sum())
        rows.append((right / found.sum(), right / truth.sum(), 2 * right / (found.sum() + truth.sum())))
    return np.array(rows)


if __name__ == "__main__":
    main()

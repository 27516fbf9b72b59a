"""The array code against the formula written out in plain loops."""

import math
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.index.forward import Forward
from indexer.search.question import Question, Reading, Word
from indexer.search.rerank import DIGITS, GRAMS, PAIRS, PARENT, TITLE, Reranker
from indexer.search.searcher import Searcher

VOCABULARY = ["bokcirkel", "läsfrämjande", "biblioteksplan", "västerbotten", "samtal", "om", "böcker", "2025", "okänt",
              "medieplan", "biblioteket", "och", "planen"]  # fmt: skip


class Plain:
    """The recipe with dictionaries and loops."""

    def __init__(self, searcher: Searcher) -> None:
        self.forward: Forward = searcher._forward
        forward = self.forward
        languages = [forward.languages[number] for number in forward.word_languages]
        names = list(zip(forward.words.strings.all(), languages, strict=True))
        self.rows = [[names[word] for word in forward.passage_words.row(row)] for row in range(forward.passages)]
        self.analyzer = searcher._analyzer
        self.parents = forward.passage_documents.tolist()

    def parts(self, word: str, language: str = "sv") -> tuple[str, ...]:
        terms = self.analyzer.terms(word, language) if word else ()
        return terms[1:] or terms

    def grams(self, word: str, language: str = "sv") -> set[str]:
        padded = f"_{word}_"
        if not word or self.analyzer.is_stop(word, language):
            return set()
        return {padded[at : at + 4] for at in range(max(1, len(padded) - 3))}

    def bm25(self, question: set[str], rows: list[Counter[str]], constants: tuple[float, float]) -> list[float]:
        return self.weighted(dict.fromkeys(question, 1.0), rows, constants, [row.total() for row in rows])

    def weighted(
        self, question: dict[str, float], rows: list[Counter[str]], constants: tuple[float, float], lengths: list[int]
    ) -> list[float]:
        k1, b = constants
        mean = sum(lengths) / len(lengths)
        scores = [0.0] * len(rows)
        for feature, weight in question.items():
            df = sum(feature in row for row in rows)
            idf = math.log(1 + (len(rows) - df + 0.5) / (df + 0.5))
            for at, row in enumerate(rows):
                norm = k1 * (1 - b + b * lengths[at] / mean)
                scores[at] += weight * idf * row[feature] * (k1 + 1) / (row[feature] + norm)
        return scores

    def scores(self, question: Question) -> list[float]:
        content = [question.words[at] for at in question.content]
        wanted = {feature: DIGITS if any(map(str.isdigit, feature)) else 1.0 for w in content for feature in w.features}
        parts = [Counter(part for word in row for part in self.parts(*word)) for row in self.rows]
        grams = [Counter(gram for word in row for gram in self.grams(*word)) for row in self.rows]
        asked = {gram for word in content for gram in self.grams(word.text)}
        by_parts = self.weighted(wanted, parts, (1.2, 0.75), [row.total() for row in parts])
        by_grams = self.bm25(asked, grams, (0.4, 0.75))
        documents = [Counter[str]() for _ in range(self.forward.documents)]
        for parent, row in zip(self.parents, grams, strict=True):
            documents[parent] += row
        by_parent = self.bm25(asked, documents, (1.2, 0.75))
        titles = self.titles(wanted, parts)
        pairs = self.pairs(question)
        return [
            by_parts[at] + GRAMS * by_grams[at] + PAIRS * pairs[at] + TITLE * titles[at]
            + PARENT * by_parent[self.parents[at]]
            for at in range(len(self.rows))
        ]  # fmt: skip

    def titles(self, wanted: dict[str, float], parts: list[Counter[str]]) -> list[float]:
        scores = []
        for row, words in enumerate(self.rows):
            count = int(self.forward.title_words[self.parents[row]])
            first = self.rows[int(self.forward.document_starts[self.parents[row]])]
            has = {part for word in first[:count] for part in self.parts(*word)}
            assert words[:count] == first[:count]
            found = 0.0
            for feature in has.intersection(wanted):
                df = sum(feature in each for each in parts)
                found += wanted[feature] * math.log(1 + (len(parts) - df + 0.5) / (df + 0.5))
            scores.append(found)
        return scores

    def pairs(self, question: Question) -> list[float]:
        stemmed = [[self.analyzer.stem(*word) if word[0] else "" for word in row] for row in self.rows]
        rows = [Counter(pairwise(row)) for row in stemmed]
        stems = [word.stem for word in question.words]
        known = {stem for row in stemmed for stem in row} | set(self.forward.terms.strings.all())
        asked = {pair for pair in pairwise(stems) if pair[0] != pair[1] and known.issuperset(pair)}
        mean = sum(map(len, stemmed)) / len(stemmed)
        scores = [0.0] * len(rows)
        for pair in asked:
            df = sum(pair in row for row in rows)
            idf = math.log(1 + (len(rows) - df + 0.5) / (df + 0.5))
            for at, row in enumerate(rows):
                norm = 0.4 * (0.7 + 0.3 * len(stemmed[at]) / mean)
                scores[at] += idf * row[pair] * 1.4 / (row[pair] + norm)
        return scores


@pytest.fixture(scope="module")
def plain(library: Searcher) -> Plain:
    return Plain(library)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=6))
def test_scores_are_those_of_the_plain_formula(library: Searcher, plain: Plain, words: list[str]) -> None:
    """For any question, over all passages."""
    question = Question(library._interpreter.asker.words(" ".join(words)))
    rows = np.arange(plain.forward.passages)
    assert Reranker(plain.forward).score(question, rows) == pytest.approx(plain.scores(question), abs=1e-3)


def test_another_reading_never_outweighs_the_typed_word(plain: Plain) -> None:
    """A passage with the synonym alone gets less than one with the word, however rare the synonym is."""
    word = Word("samtal", "samtal", ("samtal",))
    reading = Reading(0, 1, "medieplan", (("medieplan",),), 0.9, "synonym")
    reranker, rows = Reranker(plain.forward), np.arange(plain.forward.passages)
    typed = reranker.score(Question((word,)), rows)
    both = reranker.score(Question((word,), (reading,)), rows)
    assert (both >= typed - 1e-6).all()
    assert both.argmax() == typed.argmax()


def test_the_order_of_candidates_changes_nothing(library: Searcher, plain: Plain) -> None:
    """Scores belong to passages, not to places."""
    question = Question(library._interpreter.asker.words("läsfrämjande plan"))
    rows = np.arange(plain.forward.passages)
    reranker = Reranker(plain.forward)
    assert reranker.score(question, rows[::-1])[::-1].tolist() == pytest.approx(reranker.score(question, rows).tolist())

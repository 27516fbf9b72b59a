"""Reading a typed question with everything the index knows, and deciding which documents answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.index.forward.reader import Forward
from indexer.language.analysis import Analyzer
from indexer.model import Expansion
from indexer.search.expand import Thesaurus, expansions
from indexer.search.match import Matched, Matcher
from indexer.search.query import ParsedQuery
from indexer.search.question import Asker, Question, Word


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the documents that answer it, before any filter; `must` are terms that all of these have."""

    question: Question
    matched: Matched
    must: tuple[str, ...]
    expanded: tuple[Expansion, ...]


class Interpreter:
    """Turns a parsed query into the documents that answer it."""

    def __init__(self, forward: Forward, analyzer: Analyzer, thesaurus: Thesaurus) -> None:
        self._forward = forward
        self._analyzer = analyzer
        self._thesaurus = thesaurus
        self._matcher = Matcher(forward)
        self.asker = Asker(analyzer, forward)

    def ask(self, parsed: ParsedQuery, *, expand: bool) -> Asked:
        """Return what is asked; phrases must stand as written, and what is excluded takes whole documents out."""
        question, expanded = self._question(parsed.text, expand=expand)
        matched = self._matcher.match(question) if parsed.words else self._everything()
        mask = matched.mask
        phrases = [self.asker.words(phrase) for phrase in parsed.phrases]
        for phrase in phrases:
            mask &= self._matcher.with_phrase(phrase)
        for excluded in parsed.excluded:
            mask &= ~self._excluded(excluded)
        must = self._must([word for phrase in phrases for word in phrase], matched)
        return Asked(question, matched, must, expanded)

    def _question(self, text: str, *, expand: bool) -> tuple[Question, tuple[Expansion, ...]]:
        typed = [text[token.start : token.end] for token in self._analyzer.tokens(text)]
        words = self.asker.words(text)
        readings = self.asker.readings(words)
        if not expand:
            return Question(words, tuple(readings)), ()
        added = [reading for reading in self._thesaurus.readings(words, typed) if self._is_met(reading.words)]
        return Question(words, (*readings, *added)), expansions(added, typed)

    def _is_met(self, words: Sequence[tuple[str, ...]]) -> bool:
        """Tell whether the corpus has all words of a reading."""
        return all(self.asker.count(terms[0]) or all(map(self.asker.count, terms[1:] or ("",))) for terms in words)

    def _everything(self) -> Matched:
        count = self._forward.documents
        return Matched(np.ones(count, bool), np.zeros(count, np.float32))

    def _excluded(self, text: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        words = self.asker.words(text)
        if len(words) == 1:
            return self._matcher.with_any(word for word in words if word.terms)
        return self._matcher.with_phrase(words)

    def _must(self, words: Sequence[Word], matched: Matched) -> tuple[str, ...]:
        """Return the phrases' terms that every matching document has, so that the engine may insist on them."""
        count = int(matched.mask.sum())
        stems = dict.fromkeys(word.stem for word in words if word.terms)
        return tuple(stem for stem in stems if int(matched.mask[self._matcher.holders(stem)].sum()) == count)

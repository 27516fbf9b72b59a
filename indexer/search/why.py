"""Why a document is a hit, in a few Swedish words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from indexer.language.analysis import Analyzer
from indexer.model import Document, Snippet
from indexer.search.question import Question, Reading, Word

LIMIT = 4


def reasons(
    analyzer: Analyzer,
    split: Callable[[str], tuple[str, ...]],
    question: Question,
    document: Document,
    snippets: Sequence[Snippet],
) -> tuple[str, ...]:
    """Return at most four reasons, the most telling first: title, compounds and forms, thesaurus, years.

    `split` takes a compound apart as written.
    """
    titles = [token.word for token in analyzer.tokens(document.title)]
    words = titles + _marked(analyzer, snippets)
    found = [
        *_in_title(analyzer, question, titles),
        *_forms(analyzer, split, question, words),
        *_thesaurus(analyzer, question, words),
        *_years(question, document),
    ]
    return tuple(dict.fromkeys(found))[:LIMIT]


def _marked(analyzer: Analyzer, snippets: Sequence[Snippet]) -> list[str]:
    """Return the words that are marked in the snippets."""
    pieces = (snippet.text[start:end] for snippet in snippets for start, end in snippet.marks)
    return list(dict.fromkeys(token.word for piece in pieces for token in analyzer.tokens(piece)))


def _in_title(analyzer: Analyzer, question: Question, titles: Sequence[str]) -> Iterator[str]:
    typed = {word.stem for word in question.words if word.terms}
    found = [word for word in titles if analyzer.stem(word) in typed]
    if found:
        yield f"i titeln: {' '.join(dict.fromkeys(found))}"


def _forms(
    analyzer: Analyzer, split: Callable[[str], tuple[str, ...]], question: Question, words: Sequence[str]
) -> Iterator[str]:
    """Yield how a word of the text became a word of the question: a part of a compound, another form."""
    typed = {word.text for word in question.words}
    stems = {word.stem: word for word in question.words if word.terms}
    parts = {part for word in question.words for part in word.terms}
    for word in words:
        if word in typed:
            continue
        stem = analyzer.stem(word)
        if stem in stems:
            yield f"böjning: {word} → {stems[stem].text}"
        elif parts.intersection(analyzer.parts(word)):
            yield f"{word}: {' + '.join(piece for half in word.split('-') for piece in split(half))}"


def _thesaurus(analyzer: Analyzer, question: Question, words: Sequence[str]) -> Iterator[str]:
    """Yield which other readings were met."""
    terms = {term for word in words for term in analyzer.terms(word)}
    names: Mapping[str, str] = {"synonym": "synonym", "theme": "tema", "spelling": "stavning"}
    for reading in question.readings:
        own: Sequence[Word] = question.words[reading.first : reading.last]
        if reading.kind in names and _all_in(reading, terms):
            yield f"{names[reading.kind]}: {' '.join(word.text for word in own)} → {reading.shown}"


def _all_in(reading: Reading, terms: set[str]) -> bool:
    return all(not terms.isdisjoint(word) for word in reading.words)


def _years(question: Question, document: Document) -> Iterator[str]:
    typed = {word.text for word in question.words}
    years = [str(year) for year in document.years if str(year) in typed]
    if years:
        yield f"gäller {years[0]}" if document.valid_from else f"från {years[0]}"

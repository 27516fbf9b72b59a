from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.search.question import Question, Reading, Word
from indexer.search.searcher import Searcher
from indexer.search.snippet import LENGTH, Find, Marker

SAID = ["bokcirkel", "bokcirkeln", "läsfrämjande", "planen", "biblioteksplan", "Böcker!", "och", "samtal", "regnbåge",
        "mik", "medie-", "informationskunnighet", "§ 17", "2025", "västerbotten", "📚", "ﬁlm",
        "https://exempel.se/plan"]  # fmt: skip
ASKED = ["bok", "bokcirkel", "läsfrämjande", "plan", "lasframjande", "mik", "länsbibliotek", "§ 17", "läs främjande"]
texts = st.lists(st.sampled_from(SAID), min_size=1, max_size=120).map(" ".join)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts, asked=st.lists(st.sampled_from(ASKED), min_size=1, max_size=3).map(" ".join))
def test_marks_lie_on_whole_words_that_answer(make, document, text: str, asked: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Inside the text, ascending, never overlapping; each word by stem, part, fold or another name."""
    with make([document("ett", "Titel", text)]) as searcher:
        results = searcher.search(asked)
        for snippet in (snippet for hit in results.hits for snippet in hit.snippets):
            _check(searcher, results.corrected or asked, snippet.text, snippet.marks)


def _check(searcher: Searcher, asked: str, text: str, marks: tuple[tuple[int, int], ...]) -> None:
    analyzer, interpreter = searcher._analyzer, searcher._interpreter
    words = interpreter.asker.words(asked)
    typed = [asked[token.start : token.end] for token in analyzer.tokens(asked)]
    readings = [*interpreter.asker.readings(words), *interpreter._thesaurus.readings(words, typed)]
    wanted = {term for word in words for term in word.terms}.union(*(reading.terms for reading in readings))
    before = 0
    places = {(token.start, token.end): token.word for token in analyzer.tokens(text)}
    for start, end in marks:
        assert before <= start < end <= len(text)
        assert wanted.intersection(analyzer.terms(places[start, end]))
        before = end


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts)
def test_a_snippet_is_a_stretch_of_the_passage(make, document, text: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """With ellipses where something is left out, and never much longer than promised."""
    with make([document("ett", "Bokcirkel", text)]) as searcher:
        for hit in searcher.search("bokcirkel").hits:
            for snippet in hit.snippets:
                assert snippet.text.removeprefix("… ").removesuffix(" …") in text
                assert len(snippet.text) <= LENGTH + 4


def test_the_best_stretch_is_shown(make, document) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Where both words stand, not where one of them stands first."""
    text = f"En bokcirkel. {'Annat om annat. ' * 60} Samtal i en bokcirkel. {'Mera om mera. ' * 60}"
    with make([document("ett", "Titel", text), document("annat", "Annat", "Något helt annat.")]) as searcher:
        shown = searcher.search("bokcirkel samtal").hits[0].snippets[0]
        assert [shown.text[start:end] for start, end in shown.marks] == ["Samtal", "bokcirkel"]
        assert shown.text.startswith("… ")
        assert shown.text.endswith(" …")


def test_a_part_of_a_word_that_was_not_typed_is_no_find() -> None:
    """Who asked for övning, and was offered arbetsblad, does not want every blad marked."""
    typed = Word("bokcirkel", "bokcirkel", ("bokcirkel", "bok", "cirkel"))
    other = Reading(0, 1, "arbetsblad", (("arbetsblad", "arbet", "blad"),), 0.8, "synonym")
    finds = Question((typed,), (other,)).finds()
    assert {frozenset({"bok"}), frozenset({"arbetsblad"}), frozenset({"arbet", "blad"})} <= finds
    assert frozenset({"blad"}) not in finds


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(1, 120), st.integers(1, 12), st.sets(st.integers(0, 2), min_size=1))))
def test_the_best_window_is_the_first_of_the_heaviest(
    library: Searcher, steps: list[tuple[int, int, set[int]]]
) -> None:
    """Of all windows that begin with a find and go as far as they may."""
    analyzer, forward = library._analyzer, library._forward
    marker = Marker(analyzer, forward, Question(library._interpreter.asker.words("biblioteksplan bokcirkel")))
    terms, finds, at = sorted(marker._weights), list[Find](), 0
    for gap, length, places in steps:
        finds.append(Find(at + gap, at + gap + length, 0, tuple(terms[place % len(terms)] for place in sorted(places))))
        at += gap + length
    windows = [
        [find for find in finds[first:] if find.end - finds[first].start <= LENGTH] for first in range(len(finds))
    ]
    values = list(map(marker._value, windows))
    first, last = marker.best(finds)
    assert not finds or (first, finds[first:last]) == (values.index(max(values)), windows[first])

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index.engine import EnginePassage
from indexer.index.forward import Forward, ForwardBuilder, growing, reader
from indexer.index.forward.arrays import REMEMBERED, Lookup, Ragged, Strings
from indexer.index.forward.ngrams import ngrams
from indexer.index.forward.vocabulary import grams, without_addresses
from indexer.language.analysis import Analyzer
from indexer.language.compounds import Dictionary
from indexer.language.lexicon import Lexicon
from indexer.model import Document, Passage, Section, ThemeEvidence

Entry = tuple[Document, list[Passage]]


def entry(id_: str, title: str, *texts: str, **metadata: object) -> Entry:
    document = Document(id=id_, title=title, publisher="Provbiblioteket", **metadata)  # type: ignore[arg-type]
    return document, [Passage(id_, at, text, heading="Rubrik", page=at + 1) for at, text in enumerate(texts)]


PLAN = entry("plan", "Plan för läsning", "Vi läser böcker i parken.", "Alla barn är med.", type="plan", valid_from=2021)
CIRCLE = entry("cirkel", "Bokcirkel", "Samtal om böcker, med kaffe.", issued="2022-03", themes=("mik",))
BARE = entry("tom", "Utan text")
NATURE = entry("natur", "Böcker om natur", "Skogen och böckerna.", language="sv")
PLAN_AGAIN = entry("plan", "Plan för läsning", "Vi läser tidningar.", "Alla barn är med.", "Sist.", type="plan")


def become(made: ForwardBuilder, analyzer: Analyzer, *entries: Entry) -> list[EnginePassage]:
    """Let the builder read the entries, and return what they become for the engine."""
    for document, passages in entries:
        made.read(document, passages)
    return [passage for found in made.become(analyzer) for passage in found]


def passages_of(*entries: Entry) -> list[EnginePassage]:
    analyzer = Analyzer(Dictionary.empty())
    return become(ForwardBuilder(analyzer.lexicon), analyzer, *entries)


def build(folder: Path, *entries: Entry, previous: Forward | None = None, dropped: tuple[str, ...] = ()) -> Forward:
    analyzer = Analyzer(Dictionary.empty())
    made = ForwardBuilder(analyzer.lexicon, previous, dropped)
    become(made, analyzer, *entries)
    made.write(folder)
    return Forward.open(folder)


def frequencies(forward: Forward) -> dict[str, dict[object, int]]:
    """Everything counted, by name, without what occurs nowhere any more."""
    terms = forward.terms.strings.all()
    return {
        "grams": _live(forward.gram_keys.tolist(), forward.gram_frequencies),
        "document grams": _live(forward.gram_keys.tolist(), forward.document_gram_frequencies),
        "parts": _live(terms, forward.part_frequencies),
        "documents": _live(terms, forward.term_documents.lengths),
        "words": dict[object, int](forward.word_counts().items()),
    }


def holders(forward: Forward) -> dict[str, dict[int, list[str]]]:
    """Who has which n-gram, by name: words for suggestions and ranking, terms for likeness."""
    words, terms = forward.words.strings.all(), forward.terms.strings.all()
    live = set(forward.word_counts())
    return {
        "words": _held(forward.gram_keys, forward.gram_words, words, live),
        "terms": _held(forward.term_gram_keys, forward.term_gram_terms, terms, set(terms)),
    }


def _held(keys: np.ndarray, table: Ragged, names: list[str], live: set[str]) -> dict[int, list[str]]:
    rows = ([names[at] for at in table.row(row).tolist()] for row in range(len(keys)))
    found = {int(key): sorted(live & set(row)) for key, row in zip(keys, rows, strict=True)}
    return {key: row for key, row in found.items() if row}


def weights(forward: Forward) -> dict[object, float]:
    """Return the weight of every term that some document holds."""
    pairs = zip(forward.terms.strings.all(), forward.term_weights.tolist(), strict=True)
    return {term: weight for term, weight in pairs if weight}


def _live(names: Sequence[object], counts: np.ndarray) -> dict[object, int]:
    return {name: int(count) for name, count in zip(names, counts, strict=True) if count}


def test_gives_back_what_was_put_in(tmp_path: Path) -> None:
    """Passages, headings, pages and metadata come back as they were."""
    forward = build(tmp_path, PLAN, CIRCLE)
    assert forward.ids() == ["plan", "cirkel"]
    assert forward.passages_of(0) == PLAN[1]
    assert forward.document(1) == CIRCLE[0]
    assert (forward.row_of("cirkel"), forward.row_of("okänd")) == (1, None)


def test_keeps_evidence_and_lists(tmp_path: Path) -> None:
    """Tuples survive the way through JSON."""
    evidence = (ThemeEvidence("mik", 3.5, (("källkritik", 4), ("mik", 1))),)
    wanted = entry("a", "A", "Text.", evidence=evidence, regions=("14", "12"), notes=("obs",))
    assert build(tmp_path, wanted).document(0) == wanted[0]


def test_an_empty_corpus_is_an_index_too(tmp_path: Path) -> None:
    """Nothing in, nothing out, no error."""
    forward = build(tmp_path)
    assert (forward.documents, forward.passages, forward.ids()) == (0, 0, [])


def test_what_goes_to_disk_on_the_way_is_the_same_in_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A builder that keeps next to nothing in memory writes the same bytes, on top of an index too."""
    before = build(tmp_path / "before", BARE)
    build(tmp_path / "memory", PLAN, CIRCLE, NATURE, previous=before)
    monkeypatch.setattr(growing, "_BUFFER", 8)
    analyzer = Analyzer(Dictionary.empty())
    with closing(ForwardBuilder(analyzer.lexicon, before, (), tmp_path)) as made:
        become(made, analyzer, PLAN, CIRCLE, NATURE)
        made.write(tmp_path / "disk")
    files = sorted(file.name for file in (tmp_path / "memory").iterdir())
    assert [(tmp_path / "disk" / name).read_bytes() for name in files] == [
        (tmp_path / "memory" / name).read_bytes() for name in files
    ]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["before", "disk", "memory"]


def test_a_document_without_text_can_be_found_by_its_title() -> None:
    """It gets one empty passage, whose terms are the title's."""
    terms = [passage.terms for passage in passages_of(BARE)]
    assert len(terms) == 1
    assert "text" in terms[0]


def test_publisher_and_years_stand_in_the_first_passage_only() -> None:
    """They are no evidence for where in the document something stands."""
    first, second = passages_of(PLAN)
    assert "2021" in first.terms
    assert "2021" not in second.terms


def test_words_are_counted_before_it_is_known_what_they_are() -> None:
    """In title, headings and text, by their normal form; publisher, years and addresses are not the document's own."""
    builder = ForwardBuilder(Lexicon(most=None))
    builder.read(*entry("a", "Läs", "Läsa, läsa och LÄSA mer.", "Se https://exempel.se/mer nu.", issued="2022"))
    counts = {"läs": 1, "rubrik": 2, "läsa": 3, "och": 1, "mer": 1, "se": 1, "nu": 1}
    assert (dict(builder.counts().items()), builder.passages) == (counts, 2)


def test_a_document_is_finished_by_what_its_words_say() -> None:
    """Each heading once, also one under which nothing stands; then the words of all passages."""
    analyzer = Analyzer(Dictionary.empty())
    builder = ForwardBuilder(analyzer.lexicon)
    sections = (Section("Ett.", "Rubrik"), Section("Två.", "Rubrik"), Section("", "Ensam"))
    document, passages = entry("a", "A", "Ett.", "Två.")
    builder.read(replace(document, sections=sections), passages)
    told = []

    def finish(finished: Document, *read: np.ndarray) -> Document:
        told.extend([analyzer.lexicon.word(number) for number in numbers] for numbers in read)
        return replace(finished, themes=("mik",))

    ((first, _),) = builder.become(analyzer, finish)
    assert told == [["rubrik", "ensam"], ["ett", "två"]]
    assert "theme:mik" in first.keywords


def test_what_is_suspended_is_completed_when_compounds_can_be_split() -> None:
    """The words are read without a dictionary, and stand for others with one."""
    lexicon = Lexicon(most=None)
    builder = ForwardBuilder(lexicon)
    builder.read(*entry("a", "A", "Skol- och sjukhusbibliotek."))
    analyzer = Analyzer(Dictionary.from_corpus({"bibliotek": 5, "skola": 4, "sjukhus": 3}), lexicon)
    ((passage,),) = builder.become(analyzer)
    assert set(analyzer.terms("skolbibliotek")) <= set(passage.terms)


def test_keywords_carry_what_filters_need() -> None:
    """A plan's status depends on the day of the question, so the years are kept instead."""
    keywords = passages_of(PLAN)[0].keywords
    assert {"type:plan", "year:2021", "language:sv", "publisher:Provbiblioteket"} <= keywords
    assert "validity:plan||2021|" in keywords


def test_incremental_is_the_same_as_from_scratch(tmp_path: Path) -> None:
    """After a change, every count is what a build of the same documents in the same order gives."""
    before = build(tmp_path / "1", PLAN, CIRCLE, BARE)
    changed = build(tmp_path / "2", NATURE, PLAN_AGAIN, previous=before, dropped=("plan",))
    fresh = build(tmp_path / "3", CIRCLE, BARE, NATURE, PLAN_AGAIN)
    assert changed.ids() == fresh.ids()
    assert frequencies(changed) == frequencies(fresh)
    assert holders(changed) == holders(fresh)
    assert weights(changed) == weights(fresh)
    for name in ("gram_lengths", "part_lengths", "document_gram_lengths", "document_starts", "passage_documents"):
        assert getattr(changed, name).tolist() == getattr(fresh, name).tolist()
    assert [changed.passages_of(row) for row in range(4)] == [fresh.passages_of(row) for row in range(4)]


def test_a_word_that_comes_back_is_found_by_its_letters_again(tmp_path: Path) -> None:
    """Its number is the old one, and it stands in order among the holders."""
    before = build(tmp_path / "1", CIRCLE, NATURE)
    without = build(tmp_path / "2", PLAN, previous=before, dropped=("cirkel",))
    again = build(tmp_path / "3", CIRCLE, previous=without)
    fresh = build(tmp_path / "4", NATURE, PLAN, CIRCLE)
    assert holders(again) == holders(fresh)
    assert frequencies(again) == frequencies(fresh)
    assert weights(again) == weights(fresh)
    assert again.words.one("kaffe") == before.words.one("kaffe")


def test_serials_are_never_used_again(tmp_path: Path) -> None:
    """What is kept keeps its serials; new passages get higher ones than ever given."""
    before = build(tmp_path / "1", CIRCLE, PLAN)
    changed = build(tmp_path / "2", NATURE, previous=before, dropped=("plan",))
    assert changed.serials.tolist() == [0, 3]
    assert changed.rows_of_serials(np.array([3, 1, 0])).tolist() == [1, 0]


def test_dropping_everything_leaves_nothing(tmp_path: Path) -> None:
    """No count is left behind."""
    before = build(tmp_path / "1", CIRCLE, PLAN)
    empty = build(tmp_path / "2", previous=before, dropped=("cirkel", "plan"))
    assert empty.documents == 0
    assert not any(frequencies(empty).values())


def test_addresses_in_a_text_are_blanked_in_place() -> None:
    """Their words are not the text's own, and nothing moves."""
    assert without_addresses("Se https://exempel.se/mik-plan nu") == "Se" + " " * 29 + "nu"


@given(st.lists(st.lists(st.integers(0, 9), max_size=5), max_size=8))
def test_transposing_twice_gives_the_sorted_rows(rows: list[list[int]]) -> None:
    """Row by value and value by row hold the same pairs."""
    table = Ragged.of(rows)
    back = table.transposed(10).transposed(len(rows)) if rows else table
    assert [back.row(at).tolist() for at in range(len(rows))] == [sorted(row) for row in rows]


@given(st.lists(st.text(), unique=True))
def test_every_string_is_found_where_it_stands(texts: list[str]) -> None:
    """And what is not in the table is not found."""
    safe = [text.encode("utf-8", "replace").decode() for text in dict.fromkeys(texts)]
    lookup = Lookup.of(Strings.of(safe))
    assert all(at in lookup.find(text) for at, text in enumerate(safe))
    assert lookup.one("finns \x00 inte") is None


@given(st.lists(st.text() | st.text("ab_")), st.sampled_from([(3,), (4,), (3, 4)]))
def test_the_grams_of_many_words_are_those_of_each(words: list[str], sizes: tuple[int, ...]) -> None:
    """Short words and letters of any script too; each stands once among the keys."""
    keys, table = ngrams(Strings.of(words), *sizes)
    found = [set(keys[table.row(at)].tolist()) for at in range(len(words))]
    assert found == [set().union(*(grams(word, size) for size in sizes)) for word in words]
    assert keys.tolist() == sorted(set().union(*found))


def test_a_lookup_that_has_remembered_all_it_may_still_finds() -> None:
    """Places stay right when what was remembered is dropped; a string in the table twice has two places."""
    texts = [f"ord{number}" for number in range(REMEMBERED + 10)] + ["ord7"]
    lookup = Lookup.of(Strings.of(texts))
    for _ in range(2):
        assert [lookup.one(text) for text in texts[:-1]] == list(range(len(texts) - 1))
    assert lookup.find("ord7") == (7, len(texts) - 1)
    assert lookup.find("saknas") == ()


def test_large_tables_are_read_as_small_ones_are_mapped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passages, their words, the documents' words and the titles are the same."""
    mapped = build(tmp_path, PLAN, CIRCLE, BARE)
    monkeypatch.setattr(reader, "MAPPED", -1)
    read = Forward.open(tmp_path)
    rows, documents = np.array([2, 0, 1, 1]), np.array([1, 0])
    assert [read.passage(row) for row in rows] == [mapped.passage(row) for row in rows]
    pairs = zip(
        (read.words_of(rows), *read.counts_of(documents), read.titles(documents)),
        (mapped.words_of(rows), *mapped.counts_of(documents), mapped.titles(documents)),
        strict=True,
    )
    for found, expected in pairs:
        assert found.starts.tolist() == expected.starts.tolist()
        assert found.values.tolist() == expected.values.tolist()
    assert mapped.words_of(rows).row(1).tolist() == mapped.passage_words.row(0).tolist()

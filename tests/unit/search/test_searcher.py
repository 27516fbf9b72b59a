from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.model import Document, Passage, Query
from indexer.search.searcher import Searcher

ASKED = st.lists(
    st.sampled_from(["bibliotek", "plan", "bokcirkel", "läsfrämjande", "mik", "barn", '"biblioteket håller"', "-skola",
                     "samtal", "2025", "finnsinte", "och"]),
    min_size=1, max_size=4,
).map(" ".join)  # fmt: skip
RELAXED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def ids(searcher: Searcher, text: str, **filters: object) -> list[str]:
    return [hit.document.id for hit in searcher.search(text, **filters).hits]  # type: ignore[arg-type]


def test_the_whole_question_beats_a_common_word(library: Searcher) -> None:
    """“bibliotek” alone does not make an answer to “bokcirkel bibliotek”."""
    assert ids(library, "bokcirkel bibliotek") == ["bokcirkel"]


def test_the_plan_in_force_comes_before_the_expired_one(library: Searcher) -> None:
    """Where the words tie, standing decides; both are shown."""
    assert ids(library, "biblioteksplan västerbotten")[:2] == ["plan-ny", "plan-gammal"]


def test_quoted_words_must_stand_side_by_side(library: Searcher) -> None:
    """Exactly as written, and never across title and text."""
    assert ids(library, '"kungliga biblioteket"') == ["kb"]
    assert library.search('"biblioteket kungliga"').corrected == "biblioteket kungliga"
    assert library.search('"meröppet biblioteket"').corrected == "meröppet biblioteket"


def test_excluded_words_take_whole_documents_out(library: Searcher) -> None:
    """By stem; excluding alone leaves everything else."""
    assert "plan-ny" not in ids(library, "läsfrämjande -barn")
    assert library.search("-plan").total == 6


def test_compounds_are_found_by_their_parts_and_say_so(library: Searcher) -> None:
    """“plan medie” finds medieplan, with the reason."""
    hits = library.search("plan medier").hits
    medieplan = next(hit for hit in hits if hit.document.id == "medieplan")
    assert any("medieplan" in reason for reason in medieplan.why)


def test_the_thesaurus_is_shown_and_removable(library: Searcher) -> None:
    """Old names lead to new ones; without expansion they do not."""
    results = library.search("länsbibliotek")
    assert "region" in [hit.document.id for hit in results.hits]
    assert [(each.source, each.targets) for each in results.expanded] == [("länsbibliotek", ("regionbibliotek",))]
    assert library.search("länsbibliotek", expand=False).expanded == ()


def test_an_abbreviation_leads_to_its_theme(library: Searcher) -> None:
    """“mik” finds what never says it."""
    hit = library.search("mik").hits[0]
    assert hit.document.id == "mik"
    assert "tema: mik → Medie- och informationskunnighet" in hit.why


def test_misspellings_are_corrected_when_nothing_matches(library: Searcher) -> None:
    """And only then; the correction is told."""
    results = library.search("meröpet")
    assert results.corrected in (None, "meröppet")
    assert [hit.document.id for hit in results.hits] == ["oppet"]


def test_pdf_links_lead_to_the_page_and_web_links_to_the_words(library: Searcher) -> None:
    """Our own documents without an address have no link."""
    pdf = library.search("källkritik").hits[0].snippets[0]
    assert (pdf.page, pdf.link) == (2, "https://exempel.se/medieplan.pdf#page=2")
    web = library.search("informationskunnighet").hits[0].snippets[0]
    assert web.link is not None
    assert web.link.startswith("https://exempel.se/mik#:~:text=")
    assert "informationskunnighet%20f%C3%B6r%20vuxna" in web.link
    assert library.search("meröppet").hits[0].snippets[0].link is None


def test_nothing_typed_lists_the_newest_first(library: Searcher) -> None:
    """Filters alone give a readable page."""
    assert ids(library, "")[:2] == ["plan-ny", "mik"]
    assert ids(library, "", themes=["mik"]) == ["mik"]


def test_newest_sorts_by_date(library: Searcher) -> None:
    """Among what matches."""
    assert ids(library, "västerbotten", sort="newest") == ["plan-ny", "plan-gammal"]


def test_status_is_that_of_the_day(library: Searcher) -> None:
    """Facets and filters agree with what the hits say."""
    results = library.search("västerbotten")
    assert {value.value: value.count for value in results.facets["status"]} == {"gällande": 1, "utgången": 1}
    assert ids(library, "västerbotten", statuses=["utgången"]) == ["plan-gammal"]


def test_an_unknown_filter_value_matches_nothing(library: Searcher) -> None:
    """It is no error."""
    assert library.search("plan", themes=["finns-inte"]).total == 0


@RELAXED
@given(ASKED)
def test_facet_counts_equal_the_totals_of_their_filters(library: Searcher, text: str) -> None:
    """Choosing a value gives as many documents as it promised."""
    filters = {"theme": "themes", "region": "regions", "type": "types", "publisher": "publishers",
               "language": "languages", "status": "statuses"}  # fmt: skip
    facets = library.search(text).facets
    for facet, parameter in filters.items():
        for value in facets[facet]:
            chosen = library.search(text, **{parameter: (value.value,)})  # type: ignore[arg-type]
            assert chosen.total == value.count
            assert chosen.facets[facet] == facets[facet]
    for value in facets["year"]:
        assert library.search(text, years=(int(value.value), int(value.value))).total == value.count


@RELAXED
@given(ASKED)
def test_paging_reaches_every_document_once(library: Searcher, text: str) -> None:
    """The total is the number of documents on all pages together, and scores never rise."""
    total = library.search(text).total
    pages = [library.search(text, limit=2, offset=offset).hits for offset in range(0, total + 2, 2)]
    found = [hit for page in pages for hit in page]
    assert len({hit.document.id for hit in found}) == len(found) == total
    assert all(a.score >= b.score for a, b in pairwise(found))


def test_paging_goes_beyond_the_first_candidates(make, library: Searcher) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001, ARG001
    """More passages than are ordered at a time: still every document once, in the same order on any page."""
    entries = [
        (Document(id=f"d{at:03}", title=f"Blad {at}", publisher="Prov"),
         [Passage(f"d{at:03}", 0, f"Samtal om böcker {'och natur ' * (at % 7)}")])
        for at in range(450)
    ]  # fmt: skip
    searcher = make(entries)
    everything = ids(searcher, "samtal natur", limit=1000)
    assert len(everything) == len(set(everything)) == searcher.search("samtal natur").total
    assert everything[230:240] == ids(searcher, "samtal natur", limit=10, offset=230)


@RELAXED
@given(ASKED)
def test_marks_lie_inside_the_text_in_order(library: Searcher, text: str) -> None:
    """And cover whole words."""
    for hit in library.search(text).hits:
        for snippet in hit.snippets:
            ends = [0, *(place for mark in snippet.marks for place in mark), len(snippet.text)]
            assert ends == sorted(ends)
            assert all(snippet.text[start:end].strip() == snippet.text[start:end] for start, end in snippet.marks)


@RELAXED
@given(st.text(max_size=200))
def test_no_question_is_an_error(library: Searcher, text: str) -> None:
    """Whatever is typed is answered."""
    assert library.search(text).total >= 0


def test_documents_come_back_whole(library: Searcher) -> None:
    """Text in sections, filters for lists, and what was taken out is known."""
    document = library.document("medieplan")
    assert document is not None
    assert [section.page for section in document.sections] == [1, 2]
    assert library.document("okänd") is None
    assert [found.id for found in library.documents(Query(regions=("24",)))] == ["plan-gammal", "plan-ny"]
    assert library.withdrawn("borttagen")
    assert [(each.theme.id, each.count) for each in library.themes()] == [("mik", 1)]


def test_similar_documents_share_rare_words(library: Searcher) -> None:
    """The other plan is the most similar to a plan; a document is never similar to itself."""
    similar = [hit.document.id for hit in library.similar("plan-ny")]
    assert similar[0] == "plan-gammal"
    assert "plan-ny" not in similar
    assert library.similar("okänd") == []


def test_a_phrase_that_stands_nowhere_is_asked_as_words(library: Searcher) -> None:
    """And that is told; a phrase that stands somewhere is kept."""
    loose = library.search('"böcker om bokcirkel"')
    assert loose.corrected == "böcker om bokcirkel"
    assert loose.hits[0].document.id == "bokcirkel"
    assert library.search('"samtal om böcker"').corrected is None


def test_a_question_taken_as_typed_is_not_corrected(library: Searcher) -> None:
    """“Sök bara på …” leads to what was typed, with the correction as a suggestion."""
    assert library.search("meröpett").corrected == "meröppet"
    results = library.search("meröpett", expand=False)
    assert (results.total, results.corrected, results.suggestion) == (0, None, "meröppet")

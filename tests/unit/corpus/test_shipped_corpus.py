"""The corpus that is shipped: what a consultant may rely on."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from indexer.corpus import REGIONS, Corpus, load
from indexer.corpus.addresses import covered
from indexer.model import Record, Source, Theme, plan_status

ROOT = Path(__file__).parents[3] / "corpus"
TODAY = date(2026, 11, 22)
READING = re.compile(
    r"lagrad|utdrag|textuttag|transkript|det som syns|som setts|som hittats|har sparats|stored|excerpt|seed",
    re.IGNORECASE,
)
PERSONAL = re.compile(r"[\w.]+@[\w.]+\.\w+|\b0\d{1,3}[- /]\d{2,3}[ \d]{4,}")


@cache
def shipped() -> Corpus:
    return load(ROOT)


def statuses(day: date = TODAY) -> dict[str, str]:
    found = {}
    for record in shipped().records:
        status = plan_status(record.type or "web page", record.status, record.valid_from, record.valid_to, day)
        if status:
            found[record.id] = status
    return found


def test_all_154_records_are_there() -> None:
    records = shipped().records
    assert len(records) == len({record.id for record in records}) == 154
    assert Counter(record.type for record in records) == {
        "web page": 69,
        "guidance": 35,
        "plan": 23,
        "report": 21,
        "exercise": 6,
    }


def test_languages_are_as_in_the_material() -> None:
    counts = Counter(record.language for record in shipped().records)
    assert counts == {"sv": 144, "en": 5, "fi": 3, "fit": 1, "sv-x-lattlast": 1}


@pytest.mark.parametrize("record", load(ROOT).records, ids=lambda record: record.id)
def test_every_record_is_whole(record: Record) -> None:
    """It has what a hit shows, and nothing about how a page was read, and nobody's contact data."""
    assert record.title
    assert record.publisher
    assert record.abstract
    assert record.abstract.endswith((".", ")", "?"))
    assert set(record.regions) <= set(REGIONS)
    assert set(record.themes) <= {theme.id for theme in shipped().themes}
    for text in (record.title, record.abstract, record.note or ""):
        assert not READING.search(text)
        assert not PERSONAL.search(text)


def test_only_pages_whose_address_names_a_person_lack_one() -> None:
    assert {record.id for record in shipped().records if not record.url} == {"gavleborg-totalforsvar", "noll27-frasbok"}


def test_only_the_page_on_copyright_lacks_a_theme() -> None:
    assert [record.id for record in shipped().records if not record.themes] == ["kb-tdm"]


def test_no_two_records_have_one_address() -> None:
    addresses = Counter(url for record in shipped().records for url in (record.url, *record.urls) if url)
    assert max(addresses.values()) == 1


def test_material_of_several_regions_names_them_all() -> None:
    regions = {record.id: record.regions for record in shipped().records}
    assert regions["plan-blekinge-kronoberg-2022"] == ("07", "10")
    assert regions["demokratiska-bibliotek"] == ("22", "23", "24", "25")
    assert regions["kb-minoriteter"] == ()


def test_the_plans_in_force_are_the_known_ones() -> None:
    """Gotland's and Västernorrland's plans are in force too, but the catalogue holds only web pages about them."""
    in_force = {id_ for id_, status in statuses().items() if status == "gällande"}
    assert in_force == {
        "plan-stockholm-2025",
        "plan-sormland-2024",
        "plan-kalmar-2025",
        "plan-skane-2026",
        "plan-vgr-2024",
        "plan-vastmanland-2023",
        "plan-gavleborg-2023",
        "plan-jamtland-2024",
        "plan-vasterbotten-2025",
    }


def test_plans_without_a_successor_have_run_out() -> None:
    """Extended plans count to their new last year; a page of a draft stays a draft whatever the year."""
    run_out = {id_ for id_, status in statuses().items() if status == "utgången"}
    assert run_out == {
        "plan-uppsala-2020",
        "plan-ostergotland-2020",
        "plan-blekinge-kronoberg-2022",
        "plan-halland-2021",
        "plan-varmland-2021",
        "plan-orebro-2020",
        "lasplan-jonkoping-2015",
        "nationell-strategi-2022",
    }
    assert statuses(date(2024, 6, 1))["plan-orebro-2020"] == "gällande"
    assert statuses()["plan-vasterbotten-2025-remiss"] == statuses()["plan-skane-2022"] == "remiss"


def test_what_is_superseded_says_so() -> None:
    superseded = set(chain.from_iterable(record.supersedes for record in shipped().records))
    assert {statuses()[id_] for id_ in superseded} == {"ersatt", "remiss"}


def test_the_theme_scheme_is_whole() -> None:
    themes = shipped().themes
    assert len(themes) == 29
    assert [theme.id for theme in themes if theme.core] == [
        "demokrati",
        "nationella-minoriteter",
        "mik",
        "lasframjande",
    ]
    assert all(theme.label_en and theme.scope for theme in themes)


@pytest.mark.parametrize("theme", load(ROOT).themes, ids=lambda theme: theme.id)
def test_a_theme_states_each_term_once(theme: Theme) -> None:
    """And is neither above nor beside itself, nor both above and beside another."""
    kinds = (theme.alternatives, theme.abbreviations, theme.inflections, theme.compounds, theme.older, theme.weak)
    terms = Counter(term.casefold() for term in chain(*kinds))
    assert [term for term, count in terms.items() if count > 1] == []
    relations = Counter((*theme.broader, *theme.narrower, *theme.related, theme.id))
    assert max(relations.values()) == 1


def test_synonyms_state_each_term_once() -> None:
    for group in shipped().synonyms:
        for terms in (group.sources, group.targets):
            assert len({term.casefold() for term in terms}) == len(terms), group.id


def test_misspellings_are_no_words_of_the_vocabulary() -> None:
    """A misspelling leads to the word and is nothing that anything else leads to."""
    wrong = {term.casefold() for group in shipped().synonyms if group.id.startswith("fel-") for term in group.sources}
    right = {term.casefold() for group in shipped().synonyms for term in group.targets}
    themes = shipped().themes
    right |= {
        term.casefold() for theme in themes for term in (*theme.alternatives, *theme.inflections, *theme.compounds)
    }
    assert wrong & right == set()


def test_every_region_is_a_source() -> None:
    regional = [source for source in shipped().sources if source.kind == "regional"]
    assert len(regional) == 21
    assert {code for source in regional for code in source.regions} == set(REGIONS)


def test_sources_start_at_their_own_hosts() -> None:
    """The harvester fetches nothing from a host that is not the source's own."""
    for source in shipped().sources:
        for url in source.start_urls:
            assert re.sub(r"^https?://([^/]+)/.*", r"\1", url) in source.hosts + source.alias_hosts, source.id


def test_files_that_people_edit_speak_swedish_and_of_nothing_else() -> None:
    """Nothing tells how the material was gathered, and nobody's contact data is in it."""
    for name in ("catalogue.toml", "sources.toml", "themes.toml", "synonyms.toml"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert text.startswith("# ")
        assert not re.search(r"stored|seed document|excerpt|lagrade? sida", text), name
        assert not PERSONAL.search(text), name


WHOLE_SITES = {
    "region-kronoberg", "mtm", "svensk-biblioteksforening", "judiska-biblioteket", "nordkalottbiblioteket", "digidel",
    "digiteket", "regnbagsbiblioteket",
}  # fmt: skip
"""Sites that are about libraries, or for their users, from end to end."""


@pytest.mark.parametrize("source", load(ROOT).sources, ids=lambda source: source.id)
def test_a_harvest_takes_library_pages_and_not_whole_sites(source: Source) -> None:
    """Each source has hosts, something to start from, and paths; a whole site only where that is meant."""
    assert source.hosts
    assert source.start_urls
    assert source.paths or source.exclude == ("/",)
    assert ("/" in source.paths) == (source.id in WHOLE_SITES)
    assert all(urlsplit(url).hostname in (*source.hosts, *source.alias_hosts) for url in source.start_urls)
    assert all(rule.startswith("/") or rule.split("/")[0] in _hosts_of(source) for rule in source.paths)


def _hosts_of(source: Source) -> tuple[str, ...]:
    return (*source.hosts, *source.alias_hosts)


def test_every_source_has_a_start_inside_its_paths() -> None:
    """So that a harvest finds more than the addresses that are listed."""
    for source in shipped().sources:
        inside = [url for url in source.start_urls if covered(*_place(url), source.paths)]
        assert inside or source.id in {"minoritet-se", "lansbiblioteken-se"}, source.id


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.path

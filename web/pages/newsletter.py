"""The newsletter: what is collected, in the editor's order and with the editor's words.

The address holds all of it. Every change is written there, and whatever the address says is drawn; so a reload, a
shared link, and Back all lead to the same newsletter.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import streamlit as st

from indexer.errors import IndexFault
from indexer.model import Query
from indexer.search.query import from_address
from indexer.share.newsletter import Item, fragment, html, markdown, text
from web import collected as texts
from web import news, view
from web.asked import today
from web.collected import Collected
from web.letters import letter, without
from web.news import News
from web.notices import built
from web.pages.visit import collected_here, draw_fault, draw_html, origin_here, parameters
from web.service import Service, current

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher

SINCE = "sedan"
TITLE, INTRODUCTION, LINES, TOLD, SHOWN = "rubrik", "inledning", "rader-", "hänt", "visat-"
INTRODUCTION_HEIGHT, LINES_HEIGHT = 120, 84


def draw() -> None:
    """Draw what is collected, ready to be changed and taken along."""
    service = current()
    st.set_page_config(page_title=f"Utskick – {service.config.name}", layout="centered")
    told = st.session_state.pop(TOLD, "")
    try:
        searcher = service.reader.searcher()
    except IndexFault as fault:
        draw_html(service, "newsletter_top.html", letter=None, query=Query(), told="", origin="")
        draw_fault(service, fault)
        return
    links = service.links.keeping(collected_here())
    origin = origin_here(service)
    found = letter(searcher, links, service.config, origin=origin, day=today())
    query = view.known(_query(), view.names(searcher))
    draw_html(service, "newsletter_top.html", letter=found, query=query, told=told, origin=origin)
    if found.unknown or found.withdrawn:
        st.button("Stryk det som saknas", key="stryk", on_click=_strike, args=(found.unknown + found.withdrawn,))
    if found.newsletter.items:
        _fields()
        for number, item in enumerate(found.newsletter.items, start=1):
            _draw_item(service, item, number, len(found.newsletter.items))
        written = {
            "html": html(found.newsletter),
            "markdown": markdown(found.newsletter),
            "text": text(found.newsletter),
        }
        preview = fragment(found.newsletter, level=3)
        draw_html(service, "newsletter_out.html", written=written, preview=preview, origin=origin)
    _draw_news(service, searcher, query)
    draw_html(service, "newsletter_foot.html", built=built(searcher))


def _draw_news(service: Service, searcher: Searcher, query: Query) -> None:
    """Draw what came or changed since the day that the address tells."""
    asked, names = _news(), view.names(searcher)
    asked = asked if asked.theme in names.themes else replace(asked, theme="")
    draw_html(service, "newsletter_news_top.html")
    _follow(SINCE, asked.since)
    st.text_input("Förra utskickets datum, till exempel 2026-11-01", key=SINCE, max_chars=10, on_change=_since)
    if st.session_state[SINCE].strip() and not news.day_of(st.session_state[SINCE]):
        draw_html(service, "newsletter_no_day.html")
    draw_html(
        service, "newsletter_news.html", news=asked, query=query, names=names, today=today(),
        since=asked.day(today()), novelties=news.gather(searcher, asked, today()),
        themes=[each.theme for each in searcher.themes() if each.theme.core],
        news_of=lambda theme: replace(asked, theme=theme),
    )  # fmt: skip


def _news() -> News:
    return news.from_address(parameters())


def _since() -> None:
    day = news.day_of(st.session_state[SINCE])
    if day or not st.session_state[SINCE].strip():
        st.session_state[f"{SHOWN}{SINCE}"] = day or ""
        _write(_from_fields(), replace(_news(), since=day or ""))


def _query() -> Query:
    return from_address(parameters(), limit=view.PAGE_SIZE)


def _fields() -> None:
    collected = collected_here()
    _follow(TITLE, collected.title)
    _follow(INTRODUCTION, collected.introduction)
    st.text_input("Rubrik", key=TITLE, max_chars=texts.TITLE_LENGTH, on_change=_typed, autocomplete="off")
    st.text_area(
        "Inledning", key=INTRODUCTION, max_chars=texts.INTRODUCTION_LENGTH, height=INTRODUCTION_HEIGHT, on_change=_typed
    )


def _draw_item(service: Service, item: Item, number: int, last: int) -> None:
    id_ = item.document.id
    with st.container(key=f"post-{id_}", border=True):
        draw_html(service, "newsletter_item.html", item=item, number=number, names=None)
        _follow(f"{LINES}{id_}", item.lines)
        # The label holds no title, for Streamlit reads labels as Markdown, and no number, for a field with another
        # label is another field: utskick.js names it.
        st.text_area(
            "Egna rader", key=f"{LINES}{id_}", max_chars=texts.LINES_LENGTH, height=LINES_HEIGHT,
            on_change=_typed,
        )  # fmt: skip
        with st.container(horizontal=True):
            if last > 1:
                st.button("Upp", key=f"upp-{id_}", on_click=_move, args=(item.document.title, id_, -1))
                st.button("Ned", key=f"ned-{id_}", on_click=_move, args=(item.document.title, id_, 1))
            st.button("Ta bort", key=f"bort-{id_}", on_click=_remove, args=(item.document.title, id_))


def _follow(key: str, value: str) -> None:
    """Let a field show what the address says, whenever that has changed by other means than the field."""
    if key not in st.session_state or st.session_state.get(f"{SHOWN}{key}") != value:
        st.session_state[key] = st.session_state[f"{SHOWN}{key}"] = value


def _typed() -> None:
    """Put what stands in the fields into the address."""
    _write(_from_fields())


def _from_fields() -> Collected:
    """Return all that is collected, with the words that stand in the fields now."""
    known = collected_here()
    fields = {TITLE: known.title, INTRODUCTION: known.introduction}
    fields |= {f"{LINES}{id_}": known.lines.get(id_, "") for id_ in known.ids}
    typed = {key: st.session_state.get(key, value) for key, value in fields.items()}
    changed = Collected(
        ids=known.ids,
        title=" ".join(texts.tidy(typed[TITLE], texts.TITLE_LENGTH).split()),
        introduction=texts.tidy(typed[INTRODUCTION], texts.INTRODUCTION_LENGTH),
        lines={id_: words for id_ in known.ids if (words := texts.tidy(typed[f"{LINES}{id_}"], texts.LINES_LENGTH))},
    )
    # What was typed stays in the field as it was typed; the address holds it tidied.
    shown = {TITLE: changed.title, INTRODUCTION: changed.introduction}
    shown |= {f"{LINES}{id_}": changed.lines.get(id_, "") for id_ in known.ids}
    for key, value in shown.items():
        if key in st.session_state:
            st.session_state[f"{SHOWN}{key}"] = value
    return changed


def _move(title: str, id_: str, steps: int) -> None:
    before = _from_fields()
    after = before.moved(id_, steps)
    _write(after)
    place = after.ids.index(id_) + 1
    where = f"plats {place} av {len(after.ids)}"
    st.session_state[TOLD] = f"{title} ligger {'redan' if after == before else 'nu'} på {where}."


def _remove(title: str, id_: str) -> None:
    _write(without(_from_fields(), (id_,)))
    st.session_state[TOLD] = f"{title} är borttaget ur utskicket."


def _strike(ids: tuple[str, ...]) -> None:
    _write(without(_from_fields(), ids))
    st.session_state[TOLD] = "Det som saknas är struket."


def _write(collected: Collected, asked: News | None = None) -> None:
    address = current().links.keeping(collected).newsletter(_query(), asked or _news())
    st.query_params.from_dict(parse_qs(urlsplit(address).query))

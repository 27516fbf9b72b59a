"""The search page. The address holds the whole question: it is read here, and written only when "Sök" is pressed."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from indexer.errors import IndexFault
from indexer.model import Query
from indexer.search.query import MAX_LENGTH, clean, from_address
from web import view
from web.asked import today
from web.notices import being_rebuilt, built
from web.pages.visit import draw_fault, draw_html, links_here, origin_here, parameters
from web.service import Service, current

FIELD = "vad"
SHOWN = "visat"
COUNTED = "räknat"


def draw() -> None:
    """Draw the page that the address asks for."""
    service = current()
    query = _asked()
    st.set_page_config(page_title=_title(service, query), layout="centered")
    draw_html(service, "search_top.html")
    _form(query)
    try:
        searcher = service.reader.searcher()
    except IndexFault as fault:
        draw_fault(service, fault)
        return
    query = view.known(query, view.names(searcher))
    notice = being_rebuilt(service.config.index, searcher)
    shown = {"query": query, "notice": notice, "built": built(searcher)}
    if not view.is_asked(query):
        page = view.entrance(searcher)
        draw_html(service, "search_start.html", view=page, names=page.names, examples=view.EXAMPLES, **shown)
        return
    page = view.answer(searcher, query)
    _count(service, page)
    shown["query"] = page.results.query
    draw_html(service, "search_themes.html", view=page, **shown)
    if page.groups:
        with st.expander("Fler filter"):
            draw_html(service, "search_filters.html", view=page, **shown)
    host = origin_here(service)
    draw_html(service, "search_results.html", view=page, names=page.names, host=host, **shown)


def _asked() -> Query:
    return from_address(parameters(), limit=view.PAGE_SIZE)


def _form(query: Query) -> None:
    """Draw the field and its button; the field follows the address whenever that has changed."""
    if st.session_state.get(SHOWN) != query.text:
        st.session_state[FIELD] = st.session_state[SHOWN] = query.text
    with st.form("sok", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Vad vill du hitta?", key=FIELD, max_chars=MAX_LENGTH, autocomplete="off")
        st.form_submit_button("Sök", type="primary", on_click=_ask)


def _ask() -> None:
    """Put the words of the field into the address, from the first page; the filters stay."""
    text = clean(st.session_state[FIELD])
    asked = replace(_asked(), text=text, offset=0, literal=())
    st.session_state[SHOWN] = text
    st.query_params.from_dict(_parameters(links_here(current()).search(asked)))


def _count(service: Service, page: view.View) -> None:
    """Count a question without an answer, once a visit."""
    text = page.results.query.text
    counted = st.session_state.setdefault(COUNTED, set())
    if page.is_unanswered and text not in counted:
        counted.add(text)
        service.tally.add(text, today())


def _parameters(address: str) -> dict[str, list[str]]:
    from urllib.parse import parse_qs, urlsplit

    return parse_qs(urlsplit(address).query)


def _title(service: Service, query: Query) -> str:
    return f"{query.text} – {service.config.name}" if query.text else service.config.name

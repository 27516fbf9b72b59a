"""The page of the plans: a time line, and regions against themes, each as a chart and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from indexer.errors import IndexFault
from indexer.model import Query
from web import charts, plans
from web.asked import today
from web.notices import being_rebuilt, built
from web.pages.visit import draw_fault, draw_html, links_here
from web.service import Service, current

if TYPE_CHECKING:
    from indexer.search.searcher import Searcher


def draw() -> None:
    """Draw the page; the address says what the grid counts."""
    service = current()
    st.set_page_config(page_title=f"Regionernas planer – {service.config.name}", layout="centered")
    try:
        searcher = service.reader.searcher()
    except IndexFault as fault:
        draw_fault(service, fault, "Regionernas planer")
        return
    _draw(service, searcher)


def _draw(service: Service, searcher: Searcher) -> None:
    basis = plans.basis_of(st.query_params.get(plans.BASIS))
    timeline, grid = plans.gathered(service.kept, searcher, basis, today())
    links = links_here(service)
    palette = charts.DARK if st.context.theme.type == "dark" else charts.LIGHT
    notice = being_rebuilt(service.config.index, searcher)
    draw_html(service, "plans_top.html", timeline=timeline, notice=notice)
    st.vega_lite_chart(spec=charts.timeline(timeline, palette, links), width="stretch", theme=None)
    draw_html(service, "plans_middle.html", timeline=timeline, grid=grid, bases=plans.BASES)
    with st.container(key="karta"):
        st.vega_lite_chart(spec=charts.grid(grid, palette, links), width="stretch", theme=None)
    draw_html(service, "plans_end.html", grid=grid, query=Query(types=("plan",)), built=built(searcher))

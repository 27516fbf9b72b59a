"""What the Streamlit pages have in common: what the visitor's address says, and our own HTML on the page."""

from __future__ import annotations

import streamlit as st

from indexer.errors import IndexFault, IndexMissing
from web import collected
from web.collected import Collected
from web.links import Links
from web.service import Service, fault_code


def parameters() -> dict[str, list[str]]:
    """Return the parameters of the visitor's address."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def collected_here() -> Collected:
    """Return what the visitor has collected."""
    return collected.from_address(parameters())


def links_here(service: Service) -> Links:
    """Return the addresses for this visitor: what is collected goes along."""
    return service.links.keeping(collected_here())


def draw_html(service: Service, template: str, **values: object) -> None:
    """Draw a template; one that gives nothing leaves no gap."""
    html = service.pages.html(template, links=links_here(service), **values)
    if html.strip():
        st.html(html)


def draw_fault(service: Service, fault: IndexFault) -> None:
    """Say that there is no index to answer, and who can mend it."""
    if isinstance(fault, IndexMissing):
        heading = "Sökindexet saknas"
        text = "Sökningen fungerar igen när en konsulent har kört indexeringen."
    else:
        heading = "Sökindexet kan inte användas just nu"
        text = f"En konsulent behöver köra indexeringen. Felkod: {fault_code(fault)}."
    draw_html(service, "search_fault.html", heading=heading, text=text)

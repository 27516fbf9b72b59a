"""What the Streamlit pages have in common: what the visitor's address says, and our own HTML on the page."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from indexer.errors import IndexFault
from web import collected, faults
from web.collected import Collected
from web.links import Links
from web.service import Service


def parameters() -> dict[str, list[str]]:
    """Return the parameters of the visitor's address."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def collected_here() -> Collected:
    """Return what the visitor has collected."""
    return collected.from_address(parameters())


def links_here(service: Service) -> Links:
    """Return the addresses for this visitor: what is collected goes along."""
    return service.links.keeping(collected_here())


def origin_here(service: Service) -> str:
    """Return scheme and host of the service: the configured ones, else those of the visitor's address."""
    if service.config.base_url:
        return service.config.base_url
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}" if here.netloc else ""


def draw_html(service: Service, template: str, **values: object) -> None:
    """Draw a template; one that gives nothing leaves no gap."""
    html = service.pages.html(template, links=links_here(service), **values)
    if html.strip():
        st.html(html)


def draw_fault(service: Service, fault: IndexFault, title: str = "") -> None:
    """Say that there is no index to answer, and who can mend it; `title` is the page's, where it does not stand yet."""
    heading, text = faults.told(fault)
    draw_html(service, "search_fault.html", title=title, heading=heading, text=text)

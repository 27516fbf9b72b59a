"""The newsletter: what is collected, in the editor's order and with the editor's words."""

from __future__ import annotations

import streamlit as st

from web.notices import built
from web.pages.visit import links_here
from web.service import current


def draw() -> None:
    """Draw what is collected."""
    service = current()
    st.set_page_config(page_title=f"Utskick – {service.config.name}", layout="centered")
    searcher = service.reader.searcher()
    st.html(service.pages.html("newsletter.html", links=links_here(service), built=built(searcher)))

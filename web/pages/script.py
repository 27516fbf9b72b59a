"""What Streamlit runs for every visit: the page that the address names."""

from __future__ import annotations

import streamlit as st

from web.pages import newsletter, plans, search

st.navigation(
    [
        st.Page(search.draw, title="Sök", default=True),
        st.Page(plans.draw, title="Planer", url_path="planer"),
        st.Page(newsletter.draw, title="Utskick", url_path="utskick"),
    ],
    position="hidden",
).run()

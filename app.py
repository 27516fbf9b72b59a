"""The web application: `metodsok serve`, `streamlit run app.py`, or any ASGI server on `app:app`."""

import streamlit as st

from indexer.config import load
from web.application import PAGE, wiring

# Streamlit finds the application by reading this line, so `st.App` stands here by name.
app = st.App(PAGE, **wiring(load()))

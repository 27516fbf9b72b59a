"""Streamlit's page and our plain routes, made into one ASGI application."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from streamlit.file_util import get_static_dir

from indexer.config import Config
from indexer.errors import IndexFault
from web import faults, routes, settings
from web.bundle import PackedBundle
from web.security import SecurityHeaders
from web.service import configure, current, fault_code

# Streamlit takes a folder "pages" beside its script for pages of its own, so the script stands within it.
PAGE = Path(__file__).parent / "pages" / "script.py"


def create(config: Config) -> st.App:
    """Return the application for these settings; one in a process, as Streamlit's options are the process' own."""
    return st.App(PAGE, **wiring(config))


def wiring(config: Config) -> dict[str, Any]:
    """Return what `st.App` is given beside the page."""
    service = configure(config, settings.apply(config.base_path))
    return {
        "routes": routes.routes(service),
        "middleware": [
            Middleware(SecurityHeaders),
            Middleware(PackedBundle, folder=Path(get_static_dir()) / "static", base=service.links.base),
        ],
        "exception_handlers": routes.fault_pages(service),
        "on_script_error": _say_fault,
    }


def _say_fault(error: Exception) -> bool:
    """Tell the visitor that the search failed, with a code that is in the log, instead of showing the error."""
    heading, text = "Sökningen kunde inte genomföras", "Försök igen."
    if isinstance(error, IndexFault):
        heading, text = faults.told(error)
    else:
        text = f"{text} Felkod: {fault_code(error)}."
    st.html(current().pages.html("search_fault.html", heading=heading, text=text))
    return True

"""Streamlit's own index.html, made ours: language, title, style, and words for those without script."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from streamlit import file_util

from web.render import Pages

_LANGUAGE = '<html lang="en">'
_HEAD_END = "</head>"
_ROOT = '<div id="root"></div>'
# What is taken out: English words, links to an interface that is off, a font we do not use, Streamlit's icon, and the
# inline script that our content policy would stop (metodsok.js does the same).
_OUT = (
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"<title>.*?</title>", re.DOTALL),
    re.compile(r"<noscript>.*?</noscript>", re.DOTALL),
    re.compile(r"<script>.*?</script>", re.DOTALL),
    re.compile(r'<link\s[^>]*rel="(?:shortcut icon|service-desc|preload)"[^>]*>'),
    re.compile(r'<meta\s+name="viewport"[^>]*>'),
)


def document(pages: Pages, source: str | None = None) -> str:
    """Return the page that loads the search page; `source` is Streamlit's, from its package unless given.

    Raises ValueError where Streamlit's page no longer has what we change: it is pinned, and a test says so.
    """
    html = _source() if source is None else source
    missing = [part for part in (_LANGUAGE, _HEAD_END, _ROOT) if part not in html]
    if missing:
        raise ValueError(f"Streamlit's index.html has changed: {', '.join(missing)} is not in it")
    for pattern in _OUT:
        html = pattern.sub("", html)
    html = html.replace(_LANGUAGE, '<html lang="sv">')
    html = html.replace(_HEAD_END, pages.html("shell_head.html") + _HEAD_END)
    return html.replace(_ROOT, pages.html("shell_body.html"))


@cache
def _source() -> str:
    return (Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")

"""Streamlit's own index.html, made ours: language, title, style, and words for those without script."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from streamlit import file_util

from web.render import Pages

DESCRIPTION = "Sök i metodmaterial, övningar och biblioteksplaner för Sveriges folkbibliotek."
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


@dataclass(frozen=True, slots=True)
class Head:
    """What others are told of a page before any script has run: previews show it, feed readers look for `feed`.

    `title` stands before the service's name, None where nothing particular is asked. `address` and `feed` are paths;
    `here` names the page for the navigation, `away` tells search engines to leave it alone, `plain` leads to the same
    without script, `host` is scheme and host of the service as the request has them.
    """

    address: str
    feed: str
    title: str | None = None
    description: str = DESCRIPTION
    here: str = ""
    away: bool = False
    plain: str | None = None
    host: str = ""


def document(pages: Pages, head: Head, source: str | None = None) -> str:
    """Return the page that loads a Streamlit page; `source` is Streamlit's, from its package unless given.

    Raises ValueError where Streamlit's page no longer has what we change: it is pinned, and a test says so.
    """
    html = _cleaned(_source() if source is None else source)
    html = html.replace(_HEAD_END, pages.html("shell_head.html", head=head) + _HEAD_END)
    return html.replace(_ROOT, pages.html("shell_body.html", head=head))


@cache
def _cleaned(html: str) -> str:
    missing = [part for part in (_LANGUAGE, _HEAD_END, _ROOT) if part not in html]
    if missing:
        raise ValueError(f"Streamlit's index.html has changed: {', '.join(missing)} is not in it")
    for pattern in _OUT:
        html = pattern.sub("", html)
    return html.replace(_LANGUAGE, '<html lang="sv">')


@cache
def _source() -> str:
    return (Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")

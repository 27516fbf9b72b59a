"""Known items: a pasted address or title leads to its document, whatever surrounds it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import numpy as np
from numpy.typing import NDArray

from indexer.index.forward.arrays import Array
from indexer.index.forward.reader import Forward
from indexer.search.question import Word

SHORTEST_TITLE = 2
"""Words: a title of one word is just a word."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S*", re.IGNORECASE)
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|_hs\w+|email", re.IGNORECASE)

Rows = NDArray[np.int64]


def address_in(text: str) -> str | None:
    """Return the web address that was pasted, None where the text is anything more than one."""
    match = _ADDRESS.fullmatch(text.strip(" \"'<>()”"))
    return match[0] if match else None


def core(url: str) -> str | None:
    """Return what two addresses of one page share; None where there is no host.

    Scheme, `www.`, closing slash, fragment, default port and tracking parameters do not matter.
    """
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    except ValueError:
        return None
    if "." not in host:
        return None
    kept = [
        (key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(key)
    ]
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{host}{unquote(parts.path).rstrip('/')}{query}"


class KnownItems:
    """Finds documents by what names exactly them."""

    def __init__(self, forward: Forward) -> None:
        self._forward = forward

    def by_address(self, url: str) -> Rows:
        """Return the documents with this address, ascending.

        The stored metadata are searched as bytes for the host, then only the documents met are read.
        """
        wanted = core(url)
        if wanted is None:
            return np.zeros(0, np.int64)
        found = [row for row in self._with_text(wanted.partition("/")[0]) if wanted in self._addresses(row)]
        return np.array(found, np.int64)

    def _with_text(self, text: str) -> list[int]:
        """Return the documents whose metadata hold the text, ascending; case is ignored."""
        table = self._forward.metadata.table
        pattern = re.compile(re.escape(json.dumps(text, ensure_ascii=False)[1:-1].encode()), re.IGNORECASE)
        places = [match.start() for match in pattern.finditer(table.values.data)]
        return sorted(set((np.searchsorted(table.starts, places, side="right") - 1).tolist()))

    def _addresses(self, row: int) -> Iterator[str | None]:
        document = self._forward.document(row)
        return (core(url) for url in (document.url, *document.urls) if url)

    def by_title(self, words: Sequence[Word]) -> Rows:
        """Return the documents whose title is exactly these words, ascending."""
        if len(words) < SHORTEST_TITLE:
            return np.zeros(0, np.int64)
        documents, titles = self._titles_by_length.get(len(words), (np.zeros(0, np.int64), np.zeros((0, len(words)))))
        for at, word in enumerate(words):
            same = np.isin(titles[:, at], self._forward.words.find(word.text))
            documents, titles = documents[same], titles[same]
        return np.asarray(documents, np.int64)

    @cached_property
    def _titles_by_length(self) -> Mapping[int, tuple[Rows, Array]]:
        """The documents whose titles have so many words, and these words, a row a title.

        Where they are kept each title lies on a page of its own.
        """
        titles = self._forward.titles(np.arange(self._forward.documents))
        found = {}
        for length in np.unique(titles.lengths).tolist():
            documents = np.flatnonzero(titles.lengths == length)
            found[length] = documents, titles.take(documents).values.reshape(len(documents), length)
        return found

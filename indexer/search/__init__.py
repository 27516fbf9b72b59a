"""Asking the index: words and filters in, documents with snippets, facets and reasons out.

Reads the index alone, never the corpus. An engine proposes passages; the order is ours.
"""

from indexer.search.opening import open_index
from indexer.search.searcher import Searcher, ThemeCount

__all__ = ["Searcher", "ThemeCount", "open_index"]

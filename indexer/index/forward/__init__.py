"""What the search needs of the corpus beside an engine: exact statistics, texts and metadata as flat arrays.

In: documents with their passages and an analyser. Out: a folder of memory-mapped arrays, and through `Forward` the
words in order, who holds which term, facet values, texts. Nothing is unpickled.
"""

from indexer.index.forward.builder import ForwardBuilder
from indexer.index.forward.reader import Forward

__all__ = ["Forward", "ForwardBuilder"]

"""Understanding words: text comes in; tokens, stems, compound parts and themes go out.

The same analysis serves documents and questions, whichever engine holds the index.
"""

from indexer.language.analysis import VERSION, Analyzer, Token
from indexer.language.compounds import Dictionary
from indexer.language.normal import fold, normal

__all__ = ["VERSION", "Analyzer", "Dictionary", "Token", "fold", "normal"]

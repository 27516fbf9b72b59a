"""What there is: in come the files that people edit in `corpus/`, out go records, vocabularies and a list of files.

Alone writes `corpus/` (see `edit`, imported only where something is written).
"""

from indexer.corpus.catalogue import Corpus, load
from indexer.corpus.files import CorpusFile, files
from indexer.corpus.metadata import merge, record_from_metadata
from indexer.corpus.regions import REGIONS, code_of
from indexer.corpus.values import slug

__all__ = ["REGIONS", "Corpus", "CorpusFile", "code_of", "files", "load", "merge", "record_from_metadata", "slug"]

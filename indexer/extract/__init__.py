"""Read: a file comes in, its cleaned text and stated metadata go out, or the reason why not.

In comes a path; out goes an `Extract` (sections with headings and page numbers, without personal data and without a
site's furniture) or an `ExtractionError` with a reason in Swedish. Nothing here touches the network or writes a file.

`extract_file` reads in this process. `pool.Pool` reads many files in guarded worker processes and is what a build
uses. `VERSION` rises when the same file would give another answer, so that cached answers are known to be old.
"""

from indexer.extract.limits import Limits
from indexer.extract.read import extract_file
from indexer.extract.sniff import SUFFIXES, sniff

VERSION = 9

__all__ = ["SUFFIXES", "VERSION", "Limits", "extract_file", "sniff"]

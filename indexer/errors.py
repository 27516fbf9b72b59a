"""What can go wrong, as one tree. Messages are Swedish: consultants read them.

    MetodsokError                 everything below; the command line prints it without a traceback
    ├── ConfigError               metodsok.toml cannot be used
    ├── CorpusError               something in corpus/ cannot be used; names file, entry and fault
    │   ├── UnknownDocument       no document has that id or address
    │   └── HarvestBusy           another harvest is running
    ├── ExtractionError           one file could not be read; carries a reason code
    ├── IndexFault               the index cannot be used
    │   ├── IndexMissing          none has been built
    │   ├── IndexOutdated         built by another version of the program
    │   ├── IndexDamaged          files are missing or changed
    │   ├── IndexBusy             another build is running
    │   └── IndexUnreachable      the cluster that has the index does not answer, or not to us
    └── QueryError                a question that cannot be asked (too long, unknown filter value)

A message says what happened, to what, and what to do next.
"""

from __future__ import annotations


class MetodsokError(Exception):
    """Base of every error that a person is meant to read."""


class ConfigError(MetodsokError):
    """The configuration file cannot be used."""


class CorpusError(MetodsokError):
    """Something in the corpus cannot be used."""


class UnknownDocument(CorpusError):
    """No document in the corpus has the id or address asked for."""


class HarvestBusy(CorpusError):
    """Another harvest of the same corpus is running."""


class ExtractionError(MetodsokError):
    """One file could not be read.

    `code` is stable and for programs (`encrypted`, `empty`, `scanned`, `broken`, `too-large`,
    `timeout`, `memory`, `mislabelled`, `damaged-text`, `unsupported`, `unreadable`); the message is for people.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[type[ExtractionError], tuple[str, str]]:
        return type(self), (self.code, str(self))


class IndexFault(MetodsokError):
    """The index cannot be used."""


class IndexMissing(IndexFault):
    """No index has been built."""


class IndexOutdated(IndexFault):
    """The index was built by another version of the program."""


class IndexDamaged(IndexFault):
    """Files of the index are missing or changed."""


class IndexBusy(IndexFault):
    """Another build holds the index."""


class IndexUnreachable(IndexFault):
    """The cluster that has the index does not answer, or does not let us in."""


class QueryError(MetodsokError):
    """The question cannot be asked."""

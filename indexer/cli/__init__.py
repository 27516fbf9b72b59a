"""In: words on the command line. Out: results on stdout, messages on stderr, and an exit code."""

from indexer.cli.group import main

__all__ = ["main"]

"""Commands for those who hand material on: cite."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from indexer.cli.command import Settings, command, today
from indexer.cli.terminal import clean, say, tell

if TYPE_CHECKING:
    from indexer.config import Config
    from indexer.model import Document
    from indexer.share.cite import Format

FAILED = 1
FORMATS = ("apa", "bibtex", "ris", "csl-json")


@command(
    "cite",
    "Skriv källhänvisningar till material.",
    "metodsok cite kallkritik-for-vuxna",
    "metodsok cite plan-vgr-2024 plan-skane-2026 --format ris",
)
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@click.option("--format", "style", metavar="FORMAT", type=click.Choice(FORMATS), default="apa",
              help="apa, bibtex, ris eller csl-json.  [förval: apa]")  # fmt: skip
def cite(settings: Settings, *, ids: tuple[str, ...], style: Format) -> int:
    """Print references to the documents in the order given; 1 where one of them is not there."""
    from indexer.search import open_index
    from indexer.share.cite import Source
    from indexer.share.cite import cite as written

    config = settings.config
    with open_index(config.index) as searcher:
        found = [searcher.document(id_) for id_ in ids]
    missing = [id_ for id_, document in zip(ids, found, strict=True) if document is None]
    if missing:
        tell(f"Inget material har id {', '.join(missing)}. Alla id:n visas av: metodsok list")
        return FAILED
    sources = [Source(document, address(config, document), today()) for document in found if document]
    say(clean(written(sources, style)))
    return 0


def address(config: Config, document: Document) -> str | None:
    """Return where a document is read: at the publisher's, else on our own page where that has a public address."""
    if document.url or config.base_url is None:
        return document.url
    return f"{config.base_url}{config.base_path}/d/{quote(document.id)}"


COMMANDS = (cite,)

"""Commands for those who hand material on: newsletter, cite."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from indexer.cli.command import Settings, as_json, command, today
from indexer.cli.terminal import clean, say, say_json, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.config import Config
    from indexer.model import Document
    from indexer.share.cite import Format
    from indexer.share.newsletter import Form

FAILED = 1
FORMATS = ("apa", "bibtex", "ris", "csl-json")
FORMS = ("html", "markdown", "text")


@command(
    "newsletter",
    "Skriv ett utskick med material: titel, uppgifter, sammanfattning och länk för vart och ett.",
    "metodsok newsletter kallkritik-for-vuxna vgr-mik > utskick.html",
    'metodsok newsletter kallkritik-for-vuxna vgr-mik --title "Tips i mars" --intro "Två tips." --format markdown',
)
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@click.option("--format", "form", metavar="FORMAT", type=click.Choice(FORMS), default="html",
              help="html (för mejl), markdown eller text.  [förval: html]")  # fmt: skip
@click.option("--title", metavar="ORD", default="", help="Utskickets rubrik.")
@click.option("--intro", metavar="ORD", default="", help="Inledning före materialet.")
@as_json
def newsletter(settings: Settings, *, ids: tuple[str, ...], form: Form, title: str, intro: str, as_json: bool) -> int:
    """Print a newsletter with the documents in the order given; 1 where one of them is not there."""
    from indexer.share.newsletter import Item, Newsletter, plain, write

    config = settings.config
    documents = _documents(settings, tuple(dict.fromkeys(ids)))
    if documents is None:
        return FAILED
    if config.base_url is None and not settings.quiet:
        tell("base_url saknas i metodsok.toml, så länkarna leder till utgivarna och inte till Metodsök.")
    items = [Item(each, each.status_on(today()), permalink(config, each)) for each in documents]
    home = f"{config.base_url}{config.base_path}/" if config.base_url else None
    made = Newsletter(title, intro, items, config.name, home)
    if as_json:
        say_json({**plain(made), "format": form, "content": write(made, form)})
    else:
        say(clean(write(made, form)))
    return 0


@command(
    "cite",
    "Skriv källhänvisningar till material.",
    "metodsok cite kallkritik-for-vuxna",
    "metodsok cite plan-vgr-2024 plan-skane-2026 --format ris",
)
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@click.option("--format", "style", metavar="FORMAT", type=click.Choice(FORMATS), default="apa",
              help="apa, bibtex, ris eller csl-json, som är JSON.  [förval: apa]")  # fmt: skip
@as_json
def cite(settings: Settings, *, ids: tuple[str, ...], style: Format, as_json: bool) -> int:
    """Print references to the documents in the order given; 1 where one of them is not there."""
    from indexer.share.cite import Source
    from indexer.share.cite import cite as written

    documents = _documents(settings, ids)
    if documents is None:
        return FAILED
    sources = [Source(each, each.url or permalink(settings.config, each), today()) for each in documents]
    if as_json and style != "csl-json":
        references = [{"id": each.document.id, "reference": written([each], style)} for each in sources]
        say_json({"format": style, "references": references})
    else:
        say(clean(written(sources, style)))
    return 0


def _documents(settings: Settings, ids: Sequence[str]) -> list[Document] | None:
    """Return the documents in the order given; where one is not there, tell which and return None."""
    from indexer.search import open_index

    config = settings.config
    with open_index(config.index, cluster=config.cluster) as searcher:
        found = [searcher.document(id_) for id_ in ids]
        missing = [id_ for id_, document in zip(ids, found, strict=True) if document is None]
        gone = [id_ for id_ in missing if searcher.withdrawn(id_)]
    if gone:
        tell(f"Borttaget ur samlingen: {', '.join(gone)}. Stryk det och kör kommandot igen.")
    unknown = [id_ for id_ in missing if id_ not in gone]
    if unknown:
        tell(f"Inget material har id {', '.join(unknown)}. Alla id:n visas av: metodsok list")
    return None if missing else [document for document in found if document]


def permalink(config: Config, document: Document) -> str | None:
    """Return the address of a document's page on the service, None where that has no public address."""
    return f"{config.base_url}{config.base_path}/d/{quote(document.id)}" if config.base_url else None


COMMANDS = (newsletter, cite)

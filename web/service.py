"""What the Streamlit script and the plain routes share in one process: settings, the open index, addresses."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from functools import partial

from indexer import open_index
from indexer.config import Config
from indexer.errors import MetodsokError
from indexer.unanswered import Tally
from web.kept import Kept
from web.links import Links
from web.metrics import Metrics
from web.reader import Reader
from web.render import Pages

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Service:
    """The running service."""

    config: Config
    links: Links
    reader: Reader
    pages: Pages
    kept: Kept
    tally: Tally
    metrics: Metrics


class _Running:
    """Holds the service of this process: Streamlit runs its script anew for each visitor, without arguments."""

    service: Service | None = None


def configure(config: Config, base: str = "") -> Service:
    """Make the service of this process from its settings, and return it."""
    links = Links(base)
    metrics = Metrics()
    reader = Reader(config.index, partial(open_index, cluster=config.cluster, watch=metrics.searching))
    service = Service(config, links, reader, Pages(config, links), Kept(), Tally(config.unanswered), metrics)
    _Running.service = service
    return service


def current() -> Service:
    """Return the service of this process."""
    if _Running.service is None:
        raise RuntimeError("The page was run by itself; start it with: streamlit run app.py")
    return _Running.service


def fault_code(error: BaseException) -> str:
    """Log an error under a short code and return the code, for the visitor to quote.

    One of ours says all in its message; of others it is told where they were raised.
    """
    code = secrets.token_hex(2).upper()
    _log.error("Felkod %s: %s", code, error, exc_info=None if isinstance(error, MetodsokError) else error)
    return code

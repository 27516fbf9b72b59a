"""Asking a cluster, and saying in Swedish what is wrong when it does not answer."""

from __future__ import annotations

import base64
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionError,  # noqa: A004 - its own name
    NotFoundError,
    OpenSearchException,
    RequestError,
    SSLError,
    TransportError,
)

from indexer.config import Cluster
from indexer.errors import ConfigError, IndexDamaged, IndexFault, IndexUnreachable

TIMEOUT = 5.0
"""Seconds that one node has for an answer to a search, before the next one is asked."""
PATIENT = 120.0
"""Seconds for what writes and may have to wait for others."""
ENDLESS = 3600.0
"""Seconds for a merge of a whole index."""
CONNECTIONS = 32
"""Kept open to each node: as many threads may search at once without waiting for each other."""
USER, PASSWORD = "METODSOK_OPENSEARCH_USER", "METODSOK_OPENSEARCH_PASSWORD"
LOOPBACK = ("http://127.", "http://localhost", "http://[::1]")

# It would tell of every attempt that fails, with a traceback; what matters of them becomes an error of ours.
logging.getLogger("opensearch").setLevel(logging.ERROR)

_TOO_MANY_REQUESTS = 429
_SERVER_FAULT = 500
_DISK_FULL = "read-only-allow-delete"


def connect(cluster: Cluster, environ: Mapping[str, str] = os.environ) -> OpenSearch:
    """Return a client that asks the nodes in turn and leaves out those that don't answer; nothing is sent yet.

    Certificates are verified, by `cluster.ca` where that is given. Raises ConfigError for credentials that are
    incomplete or would be sent unencrypted over a network.
    """
    return OpenSearch(
        list(cluster.addresses),
        headers=_authorization(_credentials(cluster, environ)),
        verify_certs=True,
        ca_certs=_certificates(cluster),
        timeout=TIMEOUT,
        max_retries=len(cluster.addresses),
        retry_on_timeout=True,
        pool_maxsize=CONNECTIONS,
    )


def _authorization(credentials: tuple[str, str] | None) -> dict[str, str]:
    """Return the header of HTTP's basic authentication, in UTF-8: the client's own would be in Latin-1."""
    if credentials is None:
        return {}
    return {"authorization": f"Basic {base64.b64encode(':'.join(credentials).encode()).decode('ascii')}"}


def _certificates(cluster: Cluster) -> str | None:
    if cluster.ca and not cluster.ca.is_file():
        raise ConfigError(f"Filen {cluster.ca} finns inte. Kontrollera opensearch_ca i metodsok.toml.")
    return str(cluster.ca) if cluster.ca else None


def _credentials(cluster: Cluster, environ: Mapping[str, str]) -> tuple[str, str] | None:
    user, password = environ.get(USER) or cluster.user, environ.get(PASSWORD)
    if cluster.password_file:
        password = _secret(cluster)
    if not user and not password:
        return None
    if not user or not password:
        raise ConfigError(
            "OpenSearch behöver både användarnamn och lösenord. Ange opensearch_user och opensearch_password_file i "
            f"metodsok.toml, eller miljövariablerna {USER} och {PASSWORD}."
        )
    for address in cluster.addresses:
        if address.startswith("http://") and not address.startswith(LOOPBACK):
            raise ConfigError(f"Lösenordet skickas inte okrypterat till {address}. Skriv https:// i metodsok.toml.")
    return user, password


def _secret(cluster: Cluster) -> str | None:
    if cluster.password_file is None:
        return None
    try:
        return cluster.password_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigError(
            f"Lösenordsfilen {cluster.password_file} går inte att läsa. Kontrollera opensearch_password_file."
        ) from fault


@contextmanager
def asking(cluster: Cluster) -> Iterator[None]:
    """Turn what the client raises into our errors; a request that is wrong in itself stays what it is."""
    try:
        yield
    except RequestError:
        raise
    except OpenSearchException as fault:
        raise _told(cluster, fault) from fault


_TOLD: tuple[tuple[type[OpenSearchException], type[IndexFault], str], ...] = (
    (
        AuthenticationException,
        IndexUnreachable,
        "godtar inte användarnamnet eller lösenordet. Kontrollera opensearch_user och lösenordet.",
    ),
    (
        AuthorizationException,
        IndexUnreachable,
        "låter inte användaren göra detta. Ge den rätt till alla index som börjar på opensearch_prefix.",
    ),
    (NotFoundError, IndexDamaged, "har inte kvar indexet. Kör: metodsok index --rebuild"),
    (
        SSLError,
        IndexUnreachable,
        "visar ett certifikat som inte går att lita på. Kontrollera adressen och opensearch_ca.",
    ),
    (
        ConnectionError,
        IndexUnreachable,
        "svarar inte. Kontrollera att klustret är i gång och att adressen stämmer.",
    ),
)
"""What each exception means; the first that fits holds."""


def _told(cluster: Cluster, fault: OpenSearchException) -> IndexFault:
    where = _where(cluster)
    if is_disk_full(fault):
        return disk_full(cluster)
    for kind, error, text in _TOLD:
        if isinstance(fault, kind):
            return error(f"{where} {text}")
    return IndexUnreachable(f"{where} klarar inte att svara just nu ({_short(fault)}). Försök igen om en stund.")


def disk_full(cluster: Cluster) -> IndexFault:
    """Return what is told when a node has no room left."""
    return IndexFault(
        f"{_where(cluster)} tar inte emot mer: disken är full. Frigör plats och kör sedan: metodsok index. "
        "Det förra indexet svarar som förut."
    )


def _where(cluster: Cluster) -> str:
    return f"OpenSearch på {', '.join(cluster.addresses)}"


def is_disk_full(fault: OpenSearchException) -> bool:
    """Tell whether a node refuses to write because its disk has passed the last watermark."""
    return isinstance(fault, TransportError) and _DISK_FULL in f"{fault.error} {fault.info}"


def is_passing(fault: OpenSearchException) -> bool:
    """Tell whether the same request may well succeed in a moment: too much to do, or a node that has gone away."""
    if isinstance(fault, SSLError) or is_disk_full(fault):
        return False
    if isinstance(fault, ConnectionError):
        return True
    return isinstance(fault, TransportError) and is_passing_status(fault.status_code)


def is_passing_status(status: object) -> bool:
    """Tell the same of a status code."""
    return isinstance(status, int) and (status == _TOO_MANY_REQUESTS or status >= _SERVER_FAULT)


def _short(fault: OpenSearchException) -> str:
    return f"{fault.status_code} {fault.error}" if isinstance(fault, TransportError) else type(fault).__name__

"""Encrypted connections to a server of our own whose certificate nobody vouches for."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from yarl import URL

from indexer.harvest.transport import Transport
from tests.harvest.conftest import HOST, Site


def certificate(folder: Path) -> Path:
    """Return a file with a key and a certificate that it has signed itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    names = x509.SubjectAlternativeName([x509.DNSName(HOST), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "server.pem"
    path.write_bytes(text + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def encrypted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[bytes]]]:
    """Give where an encrypted server is, and what it was asked; connections to it are encrypted as to any other."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    asked: list[bytes] = []

    def serve(listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
                with connection, context.wrap_socket(connection, server_side=True) as secured:
                    asked.append(secured.recv(1000))
            except ssl.SSLError:
                continue
            except OSError:
                return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,), daemon=True)
        thread.start()
        port = listener.getsockname()[1]

        def dialled(_: Transport, url: str) -> tuple[URL, str]:
            parts = urlsplit(url)
            return URL(parts._replace(netloc=f"{HOST}:{port}").geturl()), parts.netloc

        monkeypatch.setattr(Transport, "_dialled", dialled)
        yield f"127.0.0.1:{port}", asked
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(1)


def test_a_certificate_that_nobody_vouches_for_is_refused(site: Site, encrypted: tuple[str, list[bytes]]) -> None:
    """Nothing is asked over the connection; the reason is the certificate."""
    place, asked = encrypted
    assert site.reasons(places={HOST: place}) == {"/": "tls"}
    assert asked == []
    assert site.kept() == []

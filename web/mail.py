"""A letter begun for the reader: the contact address with a subject and the first lines filled in."""

from __future__ import annotations

from urllib.parse import quote

MAIL = "mailto:"


def letter(contact: str, subject: str, *lines: str) -> str:
    """Return the address that opens a letter to `contact`; a web address stays as it is.

    Encoded as RFC 6068 asks: UTF-8 in per cent signs, no plus for a space, CR LF between lines.
    """
    if not contact.lower().startswith(MAIL):
        return contact
    fields = {"subject": " ".join(subject.split()), "body": "\r\n".join(lines)}
    filled = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items() if value)
    return f"{contact}{'&' if '?' in contact else '?'}{filled}"

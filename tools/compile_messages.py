"""Compile the Swedish messages (messages.po) to the binary form that gettext reads (messages.mo).

Only what our own file uses is understood: msgid, msgid_plural, msgstr and quoted lines after them. The result:
https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html
"""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "indexer" / "cli" / "locale" / "sv" / "LC_MESSAGES" / "messages.po"
MAGIC = 0x950412DE
HEADER_BYTES = 28
_LINE = re.compile(r'^(msgid_plural|msgid|msgstr(?:\[\d\])?)?\s*(".*")$')


def compiled(source: str) -> bytes:
    """Return the .mo file's bytes for the text of a .po file."""
    messages = sorted(_messages(source))
    start = HEADER_BYTES + 16 * len(messages)
    keys, values, data = b"", b"", b""
    for key, _ in messages:
        keys += struct.pack("<II", len(key), start + len(data))
        data += key + b"\0"
    for _, value in messages:
        values += struct.pack("<II", len(value), start + len(data))
        data += value + b"\0"
    size = len(messages)
    header = struct.pack("<7I", MAGIC, 0, size, HEADER_BYTES, HEADER_BYTES + 8 * size, 0, 0)
    return header + keys + values + data


def _messages(source: str) -> Iterator[tuple[bytes, bytes]]:
    """Give each message as its key and its translation, plural forms joined by NUL."""
    for entry in source.split("\n\n"):
        fields: dict[str, str] = {}
        name = ""
        for match in filter(None, map(_LINE.match, entry.splitlines())):
            name = match[1] or name
            fields[name] = fields.get(name, "") + ast.literal_eval(match[2])
        key = [fields[name] for name in ("msgid", "msgid_plural") if name in fields]
        value = [text for name, text in sorted(fields.items()) if name.startswith("msgstr")]
        yield "\0".join(key).encode(), "\0".join(value).encode()


if __name__ == "__main__":
    SOURCE.with_suffix(".mo").write_bytes(compiled(SOURCE.read_text(encoding="utf-8")))

"""How parent and worker speak: frames of JSON with their length before them.

JSON and not pickle, for a worker that a hostile file has taken over must not be able to run code in its parent.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

from indexer.errors import ExtractionError
from indexer.extract.limits import Limits
from indexer.model import Extract, Section

LENGTH = struct.Struct(">I")
LARGEST = 64_000_000
"""Bytes in a frame: ten times the longest text; more is no answer of ours."""

Answer = Extract | ExtractionError


def frame(content: Mapping[str, Any]) -> bytes:
    """Return the content as one frame."""
    body = json.dumps(content, ensure_ascii=False).encode("utf-8", errors="surrogatepass")
    return LENGTH.pack(len(body)) + body


def unframe(buffer: bytearray) -> Any:
    """Return the content of the frame at the buffer's start and remove it; None while it is not whole.

    Raises ValueError where the buffer holds no frame of ours.
    """
    if len(buffer) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack_from(buffer)
    if length > LARGEST:
        raise ValueError(f"A frame of {length} bytes")
    end = LENGTH.size + length
    if len(buffer) < end:
        return None
    body = bytes(buffer[LENGTH.size : end])
    del buffer[:end]
    return json.loads(body)


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as JSON values."""
    if isinstance(answer, ExtractionError):
        return {"code": answer.code, "message": str(answer)}
    return {
        "sections": [[part.text, part.heading, part.page, part.anchor, part.language] for part in answer.sections],
        "metadata": dict(answer.metadata),
        "pages": answer.pages,
        "partial": answer.partial,
        "notes": list(answer.notes),
        "reader": answer.reader,
    }


def answer_from_json(content: Any) -> Answer:
    """Return the answer that JSON values stand for; raises ValueError, TypeError or KeyError if none."""
    if "code" in content:
        return ExtractionError(str(content["code"]), str(content["message"]))
    return Extract(
        sections=tuple(_section(*part) for part in content["sections"]),
        metadata={str(key): str(value) for key, value in content["metadata"].items()},
        pages=int(content["pages"]),
        partial=bool(content["partial"]),
        notes=tuple(str(note) for note in content["notes"]),
        reader=str(content["reader"]),
    )


def limits_to_json(limits: Limits) -> str:
    """Return the limits as one line of JSON, for a worker's command line."""
    return json.dumps({name: getattr(limits, name) for name in Limits.__dataclass_fields__})


def limits_from_json(line: str) -> Limits:
    """Return the limits of such a line."""
    return Limits(**json.loads(line))


def _section(text: str, heading: str | None, page: int | None, anchor: str | None, language: str | None) -> Section:
    if not isinstance(text, str) or not isinstance(page, int | None):
        raise TypeError("A section of other types")
    return Section(text, heading, page, anchor, language)

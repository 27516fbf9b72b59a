"""The body of an answer, unpacked while it comes and never beyond what is allowed."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

from indexer.harvest.reasons import Refused

ACCEPTED = "gzip, deflate"
"""What is asked for: what can be unpacked piece by piece with a bound on each."""

_STEP = 256 * 1024
_GZIP, _ZLIB, _RAW = 31, 15, -15


@dataclass(slots=True)
class Body:
    """Collects pieces as they come. `largest` is counted after unpacking; `cut` keeps the beginning of what is larger.

    Raises Refused: `too-large`, `bomb` (more than `ratio` times what was sent, once beyond `ratio_from`), `encoding`.
    """

    packing: str
    largest: int
    ratio: int
    ratio_from: int
    cut: bool = False
    content: bytearray = field(default_factory=bytearray)
    sent: int = 0
    _reader: zlib._Decompress | None = None

    def __post_init__(self) -> None:
        if self.packing not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise Refused("encoding")

    @property
    def full(self) -> bool:
        """Whether nothing more is wanted."""
        return self.cut and len(self.content) >= self.largest

    def add(self, piece: bytes) -> None:
        """Take one more piece of the answer."""
        self.sent += len(piece)
        if self.packing in {"", "identity"}:
            self._keep(piece)
            return
        try:
            self._unpack(piece)
        except zlib.error as error:
            raise Refused("encoding") from error

    def finish(self) -> bytes:
        """Return the whole; raises Refused `length` where the packed stream was cut off."""
        if self._reader is not None and not self._reader.eof and not self.full:
            raise Refused("length")
        return bytes(self.content[: self.largest]) if self.cut else bytes(self.content)

    def _unpack(self, piece: bytes) -> None:
        more = b""
        while (piece or len(more) == _STEP) and not self.full:
            if self._reader is None or (self._reader.eof and self.packing != "deflate"):
                self._reader = zlib.decompressobj(self._window(piece))
            if self._reader.eof:
                return
            more = self._reader.decompress(piece, _STEP)
            self._keep(more)
            piece = self._reader.unconsumed_tail or self._reader.unused_data

    def _window(self, piece: bytes) -> int:
        """Return how zlib is to read: `deflate` means zlib's format, but some servers send it bare."""
        if self.packing != "deflate":
            return _GZIP
        return _ZLIB if piece[0] & 0x0F == 8 and piece[0] >> 4 <= 7 else _RAW  # noqa: PLR2004 -- RFC 1950

    def _keep(self, piece: bytes) -> None:
        self.content += piece
        if len(self.content) > self.largest and not self.cut:
            raise Refused("too-large")
        if len(self.content) > self.ratio_from and len(self.content) > self.ratio * self.sent:
            raise Refused("bomb")

"""References to documents: APA 7 in Swedish, BibTeX, RIS and CSL-JSON.

The formats are small and settled; a citation library would bring a style engine for one line of text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from urllib.parse import quote

from indexer.model import UNKNOWN_PUBLISHER, Document

Format = Literal["apa", "bibtex", "ris", "csl-json"]

FORMAT_LABELS: Mapping[Format, str] = {"apa": "APA", "bibtex": "BibTeX", "ris": "RIS", "csl-json": "CSL-JSON"}
"""The formats with the names that people know, in the order in which they see them."""

REPORTS = ("plan", "guidance", "report")

_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
_ISSUED = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_TEX = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}$&%#_"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A document to cite: `address` is where it is read, None where nowhere; `read` is the day of reading."""

    document: Document
    address: str | None
    read: date

    @property
    def authors(self) -> tuple[str, ...]:
        """Who stands behind it, each by itself: `Region Skåne, Digiteket` are two, a list with *och* is one."""
        name = _line(self.document.publisher)
        if name in {"", UNKNOWN_PUBLISHER}:
            return ()
        return (name,) if " och " in name or "m.fl." in name else tuple(name.split(", "))

    @property
    def issued(self) -> tuple[int, ...]:
        """Year, month and day of issue, as many as are known."""
        found = _ISSUED.fullmatch(self.document.issued or "")
        return tuple(int(part) for part in found.groups() if part) if found else ()


def cite(sources: Sequence[Source], style: Format) -> str:
    """Return the references in the order given, without a line break at the end."""
    if style == "csl-json":
        return "[\n" + ",\n".join(_item(_csl(source)) for source in sources) + "\n]"
    if style == "apa":
        return "\n".join(_apa(source) for source in sources)
    return "\n\n".join(_bibtex(source) if style == "bibtex" else _ris(source) for source in sources)


def _apa(source: Source) -> str:
    """Return one line; what has no year may change, so its day of reading is given (APA 7, section 9.16)."""
    title = _line(source.document.title)
    stop = "" if title[-1:] in {".", "?", "!"} else "."
    year = f"({source.issued[0]})." if source.issued else "(u.å.)."
    author = " & ".join(source.authors)
    head = f"{author}{'' if author.endswith('.') else '.'} {year} {title}{stop}" if author else f"{title}{stop} {year}"
    if source.address is None:
        return head
    address = _web(source.address)
    day = f"{source.read.day} {_MONTHS[source.read.month - 1]} {source.read.year}"
    return f"{head} {address}" if source.issued else f"{head} Hämtad {day}, från {address}"


def _bibtex(source: Source) -> str:
    """Return one entry; organisations stand in double braces so that they are not taken for first and last names."""
    document = source.document
    report = document.type in REPORTS
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in source.authors),
        "title": f"{{{_tex(_line(document.title))}}}",
        "institution" if report else "publisher": _tex(", ".join(source.authors)),
        "year": str(source.issued[0]) if source.issued else "",
        "url": _web(source.address),
        "urldate": source.read.isoformat() if source.address else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value.strip("{}")]
    key = re.sub(r"[^\w.:-]", "-", document.id, flags=re.ASCII)
    return "\n".join([f"@{'techreport' if report else 'misc'}{{{key},", *lines, "}"])


def _ris(source: Source) -> str:
    """Return one record. A name with a comma would be read as last and first name, so it is only the publisher."""
    document = source.document
    pairs = [
        ("TY", "RPRT" if document.type in REPORTS else "ELEC"),
        ("ID", document.id),
        ("TI", document.title),
        *(("AU", name) for name in source.authors if "," not in name),
        ("PB", ", ".join(source.authors)),
        ("PY", str(source.issued[0]) if source.issued else ""),
        ("DA", "/".join(f"{part:02}" for part in source.issued) if len(source.issued) > 1 else ""),
        ("LA", document.language),
        ("AB", document.abstract or ""),
        ("UR", _web(source.address)),
        ("Y2", source.read.strftime("%Y/%m/%d") if source.address else ""),
    ]
    return "\n".join([*(f"{tag}  - {_line(value)}" for tag, value in pairs if value), "ER  - "])


def _csl(source: Source) -> dict[str, Any]:
    document = source.document
    kind = "report" if document.type in REPORTS else "webpage" if document.type == "web page" else "document"
    found = {
        "id": document.id,
        "type": kind,
        "title": _line(document.title),
        "author": [{"literal": name} for name in source.authors],
        "publisher": ", ".join(source.authors),
        "issued": {"date-parts": [list(source.issued)]} if source.issued else None,
        "accessed": _accessed(source),
        "URL": source.address,
        "language": document.language,
        "abstract": _line(document.abstract or ""),
    }
    return {name: value for name, value in found.items() if value}


def _item(found: Mapping[str, Any]) -> str:
    """Return one item of CSL-JSON with a field on each line: people look at it before they copy it."""
    lines = (f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in found.items())
    return "{\n" + ",\n".join(lines) + "\n}"


def _accessed(source: Source) -> dict[str, Any] | None:
    read = source.read
    return {"date-parts": [[read.year, read.month, read.day]]} if source.address else None


def _line(text: str) -> str:
    """Return the text on one line, so that no title can begin a field of its own."""
    return " ".join(text.split())


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in text)


def _web(address: str | None) -> str:
    """Return the address without signs that would end a field."""
    return quote(address, safe=":/?#[]@!$&'()*+,;=%-._~") if address else ""

"""Read PDF page by page: pypdf tells how the file is built, pdfium its text and where that stands.

Where pdfium fails or finds too little, pypdf reads the text too.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.errors import ExtractionError
from indexer.extract import damage
from indexer.extract.clean import join_pages, reflow, repair, without_running_lines
from indexer.extract.layout import letters_in
from indexer.extract.limits import Limits
from indexer.extract.lines import Line, body_size, headings, lines_of, text_of, title
from indexer.extract.metadata import publisher_of, title_of
from indexer.extract.outline import divide, find, set_apart
from indexer.model import Extract, Section

_LITTLE = 40
"""Letters a page below which its text is hardly more than a page number, so that pypdf is asked too."""
_CLEARLY_MORE = 1.5
_OUTLINE_ENTRIES = 5_000


@dataclass(slots=True)
class _Reading:
    """What one library made of the file; `outline` holds (page from 0, title) in order.

    `lines` are the pages' lines with their places, `body` the size of the running text in points, `letters` how many
    letters there are in `texts`.
    """

    reader: str
    pages: int = 0
    body: float | None = None
    lines: list[list[Line]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    outline: list[tuple[int, str]] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    partial: bool = False
    letters: int = 0


def read(path: Path, limits: Limits) -> Extract:
    """Return the document's sections with page numbers from 1 and the nearest heading of its outline.

    Raises ExtractionError: `encrypted`, `broken`, `scanned`, `damaged-text`.
    """
    reading = _best(path, limits)
    if reading.letters < min(_LITTLE, 5 * max(1, reading.pages)):
        raise ExtractionError(
            "scanned",
            f"{path.name} har {_count(reading.pages)} men ingen text: sidorna är bilder. "
            "Gör en textigenkänning (OCR) eller be utgivaren om en version med text.",
        )
    return Extract(
        sections=tuple(_sections(reading)),
        metadata=_metadata(reading),
        pages=reading.pages,
        partial=reading.partial,
        notes=(_cut_note(reading),) if reading.partial else (),
        reader=reading.reader,
    )


def _metadata(reading: _Reading) -> dict[str, str]:
    if "title" in reading.metadata or reading.body is None or not reading.lines:
        return reading.metadata
    found = title_of(title(reading.lines[0], reading.body))
    return {**reading.metadata, "title": found} if found else reading.metadata


def _best(path: Path, limits: Limits) -> _Reading:
    """Return the reading with the better text, and what pypdf tells of the file where it can open it."""
    deadline = time.monotonic() + 0.75 * limits.seconds_for("pdf")
    reader = _opened(path)
    first = _with_pdfium(path, limits, deadline)
    found = first if first and _is_enough(first) else _better(first, reader and _with_pypdf(reader, limits, deadline))
    if found is None:
        raise _broken(path)
    if reader:
        found.outline = _outline(reader)
        found.metadata = _pypdf_metadata(reader) or found.metadata
    return found


def _is_enough(reading: _Reading) -> bool:
    return reading.letters >= _LITTLE * len(reading.texts) and not _is_damaged(reading)


def _better(first: _Reading | None, second: _Reading | None) -> _Reading | None:
    """Return the second reading only where it has clearly more text, or sound text where the first's is damaged."""
    if not first or not second:
        return first or second
    more = second.letters > _CLEARLY_MORE * first.letters
    return second if more or (_is_damaged(first) and not _is_damaged(second)) else first


def _is_damaged(reading: _Reading) -> bool:
    try:
        damage.check("\n".join(reading.texts))
    except ExtractionError:
        return True
    return False


def _with_pdfium(path: Path, limits: Limits, deadline: float) -> _Reading | None:
    """Return pdfium's reading; None where it gives up, so that pypdf may try. Raises ExtractionError `encrypted`."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise _locked(path) from error
        return None
    try:
        reading = _Reading("pypdfium2", pages=len(document))
        reading.metadata = _described(document.get_metadata_dict(), None)
        _collect(reading, (_pdfium_lines(page) for page in document), limits, deadline)
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()
    return reading if reading.pages else None


def _pdfium_lines(page: Any) -> list[Line]:
    from indexer.extract import pdfium

    textpage = page.get_textpage()
    try:
        return pdfium.lines_of(textpage)
    finally:
        textpage.close()
        page.close()


def _opened(path: Path) -> Any | None:
    """Return pypdf's reader; None where it cannot open the file."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(path)
        return None if reader.is_encrypted and not reader.decrypt("") else reader
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 – on broken files pypdf raises nearly anything, its own errors being the least
        return None


def _with_pypdf(reader: Any, limits: Limits, deadline: float) -> _Reading | None:
    """Return pypdf's reading; None where it gives up."""
    try:
        reading = _Reading("pypdf", pages=len(reader.pages))
        _collect(reading, map(lines_of, reader.pages), limits, deadline)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 – same
        return None
    return reading if reading.pages else None


def _collect(reading: _Reading, pages: Iterable[list[Line]], limits: Limits, deadline: float) -> None:
    """Gather pages until a limit is met; those after it are left out and the reading is marked partial."""
    room = limits.text
    for lines in pages:
        text = text_of(lines)
        reading.lines.append(lines)
        reading.texts.append(text[:room])
        room -= len(text)
        if room <= 0 or len(reading.texts) >= limits.pages or time.monotonic() > deadline:
            reading.partial = room < 0 or len(reading.texts) < reading.pages
            break
    reading.letters = letters_in("".join(reading.texts))
    reading.body = body_size(reading.lines)


def _outline(reader: Any) -> list[tuple[int, str]]:
    """Return the outline's entries in order; one that cannot be followed is as good as none."""
    try:
        return list(_entries(reader))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 – a broken outline must not cost the text
        return []


def _entries(reader: Any) -> Iterator[tuple[int, str]]:
    stack = [iter(reader.outline)]
    for _ in range(_OUTLINE_ENTRIES):
        entry = next(stack[-1], None) if stack else None
        if entry is None:
            if not stack:
                return
            stack.pop()
        elif isinstance(entry, list):
            stack.append(iter(entry))
        else:
            page = reader.get_destination_page_number(entry)
            if page is not None and page >= 0 and entry.title:
                yield page, " ".join(str(entry.title).split())


def _pypdf_metadata(reader: Any) -> dict[str, str]:
    try:
        information = {str(key).lstrip("/"): str(value) for key, value in (reader.metadata or {}).items()}
        language = reader.root_object.get("/Lang")
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 – document information is a bonus
        return {}
    return _described(information, str(language) if language else None)


def _described(information: dict[str, str], language: str | None) -> dict[str, str]:
    date = re.match(r"(?:D:)?((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", information.get("CreationDate", ""))
    found = {
        "title": title_of(information.get("Title")),
        "publisher": publisher_of(information.get("Author")),
        "issued": "-".join(date.groups()) if date else None,
        "language": language,
    }
    return {key: value for key, value in found.items() if value}


def _sections(reading: _Reading) -> Iterator[Section]:
    """Yield each page's text, divided where the headings of the outline stand in it, or else those of large type."""
    texts = [repair(text) for text in without_running_lines(reading.texts)]
    outline = reading.outline or list(_large_headings(reading, texts))
    titles = [[entry for page, entry in outline if page == number] for number in range(len(texts))]
    apart = [set_apart(text, here) for text, here in zip(texts, titles, strict=True)]
    heading: str | None = None
    for number, text in enumerate(join_pages([reflow(text) for text in apart])):
        for begun, part in divide(text, titles[number]):
            heading = begun or heading
            # A heading without text of its own is kept for the one below it.
            if begun or part.strip():
                yield Section(text=part.strip(), heading=heading, page=number + 1)


def _large_headings(reading: _Reading, texts: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the headings that large type shows, without those that were running lines."""
    if reading.body is None:
        return
    for page, heading in headings(reading.lines, reading.body):
        if page < len(texts) and find(heading, texts[page], 0):
            yield page, heading


def _locked(path: Path) -> ExtractionError:
    return ExtractionError(
        "encrypted", f"{path.name}: PDF:en är skyddad med lösenord. Be utgivaren om en öppen version."
    )


def _broken(path: Path) -> ExtractionError:
    return ExtractionError(
        "broken", f"{path.name}: PDF:en är skadad och går inte att läsa. Hämta den igen eller be utgivaren om en ny."
    )


def _cut_note(reading: _Reading) -> str:
    return f"Filen är så stor att bara de första {_count(len(reading.texts))} av {reading.pages} är med."


def _count(pages: int) -> str:
    return "1 sida" if pages == 1 else f"{pages} sidor"

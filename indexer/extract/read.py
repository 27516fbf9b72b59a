"""Read one file of any kind: find out what it is, ask its reader, and clean what that gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from indexer.errors import ExtractionError
from indexer.extract import damage
from indexer.extract.furniture import without_furniture
from indexer.extract.languages import language_of, mark_sections
from indexer.extract.limits import MB, Limits
from indexer.extract.personal import scrub, without_personal_data
from indexer.extract.sniff import expected, sniff
from indexer.model import Extract, Section

_NAMES = {
    "pdf": "en PDF",
    "html": "en webbsida (HTML)",
    "docx": "ett Word-dokument",
    "markdown": "Markdown",
    "text": "ren text",
}
_FROM_THE_WEB = frozenset({"html", "text"})
_LONGEST_HEADING = 160
_PROSE = ("title", "abstract", "note", "publisher")


def extract_file(path: Path, limits: Limits | None = None) -> Extract:
    """Return the text and metadata of one file, cleaned and without personal data. Reads in this process.

    Time and memory are bounded only in a worker: use `Pool` for files that others made. Raises ExtractionError.
    """
    limits = limits or Limits()
    format_ = sniff(path)
    _check_size(path, format_, limits)
    try:
        extract = _finish(_read(path, format_, limits), format_, limits)
        _check_content(path, extract)
    except ExtractionError as error:
        raise _blame(path, format_, error) from error
    except MemoryError as error:
        raise ExtractionError("memory", f"{path.name} kräver för mycket minne för att läsas. Dela upp den.") from error
    except OSError as error:
        raise ExtractionError("unreadable", f"{path.name} gick inte att läsa ({error.strerror}).") from error
    except Exception as error:
        # Readers meet files that nobody foresaw; one file must not stop the run, and the cause stays chained.
        raise ExtractionError(
            "broken", f"{path.name} är skadad eller ovanlig och gick inte att läsa ({type(error).__name__})."
        ) from error
    return _note_label(path, format_, extract)


def _check_size(path: Path, format_: str, limits: Limits) -> None:
    size, most = path.stat().st_size, limits.size_for(format_)
    if size > most:
        raise ExtractionError(
            "too-large",
            f"{path.name} är {size / MB:.0f} MB; gränsen för {_NAMES[format_]} är {most // MB} MB. Dela upp filen.",
        )


def _read(path: Path, format_: str, limits: Limits) -> Extract:
    """Ask the format's reader; each is imported when first needed, for a run may need only one."""
    if format_ == "pdf":
        from indexer.extract import pdf

        return pdf.read(path, limits)
    if format_ == "docx":
        from indexer.extract import office

        return office.read(path, limits)
    if format_ == "html":
        from indexer.extract import html

        return html.read(path)
    from indexer.extract import text

    return text.read_markdown(path) if format_ == "markdown" else text.read_text(path)


def _finish(extract: Extract, format_: str, limits: Limits) -> Extract:
    sections: Iterable[Section] = extract.sections
    if format_ in _FROM_THE_WEB:
        sections = without_furniture(sections)
    impersonal = without_personal_data(sections)
    cleaned = list(_with_headings(impersonal))
    metadata = {key: scrub(value) if key in _PROSE else value for key, value in extract.metadata.items()}
    title = metadata.get("title") or (_first_line(impersonal) if format_ == "text" else None)
    kept, cut = _within(_without_title(cleaned, title), limits.text)
    text = "\n".join(section.text for section in kept)
    language = language_of(text, metadata.pop("language", None))
    found = {"title": title, "language": language}
    return replace(
        extract,
        sections=mark_sections(kept, language),
        metadata={key: value for key, value in {**metadata, **found}.items() if value},
        partial=extract.partial or cut,
        notes=(*extract.notes, *(["Filen är så lång att slutet inte är med."] if cut else [])),
    )


def _check_content(path: Path, extract: Extract) -> None:
    text = "\n".join(section.text for section in extract.sections)
    if not any(character.isalpha() for character in text):
        raise ExtractionError("empty", f"{path.name} innehåller ingen text. Kontrollera att det är rätt fil.")
    try:
        damage.check(text)
    except ExtractionError as error:
        raise ExtractionError(error.code, f"{path.name}: {error}") from error


def _with_headings(sections: Iterable[Section]) -> Iterator[Section]:
    """Yield the sections, a heading without text of its own joined to the heading below it."""
    waiting: Section | None = None
    for section in sections:
        joined = _join(waiting, section) if waiting else section
        waiting = None if joined.text else joined
        if joined.text:
            yield joined
    if waiting and waiting.heading:
        yield replace(waiting, text=waiting.heading, heading=None)


def _join(empty: Section, section: Section) -> Section:
    above, below = empty.heading or "", section.heading or ""
    both = f"{above} – {below}" if above and below and above != below else above or below
    if len(both) <= _LONGEST_HEADING:
        return replace(section, heading=both or None, anchor=section.anchor or empty.anchor)
    return replace(section, text=f"{above}\n\n{section.text}".strip())


def _first_line(sections: Sequence[Section]) -> str | None:
    """Return what stands first in a plain text as its title, where it is short enough to be one."""
    if not sections:
        return None
    line = sections[0].heading or sections[0].text.split("\n", 1)[0]
    return line if len(line) <= _LONGEST_HEADING // 2 and not line.endswith((".", ":", ",")) else None


def _without_title(sections: Iterable[Section], title: str | None) -> Iterator[Section]:
    """Yield the sections; the title is no heading and no first line, for it is shown and weighed by itself."""
    for place, section in enumerate(sections):
        heading, text = section.heading, section.text
        if heading and title and heading.casefold().startswith(title.casefold()):
            heading = heading[len(title) :].strip(" –") or None
        if place == 0 and title and text.split("\n", 1)[0].strip().casefold() == title.casefold():
            text = text[len(title) :].strip()
        if text:
            yield replace(section, heading=heading, text=text)


def _within(sections: Iterable[Section], room: int) -> tuple[list[Section], bool]:
    kept = []
    for section in sections:
        if len(section.text) > room:
            end = section.text.rfind(" ", 0, room)
            if end > 0:
                kept.append(replace(section, text=section.text[:end]))
            return kept, True
        kept.append(section)
        room -= len(section.text)
    return kept, False


def _blame(path: Path, format_: str, error: ExtractionError) -> ExtractionError:
    """Say that a file without text is mislabelled where its name promised another format."""
    promised = expected(path)
    if error.code == "empty" and promised and _family(promised) != _family(format_):
        return ExtractionError(
            "mislabelled", f"{path.name} heter {path.suffix} men är {_NAMES[format_]} utan text. Hämta filen igen."
        )
    return error


def _note_label(path: Path, format_: str, extract: Extract) -> Extract:
    promised = expected(path)
    if promised is None or _family(promised) == _family(format_):
        return extract
    note = f"Filen heter {path.suffix} men är {_NAMES[format_]} och är läst som det."
    return replace(extract, notes=(*extract.notes, note))


def _family(format_: str) -> str:
    return "text" if format_ == "markdown" else format_

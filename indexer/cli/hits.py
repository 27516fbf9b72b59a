"""Documents and hits as a consultant reads them on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from itertools import groupby
from typing import Any

from indexer.cli.terminal import bold, clean, line, marked, say, say_fields, wrapped
from indexer.model import (
    FACET_LABELS,
    LANGUAGE_LABELS,
    STATUS_LABELS,
    TYPE_LABELS,
    Document,
    Hit,
    Near,
    Results,
    Section,
    Snippet,
    Status,
)

INDENT = "    "


def say_results(results: Results) -> None:
    """Write the hits, numbered, with how many there are and what else was looked for."""
    for note in _notes(results):
        say(note)
    for number, hit in enumerate(results.hits, start=results.query.offset + 1):
        say()
        _say_hit(number, hit)


def _notes(results: Results) -> Iterator[str]:
    asked = line(results.query.text)
    if results.total == 0:
        yield f"Inget material matchade {bold(asked)}." if asked else "Inget material matchade filtren."
    else:
        yield f"{results.total} material{f' för {bold(asked)}' if asked else ''}{_shown(results)}"
    if results.corrected:
        yield f"Visar träffar för {bold(line(results.corrected))}."
    if results.suggestion:
        yield f"Menade du {bold(line(results.suggestion))}?"
    if results.readings:
        understood = (f"{reading.text} som {FACET_LABELS[reading.facet]}" for reading in results.readings)
        yield f"Tolkade {line(', '.join(understood))}."
    for expansion in results.expanded:
        yield f"Sökte också på {line(', '.join(expansion.targets))} (för {line(expansion.source)})."
    yield from map(line, results.lacks)
    if results.near:
        yield f"Närmast i samlingen: {line(', '.join(map(_near, results.near)))}."
    if results.total == 0 and not results.suggestion:
        yield "Prova färre ord, eller en del av ett sammansatt ord."


def _near(near: Near) -> str:
    return f"{FACET_LABELS[near.facet]} {near.label} ({near.count} material)"


def _shown(results: Results) -> str:
    first, last = results.query.offset + 1, results.query.offset + len(results.hits)
    return "" if last - first + 1 == results.total else f", träff {first}–{last}" if results.hits else ""


def _say_hit(number: int, hit: Hit) -> None:
    document = hit.document
    say(f"{number}. {bold(line(document.title))}")
    say(INDENT + " · ".join(filter(None, facts(document, hit.status))))
    for snippet in hit.snippets[:1]:
        _say_snippet(snippet)
    others = [place(snippet) for snippet in hit.snippets[1:]]
    if any(others):
        say(wrapped(f"Även: {' · '.join(filter(None, others))}", INDENT))
    link = next((snippet.link for snippet in hit.snippets if snippet.link), None) or document.url
    say(INDENT + "  ".join(filter(None, (f"id: {document.id}", line(link) if link else None))))


def _say_snippet(snippet: Snippet) -> None:
    if place(snippet):
        say(wrapped(place(snippet), INDENT))
    say(wrapped(marked(snippet.text, snippet.marks), INDENT))


def place(snippet: Snippet) -> str:
    """Return where in its document a snippet stands, `sida 7 · Rubrik`, or nothing."""
    page = f"sida {snippet.page}" if snippet.page else None
    return " · ".join(filter(None, (page, line(snippet.heading) if snippet.heading else None)))


def facts(document: Document, status: Status | None) -> tuple[str, str, str, str]:
    """Return publisher, type, years and status as people read them; empty where there is none."""
    type_ = TYPE_LABELS.get(document.type, document.type)
    return line(document.publisher), type_, years(document), STATUS_LABELS[status] if status else ""


def years(document: Document) -> str:
    """Return the years a document is about, `2021–2024` or `2022`."""
    span = document.years
    if document.valid_from is not None and document.valid_to is None:
        return f"{document.valid_from}–"
    return "" if not span else str(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1]}"


def row(document: Document, day: date) -> tuple[str, ...]:
    """Return a document as a row of `metodsok list`: id, type, years, status, publisher, title."""
    publisher, type_, period, status = facts(document, document.status_on(day))
    return document.id, type_, period, status, publisher, document.title


def say_document(document: Document, day: date, *, with_text: bool) -> None:
    """Write everything that is known of a document, its text too if wanted."""
    publisher, type_, period, status = facts(document, document.status_on(day))
    say(bold(line(document.title)))
    say_fields({
        "Id": document.id, "Utgivare": publisher, "Typ": type_, "År": period, "Status": status,
        "Utgiven": document.issued, "Län": ", ".join(document.regions),
        "Språk": LANGUAGE_LABELS.get(document.language, document.language), "Tema": _themes(document),
        "Ersätter": ", ".join(document.supersedes), "Ersatt av": ", ".join(document.superseded_by),
        "Fanns på" if document.gone else "Adress": document.url, "Finns även som PDF": document.pdf,
        "Fler adresser": " ".join(url for url in document.urls if url != document.pdf), "Uppdaterad": document.updated,
        "Fil": document.path, "Sidor": str(document.pages or ""), "Rättigheter": document.rights,
        "Kontrollerad": document.checked, "Sammanfattning": document.abstract,
    })  # fmt: skip
    for note in document.notes:
        say(f"Obs: {line(note)}")
    if with_text and not _may_show(document):
        say(f"Texten får inte visas här. Läs den hos utgivaren{f': {document.url}' if document.url else ''}")
    elif with_text:
        say()
        say("\n\n".join(_section_text(section) for section in document.sections))


def _may_show(document: Document) -> bool:
    """Tell whether the whole text may be shown: a source's rights decide, but who put a file here has it anyway."""
    return document.rights == "full-text" or document.path is not None


def _themes(document: Document) -> str:
    """Return the themes; those that nobody stated with the terms that gave them."""
    if document.themes_stated:
        return ", ".join(document.themes)
    found = {evidence.theme: ", ".join(term for term, _ in evidence.terms) for evidence in document.evidence}
    return "; ".join(f"{theme} (funnet genom: {found.get(theme, 'texten')})" for theme in document.themes)


def _section_text(section: Section) -> str:
    head = " · ".join(filter(None, (f"sida {section.page}" if section.page else None, section.heading)))
    return "\n".join(filter(None, (bold(line(head)) if head else None, clean(section.text))))


def document_json(document: Document, day: date, *, with_text: bool = False) -> dict[str, Any]:
    """Return a document as JSON holds it: every field, with the status on `day`; the text if wanted and allowed."""
    values = asdict(document)
    sections = values.pop("sections")
    values |= {"valid": document.valid, "status": document.status_on(day)}
    return values | ({"sections": sections} if with_text and _may_show(document) else {})


def pages(sections: Sequence[Section]) -> list[str]:
    """Return the text that would be indexed, one string a page, headings on lines of their own."""
    return [
        "\n\n".join("\n".join(filter(None, (section.heading, section.text))) for section in page)
        for _, page in groupby(sections, key=lambda section: section.page)
    ]

"""Take out what a web site says on every page: lines about cookies, sharing, feedback, dates and links."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.extract.clean import tidy
from indexer.model import Section

_DATE = r"(?:\d{1,2} \w+,? \d{4}|\d{4}-\d\d-\d\d)(?: (?:kl\.? )?\d\d[.:]\d\d)?"
_DID = r"(?:hjälpte|hade du nytta av|fann du|hittade du|var (?:sidan|informationen|den här))"
_USEFUL = r"(?:dig|nytta|hjälp|information|användbar|det du sökte|innehållet|sidan)"
_UPDATED = r"(?:uppdaterad(?:es| den)?|granskad|ändrad|publicerad)"
_CHOICES = r"(?:cookies|kakor|alla|all|nödvändiga|inställningar)"
_ANOTHER = r"länk till annan webbplats(?:,? öppnas i (?:ett )?nytt fönster)?|öppnas i (?:ett )?nytt fönster"
_SHARED = (
    r"(?:lyssna|dela|tipsa|skriv ut|kopiera länk|facebook|twitter|x|linkedin|instagram|threads|bluesky|mastodon|"
    r"whatsapp|e-?post)"
)
_PATTERNS = (
    # The way about the page
    r"(?:(?:gå|hoppa) )?(?:tillbaka )?(?:upp )?till (?:start(?:sidan)?|(?:sidans )?topp(?:en)?|sidfot(?:en)?)",
    r"(?:(?:gå|hoppa) )?(?:direkt )?till (?:sidans |huvud)?innehåll(?:et)?",
    r"meny|sök|stäng|menu|close|visa (?:mer|alla|fler)|läs mer|tillbaka|föregående|nästa",
    _ANOTHER,
    # Was this page any good?
    rf"{_DID} [^.?!]{{0,80}}{_USEFUL}[^.?!]{{0,30}}\?(?: *(?:ja|nej)\b)*",
    r"hjälp oss att (?:förbättra|bli bättre) .{0,60}|tyck till.{0,30}",
    r"(?:dela|tipsa|share)(?: (?:sidan|på|via|med) .{0,40}| sidan| (?:det|den) här(?: sidan)?)?:?",
    r"skriv ut(?: sidan)?|lyssna(?: på sidan)?|translate",
    rf"(?:{_SHARED}(?: på sidan)?[\s:,|·•]*)+",
    r"håll dig uppdaterad!?(?: prenumerera.{0,60})?|prenumerera(?: på (?:vårt )?nyhetsbrev(?:et)?)?",
    # Cookies
    r".{0,90}\bkräver att du (?:accepterar|godkänner) .{0,40}(?:cookies|kakor)\.?",
    r"(?:vi|(?:den här )?(?:webbplatsen|sidan)) använder (?:oss av )?(?:cookies|kakor)\b.{0,300}",
    r"this (?:site|website) uses cookies\b.{0,300}",
    rf"(?:acceptera|godkänn|tillåt|avvisa|neka|hantera|accept|reject) .{{0,30}}{_CHOICES}",
    r"(?:läs mer )?om (?:kakor|cookies)(?: på .{0,40})?|cookie-?inställningar|endast nödvändiga(?: kakor| cookies)?",
    # Dates and loose ends
    rf"(?:sidan|senast|innehållet) ?(?:är )?{_UPDATED}(?: (?:den|av))?:? *(?:{_DATE})?",
    rf"(?:uppdaterat|publicerad|publicerat|uppdaterad|last updated) ?:? *{_DATE}(?: [0-9A-F]{{4}})?",
    r"laddar(?: innehåll)?\s*(?:…|\.{3})?[+\s]*|inga relaterade.{0,30}|relaterade (?:inlägg|sidor|länkar):?",
    r"syntolkning:.{0,300}",
    r"denna bild har ett alt-attribut.*|.{0,30}fullskärmsbild.{0,30}",
    # Transcript sites
    r"starta visningen från sidan.{0,10}|storlek: px|no results found|copied!|transkript|relevanta dokument",
)
_LINES = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)
_INLINE = (
    re.compile(r",?\s*\(?länk till annan webbplats(?:,? öppnas i (?:ett )?nytt fönster)?\.?\)?", re.IGNORECASE),
    re.compile(r",?\s*\(?öppnas i (?:ett )?nytt fönster\.?\)?", re.IGNORECASE),
    re.compile(r",?\s*[\[(]?\b(?:pdf|word|docx?|xlsx?),? \d+(?:[.,]\d+)? ?[kM]B\b[\])]?(?:\.(?=\s|$))?", re.IGNORECASE),
    re.compile(r"\s*\bladdar(?: innehåll)?\s?(?:…|\.{3})[+\s]*$", re.IGNORECASE),
    re.compile(r"\$(?:left|middle|right)\b"),
)
_INLINE_SIGNS = ("annan webbplats", "öppnas i", "kb", "mb", "laddar", "$")
"""What stands, in lower case, wherever one of these patterns fits: one for each, and two for sizes."""
_CRUMB = re.compile(r"\s*[/>»›]\s+|\s+[/>»›]\s*")
_FIRST_CRUMB = frozenset({"start", "startsida", "startsidan", "hem", "home", "första sidan", "du är här", "du är här:"})
_LONGEST_CRUMB = 60
_CRUMBS = 3
_NUMBERS_ALONE = re.compile(r"(?:^\d{1,3}$\s*){3,}", re.MULTILINE)
"""Rows of bare numbers: a list of books whose covers a script would have filled in."""


def without_furniture(sections: Iterable[Section]) -> list[Section]:
    """Return the sections without a site's furniture; a heading that is furniture goes and its text stays."""
    result = []
    for section in sections:
        heading = None if _is_furniture(section.heading or "") else section.heading
        lines = _NUMBERS_ALONE.sub("", section.text).split("\n")
        text = tidy("\n".join(_inline(line) for line in lines if not _is_furniture(line)))
        if heading or text:
            result.append(Section(text, heading and _inline(heading), section.page, section.anchor, section.language))
    return result


def _is_furniture(line: str) -> bool:
    line = line.strip(" •|\t")
    return bool(line) and (_LINES.fullmatch(line) is not None or _is_breadcrumb(line))


def _is_breadcrumb(line: str) -> bool:
    if not any(sign in line for sign in "/>»›"):
        return False
    crumbs = _CRUMB.split(line)
    return (
        len(crumbs) >= _CRUMBS
        and crumbs[0].strip().casefold() in _FIRST_CRUMB
        and all(len(crumb) <= _LONGEST_CRUMB for crumb in crumbs)
    )


def _inline(line: str) -> str:
    plain = line.lower()
    if any(sign in plain for sign in _INLINE_SIGNS):
        for pattern in _INLINE:
            line = pattern.sub("", line)
    return line.rstrip()

"""Single values as people write them, read into the fixed vocabulary of the model.

Every reader returns the value or raises ValueError with a Swedish message that fits after "fältet X: …". The
strict files (catalogue, sidecars) make errors of these messages, the lenient ones (a file's own metadata) notes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit

from indexer.corpus.regions import REGIONS, code_of
from indexer.model import LANGUAGE_LABELS, STATUS_LABELS, TYPE_LABELS, DocumentType, Status, Theme

FIRST_YEAR, LAST_YEAR = 1850, 2100
"""Years outside are slips of the pen; the oldest Swedish library statistics are from 1862."""

RIGHTS = ("full-text", "snippet")
_FOLDED = str.maketrans(
    {"å": "a", "ä": "a", "æ": "a", "ö": "o", "ø": "o", "đ": "d", "ŋ": "n", "ŧ": "t", "ß": "ss", "þ": "th"}
)
_PERIOD = re.compile(r"\s*(\d{4})\s*(?:/|\.\.|--?|–|—|till)\s*(\d{4})?\s*")
_ISSUED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ].*)?")
_OTHER_TYPES: Mapping[str, DocumentType] = {
    "sida": "web page",
    "webpage": "web page",
    "metodstöd": "guidance",
    "handledning": "guidance",
    "handbok": "guidance",
}
_OTHER_LANGUAGES: Mapping[str, str] = {
    "lättläst": "sv-x-lattlast",
    "swe": "sv",
    "eng": "en",
    "fin": "fi",
    "sme": "se",
    "yid": "yi",
}


def slug(text: str) -> str:
    """Return `text` as an id fit for an address: a–z, 0–9 and single hyphens; "" where nothing is left.

    å and ä become a, ö becomes o, marks are dropped, everything else becomes a hyphen.
    """
    folded = unicodedata.normalize("NFC", text).lower().translate(_FOLDED)
    plain = unicodedata.normalize("NFKD", folded)
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", kept).strip("-")


def nearest(value: str, known: Iterable[str], count: int = 1) -> list[str]:
    """Return the `count` known words most like `value`, best first; none where nothing is near."""
    from difflib import get_close_matches

    return get_close_matches(value, list(known), n=count, cutoff=0.6)


def read_id(value: str) -> str:
    """Return an id that is fit for an address."""
    if value and value == slug(value):
        return value
    proposal = slug(value)
    hint = f" Skriv till exempel ”{proposal}”." if proposal else ""
    raise ValueError(f"”{value}” duger inte som id: använd bara a–z, 0–9 och bindestreck.{hint}")


def read_type(value: str) -> DocumentType:
    """Return the document type, written in English or Swedish."""
    types: dict[str, DocumentType] = {name: name for name in _types()}
    types |= {TYPE_LABELS[name].casefold(): name for name in _types()} | dict(_OTHER_TYPES)
    found = types.get(value.strip().casefold())
    if found is None:
        raise ValueError(f"okänd typ ”{value}”. Välj någon av: {_listed(TYPE_LABELS)}.")
    return found


def _types() -> tuple[DocumentType, ...]:
    return ("plan", "guidance", "web page", "report", "exercise")


def read_region(value: str) -> str:
    """Return the county code of a region given by code or name."""
    code = code_of(value)
    if code is None:
        raise ValueError(f"okänd region ”{value}”. Välj bland länskoderna: {_listed(REGIONS)}.")
    return code


def read_language(value: str) -> str:
    """Return the BCP 47 tag of a language given by tag or Swedish name; a country is dropped (sv-SE is sv)."""
    wanted = value.strip().casefold().replace("_", "-")
    names = {label.casefold(): tag for tag, label in LANGUAGE_LABELS.items()} | dict(_OTHER_LANGUAGES)
    for form in (wanted, wanted.split("-", maxsplit=1)[0]):
        if form in LANGUAGE_LABELS:
            return form
        if form in names:
            return names[form]
    raise ValueError(f"okänt språk ”{value}”. Välj något av: {_listed(LANGUAGE_LABELS)}.")


def read_status(value: str) -> Status:
    """Return the plan status."""
    statuses: tuple[Status, ...] = ("gällande", "utgången", "remiss", "ersatt", "okänd")
    for status in statuses:
        if value.strip().casefold() == status:
            return status
    raise ValueError(f"okänd status ”{value}”. Välj någon av: {', '.join(STATUS_LABELS)}.")


def read_rights(value: str) -> str:
    """Return what may be shown of the text."""
    if value not in RIGHTS:
        raise ValueError(
            f"okänt värde ”{value}”. Skriv ”full-text” (hela texten får visas) eller ”snippet” (bara utdrag)."
        )
    return value


def read_theme(value: str, scheme: Sequence[Theme]) -> str:
    """Return the theme id meant by an id or a label; with an empty `scheme` any word is a theme."""
    if not scheme:
        return slug(value)
    wanted = " ".join(value.split()).casefold()
    for theme in scheme:
        if wanted in (theme.id, theme.label.casefold(), theme.label_en.casefold()):
            return theme.id
    by_abbreviation = [theme.id for theme in scheme if wanted in [word.casefold() for word in theme.abbreviations]]
    if by_abbreviation:
        return by_abbreviation[0]
    ids = [theme.id for theme in scheme]
    near = nearest(slug(value), ids)
    hint = f" Menade du ”{near[0]}”?" if near else ""
    raise ValueError(f"okänt tema ”{value}”.{hint} Teman som finns: {', '.join(ids)}.")


def read_year(value: object) -> int:
    """Return a year given as a whole number or four digits."""
    year = int(value) if isinstance(value, str) and re.fullmatch(r"\d{4}", value.strip()) else value
    if not isinstance(year, int) or isinstance(year, bool) or not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"”{value}” är inget årtal. Skriv fyra siffror, till exempel 2025.")
    return year


def read_period(value: str) -> tuple[int, int | None]:
    """Return the first and last year of "2021–2024", "2021-2024", "2021/2024" or "2021..2024"; an open end is None."""
    found = _PERIOD.fullmatch(value)
    if found is None:
        raise ValueError(f"”{value}” är ingen period. Skriv till exempel 2021–2024.")
    first = read_year(found[1])
    last = read_year(found[2]) if found[2] else None
    if last is not None and last < first:
        raise ValueError(f"perioden ”{value}” slutar innan den börjar. Byt plats på åren.")
    return first, last


def is_period(value: str) -> bool:
    """Tell whether `value` is written as a period of years."""
    return _PERIOD.fullmatch(value) is not None


def read_issued(value: object) -> str:
    """Return a year, month or day of issue in ISO 8601, from a string, a number or a TOML date."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    found = _ISSUED.fullmatch(str(value).strip())
    if found is None:
        raise ValueError(f"”{value}” är ingen utgivningstid. Skriv 2025, 2025-03 eller 2025-03-14.")
    read_year(found[1])
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        raise ValueError(f"”{value}” är inget datum som finns. Skriv 2025, 2025-03 eller 2025-03-14.") from None
    return "-".join(part for part in found.groups() if part)


def read_url(value: str) -> str:
    """Return a web address; raises where it is none that a browser could open."""
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", value)
    except ValueError:
        usable = False
    if not usable:
        raise ValueError(f"”{value}” är ingen webbadress. Den ska börja med https:// eller http://.")
    return value


def _listed(labels: Mapping[str, str]) -> str:
    return ", ".join(f"{value} ({label})" for value, label in labels.items())

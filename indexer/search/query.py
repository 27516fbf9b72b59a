"""Between what people type, a `Query`, and an address: reading never fails, writing leads back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from indexer.model import Query

MAX_LENGTH = 500
MAX_TERMS = 32
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_QUOTES = str.maketrans(dict.fromkeys("”“„»«‟", '"'))
_PIECE = re.compile(r'(?<!\S)(?P<minus>-?)"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+)|"')
_EXCLUDED = re.compile(r"-\w")
_FILTERS = {
    "themes": "tema",
    "regions": "region",
    "types": "typ",
    "publishers": "utgivare",
    "languages": "sprak",
    "statuses": "status",
}
_YEARS = re.compile(r"(\d{4})?(?:(\.\.|-|/)(\d{4})?)?")


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """What was typed, taken apart: all words in order (those of phrases too), phrases, and what must not occur."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words that are looked for, as one text."""
        return " ".join(self.words)


def clean(text: str) -> str:
    """Return the text without control characters, spaces in single file, at most 500 characters."""
    return " ".join(_CONTROL.sub(" ", text[: 4 * MAX_LENGTH]).split())[:MAX_LENGTH].rstrip()


def parse(text: str) -> ParsedQuery:
    """Take a question apart: quotes mean a phrase, minus excludes, everything else is just words.

    At most 32 words or phrases count. A quote that is never closed is no quote.
    """
    words: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    for match in list(_PIECE.finditer(clean(text).translate(_QUOTES)))[:MAX_TERMS]:
        phrase, word = match["phrase"], match["word"] or ""
        if phrase is not None and phrase.strip():
            (excluded if match["minus"] else phrases).append(phrase.strip())
            words += [] if match["minus"] else phrase.split()
        elif _EXCLUDED.match(word):
            excluded.append(word[1:])
        elif word:
            words.append(word)
    return ParsedQuery(tuple(words[:MAX_TERMS]), tuple(phrases), tuple(excluded))


def unquoted(text: str) -> str | None:
    """Return the question without its quotation marks, so that no phrase must stand as written; None without any."""
    parsed = parse(text)
    return " ".join((*parsed.words, *(f"-{word}" for word in parsed.excluded))) if parsed.phrases else None


def to_address(query: Query) -> str:
    """Return the query string that leads to this question, without `?`; what is as usual is left out."""
    pairs: list[tuple[str, str]] = [("q", query.text)] if query.text else []
    for name, parameter in _FILTERS.items():
        pairs += [(parameter, value) for value in getattr(query, name)]
    if query.years:
        first, last = query.years
        pairs.append(("ar", str(first) if first == last else f"{first}..{last}"))
    if query.sort != "relevance":
        pairs.append(("sort", "nyast"))
    if not query.expand:
        pairs.append(("exakt", "1"))
    pairs += [("ordagrant", words) for words in query.literal]
    if query.offset:
        pairs.append(("sida", str(query.offset // max(1, query.limit) + 1)))
    return urlencode(pairs)


def from_address(parameters: Mapping[str, str | Sequence[str]], *, limit: int = 10) -> Query:
    """Return the question that an address asks; what cannot be understood is left out."""
    values = {name: [value] if isinstance(value, str) else list(value) for name, value in parameters.items()}
    filters = {name: _several(values.get(parameter, [])) for name, parameter in _FILTERS.items()}
    newest = _first(values, "sort") in ("nyast", "newest")
    return Query(
        text=clean(_first(values, "q")),
        years=read_years(_first(values, "ar")),
        sort="newest" if newest else "relevance",
        expand=_first(values, "exakt") != "1",
        limit=limit,
        offset=limit * (_page(_first(values, "sida")) - 1),
        literal=_several(values.get("ordagrant", []))[:MAX_TERMS],
        **filters,
    )


def _first(values: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(values.get(name, ())), "")


def _several(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in map(clean, values) if value))


def _page(text: str) -> int:
    return min(int(text), 10_000) if re.fullmatch(r"[1-9][0-9]{0,5}", text) else 1


def read_years(text: str) -> tuple[int, int] | None:
    """Return the period meant by `2021`, `2021..2024`, `2021..` or `..2024`; None for anything else."""
    match = _YEARS.fullmatch(text.strip())
    if match is None or not (match[1] or match[3]):
        return None
    if not match[2]:
        return int(match[1]), int(match[1])
    first, last = int(match[1] or 0), int(match[3] or 9999)
    return min(first, last), max(first, last)

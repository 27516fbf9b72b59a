"""Which language a text is in: by the text itself, for what pages and files declare is often wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from indexer.model import Section

_DETECTED = ("sv", "en", "fi", "se", "da", "no", "nn", "de")
"""Danish, Norwegian and German only so that they are not taken for Swedish."""
_KIN = {
    "sv": frozenset({"sv", "sv-x-lattlast"}),
    "en": frozenset({"en"}),
    "fi": frozenset({"fi", "fit"}),
    "se": frozenset({"se", "smj", "sma"}),
}
"""What a detected language may really be: the model knows neither Meänkieli nor Lule and Southern Sami."""
_ALIASES = {"sme": "se", "swe": "sv", "eng": "en", "fin": "fi", "lattlast": "sv-x-lattlast"}
_ONLY_SWEDISH = frozenset(
    ["och", "att", "för", "är", "till", "ett", "från", "inte", "eller", "ska", "också", "även", "när", "hur", "där"]
)
"""Common words that none of the other languages has."""
_SWEDISH_SHARE = 0.08
"""The share of such words that no text half in another language reaches; plain Swedish has an eighth or more."""
_ENOUGH = 200
_SAMPLE = 20_000
_SECTION_ENOUGH = 400


def language_of(text: str, declared: str | None) -> str | None:
    """Return the text's language; the declared one where it is kin to what was found or the text is short."""
    code = normalise(declared)
    if len(text) < _ENOUGH:
        return code
    found = _detect(text)
    if found not in _KIN:
        return code
    return code if code in _KIN[found] else found


def mark_sections(sections: Sequence[Section], language: str | None) -> tuple[Section, ...]:
    """Return the sections, those long enough to tell marked where they are in another language than the document."""
    return tuple(_marked(section, language) for section in sections)


def normalise(declared: str | None) -> str | None:
    """Return a declared language as we write it: `sv-SE` is `sv`; easy Swedish keeps its mark."""
    code = (declared or "").strip().lower().replace("_", "-")
    if code.startswith("sv-x"):
        return "sv-x-lattlast"
    code = code.split("-")[0]
    return _ALIASES.get(code, code) or None


def _marked(section: Section, language: str | None) -> Section:
    if section.language or language is None or len(section.text) < _SECTION_ENOUGH:
        return section
    found = language_of(section.text, language)
    return section if found == language else replace(section, language=found)


def _detect(text: str) -> str:
    start = max(0, (len(text) - _SAMPLE) // 2)
    sample = text[start : start + _SAMPLE]
    # The model walks the text byte by byte, in Python: half of what reading a page costs.
    return "sv" if _is_swedish(sample) else str(_model().classify(sample)[0])


def _is_swedish(text: str) -> bool:
    words = text.lower().split()
    return sum(map(_ONLY_SWEDISH.__contains__, words)) >= _SWEDISH_SHARE * len(words)


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    model.set_languages(list(_DETECTED))
    return model

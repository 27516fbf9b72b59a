"""The 21 counties: their official codes, and what staff call the region.

Codes are SCB's länskoder, two digits, kept as strings.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

REGIONS: Mapping[str, str] = {
    "01": "Stockholm",
    "03": "Uppsala",
    "04": "Sörmland",
    "05": "Östergötland",
    "06": "Jönköping",
    "07": "Kronoberg",
    "08": "Kalmar",
    "09": "Gotland",
    "10": "Blekinge",
    "12": "Skåne",
    "13": "Halland",
    "14": "Västra Götaland",
    "17": "Värmland",
    "18": "Örebro",
    "19": "Västmanland",
    "20": "Dalarna",
    "21": "Gävleborg",
    "22": "Västernorrland",
    "23": "Jämtland Härjedalen",
    "24": "Västerbotten",
    "25": "Norrbotten",
}

_OTHER_NAMES: Mapping[str, str] = {
    "södermanland": "04",
    "jämtland": "23",
    "jämtland/härjedalen": "23",
    "jämtland-härjedalen": "23",
    "västra götalandsregionen": "14",
    "vgr": "14",
}


def code_of(name: str) -> str | None:
    """Return the county code that `name` means, None where it means none.

    Understood are the code itself and the usual names: "Kalmar", "Region Kalmar län", "Kalmars län", "Södermanland".
    """
    return _names().get(" ".join(name.split()).casefold())


@cache
def _names() -> Mapping[str, str]:
    short = {label.casefold(): code for code, label in REGIONS.items()} | dict(_OTHER_NAMES)
    forms = {code: code for code in REGIONS}
    for name, code in short.items():
        for stem in (name, f"{name}s"):
            for form in (stem, f"{stem} län", f"region {stem}", f"region {stem} län"):
                forms[form] = code
    return forms

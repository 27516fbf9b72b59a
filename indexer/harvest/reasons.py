"""Why something was not fetched: codes for programs, sentences for people."""

from __future__ import annotations

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "robots": "webbplatsen ber om att sidan inte hämtas (robots.txt)",
    "robots-unreachable": "webbplatsens robots.txt gick inte att läsa, så inget hämtas därifrån",
    "noindex": "sidan ber om att inte tas med i sökmotorer",
    "off-site": "leder till en sida utanför källan",
    "other-site": "skickar vidare till en annan webbplats",
    "private-address": "leder till en adress som inte är öppen för alla",
    "scheme": "leder till något annat än en webbadress",
    "redirect-loop": "skickar runt i en cirkel",
    "too-many-redirects": "skickar vidare för många gånger",
    "too-large": "är större än vad som tas emot",
    "bomb": "packar upp sig till orimlig storlek",
    "timeout": "svarade inte i tid",
    "refused": "tar inte emot anslutningar",
    "dns": "namnet finns inte, eller går inte att slå upp",
    "tls": "certifikatet duger inte",
    "protocol": "svarade inte så som webbservrar ska",
    "length": "svaret kom inte fram i sin helhet",
    "encoding": "svaret är packat på ett sätt som inte går att läsa",
    "type": "är varken en webbsida, en PDF, ett Word-dokument eller ren text",
    "mislabelled": "säger sig vara något att läsa, men är det inte",
    "empty": "svaret var tomt",
    "deferred": "servern bad om längre paus än vad som väntas ut; nästa hämtning försöker igen",
    "crawl-delay": "servern vill ha så lång paus mellan sidorna att den inte hämtas",
    "too-deep": "fler länksteg från startsidan än vad som följs",
    "too-many-pages": "fler sidor än vad som hämtas från en källa",
    "too-many-links": "fler länkar på en sida än vad som följs",
    "sitemap": "webbplatskartan (sitemap) är trasig",
    "sitemap-entities": "webbplatskartan (sitemap) innehåller sådant som inte får stå där",
    "sitemap-size": "webbplatskartan (sitemap) är större än vad som läses",
    "error": "oväntat fel; kör om med -v",
}
EXPECTED = frozenset({"robots", "noindex", "off-site", "type", "http-401", "http-403", "http-404", "http-410"})
"""Reasons that are the site's own business: they are listed, but the harvest went well."""


def sentence(code: str) -> str:
    """Return the reason in Swedish."""
    if code.startswith("http-"):
        return f"servern svarade {code.removeprefix('http-')}"
    return REASONS.get(code, code)


class Refused(Exception):
    """Something was not fetched, for the reason `code`; `address` is where it led, if anywhere."""

    def __init__(self, code: str, address: str | None = None) -> None:
        super().__init__(sentence(code))
        self.code = code
        self.address = address

"""The programming interface, described as OpenAPI 3.1."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from indexer.model import FACETS, LANGUAGE_LABELS, STATUS_LABELS, TYPE_LABELS

TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "integer"}
MAYBE_TEXT: dict[str, Any] = {"type": ["string", "null"]}
MAYBE_NUMBER: dict[str, Any] = {"type": ["integer", "null"]}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}


def openapi(name: str, server: str, search_limit: int) -> dict[str, Any]:
    """Return the description of the service called `name` at the address `server`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": name,
            "version": version("metodsok"),
            "summary": "Sök i metodmaterial, övningar och biblioteksplaner för folkbibliotek.",
        },
        "servers": [{"url": server or "/"}],
        "paths": {
            "/api/search": {"get": _search(search_limit)},
            "/api/documents/{id}": {"get": _document()},
            "/api/suggest": {"get": _suggest()},
            "/feed.xml": {"get": _feed()},
            "/health": {"get": _health()},
        },
        "components": {"schemas": _schemas()},
    }


def _search(limit: int) -> dict[str, Any]:
    return {
        "operationId": "search",
        "summary": "Sök material. Flera värden i samma filter ger mer, flera filter ger mindre.",
        "parameters": [*_filters(), _asked("limit", {**NUMBER, "minimum": 0, "maximum": limit}, "Antal träffar.")],
        "responses": {"200": _json("Svaret.", "Results"), **_faults()},
    }


def _document() -> dict[str, Any]:
    identity = {"name": "id", "in": "path", "required": True, "schema": TEXT, "description": "Materialets id."}
    gone = {"404": _json("Materialet finns inte.", "Fault"), "410": _json("Materialet är borttaget.", "Fault")}
    return {
        "operationId": "document",
        "summary": "Allt som är känt om ett material; texten bara där den får visas.",
        "parameters": [identity],
        "responses": {"200": _json("Materialet.", "Document"), **gone, **_faults()},
    }


def _suggest() -> dict[str, Any]:
    answer = {"type": "array", "prefixItems": [TEXT, TEXTS, TEXTS, TEXTS]}
    return {
        "operationId": "suggest",
        "summary": "Vad de skrivna orden kan bli: orden, förslag, slag och adresser, som webbläsare vill ha det.",
        "parameters": [_asked("q", TEXT, "Det som är skrivet så här långt.")],
        "responses": {
            "200": {"description": "Förslagen.", "content": {"application/x-suggestions+json": {"schema": answer}}},
        },
    }


def _feed() -> dict[str, Any]:
    return {
        "operationId": "feed",
        "summary": "Det nyaste som en sökning ger, som Atom.",
        "parameters": _filters(),
        "responses": {"200": {"description": "Flödet.", "content": {"application/atom+xml": {"schema": TEXT}}}},
    }


def _health() -> dict[str, Any]:
    answer = {"type": "object", "properties": {"status": TEXT, "index": {"type": "object"}}}
    content = {"application/json": {"schema": answer}}
    return {
        "operationId": "health",
        "summary": "Om tjänsten kan svara.",
        "responses": {
            "200": {"description": "Den kan svara.", "content": content},
            "503": {"description": "Den har inget index att svara ur.", "content": content},
        },
    }


def _filters() -> list[dict[str, Any]]:
    return [
        _asked("q", TEXT, "Ord, fraser inom citattecken, minus före det som inte ska vara med."),
        _many("tema", TEXT, "Temats id."),
        _many("region", TEXT, "Länskod, till exempel 14."),
        _many("typ", {**TEXT, "enum": list(TYPE_LABELS)}, "Typ av material."),
        _many("utgivare", TEXT, "Utgivarens namn."),
        _asked("ar", {**TEXT, "pattern": r"^(\d{4})?(\.\.)?(\d{4})?$"}, "År eller spann: 2024, 2021..2024."),
        _many("sprak", {**TEXT, "enum": list(LANGUAGE_LABELS)}, "Språkkod."),
        _many("status", {**TEXT, "enum": list(STATUS_LABELS)}, "Planens status."),
        _asked("sort", {**TEXT, "enum": ["nyast"]}, "Nyast först; annars bäst träff först."),
        _asked("sida", {**NUMBER, "minimum": 1}, "Vilken sida av träffarna."),
        _asked("exakt", {**TEXT, "enum": ["1"]}, "Sök bara på orden själva."),
        _many("ordagrant", TEXT, "Ord ur frågan, som de är skrivna, som inte ska tolkas eller få synonymer."),
    ]


def _asked(name: str, schema: dict[str, Any], told: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": told}


def _many(name: str, schema: dict[str, Any], told: str) -> dict[str, Any]:
    return _asked(name, {"type": "array", "items": schema}, told) | {"style": "form", "explode": True}


def _json(told: str, schema: str) -> dict[str, Any]:
    return {
        "description": told,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }


def _faults() -> dict[str, Any]:
    return {"500": _json("Något gick fel.", "Fault"), "503": _json("Indexet saknas eller kan inte användas.", "Fault")}


def _schemas() -> dict[str, Any]:
    place = {"text": TEXT, "heading": MAYBE_TEXT, "page": MAYBE_NUMBER}
    known = {
        "id": TEXT, "title": TEXT, "publisher": TEXT, "regions": TEXTS, "type": TEXT, "issued": MAYBE_TEXT,
        "valid": MAYBE_TEXT, "status": MAYBE_TEXT, "themes": TEXTS, "language": TEXT, "url": MAYBE_TEXT,
        "permalink": TEXT,
    }  # fmt: skip
    marks = {"type": "array", "items": {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2}}
    facet = _object(value=TEXT, label=TEXT, count=NUMBER)
    return {
        "Fault": _object(error=TEXT),
        "Snippet": _object(**place, marks=marks, link=MAYBE_TEXT),
        "Hit": _object(**known, score={"type": "number"}, passages=_list("Snippet"), why=TEXTS),
        "Results": _object(
            query=TEXT, total=NUMBER, engine=TEXT, took_ms={"type": "number"}, suggestion=MAYBE_TEXT,
            corrected=MAYBE_TEXT, expanded={"type": "array", "items": _object(**{"from": TEXT, "to": TEXTS})},
            readings={"type": "array", "items": _object(text=TEXT, facet=TEXT, value=TEXT, label=TEXT)},
            near={"type": "array", "items": _object(facet=TEXT, value=TEXT, label=TEXT, count=NUMBER)}, lacks=TEXTS,
            facets=_object(**{name: {"type": "array", "items": facet} for name in FACETS}), hits=_list("Hit"),
        ),
        "Passage": _object(**place, anchor=TEXT),
        "Document": _object(
            **known, abstract=MAYBE_TEXT, urls=TEXTS, supersedes=TEXTS, superseded_by=TEXTS, pdf=MAYBE_TEXT,
            gone={"type": "boolean"}, updated=MAYBE_TEXT, rights=TEXT, pages=NUMBER, checked=MAYBE_TEXT,
            kinds=TEXTS, audience=MAYBE_TEXT, time=MAYBE_TEXT, group=MAYBE_TEXT,
            passages=_list("Passage"),
        ),
    }  # fmt: skip


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(schema: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{schema}"}}

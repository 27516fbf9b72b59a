"""Results as the plain values of `search --json` and `/api/search`."""

from __future__ import annotations

from typing import Any

from indexer.model import FACETS, Hit, Results, Snippet


def results_json(results: Results) -> dict[str, Any]:
    """Return the answer as the interface promises it, ready for JSON."""
    answer: dict[str, Any] = {
        "query": results.query.text,
        "total": results.total,
        "engine": results.engine,
        "took_ms": results.took_ms,
        "expanded": [{"from": each.source, "to": list(each.targets)} for each in results.expanded],
        "readings": [
            {"text": each.text, "facet": each.facet, "value": each.value, "label": each.label}
            for each in results.readings
        ],
        "suggestion": results.suggestion,
        "corrected": results.corrected,
        "near": [
            {"facet": each.facet, "value": each.value, "label": each.label, "count": each.count}
            for each in results.near
        ],
        "lacks": list(results.lacks),
        "facets": {name: _facet(results, name) for name in FACETS},
        "hits": [hit_json(hit) for hit in results.hits],
    }
    return answer


def _facet(results: Results, name: str) -> list[dict[str, Any]]:
    values = results.facets.get(name, ())
    return [{"value": each.value, "label": each.label, "count": each.count} for each in values]


def hit_json(hit: Hit) -> dict[str, Any]:
    """Return one hit: the document's metadata, its passages, and why."""
    document = hit.document
    return {
        "id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "regions": list(document.regions),
        "type": document.type,
        "issued": document.issued,
        "valid": document.valid,
        "status": hit.status,
        "themes": list(document.themes),
        "language": document.language,
        "url": document.url,
        "permalink": f"/d/{document.id}",
        "score": hit.score,
        "passages": [_passage(snippet) for snippet in hit.snippets],
        "why": list(hit.why),
    }


def _passage(snippet: Snippet) -> dict[str, Any]:
    return {
        "text": snippet.text,
        "marks": [list(mark) for mark in snippet.marks],
        "heading": snippet.heading,
        "page": snippet.page,
        "link": snippet.link,
    }

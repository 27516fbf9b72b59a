import json

from indexer.search.answer import results_json
from indexer.search.searcher import Searcher


def test_the_answer_has_the_promised_shape(library: Searcher) -> None:
    """Every name of the interface, and nothing that JSON cannot hold."""
    answer = json.loads(json.dumps(results_json(library.search("länsbibliotek västerbotten"))))
    assert {"query", "total", "engine", "took_ms", "expanded", "suggestion", "facets", "hits"} <= set(answer)
    assert list(answer["facets"]) == ["theme", "region", "type", "publisher", "year", "language", "status"]
    hit = answer["hits"][0]
    assert set(hit) == {
        "id", "title", "publisher", "regions", "type", "issued", "valid", "status", "themes", "language",
        "url", "permalink", "score", "passages", "why",
    }  # fmt: skip
    assert set(hit["passages"][0]) == {"text", "marks", "heading", "page", "link"}
    assert answer["facets"]["region"][0] == {"value": "24", "label": "Västerbotten", "count": 2}

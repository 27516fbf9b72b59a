from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import httpx

from web.about import REVIEWED

STATEMENT = Path(__file__).parents[3] / "web" / "templates" / "accessibility.html"
ASSESSED = "dd48c7bc6dcf"
"""The beginning of the SHA-256 of the statement as it was on the day it names."""

Get = Callable[..., httpx.Response]


def test_the_day_of_the_statement_goes_with_its_words() -> None:
    """Who changes what it says has assessed it anew: set REVIEWED to that day, and ASSESSED to the new sum."""
    assert hashlib.sha256(STATEMENT.read_bytes()).hexdigest()[:12] == ASSESSED
    assert date(2026, 11, 22) <= REVIEWED


def test_the_statement_has_what_the_law_asks_for(get: Get) -> None:
    """How compliant, known faults, how to report them, who supervises, how and when it was assessed."""
    text = get("/tillganglighet", contact="mailto:prov@example.se").text
    assert "delvis förenlig" in text
    assert "2018:1937" in text
    for heading in ("Kända brister", "Anmäl brister", "Tillsyn", "Så har vi prövat webbplatsen"):
        assert f"<h2>{heading}</h2>" in text
    assert 'href="https://www.digg.se/tdosanmalan"' in text
    assert 'href="mailto:prov@example.se?subject=Tillg%C3%A4nglighet' in text
    assert re.search(r"gjordes senast \d{1,2} [a-z]+ 20\d\d\.", text)


def test_the_statement_can_be_read_without_an_index_and_tells_of_a_missing_contact(get: Get, tmp_path: Path) -> None:
    answer = get("/tillganglighet", index=tmp_path)
    assert answer.status_code == 200
    assert "har inte angett någon kontaktväg" in answer.text

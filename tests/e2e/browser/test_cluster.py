"""What a visitor of the search page sees when the cluster does not answer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from indexer.config import Cluster

METODSOK = Path(sys.executable).parent / "metodsok"
NOWHERE = "http://127.0.0.1:9"
SETTINGS = 'engine = "opensearch"\nopensearch = "{}"\nopensearch_prefix = "{}"\n'


@pytest.mark.cluster
def test_a_cluster_that_is_away_is_told_on_the_search_page(
    browser: Browser, start: Callable[[Path], str], cluster: Cluster, tmp_path: Path
) -> None:
    """The field stays, the message is one that a person understands, and the pages around it are there."""
    documents = tmp_path / "corpus" / "documents"
    documents.mkdir(parents=True)
    for at in range(30):
        sections = "\n\n".join(f"## Del {part}\n\nHögläsning för alla." for part in range(10))
        (documents / f"blad{at}.md").write_text(f"# Blad {at}\n\n{sections}", "utf-8")
    settings = tmp_path / "metodsok.toml"
    settings.write_text(SETTINGS.format(" ".join(cluster.addresses), cluster.prefix), "utf-8")
    subprocess.run([METODSOK, "-q", "index"], cwd=tmp_path, check=True, timeout=180)
    settings.write_text(SETTINGS.format(NOWHERE, cluster.prefix), "utf-8")
    address = start(tmp_path)
    page = browser.new_page()
    page.goto(f"{address}/?q=högläsning")
    page.wait_for_selector(".m-fel")
    assert "Sökningen är tillfälligt otillgänglig" in page.inner_text(".m-fel")
    assert page.get_by_label("Vad vill du hitta?").input_value() == "högläsning"
    page.goto(f"{address}/d/blad3")
    assert page.inner_text("h1") == "Blad 3"
    page.close()

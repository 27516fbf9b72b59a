"""A small corpus of our own invention."""

from __future__ import annotations

from pathlib import Path

import pytest

THEMES = """
[[theme]]
id = "mik"
pref_sv = "Medie- och informationskunnighet (MIK)"
pref_en = "Media and information literacy"
abbr = ["MIK"]
narrower = ["ai"]

[[theme]]
id = "ai"
pref_sv = "AI på bibliotek"
broader = ["mik"]
"""

CATALOGUE = """# Katalogens huvud

[[document]]
id = "plan-pahittad-2025"
title = "Påhittad plan"
publisher = "Region Exempel"
regions = ["14", "Kronoberg"]
type = "plan"
language = "sv"
themes = ["mik"]
valid_from = 2025
valid_to = 2028
supersedes = ["plan-pahittad-2021"]
url = "https://www.example.org/plan"
urls = ["https://example.org/plan-gammal"]
abstract = \"\"\"
Två rader
som hör ihop.\"\"\"

[[document]]
id = "plan-pahittad-2021"
title = "Äldre påhittad plan"
type = "plan"
status = "ersatt"

# ============ Nästa avdelning ============

[[document]]
id = "ovning-pahittad"
title = "Påhittad övning"
type = "Övning"
language = "lättläst"
issued = 2024-03-01
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return the folder of a corpus with a catalogue, themes and an empty documents/."""
    root = tmp_path / "corpus"
    (root / "documents").mkdir(parents=True)
    (root / "themes.toml").write_text(THEMES, encoding="utf-8")
    (root / "catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
    return root

"""One file of any kind: the same cleaning, the same errors, nothing lost."""

from pathlib import Path

import pytest

from indexer.errors import ExtractionError
from indexer.extract import Limits, extract_file

ROOT = Path(__file__).parents[3]
SENTENCE = "Läsfrämjande är en fråga om språk, övning och återkommande möten på biblioteket."


def markdown(folder: Path, text: str) -> Path:
    """Write a Markdown file and return its path."""
    (folder / "a.md").write_text(text, encoding="utf-8")
    return folder / "a.md"


def test_empty_headings_are_joined(tmp_path: Path) -> None:
    """A heading directly above another loses no word."""
    path = markdown(tmp_path, f"# Guide\n\n## Del 1\n\n### Samtal\n\n{SENTENCE}\n\n## Sist\n")
    assert [(part.heading, part.text) for part in extract_file(path).sections] == [
        ("Del 1 – Samtal", SENTENCE),
        (None, "Sist"),
    ]


def test_long_text_is_cut_with_a_flag(tmp_path: Path) -> None:
    """Beyond the limit the end is missing, and the answer says so."""
    extract = extract_file(markdown(tmp_path, f"{SENTENCE}\n\n{SENTENCE}"), Limits(text=100))
    assert extract.partial
    assert extract.notes
    assert sum(len(part.text) for part in extract.sections) <= 100


def test_only_signs_are_empty(tmp_path: Path) -> None:
    """A file without a letter has nothing to search for."""
    with pytest.raises(ExtractionError) as caught:
        extract_file(markdown(tmp_path, "* * *\n\n123\n"))
    assert caught.value.code == "empty"


def test_damaged_text_is_refused(tmp_path: Path) -> None:
    """A text that has lost its dots is listed with its file's name."""
    sound = (ROOT / "corpus" / "documents" / "bokprat-pa-sju-minuter.md").read_text("utf-8").split("---")[2]
    path = markdown(tmp_path, sound.translate(dict.fromkeys(map(ord, "åäöÅÄÖ"))))
    with pytest.raises(ExtractionError, match=r"a\.md") as caught:
        extract_file(path)
    assert caught.value.code == "damaged-text"


def test_metadata_is_scrubbed(tmp_path: Path) -> None:
    """Contact data in a title or an abstract goes too."""
    path = markdown(tmp_path, f"---\ntitle: Guide\nabstract: Fråga anna@example.org om mer\n---\n{SENTENCE}")
    assert extract_file(path).metadata["abstract"] == "Fråga om mer"

"""Files of our own, in the shapes that real ones have, give exactly the text written beside them."""

from pathlib import Path

import pytest

from indexer.extract import extract_file
from indexer.model import Extract

HERE = Path(__file__).parent
PAGES = sorted(path for path in HERE.iterdir() if path.with_suffix(".expected.txt").exists())


def rendered(extract: Extract) -> str:
    """Return metadata, then each section under its heading, as the expected files have it."""
    blocks = ["\n".join(f"{key}: {value}" for key, value in sorted(extract.metadata.items()))]
    for section in extract.sections:
        if section.heading:
            anchor = f" {{{section.anchor}}}" if section.anchor else ""
            blocks.append(f"# {section.heading}{anchor}")
        blocks.append(section.text)
    return "\n\n".join(blocks) + "\n"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_file_gives_the_text_expected(path: Path) -> None:
    """Main text, headings and metadata are there; furniture and personal data are not."""
    assert rendered(extract_file(path)) == path.with_suffix(".expected.txt").read_text(encoding="utf-8")


def test_there_are_golden_files() -> None:
    """The folder's files are found at all."""
    assert len(PAGES) >= 5

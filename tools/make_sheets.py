"""Make the PDF and Word method sheets in corpus/documents/ from their sources in tools/sheets/.

    python tools/make_sheets.py [--out FOLDER]

Every sheet gets a sidecar beside it with the metadata that its source states.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from sheet_docx import docx
from sheet_pdf import pdf
from sheet_source import Sheet, read_sheet

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "tools" / "sheets"
MAKERS: dict[str, Callable[[Sheet], bytes]] = {"pdf": pdf, "docx": docx}


def make_all(out: Path) -> list[Path]:
    """Write every sheet and its sidecar into the folder; return the sheets' paths."""
    return [make(source, out, suffix) for suffix in MAKERS for source in sorted((SOURCES / suffix).glob("*.md"))]


def make(source: Path, out: Path, suffix: str) -> Path:
    """Write one sheet and its sidecar; return the sheet's path."""
    sheet = read_sheet(source)
    target = out / f"{sheet.name}.{suffix}"
    target.write_bytes(MAKERS[suffix](sheet))
    target.with_suffix(".toml").write_text(sheet.statement, encoding="utf-8")
    return target


def main() -> None:
    """Read the command line and make the sheets."""
    parser = argparse.ArgumentParser(description="Make the method sheets from tools/sheets/.")
    parser.add_argument("--out", type=Path, default=ROOT / "corpus" / "documents", help="folder to write into")
    for path in make_all(parser.parse_args().out):
        print(path.name)


if __name__ == "__main__":
    main()

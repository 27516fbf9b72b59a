"""What visitors are told when the index does not answer, in the search page and in the plain ones."""

from __future__ import annotations

from indexer.errors import IndexFault, IndexMissing, IndexUnreachable
from web.service import fault_code


def told(fault: IndexFault) -> tuple[str, str]:
    """Return a heading and a sentence; what a visitor cannot know is logged under a code."""
    match fault:
        case IndexMissing():
            return "Sökindexet saknas", "Sökningen fungerar igen när en konsulent har kört indexeringen."
        case IndexUnreachable():
            return "Sökningen är tillfälligt otillgänglig", f"Försök igen om en stund. Felkod: {fault_code(fault)}."
    return (
        "Sökindexet kan inte användas just nu",
        f"En konsulent behöver köra indexeringen. Felkod: {fault_code(fault)}.",
    )

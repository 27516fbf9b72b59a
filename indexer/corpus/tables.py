"""TOML files that people edit, read with errors that name file, line, entry, fault and remedy."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from indexer.corpus.values import nearest
from indexer.errors import CorpusError

Value = TypeVar("Value")
SHOWN_FAULTS = 20
"""So many faults are told at once; more would push the first off the screen."""


@dataclass(slots=True)
class Sheet:
    """One TOML file: where it is, its text, its values and the faults found so far."""

    path: str
    text: str
    values: Mapping[str, object]
    faults: list[str] = field(default_factory=list)

    def entries(self, name: str) -> list[Entry]:
        """Return the file's `[[name]]` tables in order."""
        found = self.values.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self.faults.append(f"{self.path}: skriv [[{name}]] med dubbla hakparenteser före varje post.")
            return []
        return [Entry(self, name, number, values) for number, values in enumerate(found)]

    def whole(self) -> Entry:
        """Return the file itself as one entry, for files that hold a single record."""
        return Entry(self, "", 0, self.values)

    def only(self, known: Collection[str]) -> None:
        """Note keys at the top of the file that are not known."""
        Entry(self, "", 0, self.values).only(known)

    def finish(self) -> None:
        """Raise CorpusError with all faults found, where there are any."""
        if not self.faults:
            return
        shown = self.faults[:SHOWN_FAULTS]
        rest = len(self.faults) - len(shown)
        more = [f"… och {rest} fel till."] if rest else []
        raise CorpusError("\n".join(shown + more))


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a sheet, with typed access; what is wrong goes to the sheet's faults and reads as not stated."""

    sheet: Sheet
    table: str
    ordinal: int
    values: Mapping[str, object]

    def fault(self, key: str | None, message: str) -> None:
        """Record a fault of the entry or of one of its fields."""
        what = f"fältet ”{key}”: {message}" if key and key in self.values else message
        self.sheet.faults.append(f"{self.sheet.path}{self._place(key)}: {what}")

    def only(self, known: Collection[str]) -> None:
        """Note fields that are not known, with the nearest known one."""
        for key in self.values:
            if key not in known:
                near = nearest(key, known)
                hint = f"Menade du ”{near[0]}”?" if near else f"Fälten är: {', '.join(known)}."
                self.fault(key, f"okänt fält. {hint}")

    def text(self, key: str) -> str | None:
        """Return a text with its line breaks made spaces; None where it is missing or empty."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self.fault(key, 'ska vara text inom citattecken, till exempel "text".')
            return None
        return " ".join(value.split()) or None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, a single text as a list of one; () where it is missing."""
        value = self.values.get(key, [])
        if isinstance(value, str):
            return (" ".join(value.split()),) if value.strip() else ()
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.fault(key, 'ska vara en lista med texter, till exempel ["en", "två"].')
            return ()
        return tuple(" ".join(one.split()) for one in value)

    def flag(self, key: str) -> bool:
        """Return a yes or no; no where it is missing."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.fault(key, "ska vara true (ja) eller false (nej), utan citattecken.")
            return False
        return value

    def number(self, key: str) -> float | None:
        """Return a number; None where it is missing."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fault(key, "ska vara ett tal utan citattecken, till exempel 0.8.")
            return None
        return float(value)

    def read(self, key: str, reader: Callable[[str], Value]) -> Value | None:
        """Return the text of `key` as `reader` reads it; None where it is missing or faulty."""
        value = self.text(key)
        return None if value is None else self.checked(key, value, reader)

    def read_each(self, key: str, reader: Callable[[str], Value]) -> tuple[Value, ...]:
        """Return the texts of `key` as `reader` reads them, each once, without the faulty ones."""
        found = [self.checked(key, value, reader) for value in self.texts(key)]
        return tuple(dict.fromkeys(value for value in found if value is not None))

    def required(self, key: str, reader: Callable[[str], str] = str) -> str:
        """Return the text of a field that must be there, as `reader` reads it; its absence is a fault."""
        if not self.values.get(key):
            self.fault(key, f"fältet ”{key}” saknas. Lägg till det.")
            return ""
        return self.read(key, reader) or ""

    def among(self, key: str, values: Collection[str], known: Collection[str]) -> None:
        """Note values that are not among the known ones."""
        for value in values:
            if value not in known:
                self.fault(key, f"okänt värde ”{value}”. Välj bland: {', '.join(known)}.")

    def checked(self, key: str, value: object, reader: Callable[..., Value]) -> Value | None:
        """Return `reader(value)`; its ValueError becomes a fault of the field."""
        try:
            return reader(value)
        except ValueError as error:
            self.fault(key, str(error))
            return None

    def _place(self, key: str | None) -> str:
        line = self._line(key)
        place = f", rad {line}" if line else ""
        if not self.table:
            return place
        name = self.values.get("id")
        shown = f"”{name}”" if isinstance(name, str) and name else f"nummer {self.ordinal + 1}"
        return f"{place}, posten {shown}"

    def _line(self, key: str | None) -> int | None:
        """Find the entry's header in the text, then the field below it: tomllib keeps no positions."""
        lines = self.sheet.text.splitlines()
        header = re.compile(rf"\s*\[\[\s*{re.escape(self.table)}\s*\]\]")
        starts = [number for number, line in enumerate(lines) if header.match(line)] if self.table else [-1]
        if self.ordinal >= len(starts):
            return None
        start = starts[self.ordinal]
        wanted = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*=""") if key else None
        for number in range(start + 1, len(lines)):
            if self.table and re.match(r"\s*\[", lines[number]) and not re.match(r"\s*\[\[\w+\.", lines[number]):
                break
            if wanted and wanted.match(lines[number]):
                return number + 1
        return start + 1 or None


def distinct(entries: Sequence[Entry], ids: Sequence[str]) -> None:
    """Note ids that stand in more than one entry."""
    times = Counter(ids)
    seen: set[str] = set()
    for entry, id_ in zip(entries, ids, strict=True):
        if id_ and id_ in seen:
            entry.fault("id", f"”{id_}” finns {times[id_]} gånger i filen. Ge posten ett eget id eller ta bort den.")
        seen.add(id_)


def read_sheet(path: Path, name: str | None = None) -> Sheet | None:
    """Return the file at `path`, None where there is none; CorpusError where it cannot be read as TOML.

    Messages call the file `name`, or by its path where none is given.
    """
    shown = name or str(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise CorpusError(
            f"{shown}: filen är inte sparad som UTF-8. Spara om den med teckenkodningen UTF-8."
        ) from error
    except OSError as error:
        raise CorpusError(f"{shown}: filen kan inte läsas. Kontrollera att du får läsa den.") from error
    try:
        return Sheet(shown, text, tomllib.loads(text.replace("\r\n", "\n")))
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"{shown}{_line_of(error, text)}: {_explained(str(error))}") from error


def _line_of(error: tomllib.TOMLDecodeError, text: str) -> str:
    found = re.search(r"line (\d+)", str(error))
    return f", rad {found[1] if found else len(text.splitlines())}"


def _explained(message: str) -> str:
    if "overwrite" in message:
        return "samma fält står två gånger i posten. Ta bort det ena."
    if "Unterminated" in message or "Illegal character" in message or "end of document" in message:
        return (
            'ett citattecken eller en hakparentes saknas här eller strax ovanför. Varje text börjar och slutar med ".'
        )
    if "Unclosed array" in message:
        return "listan saknar komma mellan två värden eller ett avslutande ]."
    return 'raden följer inte formatet. Den ska se ut som namn = "värde", och texter stå inom raka citattecken.'

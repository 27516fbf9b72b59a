"""Frames carry answers whole, and nothing but answers."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import ExtractionError
from indexer.extract import Limits
from indexer.extract.wire import (
    LARGEST,
    LENGTH,
    answer_from_json,
    answer_to_json,
    frame,
    limits_from_json,
    limits_to_json,
    unframe,
)
from indexer.model import Extract, Section

texts = st.text(st.characters(exclude_categories=["Cs"]))
parts = st.builds(Section, text=texts, heading=st.none() | texts, page=st.none() | st.integers(1, 2000))


@given(st.lists(parts), st.dictionaries(texts, texts), st.booleans())
def test_an_extract_survives_the_pipe(sections: list[Section], metadata: dict[str, str], partial: bool) -> None:
    """What goes in on one side comes out on the other, however it is cut on the way."""
    extract = Extract(tuple(sections), metadata, pages=3, partial=partial, notes=("En anmärkning.",), reader="pypdf")
    buffer, raw = bytearray(), frame(answer_to_json(extract))
    content = None
    for start in range(0, len(raw), 50):
        buffer += raw[start : start + 50]
        content = unframe(buffer)
    assert answer_from_json(content) == extract
    assert not buffer


def test_an_error_survives_the_pipe() -> None:
    """Code and message are those of the worker."""
    answer = answer_from_json(answer_to_json(ExtractionError("encrypted", "Skyddad.")))
    assert isinstance(answer, ExtractionError)
    assert (answer.code, str(answer)) == ("encrypted", "Skyddad.")


def test_a_frame_too_large_is_refused() -> None:
    """A worker that has been taken over cannot fill its parent's memory."""
    with pytest.raises(ValueError, match="frame"):
        unframe(bytearray(LENGTH.pack(LARGEST + 1)))


@pytest.mark.parametrize("content", ["{}", '{"sections": [[1, null, null, null, null]]}', "[]", '{"sections": 1}'])
def test_what_is_no_answer_is_refused(content: str) -> None:
    """Other shapes raise, so that the parent can list the file."""
    with pytest.raises((TypeError, ValueError, KeyError)):
        answer_from_json(json.loads(content))


def test_limits_survive_the_command_line() -> None:
    """The worker works under the parent's limits."""
    limits = replace(Limits(), pages=7, seconds={"other": 1.5})
    assert limits_from_json(limits_to_json(limits)) == limits

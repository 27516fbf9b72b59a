"""What a stretch of text is for: something to do, to tick off, or to talk about.

Staff ask for an exercise for Thursday's meeting, not for a text about exercises. A heading tells most surely; where
it does not, the text's own form may.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from indexer.language.normal import normal

Kind = Literal["exercise", "checklist", "questions"]

KIND_LABELS: dict[Kind, str] = {"exercise": "Övning", "checklist": "Checklista", "questions": "Samtalsfrågor"}
"""The kinds with their Swedish names, in the order in which people see them."""

_QUESTIONS = r"""
(?:att[ ])?(?:diskutera|prata[ ]om|samtala[ ]om|fundera[ ](?:på|över))
| (?:\w+[ ])?(?:diskussions|boksamtals|samtals|reflektions)frågor(?:na)?
| frågor[ ](?:att|för|till|inför)[ ](?:\w+[ ])?(?:diskut|diskussion|prata|samtal|reflektion)\w*
| questions[ ](?:for|to)[ ]discuss(?:ion)? | discussion[ ]questions
"""
_CHECKLIST = r"""
(?:\w+[ ])?\w*checklist(?:a|an|or)? | schyss?ta[ ]tips | kom[ ]ihåg | bocka[ ]av
| att[ ]göra(?![ ]\w) | har[ ]ni[ ](?:tänkt[ ]på|gjort)
"""
_EXERCISE = r"""
(?:(?:schyss?ta?|praktiska?|inledande|gemensam)[ ])?(?:grupp|bords|par|skriv|värderings|samtals)?övning(?:en|ar|arna)?
| öva[ ](?:själva?|tillsammans|på) | gör[ ]så[ ]här | så[ ]gör[ ]ni | prova[ ](?:själva?|tillsammans)
| (?:group[ ])?exercises?
"""
_WORDS: dict[Kind, str] = {"exercise": _EXERCISE, "checklist": _CHECKLIST, "questions": _QUESTIONS}
_HEADINGS = {
    kind: re.compile(rf"(?:(?:\d+|[ivx]+)[.):]?[ ]+)?(?:{words})(?!\w)", re.VERBOSE) for kind, words in _WORDS.items()
}
_EMPTY_BOX = re.compile(r"^\s*(?:[☐☑☒□▢◻❏❑]|\[[ xX]?\])", re.MULTILINE)
_ASKED = re.compile(r"[^.!?\n]{8,}\?")
_SENTENCE = re.compile(r"[^.!?\n]{2,}[.!?]")
_FEWEST_BOXES, _FEWEST_QUESTIONS, _SHARE = 3, 3, 0.6


def kind_of(heading: str | None, text: str) -> Kind | None:
    """Return what the text under `heading` is for; None for text that is to be read.

    The heading decides where it says so. Else three boxes to tick make a checklist, and three questions that are most
    of the text's sentences make questions to talk about.
    """
    return _by_heading(heading or "") or _by_form(text)


def kinds_of(sections: Iterable[tuple[str | None, str]]) -> tuple[Kind, ...]:
    """Return the kinds among a document's sections (heading, text), each once, in the order of `KIND_LABELS`."""
    found = {kind_of(heading, text) for heading, text in sections}
    return tuple(kind for kind in KIND_LABELS if kind in found)


def _by_heading(heading: str) -> Kind | None:
    words = " ".join(normal(heading).split()).lstrip("–—-•*»#:. ")
    return next((kind for kind, pattern in _HEADINGS.items() if pattern.match(words)), None)


def _by_form(text: str) -> Kind | None:
    if len(_EMPTY_BOX.findall(text)) >= _FEWEST_BOXES:
        return "checklist"
    questions = len(_ASKED.findall(text))
    sentences = len(_SENTENCE.findall(text))
    if questions >= _FEWEST_QUESTIONS and questions >= _SHARE * sentences:
        return "questions"
    return None

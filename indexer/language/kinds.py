"""What a stretch of text is for: something to do, to tick off, or to talk about.

Staff ask for an exercise for Thursday's meeting, not for a text about exercises. A heading tells most surely; where
it does not, the text's own form may: boxes, questions, or a group that is told what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from indexer.language.lexicon import Lexicon, Table
from indexer.language.normal import normal
from indexer.model import KIND_LABELS, Kind

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
_STEP = re.compile(
    r"(?:steg|del|moment|station|bord|läge|uppgift|pass|scen|runda|exempel)[ ]\d+\b|(?:\d+[.)] )?.*\((?:ca )?\d+ min"
)
"""A heading that numbers what is done, or tells how many minutes it takes."""
_ABOUT_IT = re.compile(
    r"(?:anpassa|följ upp|uppföljning|fallgropar|fällor|vanliga? |källor|läs (?:mer|vidare)|mer att läsa|vidare läsning"
    r"|när (?:det|något|ni)|om (?:det|något|ni)|det (?:här|som|brukar|svåra)|till (?:dig|chefen)|före|inför|innan"
    r"|förbered|introduktion|var beredd|efteråt|varianter|anmälan|program(?:met)?\b|kontakt)"
)
"""A heading of what goes along with an exercise: how to prepare it, what may go wrong."""
_ORDERS = (
    "anteckna arbeta avsluta bestäm beskriv berätta byt börja dela diskutera dra fundera formulera fyll gissa granska"
    " gå gör jämför klipp klistra leta lyssna låt läs markera numrera placera prata presentera pröva ringa rita räkna"
    " samla samtala sitt skriv sortera stanna ställ svara sätt ta tejpa titta turas tänk utse visa välj vänd öva"
)
# All that an order may come after begins with one of these signs, so that the search goes from one to the next.
_ORDER = re.compile(
    rf"[.!?:…”)\n•–\-\d](?:(?<=[.!?:…”)])\s+|(?<=[\n•–-])\s*|(?<=\d)[.)]\s+)"
    rf"(?:(?:nu|först|sedan|därefter|alla|varje \w+)\s+)?(?:{'|'.join(_ORDERS.split())})\b",
    re.IGNORECASE,
)
_ORDERING = frozenset(_ORDERS.split())
_LETTERS = re.compile(r"[a-zåäö]+")
_TOGETHER = re.compile(
    r"\b(?:paren|par|två och två|lag(?:et|en)?|grupp(?:en|er|erna)?|deltagar(?:e|na)|varje (?:par|lag|grupp|deltagare)"
    r"|var och en|ringen|i taget|varandra|tavlan|varvet)\b",
    re.IGNORECASE,
)
_YOU = re.compile(r"\b(?:ni|er[at]?|alla|tillsammans)\b", re.IGNORECASE)
_BOXES = "[☐☑☒□▢◻❏❑"
_EMPTY_BOX = re.compile(r"^\s*(?:[☐☑☒□▢◻❏❑]|\[[ xX]?\])", re.MULTILINE)
_ASKED = re.compile(r"\?(?<=[^.!?\n]{8}\?)")
"""The mark of a question of eight characters or more."""
_SENTENCE = re.compile(r"[^.!?\n]{2,}[.!?]")
_FEWEST_BOXES, _FEWEST_QUESTIONS, _SHARE = 3, 3, 0.6
_FEWEST_ORDERS, _FEWEST_PEOPLE = 3, 2
"""Orders, and words for a group, that make an exercise where the heading numbers no step; there one will do."""


def orders(text: str) -> int:
    """Return how many words of `text` may tell somebody to do something."""
    return sum(word in _ORDERING for word in _LETTERS.findall(text.lower()))


def counting(lexicon: Lexicon) -> Callable[[str], int]:
    """Return what gives the same as `orders` for texts that are read with `lexicon`, in less time."""
    table = Table(lexicon, lambda form, _: orders(form))
    return lambda text: int(table[lexicon.read(text)[0]].sum())


def kind_of(heading: str | None, text: str, count: Callable[[str], int] = orders) -> Kind | None:
    """Return what the text under `heading` is for; None for text that is to be read.

    `count` gives what `orders` does: who asks for many texts may have a quicker way.

    The heading decides where it says so. Else three boxes to tick make a checklist, a group that is told what to do
    has an exercise, and three questions that are most of the text's sentences are to be talked about.
    """
    words = " ".join(normal(heading or "").split()).lstrip("–—-•*»#:. ")
    return _by_heading(words) or _by_form(words, text, count)


def kinds_of(sections: Iterable[tuple[str | None, str]]) -> tuple[Kind, ...]:
    """Return the kinds among a document's sections (heading, text), each once, in the order of `KIND_LABELS`."""
    found = {kind_of(heading, text) for heading, text in sections}
    return tuple(kind for kind in KIND_LABELS if kind in found)


def _by_heading(words: str) -> Kind | None:
    return next((kind for kind, pattern in _HEADINGS.items() if pattern.match(words)), None)


def _by_form(heading: str, text: str, count: Callable[[str], int]) -> Kind | None:
    if any(box in text for box in _BOXES) and len(_EMPTY_BOX.findall(text)) >= _FEWEST_BOXES:
        return "checklist"
    if _ABOUT_IT.match(heading):
        return None
    questions = len(_ASKED.findall(text)) if "?" in text else 0
    step = _STEP.match(heading)
    ordering = count(text)
    enough = _tells(text, ordering, (1 if step else _FEWEST_ORDERS) - (questions > 0))
    if step and enough and (_TOGETHER.search(text) or _YOU.search(text)):
        return "exercise"
    if _is_asked(text, questions):
        return "questions"
    many = enough and (not step or _tells(text, ordering, _FEWEST_ORDERS - (questions > 0)))
    return "exercise" if many and len(_TOGETHER.findall(text)) >= _FEWEST_PEOPLE else None


def _tells(text: str, ordering: int, fewest: int) -> bool:
    """Tell whether at least so many sentences tell somebody to do something; most texts have too few such words."""
    return fewest <= 0 or (ordering >= fewest and _orders_given(text) >= fewest)


def _orders_given(text: str) -> int:
    """Return how many sentences or lines of `text` begin with an order."""
    return len(_ORDER.findall(f"\n{text}"))


def _is_asked(text: str, questions: int) -> bool:
    return questions >= _FEWEST_QUESTIONS and questions >= _SHARE * len(_SENTENCE.findall(text))

"""Take personal data out: addresses, telephone and identity numbers, by-lines and staff lists.

What cannot be told from its shape (a name in running text) stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from indexer.extract.clean import tidy
from indexer.model import Section

_EMAIL = re.compile(
    # A narrow column breaks an address where it likes, so one space in the host's name does not save it.
    r"(?:mailto:)?[\w.+-]{1,64}(?:@|\s?[\[(](?:at|snabel-?a|@)[\])]\s?)"
    r"[\w-]{1,63}(?: [\w-]{1,63})??(?:\.[\w-]{1,63}){1,5}",
    re.IGNORECASE,
)
_EMAIL_SIGNS = ("@", "(", "[")
_DIGIT = re.compile(r"\d")
_IDENTITY = re.compile(
    r"(?<![\d:–/-])(?:18|19|20)?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])([-+]?)\d{4}(?![\d-])"
)
_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])[-/ ](?:0?[1-9]|1[0-2])[-/ ](?:19|20)\d\d")
_PHONE = re.compile(
    r"(?<![\d:.,§/–-])(?<!§ )"
    r"(?:(?:\+|00)46[\s-]{0,2}(?:\(0\)[\s-]?)?\d{1,3}|\(0\d{1,3}\)|0\d{1,3})"
    r"(?:[ \u00a0]?[-–/][ \u00a0]?|[ \u00a0])?\d{2,3}(?:[ \u00a0-]?\d{2,3}){1,3}(?![\d:])"
)
_LABELLED = re.compile(
    r"\b(?:tele(?:fon)?(?:nummer|nr)?|tel|tfn|mobil(?:telefon|nummer)?|växel|fax|sms)\b"
    r"[.:]?\s*[:.]?\s*\+?\d[\d ()–-]{4,16}\d",
    re.IGNORECASE,
)
_LABEL_ONLY = re.compile(
    r"(?:[\s,;:|–/-]|(?:telefon(?:nummer|nr)?|tel|tfn|mobil(?:nummer|telefon)?|e-?post(?:adress)?|e-?mail|mejl|fax|växel|"
    r"direkt|personnummer|kontaktperson(?:er)?|skicka e-?post(?: till)?|mejla|kontakt|kontakta (?:oss|mig))[.:]?)+",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:(?:innehålls|sid|webb|text)ansvarig|ansvarig (?:utgivare|för sidan)|kontaktperson(?:er)?|sidredaktör|redaktör|"
    r"skribent|fotograf|foto|bild(?: och text)?|illustration(?:er)?|författare|presskontakt|handläggare|"
    r"text(?: och (?:foto|bild))?|publicerad av|skriven av|av|by|written by|"
    r"(?:på bilden|från (?:vänster|höger)|fr\. ?v\.)(?: syns)?|medarbetare|personal|deltagare|intervju(?: med)?|"
    r"(?:arbets|styr|projekt|referens)grupp(?:en)?)(?:\s*[:©/]\s*|\s+)(?P<who>.{2,60})",
    re.IGNORECASE,
)
_UPPER = "[A-ZÀ-ÖØ-ÞĆČĐŁŃŊŘŚŠŤŦŻŽ]"
_LOWER = "[a-zß-öø-ÿćčđęěğıłńňŋřśšşťŧůźżž’]"
_NAME_PART = rf"(?:{_UPPER}{_LOWER}+(?:-{_UPPER}{_LOWER}+)?)"
_NAME = re.compile(rf"{_NAME_PART}(?: (?:von|af|de|van|al|{_UPPER}\.?|{_NAME_PART})){{0,2}} {_NAME_PART}")
_NAMES = re.compile(rf"{_NAME.pattern}(?:(?:, | och | & | / ){_NAME.pattern})*")
_TITLE = re.compile(
    r"(?:\b|[a-zåäö])(?:chef|konsulent|utvecklare|bibliotekarie|ledare|samordnare|"
    r"handläggare|strateg|sekreterare|direktör|pedagog|kommunikatör|redaktör|administratör|assistent|koordinator|"
    r"rådgivare|utredare|konsult|ordförande|ansvarig|coordinator|consultant|librarian|director|manager|officer)\b",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"(?:\s*(?:namn|titel|befattning|roll|funktion|telefon(?:nummer)?|mobil(?:nummer)?|e-?post(?:adress)?|ort|kommun)\s*"
    r"(?:\||$))+",
    re.IGNORECASE,
)
_ABOUT_CONTACT = re.compile(
    r"(?:kontakt(?:a oss|person(?:er)?|uppgifter)?|medarbetare|personal|vi som arbetar här)[:!]?", re.IGNORECASE
)
_NOT_NAMES = re.compile(
    r"\b(?:region|bibliotek\w*|kommun\w*|kultur\w*|förbund\w*|rådet|län\w*|center|centrum|avdelning\w*|universitet\w*|"
    r"myndighet\w*|studieförbund\w*|föreningen|stiftelsen|museum|museet|landsting\w*|enheten|skolan|plan|utskick)\b",
    re.IGNORECASE,
)
_CONTACT = "\ue000"
"""Stands where an address or number was, until its line is judged. A private-use character: never in the input."""
_SHORT_LINE = 160
_TITLE_WORDS = 7
_ASKED = "säger berättar menar tycker förklarar konstaterar tillägger undrar summerar avslutar kontakta mejla ring"
_SAYING = tuple(f"{word} " for word in [*_ASKED.split(), "fråga"])
_SAID = re.compile(rf"(?P<before>\b(?:{'|'.join(_SAYING)})){_NAMES.pattern}(?:, | (?=\())?")
"""Who is quoted or to be asked; not who writes, for that is most often an author."""
_ENTITLED = re.compile(rf"(?P<before>){_NAME.pattern}, (?=(?:\w+ ){{0,2}}\w*(?i:{_TITLE.pattern}))")


def without_personal_data(sections: Iterable[Section]) -> list[Section]:
    """Return the sections without contact data, by-lines and staff blocks; those left with nothing are dropped."""
    result = []
    for section in sections:
        heading, text = _strip(section.heading, section.text)
        if text or (heading and not _LABEL_ONLY.fullmatch(heading) and not _ABOUT_CONTACT.fullmatch(heading)):
            result.append(
                Section(text=text, heading=heading, page=section.page, anchor=section.anchor, language=section.language)
            )
    return result


def scrub(text: str) -> str:
    """Return the text without e-mail addresses, telephone numbers and identity numbers, and nothing in their place."""
    return re.sub(r"[ \t]{2,}", " ", _unnamed(_mask(text).replace(_CONTACT, ""))).strip()


def is_organisation(name: str) -> bool:
    """Return whether a stated author or publisher is a body and not a person, as far as its name shows."""
    return bool(_NOT_NAMES.search(name)) and not _EMAIL.search(name)


def _strip(heading: str | None, text: str) -> tuple[str | None, str]:
    lines = [_mask(line) for line in text.replace(_CONTACT, "").split("\n")]
    head = _mask(heading or "").replace(_CONTACT, "").strip() or None
    block = [head or "", *lines]
    gone = _staff_lines(block)
    kept = [_unmask(line) for at, line in enumerate(lines, 1) if at not in gone]
    return (None if 0 in gone or not head else _unnamed(head)), tidy(
        "\n".join(line for line in kept if line is not None)
    )


def _mask(text: str) -> str:
    """Return the text with a mark for each address and number; most lines have no sign of either."""
    if any(sign in text for sign in _EMAIL_SIGNS):
        text = _EMAIL.sub(_CONTACT, text)
    if not _DIGIT.search(text):
        return text
    text = _IDENTITY.sub(lambda match: _CONTACT if match[1] or _luhn(match[0]) else match[0], text)
    text = _LABELLED.sub(_CONTACT, text)
    return _PHONE.sub(_mask_phone, text)


def _unnamed(text: str) -> str:
    """Return running text without the names of those who are quoted, asked for or given with their title."""
    if any(word in text for word in _SAYING):
        text = _SAID.sub(_without_name, text)
    return _ENTITLED.sub(_without_name, text) if ", " in text else text


def _without_name(match: re.Match[str]) -> str:
    """Return a match without the name in it, unless that is a body's."""
    return match[0] if _NOT_NAMES.search(match[0].removeprefix(match["before"])) else match["before"]


def _mask_phone(match: re.Match[str]) -> str:
    digits = sum(character.isdigit() for character in match[0])
    before = match.string[max(0, match.start() - 10) : match.start()]
    isbn = re.search(r"(?:ISBN|ISSN)(?:-1[03])?:?\s*$", before)
    # Eight digits or more: a subscriber's number with its area code. Years and periods never begin with a zero.
    if isbn or not 8 <= digits <= 14 or _DATE.match(match[0]):  # noqa: PLR2004
        return match[0]
    return _CONTACT


def _luhn(number: str) -> bool:
    digits = [int(digit) for digit in number[-10:]]
    doubled = [sum(divmod(digit * 2, 10)) if at % 2 == 0 else digit for at, digit in enumerate(digits)]
    return sum(doubled) % 10 == 0


def _unmask(line: str) -> str | None:
    """Return what is left of a line without its contact data; None where that was its reason to be."""
    bare = str(line.replace(_CONTACT, "").strip())
    if _CONTACT in line and _is_contact_line(bare):
        return None
    if bare and _LABEL_ONLY.fullmatch(bare) and not re.fullmatch(r"kontakt", bare, re.IGNORECASE):
        return None
    if _is_byline(bare) or (" | " in bare and _HEADER.fullmatch(bare)):
        return None
    if _CONTACT in line:
        bare = re.sub(r"\(\s*\)|(?<=\s)[,;](?=\s)", "", bare)
        return _unnamed(re.sub(r"\s{2,}", " ", re.sub(r"\s+([.,;:!?])", r"\1", bare)).strip())
    return _unnamed(line)


def _is_contact_line(bare: str) -> bool:
    if _LABEL_ONLY.fullmatch(bare) or not any(letter.isalpha() for letter in bare):
        return True
    pieces = _pieces(bare)
    return len(bare) <= _SHORT_LINE and any(_is_name(piece) for piece in pieces)


def _is_byline(line: str) -> bool:
    match = _BYLINE.fullmatch(line)
    who = match["who"].strip(" .©") if match else ""
    return bool(_NAMES.fullmatch(who)) and not _NOT_NAMES.search(who)


def _staff_lines(lines: Sequence[str]) -> set[int]:
    """Return which lines are a person's card: a name, and close below it a title or a way of contact."""
    gone: set[int] = set()
    filled = [at for at, line in enumerate(lines) if line.strip(" •|")]
    for place, at in enumerate(filled):
        if _is_row_of_staff(lines[at]):
            gone.add(at)
        elif _is_name(lines[at].strip(" •")):
            card = _card(lines, filled[place + 1 : place + 5])
            gone |= {at, *card} if card else set()
    return gone


def _card(lines: Sequence[str], following: Sequence[int]) -> list[int]:
    card: list[int] = []
    for at in following:
        line = lines[at].strip(" •")
        bare = line.replace(_CONTACT, "").strip()
        if not (_is_title(bare) or _LABEL_ONLY.fullmatch(bare) or not bare or (_CONTACT in line and len(bare) <= 30)):  # noqa: PLR2004
            break
        card.append(at)
    return card


def _is_row_of_staff(line: str) -> bool:
    if len(line) > _SHORT_LINE:
        return False
    pieces = _pieces(line)
    if len(pieces) < 2 or not any(_is_name(piece) for piece in pieces[:2]):  # noqa: PLR2004
        return False
    rest = [piece for piece in pieces if not _is_name(piece)]
    return any(_CONTACT in piece or _is_title(piece.replace(_CONTACT, "").strip(" .")) for piece in rest)


def _pieces(line: str) -> list[str]:
    pieces = re.split(r"\s*[|\t,;:]\s*|\s+[–-]\s+", line)
    return [piece.strip(" •" + _CONTACT) or _CONTACT for piece in pieces if piece.strip()]


def _is_name(line: str) -> bool:
    return len(line) <= 50 and bool(_NAME.fullmatch(line)) and not _NOT_NAMES.search(line) and not _TITLE.search(line)  # noqa: PLR2004


def _is_title(line: str) -> bool:
    return len(line.split()) <= _TITLE_WORDS and not line.endswith((".", "?", "!")) and bool(_TITLE.search(line))

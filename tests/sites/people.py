"""People who do not exist, with numbers from the series set aside for fiction (070-1740605 to -99, 08-46500400 ff.)."""

from __future__ import annotations

from dataclasses import dataclass

_FIRST = (
    "Tuva", "Måns", "Åsa-Maria", "Örjan", "Nils-Erik", "Fatima", "Aino", "Bodil", "Sven", "Ravdna", "Yusuf", "Katarzyna",
    "Elin", "Gösta", "Märit", "Oskar", "Leyla", "Pelle", "Disa", "Ture",
)  # fmt: skip
_LAST = (
    "Påhittlund", "Exempelgren", "Fantasiberg", "Lånkvist Sagström", "Hittepåsson", "Diktén", "Osannlund", "Lekholm-Prov",
    "Skröndahl", "Fabelius", "Overklint", "Tänkström",
)  # fmt: skip
TITLES = (
    "Enhetschef", "Konsulent", "Biblioteksutvecklare", "Projektledare", "Verksamhetsutvecklare", "Utvecklingsledare",
    "Bibliotekarie", "Kommunikatör", "Samordnare för läsfrämjande", "Administratör",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented: name, title and ways of contact."""

    name: str
    title: str
    phone: str
    mobile: str
    email: str
    identity: str

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be found anywhere: the name's last part, numbers as written and as digits, the address."""
        last = self.name.rsplit(" ", 1)[-1]
        return (
            self.name,
            last,
            self.phone,
            self.mobile,
            self.email,
            self.email.split("@", maxsplit=1)[0],
            self.identity,
        )


def person(number: int, host: str) -> Person:
    """Return the person with that number; 0 to 239 differ."""
    first, last = _FIRST[number % len(_FIRST)], _LAST[(number * 7 + number // 20) % len(_LAST)]
    name = f"{first} {last}"
    ascii_name = name.lower().translate(str.maketrans("åäöéø", "aaoeo", "-")).replace(" ", ".")
    return Person(
        name=name,
        title=TITLES[number % len(TITLES)],
        phone=f"08-465 004 {number % 100:02}",
        mobile=f"070-174 06 {5 + number % 95:02}",
        email=f"{ascii_name}@{host.removeprefix('www.')}",
        identity=_identity(number),
    )


def _identity(number: int) -> str:
    """Return a number with a right check digit for a birthday in the 1890s, which nobody alive has."""
    digits = f"{90 + number % 10}{1 + number % 12:02}{1 + number % 28:02}{980 + number % 10}"
    doubled = (sum(divmod(int(digit) * (2 - at % 2), 10)) for at, digit in enumerate(digits))
    return f"18{digits[:6]}-{digits[6:]}{-sum(doubled) % 10}"

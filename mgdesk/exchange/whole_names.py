"""A whole name in one cell: parted only where the writing itself says where."""

import re
from typing import Final

from mgdesk.exchange.text import cleaned
from mgdesk.rules import names

# Words that belong to the surname behind them, in the languages of our campuses.
_PARTICLES: Final = frozenset(
    [
        "van", "von", "vander", "vande", "vanden", "ver", "de", "den", "der", "des", "du", "la", "le",
        "les", "l", "d", "di", "da", "del", "della", "dello", "dei", "degli", "el", "al", "ben", "bin",
        "bint", "ibn", "ait", "aït", "ould", "ter", "ten", "te", "op", "in", "het", "'t", "’t", "do", "dos",
    ]
)  # fmt: skip
_ORDER_FIRST: Final = ("prenom", "voornaam", "first", "given", "nome e c", "nome c", "الاسم و")
_TWO: Final = re.compile(r"\S+ \S+")


def part(whole: str, heading: str = "") -> tuple[str, str]:
    """Surname and first name of a whole name; what cannot be parted safely stays whole as surname.

    `DUPONT, Marie` and `Marie DUPONT` say it; two words do when the heading tells their order.
    """
    text = cleaned(whole)
    surname, comma, first = (piece.strip() for piece in text.partition(","))
    if comma and surname and first and "," not in first:
        return surname, first
    words = text.split(" ")
    return _by_capitals(words) or _by_heading(text, names.fold(heading)) or (text, "")


def _by_capitals(words: list[str]) -> tuple[str, str] | None:
    """The surname is written in capitals at one end, its small particles with it."""
    capitals = [_is_capitals(word) for word in words]
    if all(capitals) or not any(capitals):
        return None
    if capitals[-1]:
        start = len(words) - 1
        while start > 0 and (capitals[start - 1] or words[start - 1] in _PARTICLES):
            start -= 1
        return _parted(words[start:], words[:start], capitals[:start])
    end = 0
    while end < len(words) and (capitals[end] or words[end] in _PARTICLES):
        end += 1
    return _parted(words[:end], words[end:], capitals[end:])


def _parted(surname: list[str], first: list[str], rest: list[bool]) -> tuple[str, str] | None:
    if not surname or not first or any(rest) or not any(_is_capitals(word) for word in surname):
        return None
    return " ".join(surname), " ".join(first)


def _is_capitals(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return "." not in word and len(letters) >= 2 and all(letter.isupper() for letter in letters)


def _by_heading(text: str, heading: str) -> tuple[str, str] | None:
    if not _TWO.fullmatch(text):
        return None
    left, right = text.split(" ")
    if any(heading.startswith(word) for word in _ORDER_FIRST if " " in heading):
        return right, left
    if heading.startswith(
        ("nom et pr", "nom pr", "naam en v", "naam v", "cognome", "surname", "last")
    ):
        return left, right
    return None

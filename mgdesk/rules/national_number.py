"""The Belgian national number (NISS / INSZ) and its BIS variant: check digits, what they say of birth.

Eleven digits YYMMDD-NNN-CC; CC = 97 − (the first nine mod 97), with a 2 before them for who was born
from 2000 on. Because 2 000 000 000 mod 97 is 68, one number never holds for both centuries. NNN is
odd for men, even for women. A BIS number adds 20 to the month (sex unknown then) or 40. An unknown
birth date has zeros. Source: python-stdnum, `stdnum.be.nn` and `stdnum.be.bis` (royal decree of 8
February 1991); the rule is short enough to stand here instead of a package.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_
from mgdesk.rules.people import Gender

SHOWN: Final = 3  # the last digits, which tell two people apart without giving the number away
_SHAPE: Final = re.compile(r"\d{11}", re.ASCII)
_SIGNS: Final = str.maketrans("", "", " .-/")


class NumberDoubt(StrEnum):
    """What does not agree; advice, never a refusal."""

    DIGITS = "digits"
    BIRTH = "birth"
    GENDER = "gender"


NUMBER_DOUBT_LABELS: Final = {
    NumberDoubt.DIGITS: N_("The check digits do not agree: a digit may be mistyped."),
    NumberDoubt.BIRTH: N_("The number speaks of another birth date than the record."),
    NumberDoubt.GENDER: N_("The number speaks of another gender than the record."),
}


@dataclass(frozen=True)
class NationalNumber:
    """A number whose check digits agree; `birth` and `gender` only where it tells them."""

    digits: str
    birth: date | None
    gender: Gender | None

    def __str__(self) -> str:
        d = self.digits
        return f"{d[:2]}.{d[2:4]}.{d[4:6]}-{d[6:9]}.{d[9:]}"


def parse_number(typed: str) -> NationalNumber | None:
    """The number that was typed, however it is written; nothing when its digits do not agree."""
    digits = typed.translate(_SIGNS)
    if not _SHAPE.fullmatch(digits):
        return None
    for century, before in ((1900, ""), (2000, "2")):
        if 97 - int(before + digits[:9]) % 97 == int(digits[9:]):
            return NationalNumber(digits, _birth(digits, century), _gender(digits))
    return None


def doubts(typed: str, birth: date | None, gender: Gender | None) -> tuple[NumberDoubt, ...]:
    """Where a typed number does not agree with itself or with the record; none for no number."""
    if not typed:
        return ()
    number = parse_number(typed)
    if number is None:
        return (NumberDoubt.DIGITS,)
    found = []
    if birth and number.birth and birth != number.birth:
        found.append(NumberDoubt.BIRTH)
    if number.gender and gender in {Gender.WOMAN, Gender.MAN} and gender is not number.gender:
        found.append(NumberDoubt.GENDER)
    return tuple(found)


def masked(number: str) -> str:
    """All but the end as dots."""
    return "•" * max(0, len(number) - SHOWN) + number[-SHOWN:] if number else ""


def _birth(digits: str, century: int) -> date | None:
    month = int(digits[2:4])
    month -= 40 if month > 40 else 20 if month > 20 else 0
    try:
        return date(century + int(digits[:2]), month, int(digits[4:6]))
    except ValueError:  # zeros: not known
        return None


def _gender(digits: str) -> Gender | None:
    if 20 <= int(digits[2:4]) <= 32:  # of this BIS number the sex is not known
        return None
    return Gender.MAN if int(digits[6:9]) % 2 else Gender.WOMAN

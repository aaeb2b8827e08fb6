"""The code on a badge: sixteen letters that every keyboard layout types alike, one of them a check.

The alphabet leaves out the letters that Belgian, French, Turkish and Arabic layouts move or drop, so
that a scanner, which types, is understood whatever the computer's language. The first two letters
are fixed: a name is never taken for a code. The thirteen in between come from the person's key by
SHA-256: nothing is stored, and the code tells nothing about the person.
"""

import hashlib
from typing import Final
from uuid import UUID

ALPHABET: Final = "cdefghijklnrtuvx"  # the sixteen digits, in this order
PREFIX: Final = "xk"
LENGTH: Final = 16
_DIGITS: Final = {letter: value for value, letter in enumerate(ALPHABET)}


def person_code(person_id: UUID) -> str:
    """The code of a person, the same on every desk and every day."""
    digest = hashlib.sha256(b"mgdesk badge" + person_id.bytes).hexdigest()
    body = PREFIX + "".join(ALPHABET[int(digit, 16)] for digit in digest[: LENGTH - 3])
    return body + _check_letter(body)


def parse_code(text: str) -> str | None:
    """The code that was scanned or typed, in any case and with blanks; None when it is none.

    One wrong letter, or two neighbours exchanged, are always noticed.
    """
    if not is_almost_code(text):
        return None
    code = "".join(text.split()).lower()
    return code if _check_letter(code[:-1]) == code[-1] else None


def is_almost_code(text: str) -> bool:
    """Whether a text has the form of a badge, and only its check letter may be wrong."""
    code = "".join(text.split()).lower()
    return len(code) == LENGTH and code.startswith(PREFIX) and not set(code) - set(ALPHABET)


def shown(code: str) -> str:
    """The code as it is printed for eyes: in groups of four."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _check_letter(body: str) -> str:
    """The sum of the letters in GF(16), each times another power of two than its neighbour."""
    total, weight = 0, 4
    for letter in body:
        total ^= _times(_DIGITS[letter], weight)
        weight = _times(weight, 2)
    return ALPHABET[total]


def _times(left: int, right: int) -> int:
    """Multiplication in GF(16) with x^4 + x + 1."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left = left << 1 ^ (0x13 if left & 0x8 else 0)
        right >>= 1
    return product

"""PINs: what can be one, and how long wrong ones make wait."""

import unicodedata
from typing import Final

FEWEST: Final = 4
MOST: Final = 12
FREE_TRIES: Final = 3  # a finger slips
_FIRST_WAIT, _LONGEST_WAIT = 5, 300  # seconds


def pin_of(text: str) -> str | None:
    """The digits of a PIN in whatever script they were typed; None when it is none."""
    digits = "".join(str(unicodedata.decimal(sign, "")) for sign in text.strip())
    is_pin = len(digits) == len(text.strip()) and FEWEST <= len(digits) <= MOST
    return digits if is_pin else None


def seconds_to_wait(failures: int) -> int:
    """How long nothing is taken after so many wrong PINs in a row: doubling up to five minutes.

    It is counted in elapsed time, never by the wall clock, which somebody may set.
    """
    if failures < FREE_TRIES:
        return 0
    doublings = min(failures - FREE_TRIES, 10)
    return min(_LONGEST_WAIT, _FIRST_WAIT << doublings)

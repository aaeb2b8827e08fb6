"""PINs: what can be one, and how long wrong ones make wait."""

import time
import unicodedata
from collections.abc import Callable
from threading import Lock
from typing import Final

FEWEST: Final = 4
MOST: Final = 12
FREE_TRIES: Final = 3  # a finger slips
_FIRST_WAIT, _LONGEST_WAIT = 5, 300  # seconds


class Patience:
    """How long each PIN is still to be waited for here, by the monotonic clock.

    A program that starts anew waits anew: what it sees first is how many wrong ones there were.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._seen: dict[str, tuple[int, float]] = {}

    def left(self, name: str, failures: int) -> float:
        """Seconds, when so many wrong PINs in a row are known now."""
        with self._lock:
            seen = self._seen.get(name)
            if seen is None or seen[0] != failures:
                seen = self._seen[name] = (failures, self._clock())
            return max(0.0, seconds_to_wait(failures) - (self._clock() - seen[1]))


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

"""A scanner types: how its bursts are told from a person's typing, by their form and their speed.

Form: the sixteen letters of a badge, prefix and check letter right, are a code however slowly they
come. Speed: at least SURE signs, none later than GAP after the one before, ended by Enter or Tab or
by a silence, are the code of another program when they look like one. Everything else was typed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from mgdesk.rules import codes, proof, sheet_code
from mgdesk.rules.codes import parse_code
from mgdesk.rules.layouts import LAYOUTS

GAP: Final = 35  # milliseconds between two keys of a scanner; people are slower
SURE: Final = 6  # keys as quick as that are no person's
SILENCE: Final = 100  # milliseconds that end a burst once it is sure
OWN_GAP: Final = 150  # after the prefix of a badge, which begins no word, slow scanners have time
TYPED_GAP: Final = 5_000  # a code that somebody types from a badge may take as long from key to key

# Typed by a program, not by a scanner: a date, an hour, a phone number, an address.
_TYPED: Final = re.compile(r"\+\d+|0\d{8,9}|\+?\d[\d ]*([./:-][\d ]+)+|[^@]+@[^@]+")
_IDENTIFIER: Final = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_OWN_START: Final = re.compile(rf"{codes.PREFIX}[{codes.ALPHABET}]{{6,}}", re.IGNORECASE)
_OWN_TAIL: Final = re.compile(rf"[{codes.ALPHABET}]{{12,}}", re.IGNORECASE)


class Ending(StrEnum):
    """What came after the last sign."""

    ENTER = "enter"
    TAB = "tab"
    NONE = ""


@dataclass(frozen=True, slots=True, eq=False)
class Key:
    """A key that was pressed: what an American keyboard has in its place (empty when the place is
    not known), what it typed here, and when, in milliseconds."""

    place: str
    text: str
    at: int


@dataclass(frozen=True)
class Reading:
    """A burst, read in both ways."""

    keys: tuple[Key, ...]
    ending: Ending = Ending.NONE

    @property
    def by_place(self) -> str:
        return "".join(key.place or key.text for key in self.keys)

    @property
    def by_text(self) -> str:
        return "".join(key.text for key in self.keys)

    @property
    def slowest(self) -> int:
        """The longest pause between two keys, in milliseconds."""
        return max((after.at - before.at for before, after in pairwise(self.keys)), default=0)


def patience(run: Sequence[Key]) -> int:
    """How many milliseconds the next key of a run may take."""
    if begins_as_ours(run):
        return OWN_GAP
    return SILENCE if len(run) >= SURE else GAP


def begins_as_ours(run: Sequence[Key]) -> bool:
    return Reading(tuple(run[:2])).by_place.lower() == codes.PREFIX


def may_be_ours(key: Key) -> bool:
    """Whether a key can be of a badge; one whose place is not known may be."""
    return not key.place or key.place.lower() in codes.ALPHABET


def own_code(keys: Sequence[Key]) -> str | None:
    """The badge that these keys spell: by their places, else by their text in any layout."""
    if len(keys) != codes.LENGTH:
        return None
    reading = Reading(tuple(keys))
    found = parse_code(reading.by_place)
    if found is None and any(not key.place for key in keys):
        texts = [key.text for key in keys]
        undone = (parse_code(layout.undone(texts)) for layout in LAYOUTS)
        found = next((code for code in undone if code is not None), None)
    return found


def identifier(before: Sequence[Key]) -> Sequence[Key]:
    """The keys right before a code that say its kind (`]Q1`: ISO/IEC 15424), as some scanners send."""
    last = before[-3:]
    return last if _IDENTIFIER.fullmatch(Reading(tuple(last)).by_place) else ()


def is_misread_own(reading: Reading) -> bool:
    """Whether a burst was meant to be a badge: its prefix, or most of its letters, and no check."""
    said = reading.by_place
    return bool(_OWN_START.match(said) or _OWN_TAIL.fullmatch(said))


def foreign_code(reading: Reading, *, trusts_text: bool = False) -> str | None:
    """The code of another program that a quick burst is, or None when it reads as typed.

    Where places and text disagree, the one that looks more like a code is right; where both do, the
    places, unless the scanner is known to be set to this computer's layout (`trusts_text`).
    """
    if len(reading.keys) < SURE or reading.slowest > SILENCE:
        return None
    both = [reading.by_place, reading.by_text]
    best = min(reversed(both) if trusts_text else both, key=_oddness)
    best = best[3:] if identifier(reading.keys[:3]) else best
    return best if _looks_like_code(best) else None


def _oddness(text: str) -> int:
    return sum(not (sign.isascii() and sign.isalnum()) for sign in text)


def _looks_like_code(text: str) -> bool:
    """Our own paper's; else digits, or capitals as no word has them, and nothing that people type."""
    if text.upper().startswith((proof.PREFIX, sheet_code.PREFIX)):
        return True
    if len(text) < SURE or not text.isascii() or " " in text or _TYPED.fullmatch(text):
        return False
    if any(sign.isdigit() for sign in text) or "://" in text:
        return True
    return text.isalpha() and not text[1:].islower()

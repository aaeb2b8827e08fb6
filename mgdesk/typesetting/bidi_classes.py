"""The Bidi_Class of every code point, also of those that this Python does not know yet."""

import unicodedata
from bisect import bisect_right
from functools import cache
from typing import Final

# Classes of code points that this Python does not know yet (DerivedBidiClass.txt, @missing lines).
_DEFAULTS: Final = (
    (0x0000, "L"), (0x0590, "R"), (0x0600, "AL"), (0x07C0, "R"), (0x0860, "AL"), (0x0900, "L"),
    (0x20A0, "ET"), (0x20D0, "L"), (0xFB1D, "R"), (0xFB50, "AL"), (0xFE00, "L"), (0xFE70, "AL"),
    (0xFF00, "L"), (0x10800, "R"), (0x10D00, "AL"), (0x10D40, "R"), (0x10EC0, "AL"),
    (0x10F00, "R"), (0x10F30, "AL"), (0x10F70, "R"), (0x11000, "L"), (0x1E800, "R"),
    (0x1EC70, "AL"), (0x1ECC0, "R"), (0x1ED00, "AL"), (0x1ED50, "R"), (0x1EE00, "AL"),
    (0x1EF00, "R"), (0x1F000, "L"), (0xE0000, "BN"), (0xE1000, "L"),
)  # fmt: skip
_DEFAULT_STARTS: Final = [start for start, _ in _DEFAULTS]


@cache
def bidi_class(character: str) -> str:
    """The Bidi_Class of a character, with the standard's default where Python has none."""
    known = unicodedata.bidirectional(character)
    if known:
        return known
    point = ord(character)
    if point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF:
        return "BN"
    return _DEFAULTS[bisect_right(_DEFAULT_STARTS, point) - 1][1]

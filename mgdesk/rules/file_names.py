"""File names made of what people typed: taken by Windows, macOS and Linux alike, and by old archives."""

import re
from typing import Final

from mgdesk.rules.names import clean

LONGEST: Final = 100  # characters: with a folder before it, below the 260 that Windows allows
# Linux counts bytes, 255 of them: a CJK name has three a letter, and a draft's name is longer.
MOST_BYTES: Final = 200

# Windows keeps these names for its devices, whatever ending they have, blanks before it included.
_DEVICES: Final = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])\s*(\.|$)", re.IGNORECASE
)
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


def safe_file_name(text: str, ending: str) -> str:
    """A file name that every system takes, made of a title: no separators, devices or odd ends."""
    name = _bounded(_FORBIDDEN.sub("-", clean(text)).strip(" ."), MOST_BYTES - len(ending.encode()))
    if not name or _DEVICES.match(name):
        name = f"_{name}"
    return f"{name}{ending}"


def _bounded(name: str, most: int) -> str:
    """Its beginning; the last byte is for the mark before a device's name."""
    short = name[:LONGEST].encode()[: most - 1].decode(errors="ignore")
    return short.rstrip(" .")

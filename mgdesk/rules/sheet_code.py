"""The small code on each page of an attendance sheet: which sheet it is, and which of its pages.

Its text is `MGS:MOL-2026-F00007/1/2`, in the letters that a QR code packs best.
"""

import re
from dataclasses import dataclass
from typing import Final

PREFIX: Final = "MGS:"
_TEXT: Final = re.compile(r"MGS:([A-Z0-9-]{1,40})/(\d{1,3})/(\d{1,3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class SheetCode:
    """Page `page` of `pages` of the sheet with a number; pages count from 1."""

    number: str
    page: int
    pages: int

    def __str__(self) -> str:
        return f"{PREFIX}{self.number}/{self.page}/{self.pages}"


def parse_sheet_code(text: str) -> SheetCode | None:
    """What a code says, or None when it is the code of something else."""
    found = _TEXT.fullmatch(text.strip())
    if found is None:
        return None
    page, pages = int(found[2]), int(found[3])
    return SheetCode(found[1], page, pages) if 1 <= page <= pages else None

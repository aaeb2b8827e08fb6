"""The attendance sheet: the roster of a class beside empty cells to sign, one half-day a column."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from mgdesk.documents.paper import NOBODY, Backing, CopyMark, Letterhead, digests
from mgdesk.documents.plain import Plain
from mgdesk.rules.paper import SheetLayout


@dataclass(frozen=True)
class SheetSlot(Plain):
    """One half-day to sign: `minutes` are those that the funder counts, breaks left out."""

    day: date
    start: time
    end: time
    minutes: int
    trainer: str = ""
    room: str = ""


@dataclass(frozen=True)
class SheetRow(Plain):
    """One learner as printed; `struck` are positions of slots that need no signature."""

    number: str
    surname: str
    first_name: str
    second_name: str = ""  # the name in another script
    struck: tuple[int, ...] = ()


@dataclass(frozen=True)
class SheetRecord(Plain):
    """All that a sheet says; frozen and stored when it is printed."""

    number: str
    layout: SheetLayout
    language: str
    letterhead: Letterhead
    training: str
    cohort: str
    slots: tuple[SheetSlot, ...]
    rows: tuple[SheetRow, ...]
    printed_on: date
    country: str | None = None
    copy: CopyMark = CopyMark.ORIGINAL
    backing: Backing = NOBODY
    place: str = ""
    room: str = ""
    responsible: str = ""  # who signs for the campus; an empty line when not known
    spare_rows: int = 0
    version: int = 1
    is_demo: bool = False

    def digests(self) -> frozenset[str]:
        """The digests of the pictures to gather before drawing."""
        return digests(self.letterhead, self.backing)


def draw_sheets(
    records: Sequence[SheetRecord],
    pictures: Mapping[str, bytes],
    path: Path,
    *,
    fonts: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write the sheets to one PDF file, each on as many pages as it needs; the number of pages.

    `pictures` are image files by digest. `progress(done, all)` is called after each sheet; what it
    raises (`errors.Cancelled`) stops the work. The file appears whole or not at all. Raises
    FileCannotBeWritten, DiskFull, PictureCannotBeRead.
    """
    from mgdesk.documents.sheet_pages import draw

    return draw(records, pictures, path, fonts=fonts, progress=progress)

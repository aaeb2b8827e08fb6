"""What an attendance sheet says, frozen."""

from dataclasses import dataclass
from datetime import date, time

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

"""The letter about absences: which half-days were missed, what may still be missed, and an open door.

It is printed and not kept: what it says follows from the marks of its day.
"""

from dataclasses import dataclass
from datetime import date

from mgdesk.documents.paper import NOBODY, Backing, Letterhead, Logo, digests
from mgdesk.documents.plain import Plain
from mgdesk.rules.enrolment import Half


@dataclass(frozen=True)
class MissedDay(Plain):
    """A day with its half-days that were missed; `is_justified` when all of them are."""

    day: date
    halves: tuple[Half, ...]
    is_justified: bool
    reason: str = ""


@dataclass(frozen=True)
class AbsenceLetterRecord(Plain):
    """All that the letter says. Half-days are counted, never typed."""

    language: str
    letterhead: Letterhead
    name: str
    address: tuple[str, ...]
    training: str
    cohort: str
    days: tuple[MissedDay, ...]
    missed: int
    unjustified: int
    can_still_miss: int
    answer_by: date | None
    place: str
    issued_on: date
    country: str | None = None
    signatory: str = ""
    signatory_role: str = ""
    signature: Logo | None = None
    backing: Backing = NOBODY
    is_demo: bool = False

    def digests(self) -> frozenset[str]:
        """The digests of the pictures to gather before drawing."""
        return digests(self.letterhead, self.backing, self.signature)

"""The monthly attendance statement: what somebody owed and did, day by day, and who answers for it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mgdesk.documents.paper import NOBODY, Backing, CopyMark, Letterhead, Logo, digests
from mgdesk.documents.plain import Plain


class MissedAs(StrEnum):
    """Why hours of a day are not attended."""

    EXCUSED = "excused"
    JUSTIFIED = "justified"
    UNJUSTIFIED = "unjustified"
    UNMARKED = "unmarked"  # nobody has encoded the sheet yet
    SHORT = "short"  # there, but late, gone early or in part


@dataclass(frozen=True)
class StatementDay(Plain):
    """One day of class, its half-days together."""

    day: date
    minutes_planned: int
    minutes_attended: int
    missed: tuple[MissedAs, ...] = ()  # of its half-days, each once


@dataclass(frozen=True)
class StatementRecord(Plain):
    """All that a statement says; frozen and stored when it is issued."""

    number: str
    language: str
    letterhead: Letterhead
    name: str
    training: str
    cohort: str
    first_day: date  # of the month
    last_day: date
    days: tuple[StatementDay, ...]
    minutes_planned: int
    minutes_attended: int  # as the funder rounds them
    minutes_justified: int  # missed with a reason, excused included
    minutes_unjustified: int
    minutes_unmarked: int
    place: str
    issued_on: date
    signatory: str
    country: str | None = None
    copy: CopyMark = CopyMark.ORIGINAL
    second_name: str = ""
    learner_number: str = ""
    birth_date: date | None = None
    rounding_minutes: int = 1
    signatory_role: str = ""
    signature: Logo | None = None
    backing: Backing = NOBODY
    corrected_on: date | None = None
    is_demo: bool = False

    def digests(self) -> frozenset[str]:
        """The digests of the pictures to gather before drawing."""
        return digests(self.letterhead, self.backing, self.signature)

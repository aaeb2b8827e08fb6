"""The note of a coaching appointment: aims, points, action plan, to be signed by both."""

from dataclasses import dataclass
from datetime import date, time

from mgdesk.documents.paper import NOBODY, Backing, CopyMark, Letterhead, digests
from mgdesk.documents.plain import Plain


@dataclass(frozen=True)
class PlanLine(Plain):
    """A point of the action plan."""

    what: str
    who: str = ""
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class CoachingNoteRecord(Plain):
    """All that a coaching note says; frozen and stored when it is issued.

    Texts have lines; `coaching` is the key of the appointment and is not printed.
    """

    number: str
    language: str
    letterhead: Letterhead
    coaching: str
    name: str
    coach: str
    day: date
    starts: time
    ends: time
    aims: str
    points: str
    action_plan: str
    place: str
    issued_on: date
    country: str | None = None
    copy: CopyMark = CopyMark.ORIGINAL
    second_name: str = ""
    subject: str = ""
    room: str = ""
    steps: tuple[PlanLine, ...] = ()
    backing: Backing = NOBODY
    corrected_on: date | None = None
    is_demo: bool = False

    def digests(self) -> frozenset[str]:
        """The digests of the pictures to gather before drawing."""
        return digests(self.letterhead, self.backing)

"""What somebody who comes through the door comes for, guessed from the day's timetable.

The order is the desk's own: the class of now, the event of now, the appointment, else co-working.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from mgdesk.i18n import N_
from mgdesk.rules.events import CheckInKind
from mgdesk.rules.people import Role

EARLY: Final = timedelta(minutes=90)  # before it starts, a class or an event can be come to
_ORDER: Final = (
    CheckInKind.TRAINING,
    CheckInKind.EVENT,
    CheckInKind.COACHING,
    CheckInKind.COWORKING,
    CheckInKind.VISIT,
)

KIND_LABELS: Final = {
    CheckInKind.TRAINING: N_("class"),
    CheckInKind.EVENT: N_("event"),
    CheckInKind.COACHING: N_("coaching"),
    CheckInKind.COWORKING: N_("co-working"),
    CheckInKind.VISIT: N_("visit"),
}


class Outcome(StrEnum):
    """What became of a check-in, as the desk says it."""

    ARRIVED = "arrived"
    LATE = "late"
    ALREADY_IN = "already_in"
    WAITING = "waiting"  # on the waiting list of a full event: no arrival
    LEFT = "left"
    NOT_IN = "not_in"  # somebody leaves who was not in: nothing was written


OUTCOME_LABELS: Final = {
    Outcome.ARRIVED: N_("checked in"),
    Outcome.LATE: N_("late"),
    Outcome.ALREADY_IN: N_("already in"),
    Outcome.WAITING: N_("on the waiting list"),
    Outcome.LEFT: N_("checked out"),
    Outcome.NOT_IN: N_("was not in"),
}

WRITTEN: Final = frozenset({Outcome.ARRIVED, Outcome.LATE, Outcome.LEFT})


@dataclass(frozen=True, slots=True)
class Reason:
    """Something to come for. Moments are on the campus's clock; co-working and most visits have none.

    `link_id` is the enrolment of a class (None for its trainer), the registration to an event.
    The title of a visit is whom they come to see. What is planned has a subject.
    """

    kind: CheckInKind
    subject_id: UUID | None = None
    link_id: UUID | None = None
    title: str = ""
    code: str = ""
    room: str = ""
    room_id: UUID | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    arrived_at: datetime | None = None  # they came for this already
    is_waiting: bool = False  # on the waiting list of a full event

    @property
    def key(self) -> tuple[CheckInKind, UUID | None]:
        return self.kind, self.subject_id

    @property
    def is_planned(self) -> bool:
        return self.subject_id is not None

    def come(self, at: datetime) -> "Reason":
        """The same, once they came for it."""
        return replace(self, arrived_at=at)

    def is_open(self, at: datetime) -> bool:
        """Whether one can come for it at that moment: from `EARLY` before its start to its end."""
        if self.starts_at is None or self.ends_at is None:
            return True
        return self.starts_at - EARLY <= at < self.ends_at

    def is_running(self, at: datetime) -> bool:
        return self.starts_at is None or self.starts_at <= at


def in_order(reasons: Iterable[Reason], at: datetime) -> tuple[Reason, ...]:
    """What can be come for at a moment, the likeliest first; what is over or far off is left out.

    What runs goes before what is about to start, a place before a waiting list.
    """
    open_now = [reason for reason in reasons if reason.is_open(at)]
    return tuple(sorted(open_now, key=lambda reason: _rank(reason, at)))


def _rank(reason: Reason, at: datetime) -> tuple[bool, bool, bool, int, datetime]:
    return (
        not reason.is_planned,
        reason.is_waiting,
        not reason.is_running(at),
        _ORDER.index(reason.kind),
        reason.starts_at or at,
    )


def unplanned(roles: Iterable[Role]) -> tuple[Reason, ...]:
    """What anybody may come for: co-working, or a visit first for who is a visitor and no more."""
    cowork, visit = Reason(CheckInKind.COWORKING), Reason(CheckInKind.VISIT)
    return (visit, cowork) if set(roles) == {Role.VISITOR} else (cowork, visit)


def minutes_late(starts_at: datetime | None, at: datetime, tolerance: int) -> int:
    """Whole minutes after the start, once the profile's tolerance (minutes) is over; else nothing."""
    if starts_at is None:
        return 0
    minutes = int((at - starts_at).total_seconds() // 60)
    return minutes if minutes > tolerance else 0

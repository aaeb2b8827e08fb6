"""Where the signed sheet and the desk differ: somebody was seen whom the sheet has absent, or late."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.model import Attendance, Campus, CheckIn, Cohort, Enrolment, Person, Slot
from mgdesk.queries.hours import rules_of
from mgdesk.rules import names
from mgdesk.rules.arrival import minutes_late
from mgdesk.rules.attendance import THERE, AttendanceStatus, MarkSource
from mgdesk.rules.enrolment import Half
from mgdesk.rules.events import Direction


class Conflict(StrEnum):
    SEEN_BUT_ABSENT = "seen_but_absent"  # the desk saw them, the sheet has them away
    LATE_BUT_PRESENT = "late_but_present"  # the desk saw them come late, the sheet does not say so


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One half-day of one person. `arrived_at` is on the campus's clock, `minutes_late` the desk's."""

    slot_id: UUID
    enrolment_id: UUID
    person_id: UUID
    name: str
    cohort: str  # its code
    day: date
    half: Half
    conflict: Conflict
    status: AttendanceStatus
    arrived_at: datetime
    minutes_late: int

    @property
    def id(self) -> tuple[UUID, UUID]:
        return self.slot_id, self.enrolment_id


def conflicts(
    session: Session,
    *,
    cohort_id: UUID | None = None,
    campus_id: UUID | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
) -> list[ConflictRow]:
    """Where sheet and desk differ and nobody decided yet, of a cohort or a campus, by day and name."""
    came = (
        select(CheckIn.slot_id, CheckIn.person_id, func.min(CheckIn.at).label("at"))
        .where(CheckIn.slot_id.is_not(None), CheckIn.direction == Direction.ARRIVAL)
        .group_by(CheckIn.slot_id, CheckIn.person_id)
        .subquery()
    )
    wanted = (
        select(Attendance, Slot, Cohort, Person, Campus.zone, came.c.at)
        .join(Slot, Slot.id == Attendance.slot_id)
        .join(Cohort, Cohort.id == Slot.cohort_id)
        .join(Campus, Campus.id == Cohort.campus_id)
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(came, (came.c.slot_id == Slot.id) & (came.c.person_id == Person.id))
        .where(Attendance.source == MarkSource.SHEET)
        .order_by(Slot.day, Slot.starts_at, Person.sort_key)
    )
    if cohort_id is not None:
        wanted = wanted.where(Slot.cohort_id == cohort_id)
    if campus_id is not None:
        wanted = wanted.where(Cohort.campus_id == campus_id)
    if first_day is not None:
        wanted = wanted.where(Slot.day >= first_day)
    if last_day is not None:
        wanted = wanted.where(Slot.day <= last_day)
    rows = session.execute(wanted).all()
    rules = rules_of(session, cohort_ids={cohort.id for _m, _s, cohort, _p, _z, _at in rows})
    found = []
    for mark, slot, cohort, person, zone, at in rows:
        start = datetime.combine(slot.day, slot.starts_at, ZoneInfo(zone))
        late = minutes_late(start, at, rules[cohort.id].late_minutes)
        conflict = _conflict(mark.status, late)
        if conflict is not None:
            found.append(
                ConflictRow(
                    slot.id,
                    mark.enrolment_id,
                    person.id,
                    names.display_name(person.first_name, person.surname),
                    cohort.code,
                    slot.day,
                    slot.half,
                    conflict,
                    mark.status,
                    at.astimezone(ZoneInfo(zone)),
                    late,
                )
            )
    return found


def _conflict(status: AttendanceStatus, late: int) -> Conflict | None:
    if status not in THERE:
        return Conflict.SEEN_BUT_ABSENT
    if late and status is AttendanceStatus.PRESENT:
        return Conflict.LATE_BUT_PRESENT
    return None

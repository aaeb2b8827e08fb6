"""One person in one half-day, with all that marking them asks: one question, whoever marks."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from mgdesk.errors import NotFound
from mgdesk.model import Attendance, Campus, Cohort, Enrolment, FunderProfile, Person, Slot
from mgdesk.queries.hours import HOLDS, RULES, profile_rules
from mgdesk.rules import names
from mgdesk.rules.attendance import Membership, ProfileRules, minutes_between
from mgdesk.rules.enrolment import LEFT, EnrolmentStatus, Half
from mgdesk.storage.asking import ask

_WANTED: Final = (
    select(
        Slot.day,
        Slot.half,
        Slot.starts_at,
        Slot.ends_at,
        Slot.is_closed,
        Campus.zone,
        Cohort.code,
        Person.first_name,
        Person.surname,
        Enrolment.status,
        Enrolment.start_on,
        Enrolment.exit_on,
        (Enrolment.cohort_id == Slot.cohort_id).label("is_of_cohort"),
        Attendance.id.label("mark_id"),
        *RULES,
    )
    .join(Cohort, Cohort.id == Slot.cohort_id)
    .join(Campus, Campus.id == Cohort.campus_id)
    .join(Enrolment, Enrolment.id == bindparam("enrolment_id"))
    .join(Person, Person.id == Enrolment.person_id)
    .outerjoin(FunderProfile, HOLDS)
    .outerjoin(
        Attendance, and_(Attendance.slot_id == Slot.id, Attendance.enrolment_id == Enrolment.id)
    )
    .where(Slot.id == bindparam("slot_id"))
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the grid of a cohort; `mark_id` is empty while nobody marked it.

    `is_enrolled` says whether they belong to the cohort at all, `membership` on which days.
    """

    slot_id: UUID
    enrolment_id: UUID
    cohort: str  # its code
    name: str
    day: date
    half: Half
    starts_at: time
    ends_at: time
    zone: ZoneInfo
    is_closed: bool
    is_enrolled: bool
    membership: Membership
    rules: ProfileRules
    mark_id: UUID | None

    @property
    def minutes(self) -> int:
        return minutes_between(self.starts_at, self.ends_at)

    @property
    def start(self) -> datetime:
        return datetime.combine(self.day, self.starts_at, self.zone)


def cell_of(session: Session, *, slot_id: UUID, enrolment_id: UUID) -> Cell:
    """What is known of somebody in a half-day. Raises NotFound."""
    row = ask(session, _WANTED, slot_id=slot_id, enrolment_id=enrolment_id).one_or_none()
    if row is None:
        raise NotFound
    return Cell(
        slot_id,
        enrolment_id,
        row.code,
        names.display_name(row.first_name, row.surname),
        row.day,
        row.half,
        row.starts_at,
        row.ends_at,
        ZoneInfo(row.zone),
        row.is_closed,
        row.is_of_cohort and row.status is not EnrolmentStatus.PROSPECT,
        Membership(row.start_on, row.exit_on, row.status in LEFT),
        profile_rules(row),
        row.mark_id,
    )

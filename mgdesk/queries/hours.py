"""What each enrolment of a cohort owes, did and missed: the marks, summed by the funder's rules."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Text, bindparam, func, select, type_coerce
from sqlalchemy.orm import Session

from mgdesk.model import Attendance, Campus, Cohort, Enrolment, FunderProfile, Person, Slot
from mgdesk.rules.attendance import (
    Mark,
    Membership,
    ProfileRules,
    SlotSpan,
    Summary,
    minutes_between,
    summarise,
)
from mgdesk.rules.enrolment import LEFT, EnrolmentStatus
from mgdesk.storage.asking import ask

# The profile whose arithmetic holds for a cohort: its own, else that of its campus.
HOLDS: Final = FunderProfile.id == func.coalesce(Cohort.funder_profile_id, Campus.funder_profile_id)
RULES: Final = (
    FunderProfile.threshold_percent,
    FunderProfile.unjustified_percent,
    FunderProfile.rounding_minutes,
    FunderProfile.late_minutes,
    FunderProfile.does_excused_count,
)
_RULES_OF: Final = (
    select(Cohort.id, *RULES)
    .join(Campus, Campus.id == Cohort.campus_id)
    .outerjoin(FunderProfile, HOLDS)
    .where(Cohort.id.in_(bindparam("ids", expanding=True)))
)


@dataclass(frozen=True, slots=True)
class Member:
    """An enrolment that is on the sheet, and the columns of its person."""

    enrolment_id: UUID
    cohort_id: UUID
    status: EnrolmentStatus
    membership: Membership
    person: Any


def summaries(session: Session, *, cohort_ids: Collection[UUID]) -> dict[UUID, Summary]:
    """What every enrolment of these cohorts owes, did and missed, by the enrolment's id."""
    rules = rules_of(session, cohort_ids=cohort_ids)
    spans: dict[UUID, list[SlotSpan]] = {}
    for slot in slots_of(session, cohort_ids):
        spans.setdefault(slot.cohort_id, []).append(span(slot))
    marks = marks_of(session, cohort_ids)
    return {
        member.enrolment_id: summarise(
            spans.get(member.cohort_id, []),
            marks.get(member.enrolment_id, {}),
            rules[member.cohort_id],
            member.membership,
        )
        for member in members(session, cohort_ids, with_prospects=True)
    }


def rules_of(session: Session, *, cohort_ids: Collection[UUID]) -> dict[UUID, ProfileRules]:
    """The arithmetic of each cohort: of its own funder profile, else of its campus, else usual."""
    rows = ask(session, _RULES_OF, ids=list(cohort_ids))
    return {row.id: profile_rules(row) for row in rows}


def profile_rules(profile: Any) -> ProfileRules:
    """The arithmetic of a profile, or of a row with the columns of one; usual where there is none."""
    if profile is None or profile.threshold_percent is None:
        return ProfileRules()
    return ProfileRules(
        threshold_percent=profile.threshold_percent,
        unjustified_percent=profile.unjustified_percent,
        rounding_minutes=profile.rounding_minutes,
        late_minutes=profile.late_minutes,
        does_excused_count=profile.does_excused_count,
    )


def slots_of(session: Session, cohort_ids: Collection[UUID]) -> Sequence[Any]:
    """The half-days of these cohorts in order."""
    found = session.execute(
        select(
            Slot.id,
            Slot.cohort_id,
            Slot.day,
            Slot.half,
            Slot.starts_at,
            Slot.ends_at,
            Slot.is_closed,
        )
        .where(Slot.cohort_id.in_(cohort_ids))
        .order_by(Slot.day, Slot.starts_at)
    )
    return found.all()


def span(slot: Any) -> SlotSpan:
    return SlotSpan(slot.id, slot.day, minutes_between(slot.starts_at, slot.ends_at))


def members(
    session: Session, cohort_ids: Collection[UUID], *, with_prospects: bool = False
) -> list[Member]:
    """Who is on the sheet, in its order: by name as lists sort it."""
    wanted = (
        select(
            Enrolment.id,
            Enrolment.cohort_id,
            Enrolment.status,
            Enrolment.start_on,
            Enrolment.exit_on,
            Person.id.label("person_id"),
            Person.surname,
            Person.first_name,
            Person.call_name,
            Person.second_name,
            Person.learner_number,
        )
        .join(Enrolment.person)
        .where(Enrolment.cohort_id.in_(cohort_ids))
        .order_by(Person.sort_key, Person.id)
    )
    if not with_prospects:
        wanted = wanted.where(Enrolment.status != EnrolmentStatus.PROSPECT)
    return [
        Member(
            row.id,
            row.cohort_id,
            row.status,
            Membership(row.start_on, row.exit_on, row.status in LEFT),
            row,
        )
        for row in session.execute(wanted)
    ]


def marks_of(session: Session, cohort_ids: Collection[UUID]) -> dict[UUID, dict[UUID, Mark]]:
    """Enrolment → slot → mark."""
    # A key is made a UUID once, not once a mark: that halves the time of the grid.
    rows = session.execute(
        select(
            type_coerce(Attendance.enrolment_id, Text),
            type_coerce(Attendance.slot_id, Text),
            Attendance.status,
            Attendance.minutes,
            Attendance.note,
            Attendance.source,
        )
        .join(Slot, Slot.id == Attendance.slot_id)
        .where(Slot.cohort_id.in_(cohort_ids))
    )
    key = cache(_key)
    found: defaultdict[UUID, dict[UUID, Mark]] = defaultdict(dict)
    for enrolment_id, slot_id, status, minutes, note, source in rows:
        found[key(enrolment_id)][key(slot_id)] = Mark(status, minutes, note, source)
    return dict(found)


def _key(stored: object) -> UUID:
    """A key as the database gives it: digits from SQLite, a UUID from PostgreSQL."""
    return UUID(str(stored))


def marks_of_slots(session: Session, *, slot_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many marks each of these half-days has; those without any are left out."""
    rows = session.execute(
        select(Attendance.slot_id, func.count())
        .where(Attendance.slot_id.in_(slot_ids))
        .group_by(Attendance.slot_id)
    )
    return {slot_id: count for slot_id, count in rows}  # noqa: C416 - typed rows are not pairs

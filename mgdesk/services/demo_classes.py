"""The demo's cohorts with the marks of their half-days: mostly present, sometimes late or away."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.model import (
    AbsenceReason,
    Attendance,
    Campus,
    Cohort,
    Enrolment,
    Person,
    Slot,
    Training,
)
from mgdesk.model.identity import new_key
from mgdesk.queries.tasks import tasks
from mgdesk.rules.attendance import AttendanceStatus, minutes_between, minutes_present
from mgdesk.rules.calendar import monday, parse_weekdays
from mgdesk.rules.enrolment import CohortStatus, EnrolmentStatus
from mgdesk.rules.people import Role
from mgdesk.rules.rights import Right
from mgdesk.rules.tasks import TaskKind
from mgdesk.services.absences import add_absence
from mgdesk.services.cohorts import add_cohort, enrol_people
from mgdesk.services.documents import count_copies, issue_certificates
from mgdesk.services.intake import add_person
from mgdesk.services.rights import needs
from mgdesk.services.tasks import note_task

# Of a hundred half-days of somebody who is doing well.
_CHANCES: Final = {
    AttendanceStatus.PRESENT: 85,
    AttendanceStatus.LATE: 6,
    AttendanceStatus.LEFT_EARLY: 1,
    AttendanceStatus.EXCUSED: 2,
    AttendanceStatus.ABSENT_JUSTIFIED: 3,
    AttendanceStatus.ABSENT: 3,
}


@needs(Right.RUN)
def make_cohort(
    session: Session, random: Random, plan: dict[str, Any], free: list[UUID], today: date
) -> None:
    """One cohort with people taken from the free ones, marked up to last week.

    This week's sheets are still in the room: they wait to be encoded.
    """
    start = monday(today) + timedelta(weeks=plan["first_week"])
    end = monday(today) + timedelta(weeks=plan["last_week"], days=4)
    cohort_id = add_cohort(
        session,
        code=plan["code"],
        training=plan["training"],
        campus=plan["campus"],
        first_day=start,
        last_day=end,
        weekdays=parse_weekdays(plan["days"]),
        room=plan["room"],
        trainers=[_trainer(session, name, plan) for name in plan["trainers"]],
        partners=plan["partners"],
        capacity=plan["people"],
        language=plan.get("language", ""),
        status=CohortStatus.COMPLETED if end < today else CohortStatus.RUNNING,
    )
    _describe_training(session, plan)
    people = [free.pop(random.randrange(len(free))) for _ in range(plan["people"])]
    enrol_people(session, person_ids=people, cohort_id=cohort_id)
    session.flush()
    _follow(session, random, plan, session.get_one(Cohort, cohort_id), today)
    _announce_absences(session, cohort_id, today)
    _note_tasks(session, cohort_id, start)
    if plan.get("has_certificates"):
        _certify(session, cohort_id, end)


def _trainer(session: Session, name: list[str], plan: dict[str, Any]) -> UUID:
    """A trainer whom an earlier cohort made, by name; a new one with their name as given."""
    first_name, surname = name
    known = select(Person.id).where(Person.first_name == first_name, Person.surname == surname)
    campus = select(Campus.id).where(Campus.code == plan["campus"])
    return session.scalar(known) or add_person(
        session,
        first_name=first_name,
        surname=surname,
        source="demo",
        email=f"{plan['campus'].lower()}.trainer@example.org",
        campus_id=session.scalar(campus),
        roles=(Role.TRAINER,),
    )


def _describe_training(session: Session, plan: dict[str, Any]) -> None:
    training = session.scalars(select(Training).where(Training.title == plan["training"])).one()
    training.objectives = plan["objectives"]


def _follow(
    session: Session, random: Random, plan: dict[str, Any], cohort: Cohort, today: date
) -> None:
    wanted = select(Enrolment).where(Enrolment.cohort_id == cohort.id).order_by(Enrolment.id)
    enrolments = session.scalars(wanted).all()
    past = [slot for slot in _slots(session, cohort) if slot.day < monday(today)]
    for slot in past:
        slot.is_closed = slot.day < monday(today) - timedelta(weeks=1)
    for place, enrolment in enumerate(enrolments):
        enrolment.status = (
            EnrolmentStatus.COMPLETED if cohort.last_day < today else EnrolmentStatus.ACTIVE
        )
        begun = datetime.combine(cohort.first_day, time(9), tzinfo=UTC)
        enrolment.enrolled_at = begun - timedelta(days=12, minutes=place)
        # One in nine struggles; one in a class leaves after its first third.
        is_struggling = place % 9 == 4
        lasting = past
        if place == 7 and len(past) > 12:
            lasting = past[: len(past) // 3]
            enrolment.status = EnrolmentStatus.WITHDRAWN
            enrolment.exit_on = lasting[-1].day
            enrolment.exit_reason = plan["exit_reason"]
        session.add_all(_marks(random, enrolment, lasting, is_struggling=is_struggling))
    session.flush()


def _slots(session: Session, cohort: Cohort) -> list[Slot]:
    wanted = select(Slot).where(Slot.cohort_id == cohort.id).order_by(Slot.day, Slot.starts_at)
    return list(session.scalars(wanted))


def _marks(
    random: Random, enrolment: Enrolment, slots: list[Slot], *, is_struggling: bool
) -> Iterator[Attendance]:
    chances = dict(_CHANCES)
    if is_struggling:
        chances[AttendanceStatus.ABSENT] = 45
    statuses = random.choices(list(chances), list(chances.values()), k=len(slots))
    for slot, status in zip(slots, statuses, strict=True):
        span = minutes_between(slot.starts_at, slot.ends_at)
        is_partial = status in {AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY}
        given = random.choice((10, 20, 30, 45, 60)) if is_partial else None
        yield Attendance(
            id=new_key(),
            slot_id=slot.id,
            enrolment_id=enrolment.id,
            status=status,
            minutes=minutes_present(status, span, given),
            recorded_at=datetime.combine(slot.day, time(17), tzinfo=UTC),
        )


def _announce_absences(session: Session, cohort_id: UUID, today: date) -> None:
    """Two people of a running class said that they will be away this week."""
    active = select(Enrolment.id).where(
        Enrolment.cohort_id == cohort_id, Enrolment.status == EnrolmentStatus.ACTIVE
    )
    away = session.scalars(active.order_by(Enrolment.id).limit(2)).all()
    for enrolment_id, code, first, last in zip(away, ("RDV", "FAM"), (1, 2), (1, 3), strict=False):
        reason = select(AbsenceReason.id).where(AbsenceReason.code == code)
        add_absence(
            session,
            enrolment_id=enrolment_id,
            first_day=monday(today) + timedelta(days=first),
            last_day=monday(today) + timedelta(days=last),
            reason_id=session.scalar(reason),
        )


def _note_tasks(session: Session, cohort_id: UUID, start: date) -> None:
    """Most contracts and house rules are signed; every fifth person still owes theirs."""
    found = tasks(session, today=start, cohort_id=cohort_id)
    people = list(dict.fromkeys(one.key.enrolment_id for one in found))
    for one in found:
        is_owed = people.index(one.key.enrolment_id) % 5 == 4
        if (
            one.kind in {TaskKind.CONTRACT, TaskKind.HOUSE_RULES, TaskKind.INSURANCE}
            and not is_owed
        ):
            note_task(session, key=one.key, done_on=start)


def _certify(session: Session, cohort_id: UUID, day: date) -> None:
    """The certificates of a finished cohort, issued and printed once on its last day."""
    report = issue_certificates(session, cohort_id=cohort_id, day=day)
    session.flush()
    count_copies(session, document_ids=report.document_ids)

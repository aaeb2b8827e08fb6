"""Putting people in a cohort, following them there, and taking them out."""

from collections.abc import Collection
from datetime import date
from typing import TypedDict, Unpack
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import N_, NN_
from mgdesk.model import Attendance, Cohort, Enrolment, Person
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.enrolment import (
    ENROLMENT_STATUS_LABELS,
    LEFT,
    EnrolmentKind,
    EnrolmentStatus,
)
from mgdesk.rules.people import Role
from mgdesk.rules.rights import Right
from mgdesk.services.employers import employer_named
from mgdesk.services.intake import PersonFields, give_role, new_person
from mgdesk.services.rights import needs
from mgdesk.services.texts import line, lines
from mgdesk.storage.audit import Word, name_change, now


class EntryFields(TypedDict, total=False):
    """What somebody was when they came in: statistics for funders, never conditions."""

    labour_status: str  # a key of `rules.indicators.LABOUR_CHOICES`, or the words of a list
    schooling: str  # a level of `rules.application.SCHOOLING_LABELS`, or the words of a list
    employer: str  # the name of who sent them


class AlreadyEnrolled(DeskError):
    sentence = N_("{name} is already in {cohort}. Change the enrolment instead.")


class LeavesBeforeStart(DeskError):
    sentence = N_("The last day is before the first day in the cohort. Change one of them.")


class EnrolmentHasMarks(DeskError):
    sentence = N_(
        "{name} has marks here ({marks}). Withdraw them from the cohort instead, or say that the"
        " marks may go."
    )


@needs(Right.PLAN)
def enrol(
    session: Session,
    *,
    person_id: UUID,
    cohort_id: UUID,
    status: EnrolmentStatus = EnrolmentStatus.CONFIRMED,
    kind: EnrolmentKind = EnrolmentKind.REGULAR,
    start_on: date | None = None,
    employer: str = "",
    contract: str = "",
    prescriber: str = "",
    note: str = "",
) -> UUID:
    """Put a person in a cohort: they become a learner, with a learner number of its campus.

    Without `start_on` they belong from the cohort's first day. Raises NotFound, AlreadyEnrolled.
    """
    person, cohort = session.get(Person, person_id), session.get(Cohort, cohort_id)
    if person is None or cohort is None:
        raise NotFound
    if _enrolment_of(session, person_id, cohort_id) is not None:
        raise AlreadyEnrolled(name=_name(person), cohort=cohort.code)
    enrolment = _new_enrolment(session, person, cohort)
    enrolment.status, enrolment.kind, enrolment.start_on = status, kind, start_on
    _send(enrolment, employer_named(session, name=employer))
    enrolment.contract = line(contract)
    enrolment.prescriber, enrolment.note = line(prescriber), lines(note)
    session.flush()
    name_change(session, N_("{name} enrolled in {cohort}"), name=_name(person), cohort=cohort.code)
    return enrolment.id


@needs(Right.PLAN)
def enrol_people(
    session: Session, *, person_ids: Collection[UUID], cohort_id: UUID, employer: str = ""
) -> list[UUID]:
    """Put several people in a cohort at once; who is in it already is passed over.

    With an employer they are sent by it. Raises NotFound, TextTooLong.
    """
    cohort = session.get(Cohort, cohort_id)
    if cohort is None:
        raise NotFound
    there = set(
        session.scalars(select(Enrolment.person_id).where(Enrolment.cohort_id == cohort_id))
    )
    employer_id = employer_named(session, name=employer)
    made: list[UUID] = []
    for person_id in dict.fromkeys(person_ids):
        person = session.get(Person, person_id)
        if person is None:
            raise NotFound
        if person_id not in there:
            enrolment = _new_enrolment(session, person, cohort)
            _send(enrolment, employer_id)
            made.append(enrolment.id)
    title = NN_("{n} person enrolled in {cohort}", "{n} people enrolled in {cohort}")
    name_change(session, title, n=len(made), cohort=cohort.code)
    session.flush()
    return made


@needs(Right.PLAN)
def enrol_new(
    session: Session, *, cohort_id: UUID, employer: str = "", **fields: Unpack[PersonFields]
) -> UUID:
    """Take in somebody not known yet and put them in a cohort, as one change; their person's id.

    Raises NotFound and what `add_person` raises.
    """
    person = new_person(session, **fields)
    session.flush()
    enrol(session, person_id=person.id, cohort_id=cohort_id, employer=employer)
    return person.id


@needs(Right.PLAN)
def set_enrolment(
    session: Session,
    *,
    enrolment_id: UUID,
    status: EnrolmentStatus | None = None,
    start_on: date | None = None,
    exit_on: date | None = None,
    exit_reason: str | None = None,
    note: str | None = None,
    version: int | None = None,
    **entry: Unpack[EntryFields],
) -> None:
    """Change somebody's enrolment; what is not given stays.

    Who leaves without a day given leaves today (or on the cohort's last day, when it is over); who
    comes back has no last day any more. Raises NotFound, StaleRecord, LeavesBeforeStart.
    """
    enrolment = _enrolment(session, enrolment_id)
    if version is not None and enrolment.version != version:
        raise StaleRecord
    status = status or enrolment.status
    _name_new_status(session, enrolment, status)
    if status in LEFT:
        day = exit_on or enrolment.exit_on or _last_day(session, enrolment)
        enrolment.exit_on = day
        enrolment.exit_reason = _kept(exit_reason, enrolment.exit_reason)
    else:
        came_back = enrolment.status in LEFT
        enrolment.exit_on = exit_on if came_back else exit_on or enrolment.exit_on
        before = "" if came_back else enrolment.exit_reason
        enrolment.exit_reason = _kept(exit_reason, before)
    enrolment.status, enrolment.start_on = status, start_on or enrolment.start_on
    enrolment.note = _kept(note, enrolment.note)
    _enter(session, enrolment, entry)
    first = enrolment.start_on or enrolment.cohort.first_day
    if enrolment.exit_on is not None and enrolment.exit_on < first:
        if exit_on is not None or enrolment.start_on is not None:
            raise LeavesBeforeStart
        enrolment.exit_on = first  # left before it began: owed at most the first day


def _enter(session: Session, enrolment: Enrolment, entry: EntryFields) -> None:
    """Whoever has an employer was sent by it to a short course."""
    enrolment.labour_status = line(entry.get("labour_status", enrolment.labour_status))
    enrolment.schooling = line(entry.get("schooling", enrolment.schooling))
    if "employer" in entry:
        enrolment.employer_id = employer_named(session, name=entry["employer"])
        is_sent = enrolment.employer_id is not None
        enrolment.kind = EnrolmentKind.EMPLOYER if is_sent else EnrolmentKind.REGULAR


@needs(Right.PLAN)
def set_employer(session: Session, *, enrolment_ids: Collection[UUID], employer: str) -> None:
    """Say which employer sent these people; an empty name: none did. Raises NotFound, TextTooLong."""
    found = [_enrolment(session, enrolment_id) for enrolment_id in dict.fromkeys(enrolment_ids)]
    for enrolment in found:
        _enter(session, enrolment, {"employer": employer})
    n, name = len(found), line(employer)
    if name:
        title = NN_("{n} person sent by {employer}", "{n} people sent by {employer}")
        name_change(session, title, n=n, employer=name)
    else:
        title = NN_("{n} person sent by no employer", "{n} people sent by no employer")
        name_change(session, title, n=n)


@needs(Right.PLAN)
def remove_enrolment(session: Session, *, enrolment_id: UUID, and_marks: bool = False) -> None:
    """Take somebody out as if they had never been in. Raises NotFound, EnrolmentHasMarks."""
    enrolment = _enrolment(session, enrolment_id)
    name = _name(enrolment.person)
    name_change(
        session, N_("{name} taken out of {cohort}"), name=name, cohort=enrolment.cohort.code
    )
    marks = session.scalar(
        select(func.count()).select_from(Attendance).where(Attendance.enrolment_id == enrolment_id)
    )
    if marks and not and_marks:
        raise EnrolmentHasMarks(name=name, marks=marks)
    session.delete(enrolment)


def _new_enrolment(session: Session, person: Person, cohort: Cohort) -> Enrolment:
    person.campus_id = person.campus_id or cohort.campus_id
    give_role(session, person, Role.LEARNER)
    enrolment = Enrolment(
        id=new_key(), person_id=person.id, cohort_id=cohort.id, enrolled_at=now(session)
    )
    session.add(enrolment)
    return enrolment


def _send(enrolment: Enrolment, employer_id: UUID | None) -> None:
    """Whoever an employer sends is enrolled as such."""
    enrolment.employer_id = employer_id
    if employer_id is not None:
        enrolment.kind = EnrolmentKind.EMPLOYER


def _enrolment_of(session: Session, person_id: UUID, cohort_id: UUID) -> UUID | None:
    return session.scalar(
        select(Enrolment.id).where(
            Enrolment.person_id == person_id, Enrolment.cohort_id == cohort_id
        )
    )


def _enrolment(session: Session, enrolment_id: UUID) -> Enrolment:
    enrolment = session.get(Enrolment, enrolment_id)
    if enrolment is None:
        raise NotFound
    return enrolment


def _name_new_status(session: Session, enrolment: Enrolment, status: EnrolmentStatus) -> None:
    values = {"name": _name(enrolment.person), "cohort": enrolment.cohort.code}
    if status is enrolment.status:
        name_change(session, N_("Enrolment of {name} in {cohort} changed"), **values)
        return
    word = Word(ENROLMENT_STATUS_LABELS[status])
    name_change(session, N_("{name}: {status} in {cohort}"), status=word, **values)


def _last_day(session: Session, enrolment: Enrolment) -> date:
    today = now(session).astimezone(ZoneInfo(enrolment.cohort.campus.zone)).date()
    return min(today, enrolment.cohort.last_day)


def _kept(given: str | None, before: str) -> str:
    return before if given is None else lines(given)


def _name(person: Person) -> str:
    return names.display_name(person.first_name, person.surname)

"""Applications: taken in, followed, decided by people, and turned into an enrolment."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import LANGUAGES, N_, NN_
from mgdesk.model import Application, Campus, Cohort, Decision, Enrolment, Person, Staff, Training
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.application import (
    APPLICATION_STATUS_LABELS,
    DECIDED,
    OPEN,
    SCHOOLING_LABELS,
    ApplicationStatus,
    Channel,
)
from mgdesk.rules.people import Role
from mgdesk.rules.rights import Right
from mgdesk.services.enrolments import enrol
from mgdesk.services.intake import UnknownLanguage, give_role, new_person
from mgdesk.services.rights import ON_DUTY, demand, needs
from mgdesk.services.texts import line, lines
from mgdesk.storage.audit import Word, name_change, now

_LINES: Final = ("motivation", "availability", "note")
_LINE: Final = ("prescriber", "heard_of", "source")


class NothingToApplyFor(DeskError):
    sentence = N_("Choose the training or the cohort that they apply for.")


class AlreadyApplied(DeskError):
    sentence = N_("{name} has applied for {goal} already and waits for an answer. Open that one.")


class SchoolingUnknown(DeskError):
    sentence = N_("Schooling is a level from 1 to 8 (ISCED), or nothing when it was not said.")


class NoCohortYet(DeskError):
    sentence = N_("{name} applied for a training, not for a cohort. Choose the cohort to enter.")


class NotAccepted(DeskError):
    sentence = N_("{name} is not accepted yet. Accept the application first, then enrol them.")


class ApplicationFields(TypedDict, total=False):
    """What can be known of an application; what is not given stays."""

    channel: Channel
    prescriber: str
    heard_of: str
    motivation: str
    language: str
    availability: str
    schooling: int | None
    note: str
    source: str
    received_at: datetime


@needs(Right.WELCOME)
def apply(
    session: Session,
    *,
    person_id: UUID,
    campus_id: UUID | None = None,
    training_id: UUID | None = None,
    cohort_id: UUID | None = None,
    **fields: Unpack[ApplicationFields],
) -> UUID:
    """Take in somebody's wish to join a training or one of its cohorts; they become an applicant.

    Nothing that a person lacks is asked for. Without a campus it is the cohort's, else
    theirs, else the one made first.
    Raises NotFound, NothingToApplyFor, AlreadyApplied, SchoolingUnknown, UnknownLanguage,
    TextTooLong.
    """
    person = _found(session.get(Person, person_id))
    cohort = _found(session.get(Cohort, cohort_id)) if cohort_id else None
    if cohort is None and training_id is None:
        raise NothingToApplyFor
    training = _found(session.get(Training, cohort.training_id if cohort else training_id))
    campus_id = cohort.campus_id if cohort else campus_id or person.campus_id
    campus_id = campus_id or session.scalar(select(Campus.id).order_by(Campus.id).limit(1))
    if campus_id is None:
        raise NotFound
    goal = cohort.code if cohort else training.title
    if _waiting(session, person_id, training.id, cohort_id) is not None:
        raise AlreadyApplied(name=_name(person), goal=goal)
    application = Application(
        id=new_key(),
        person_id=person_id,
        training_id=training.id,
        cohort_id=cohort_id,
        campus_id=campus_id,
        received_at=now(session),
    )
    _fill(application, fields)
    person.campus_id = person.campus_id or campus_id
    give_role(session, person, Role.APPLICANT)
    session.add(application)
    session.flush()
    name_change(session, N_("{name} applied for {goal}"), name=_name(person), goal=goal)
    return application.id


@needs(Right.WELCOME)
def take_in(
    session: Session,
    *,
    name: str,
    person_id: UUID | None = None,
    campus_id: UUID | None = None,
    training_id: UUID | None = None,
    cohort_id: UUID | None = None,
    **fields: Unpack[ApplicationFields],
) -> UUID:
    """Take in the application of somebody known, or of somebody new by a name, as one change.

    Raises NameMissing and what `apply` raises.
    """
    if person_id is None:
        first_name, _blank, surname = names.clean(name).partition(" ")
        person_id = new_person(
            session, first_name=first_name, surname=surname, campus_id=campus_id
        ).id
        session.flush()
    return apply(
        session,
        person_id=person_id,
        campus_id=campus_id,
        training_id=training_id,
        cohort_id=cohort_id,
        **fields,
    )


@needs(Right.WELCOME)
def change_application(
    session: Session,
    *,
    application_id: UUID,
    version: int,
    **fields: Unpack[ApplicationFields],
) -> None:
    """Correct what is known. Raises NotFound, StaleRecord and what `apply` says of fields."""
    application = _application(session, application_id)
    if application.version != version:
        raise StaleRecord
    _fill(application, fields)
    name_change(session, N_("Application of {name} changed"), name=_name(application.person))


@needs(Right.WELCOME)
def set_status(
    session: Session,
    *,
    application_id: UUID,
    status: ApplicationStatus,
    reason: str = "",
    decided_by: str = "",
) -> None:
    """Move an application on: who, when and why are kept, and undo takes it back.

    Deciding, or changing what was decided, takes the right to select. `decided_by` counts where
    nobody is signed in. Raises NotFound, NotAllowed, TextTooLong.
    """
    application = _application(session, application_id)
    if {status, application.status} & DECIDED:
        demand(session, Right.SELECT)
    _decide(session, application, status, reason, decided_by)
    name_change(
        session,
        N_("{name}: {status}"),
        name=_name(application.person),
        status=Word(APPLICATION_STATUS_LABELS[status]),
    )


@needs(Right.WELCOME)
def set_statuses(
    session: Session,
    *,
    application_ids: Sequence[UUID],
    status: ApplicationStatus,
    reason: str = "",
    decided_by: str = "",
) -> None:
    """Move the applications that somebody chose on together, as one change. Raises as `set_status`."""
    for application_id in application_ids:
        set_status(
            session,
            application_id=application_id,
            status=status,
            reason=reason,
            decided_by=decided_by,
        )
    if len(application_ids) > 1:
        title = NN_("{n} application: {status}", "{n} applications: {status}")
        word = Word(APPLICATION_STATUS_LABELS[status])
        name_change(session, title, n=len(application_ids), status=word)


@needs(Right.SELECT)
def enrol_several(session: Session, *, application_ids: Sequence[UUID]) -> None:
    """Put accepted applicants in the cohorts that they applied for. Raises as `enrol_accepted`."""
    for application_id in application_ids:
        enrol_accepted(session, application_id=application_id)
    if len(application_ids) > 1:
        title = NN_("{n} applicant enrolled", "{n} applicants enrolled")
        name_change(session, title, n=len(application_ids))


@needs(Right.SELECT)
def enrol_accepted(
    session: Session, *, application_id: UUID, cohort_id: UUID | None = None
) -> UUID:
    """Put an accepted applicant in the cohort applied for, or in the one given; the enrolment.

    Raises NotFound, NotAccepted, NoCohortYet, AlreadyEnrolled.
    """
    application = _application(session, application_id)
    if application.status is not ApplicationStatus.ACCEPTED:
        raise NotAccepted(name=_name(application.person))
    goal = cohort_id or application.cohort_id
    if goal is None:
        raise NoCohortYet(name=_name(application.person))
    known = select(Enrolment.id).where(
        Enrolment.person_id == application.person_id, Enrolment.cohort_id == goal
    )
    there = session.scalar(known)
    application.enrolment_id = there or enrol(
        session,
        person_id=application.person_id,
        cohort_id=goal,
        prescriber=application.prescriber,
    )
    application.cohort_id = goal
    entered = session.get_one(Enrolment, application.enrolment_id)
    entered.schooling = entered.schooling or str(application.schooling or "")  # said once
    return application.enrolment_id


@needs(Right.WELCOME)
def remove_application(session: Session, *, application_id: UUID) -> None:
    """Take away an application that was made by mistake, with its interviews. Raises NotFound."""
    application = _application(session, application_id)
    if application.status in DECIDED or application.interviews:
        demand(session, Right.SELECT)
    name_change(session, N_("Application of {name} deleted"), name=_name(application.person))
    session.delete(application)


def who(session: Session, typed: str) -> tuple[str, UUID | None]:
    """The name that a decision bears: whoever is signed in, else what was typed."""
    on_duty = session.info.get(ON_DUTY)
    staff = session.get(Staff, on_duty.staff_id) if on_duty else None
    return (staff.name, staff.id) if staff else (line(typed), None)


def _decide(
    session: Session,
    application: Application,
    status: ApplicationStatus,
    reason: str,
    decided_by: str,
) -> None:
    name, staff_id = who(session, decided_by)
    application.status = status
    application.decisions.append(
        Decision(
            id=new_key(),
            status=status,
            at=now(session),
            reason=lines(reason),
            decided_by=name,
            staff_id=staff_id,
        )
    )


def _fill(application: Application, fields: ApplicationFields) -> None:
    values: dict[str, Any] = dict(fields)
    for name in _LINES:
        if name in values:
            values[name] = lines(values[name])
    for name in _LINE:
        if name in values:
            values[name] = line(values[name])
    language = values.get("language", "")
    if language and language not in LANGUAGES:
        raise UnknownLanguage(code=language)
    schooling = values.get("schooling")
    if schooling is not None and schooling not in SCHOOLING_LABELS:
        raise SchoolingUnknown
    for name, value in values.items():
        setattr(application, name, value)


def _waiting(
    session: Session, person_id: UUID, training_id: UUID, cohort_id: UUID | None
) -> UUID | None:
    return session.scalar(
        select(Application.id).where(
            Application.person_id == person_id,
            Application.training_id == training_id,
            Application.cohort_id.is_(None)
            if cohort_id is None
            else Application.cohort_id == cohort_id,
            Application.status.in_(OPEN),
        )
    )


def _application(session: Session, application_id: UUID) -> Application:
    found: Application = _found(session.get(Application, application_id))
    return found


def _found(record: Any) -> Any:
    if record is None:
        raise NotFound
    return record


def _name(person: Person) -> str:
    return names.display_name(person.first_name, person.surname)

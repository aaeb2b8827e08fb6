"""Applications as rows: of a training, a cohort, a campus, a person; one with what was decided."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_
from mgdesk.model import Application, Campus, Cohort, Decision, Person, Training
from mgdesk.queries.finding import PERSON, is_found
from mgdesk.rules import names
from mgdesk.rules.application import ApplicationStatus, Channel


class NoApplication(DeskError):
    sentence = N_("{name} has not applied. Look at the name, or take in the application first.")


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """An application; `received_at` is in UTC, `received_local` on its campus's clock."""

    id: UUID
    version: int
    person_id: UUID
    first_name: str
    surname: str
    second_name: str
    phone: str
    email: str
    municipality: str  # where they come from, as they said it
    training_id: UUID
    training: str
    cohort_id: UUID | None
    cohort: str  # its code
    campus_id: UUID
    campus: str  # its code
    zone: str
    country: str  # where its phones are at home
    received_at: datetime
    channel: Channel
    prescriber: str
    heard_of: str
    motivation: str
    language: str
    availability: str
    schooling: int | None
    status: ApplicationStatus
    note: str
    enrolment_id: UUID | None

    @property
    def name(self) -> str:
        return names.display_name(self.first_name, self.surname)

    @property
    def goal(self) -> str:
        """What they apply for: the cohort's code, else the training."""
        return self.cohort or self.training

    @property
    def received_local(self) -> datetime:
        return self.received_at.astimezone(ZoneInfo(self.zone))


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """Who moved an application on, when and why."""

    status: ApplicationStatus
    at: datetime
    reason: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class GoalRow:
    """Something that people applied for, and how many of them wait for an answer."""

    training_id: UUID
    training: str
    cohort_id: UUID | None
    cohort: str
    applications: int


def applications(
    session: Session,
    *,
    training_id: UUID | None = None,
    cohort_id: UUID | None = None,
    campus_id: UUID | None = None,
    person_id: UUID | None = None,
    statuses: Collection[ApplicationStatus] | None = None,
    search: str = "",
) -> list[ApplicationRow]:
    """Applications, the newest first; everything given narrows the list."""
    wanted = _rows().order_by(Application.received_at.desc(), Application.id.desc())
    for column, value in (
        (Application.training_id, training_id),
        (Application.cohort_id, cohort_id),
        (Application.campus_id, campus_id),
        (Application.person_id, person_id),
    ):
        if value is not None:
            wanted = wanted.where(column == value)
    if statuses is not None:
        wanted = wanted.where(Application.status.in_(statuses))
    if search.strip():
        wanted = wanted.where(is_found(session, Person.id, PERSON, search))
    return [ApplicationRow(*row) for row in session.execute(wanted)]


def application(session: Session, *, application_id: UUID) -> ApplicationRow:
    """One application. Raises NotFound."""
    row = session.execute(_rows().where(Application.id == application_id)).first()
    if row is None:
        raise NotFound
    return ApplicationRow(*row)


def application_of(
    session: Session, *, person_id: UUID, training_id: UUID | None, cohort_id: UUID | None
) -> ApplicationRow:
    """The newest application of a person, for that goal when one is given. Raises NoApplication."""
    rows = applications(session, person_id=person_id, training_id=training_id, cohort_id=cohort_id)
    if not rows:
        person = session.get(Person, person_id)
        name = names.display_name(person.first_name, person.surname) if person else "–"
        raise NoApplication(name=name)
    return rows[0]


def decisions(session: Session, *, application_id: UUID) -> list[DecisionRow]:
    """What was decided on an application, the latest first."""
    rows = session.execute(
        select(Decision.status, Decision.at, Decision.reason, Decision.decided_by)
        .where(Decision.application_id == application_id)
        .order_by(Decision.at.desc(), Decision.id.desc())
    )
    return [DecisionRow(*row) for row in rows]


def goals(session: Session, *, campus_id: UUID | None = None) -> list[GoalRow]:
    """What people applied for at a campus, by training, the newest cohort first."""
    wanted = (
        select(
            Application.training_id,
            Training.title,
            Application.cohort_id,
            func.coalesce(Cohort.code, ""),
            func.count(),
        )
        .join(Training, Training.id == Application.training_id)
        .outerjoin(Cohort, Cohort.id == Application.cohort_id)
        .group_by(
            Application.training_id,
            Training.title,
            Application.cohort_id,
            Cohort.code,
            Cohort.first_day,
        )
        .order_by(Training.title, Cohort.first_day.desc(), Cohort.code)
    )
    if campus_id is not None:
        wanted = wanted.where(Application.campus_id == campus_id)
    return [GoalRow(*row) for row in session.execute(wanted)]


def _rows() -> Any:  # a Select of the fields of `ApplicationRow`: mypy knows no name for it
    return (
        select(
            Application.id,
            Application.version,
            Application.person_id,
            Person.first_name,
            Person.surname,
            Person.second_name,
            Person.phone,
            Person.email,
            Person.municipality,
            Application.training_id,
            Training.title,
            Application.cohort_id,
            func.coalesce(Cohort.code, ""),
            Application.campus_id,
            Campus.code,
            Campus.zone,
            Campus.country,
            Application.received_at,
            Application.channel,
            Application.prescriber,
            Application.heard_of,
            Application.motivation,
            Application.language,
            Application.availability,
            Application.schooling,
            Application.status,
            Application.note,
            Application.enrolment_id,
        )
        .join(Person, Person.id == Application.person_id)
        .join(Training, Training.id == Application.training_id)
        .join(Campus, Campus.id == Application.campus_id)
        .outerjoin(Cohort, Cohort.id == Application.cohort_id)
    )

"""After the training: what was answered, every try to hear it, the rates. Whom to ask: queries.calls.

Queries are as many for one leaver as for all.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from mgdesk.model import (
    Campus,
    Cohort,
    ContactAttempt,
    Employer,
    Enrolment,
    Outcome,
    Person,
    Staff,
)
from mgdesk.queries.finding import PERSON, is_found
from mgdesk.rules import names
from mgdesk.rules.enrolment import CohortStatus, EnrolmentKind, EnrolmentStatus
from mgdesk.rules.outcome import (
    PART_TIME_BELOW,
    Answer,
    AttemptResult,
    ContractKind,
    Evidence,
    Leaver,
    Milestone,
    OutcomeKind,
    Rate,
    RateKind,
    rates,
)

EXIT = func.coalesce(Enrolment.exit_on, Cohort.last_day)


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """A situation as it was noted; moments are in UTC."""

    id: UUID
    person_id: UUID
    name: str
    enrolment_id: UUID | None
    cohort: str
    milestone: Milestone | None
    kind: OutcomeKind
    since: date | None
    is_in_field: bool | None
    employer: str
    partner_id: UUID | None
    hours_a_week: int | None
    contract: ContractKind | None
    evidence: Evidence
    proof_id: UUID | None
    note: str
    noted_at: datetime
    noted_by: str


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """A try to reach somebody as it was noted; the moment is in UTC."""

    id: UUID
    cohort: str
    milestone: Milestone
    result: AttemptResult
    call_back_on: date | None
    note: str
    at: datetime
    by: str


def outcomes(
    session: Session,
    *,
    person_id: UUID | None = None,
    enrolment_id: UUID | None = None,
    campus_id: UUID | None = None,
    search: str = "",
) -> list[OutcomeRow]:
    """Every situation that was noted, the latest first: of a person, an enrolment, a campus."""
    wanted = (
        select(Outcome, Person.first_name, Person.surname, Cohort.code, Employer, Staff.name)
        .join(Outcome.person)
        .outerjoin(Outcome.enrolment)
        .outerjoin(Enrolment.cohort)
        .outerjoin(Outcome.employer)
        .outerjoin(Outcome.noted_by)
        .order_by(Outcome.noted_at.desc(), Outcome.id.desc())
    )
    if person_id is not None:
        wanted = wanted.where(Outcome.person_id == person_id)
    if enrolment_id is not None:
        wanted = wanted.where(Outcome.enrolment_id == enrolment_id)
    if campus_id is not None:
        wanted = wanted.where(func.coalesce(Cohort.campus_id, Person.campus_id) == campus_id)
    if search.strip():
        wanted = wanted.where(is_found(session, Person.id, PERSON, search))
    return [_outcome(*row) for row in session.execute(wanted)]


def attempts_of(session: Session, *, person_id: UUID) -> list[AttemptRow]:
    """Every try to reach somebody after their trainings, the latest first."""
    rows = session.execute(
        select(ContactAttempt, Cohort.code, Staff.name)
        .join(Enrolment, Enrolment.id == ContactAttempt.enrolment_id)
        .join(Enrolment.cohort)
        .outerjoin(Staff, Staff.id == ContactAttempt.by_id)
        .where(ContactAttempt.person_id == person_id)
        .order_by(ContactAttempt.at.desc(), ContactAttempt.id.desc())
    )
    return [
        AttemptRow(
            one.id, code, one.milestone, one.result, one.call_back_on, one.note, one.at, by or ""
        )
        for one, code, by in rows
    ]


def leavers(
    session: Session,
    *,
    today: date,
    campus_id: UUID | None = None,
    cohort_id: UUID | None = None,
    since: date | None = None,
    until: date | None = None,
) -> list[Leaver]:
    """Every exit in a time, with what was answered: what `rules.outcome.rates` counts."""
    wanted: list[ColumnElement[bool]] = [today > EXIT]
    if campus_id is not None:
        wanted.append(Cohort.campus_id == campus_id)
    if cohort_id is not None:
        wanted.append(Enrolment.cohort_id == cohort_id)
    if since is not None:
        wanted.append(since <= EXIT)
    if until is not None:
        wanted.append(until >= EXIT)
    rows = _left(session, wanted)
    answers = _answers(session, [row.id for row in rows])
    schools = _schools(session)
    return [
        Leaver(
            row.person_id,
            row.exit_on,
            row.status is EnrolmentStatus.COMPLETED,
            {
                one.milestone: Answer(
                    one.kind,
                    one.since,
                    one.is_in_field,
                    one.hours_a_week,
                    one.employer_id in schools,
                )
                for one in reversed(answers[row.id])
                if one.milestone is not None
            },
        )
        for row in rows
    ]


def rates_of(
    session: Session,
    *,
    today: date,
    campus_id: UUID | None = None,
    cohort_id: UUID | None = None,
    since: date | None = None,
    until: date | None = None,
    part_time_below: int = PART_TIME_BELOW,
) -> dict[RateKind, Rate]:
    """The rates of those who left in a time, each person once. See rules.outcome for definitions."""
    found = leavers(
        session, today=today, campus_id=campus_id, cohort_id=cohort_id, since=since, until=until
    )
    return rates(found, today=today, part_time_below=part_time_below)


def ends(enrolment: Any, cohort: Any) -> tuple[ColumnElement[bool], ...]:
    """Enrolments that are meant to end in a situation: not those an employer sent, who have work, nor
    those who asked only, nor those moved to another cohort."""
    return (
        enrolment.kind == EnrolmentKind.REGULAR,
        enrolment.status.not_in((EnrolmentStatus.PROSPECT, EnrolmentStatus.TRANSFERRED)),
        or_(
            cohort.status.not_in((CohortStatus.PLANNED, CohortStatus.CANCELLED)),
            and_(enrolment.exit_on.is_not(None), cohort.status != CohortStatus.CANCELLED),
        ),
    )


def _left(session: Session, wanted: Iterable[ColumnElement[bool]]) -> Sequence[Any]:
    return session.execute(
        select(Enrolment.id, Enrolment.person_id, Enrolment.status, EXIT.label("exit_on"))
        .join(Enrolment.cohort)
        .where(*ends(Enrolment, Cohort), *wanted)
        .order_by(EXIT, Enrolment.id)
    ).all()


def _answers(session: Session, enrolment_ids: Sequence[UUID]) -> defaultdict[UUID, list[Any]]:
    """What was noted of these enrolments, the latest first."""
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    wanted = set(enrolment_ids)
    rows = session.execute(
        select(
            Outcome.enrolment_id,
            Outcome.milestone,
            Outcome.kind,
            Outcome.since,
            Outcome.is_in_field,
            Outcome.hours_a_week,
            Outcome.employer_id,
        )
        .where(Outcome.enrolment_id.is_not(None))
        .order_by(Outcome.noted_at.desc(), Outcome.id.desc())
    )
    for row in rows:
        if row.enrolment_id in wanted:
            found[row.enrolment_id].append(row)
    return found


def _schools(session: Session) -> set[UUID]:
    """The employers that are a campus, or the organisation that runs one."""
    own = {
        names.fold(name)
        for row in session.execute(select(Campus.name, Campus.organisation))
        for name in row
        if name
    }
    rows = session.execute(select(Employer.id, Employer.name))
    return {row.id for row in rows if names.fold(row.name) in own}


def _outcome(
    found: Outcome,
    first_name: str,
    surname: str,
    cohort: str | None,
    employer: Employer | None,
    noted_by: str | None,
) -> OutcomeRow:
    return OutcomeRow(
        found.id,
        found.person_id,
        names.display_name(first_name, surname),
        found.enrolment_id,
        cohort or "",
        found.milestone,
        found.kind,
        found.since,
        found.is_in_field,
        employer.name if employer else "",
        employer.partner_id if employer else None,
        found.hours_a_week,
        found.contract,
        found.evidence,
        found.proof_id,
        found.note,
        found.noted_at,
        noted_by or "",
    )

"""After the training: whom to ask now, what was answered, who could not be reached, the rates.

Queries are as many for one leaver as for all. Somebody who came back is asked after the last exit
only, and who refused contact after the training is not asked at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from mgdesk.model import (
    Campus,
    Cohort,
    Consent,
    ContactAttempt,
    Employer,
    Enrolment,
    FunderProfile,
    Outcome,
    Person,
    Staff,
)
from mgdesk.queries.finding import PERSON, is_found
from mgdesk.rules import names, people
from mgdesk.rules.enrolment import CohortStatus, EnrolmentKind, EnrolmentStatus
from mgdesk.rules.outcome import (
    WARNED_BEFORE_END,
    Answer,
    AttemptResult,
    ContractKind,
    Evidence,
    Leaver,
    Milestone,
    OutcomeKind,
    Rate,
    RateKind,
    due_on,
    milestone_on,
    milestones_of,
    once_each,
    rates,
)
from mgdesk.rules.people import ConsentKind, Flag

EXIT = func.coalesce(Enrolment.exit_on, Cohort.last_day)
_ASKED_FOR = timedelta(
    days=480
)  # after the exit nobody is called any more, whatever the milestones


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """Somebody to call now about one milestone."""

    enrolment_id: UUID
    person_id: UUID
    first_name: str
    surname: str
    phone: str
    email: str
    cohort: str
    campus_id: UUID
    campus: str
    exit_on: date
    milestone: Milestone
    due_on: date
    attempts: int
    last_result: AttemptResult | None
    last_at: datetime | None
    call_back_on: date | None
    last_known: OutcomeKind | None  # noted at an earlier milestone, or in between

    @property
    def id(self) -> UUID:
        return self.enrolment_id

    @property
    def name(self) -> str:
        return names.display_name(self.first_name, self.surname)

    def waits(self, today: date) -> bool:
        """Whether they asked to be called on a later day."""
        return self.call_back_on is not None and self.call_back_on > today


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
    milestone: Milestone
    result: AttemptResult
    call_back_on: date | None
    note: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ContactGap:
    """Somebody who leaves soon and could not be called afterwards."""

    person_id: UUID
    name: str
    cohort_id: UUID
    cohort: str
    last_day: date
    flags: tuple[Flag, ...]

    @property
    def id(self) -> UUID:
        return self.person_id


@dataclass(frozen=True, slots=True)
class DueCounts:
    """How many are to be called, and how many leave soon without a way to be called."""

    calls: int
    gaps: int


def follow_ups(
    session: Session, *, today: date, campus_id: UUID | None = None, search: str = ""
) -> list[FollowUpRow]:
    """Whom to call on that day, the longest due first; who asked for a later day comes last."""
    wanted = [today - _ASKED_FOR <= EXIT]
    if search.strip():
        wanted.append(is_found(session, Person.id, PERSON, search))
    rows = _last_exits(_left(session, wanted))
    rows = [row for row in rows if row.exit_on < today]
    if campus_id is not None:
        rows = [row for row in rows if row.campus_id == campus_id]
    refused = _refused(session)
    answers = _answers(session, [row.id for row in rows])
    attempts = _attempts(session)
    found = [
        _follow_up(row, milestone, answers[row.id], attempts.get((row.id, milestone), []))
        for row in rows
        if row.person_id not in refused
        and (milestone := _asked(row, today)) is not None
        and milestone not in {one.milestone for one in answers[row.id]}
    ]
    return sorted(found, key=lambda one: (one.waits(today), one.due_on, one.surname, one.id))


def due_counts(session: Session, *, today: date, campus_id: UUID | None = None) -> DueCounts:
    """What Today says of it: calls that nobody asked to wait, and leavers to reach in time."""
    calls = follow_ups(session, today=today, campus_id=campus_id)
    return DueCounts(
        sum(not one.waits(today) for one in calls),
        len(contact_gaps(session, today=today, campus_id=campus_id)),
    )


def last_exit(session: Session, *, person_id: UUID, today: date) -> tuple[UUID, Milestone] | None:
    """The training that a person left last, and the milestone open on that day, else the exit."""
    rows = [
        row
        for row in _last_exits(_left(session, [Enrolment.person_id == person_id]))
        if row.exit_on <= today
    ]
    return (rows[0].id, _asked(rows[0], today) or Milestone.EXIT) if rows else None


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


def attempts_of(session: Session, *, enrolment_id: UUID) -> list[AttemptRow]:
    """Every try to reach somebody after a training, the latest first."""
    rows = session.execute(
        select(ContactAttempt, Staff.name)
        .outerjoin(Staff, Staff.id == ContactAttempt.by_id)
        .where(ContactAttempt.enrolment_id == enrolment_id)
        .order_by(ContactAttempt.at.desc(), ContactAttempt.id.desc())
    )
    return [
        AttemptRow(one.milestone, one.result, one.call_back_on, one.note, one.at, by or "")
        for one, by in rows
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
    return [
        Leaver(
            row.person_id,
            row.exit_on,
            row.status is EnrolmentStatus.COMPLETED,
            {
                one.milestone: Answer(one.kind, one.since, one.is_in_field)
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
) -> dict[RateKind, Rate]:
    """The rates of those who left in a time, each person once. See rules.outcome for definitions."""
    found = leavers(
        session, today=today, campus_id=campus_id, cohort_id=cohort_id, since=since, until=until
    )
    return rates(found, today=today)


def contact_gaps(
    session: Session,
    *,
    today: date,
    campus_id: UUID | None = None,
    cohort_id: UUID | None = None,
) -> list[ContactGap]:
    """Who of a cohort lacks a phone or e-mail that works; without a cohort, of those that end within
    two weeks."""
    wanted = (
        select(
            Person.id,
            Person.first_name,
            Person.surname,
            Person.phone,
            Person.email,
            Cohort.id.label("cohort_id"),
            Cohort.code,
            EXIT.label("exit_on"),
        )
        .join(Enrolment.person)
        .join(Enrolment.cohort)
        .where(
            Enrolment.status.in_((EnrolmentStatus.CONFIRMED, EnrolmentStatus.ACTIVE)),
            Cohort.status.in_((CohortStatus.CONFIRMED, CohortStatus.RUNNING)),
            today <= EXIT,
        )
        .order_by(EXIT, Cohort.code, Person.sort_key, Person.id)
    )
    if cohort_id is not None:
        wanted = wanted.where(Enrolment.cohort_id == cohort_id)
    else:
        wanted = wanted.where(today + WARNED_BEFORE_END >= EXIT)
    if campus_id is not None:
        wanted = wanted.where(Cohort.campus_id == campus_id)
    return [
        ContactGap(
            row.id,
            names.display_name(row.first_name, row.surname),
            row.cohort_id,
            row.code,
            row.exit_on,
            found,
        )
        for row in session.execute(wanted)
        if (found := _gap(row.phone, row.email))
    ]


def _gap(phone: str, email: str) -> tuple[Flag, ...]:
    """One way that works is enough."""
    found = people.flags(phone, email)
    works = (phone and Flag.PHONE not in found) or (email and Flag.EMAIL not in found)
    return () if works else found


def _left(session: Session, wanted: Iterable[ColumnElement[bool]]) -> Sequence[Any]:
    """Enrolments that are meant to end in a situation: not those an employer sent, who have work, nor
    those who asked only, nor those moved to another cohort."""
    own, theirs = aliased(FunderProfile), aliased(FunderProfile)
    return session.execute(
        select(
            Enrolment.id,
            Enrolment.person_id,
            Enrolment.status,
            EXIT.label("exit_on"),
            Person.first_name,
            Person.surname,
            Person.phone,
            Person.email,
            Cohort.code,
            Cohort.campus_id,
            Campus.code.label("campus"),
            own.milestones.label("own"),
            theirs.milestones.label("theirs"),
        )
        .join(Enrolment.person)
        .join(Enrolment.cohort)
        .join(Cohort.campus)
        .outerjoin(own, own.id == Cohort.funder_profile_id)
        .outerjoin(theirs, theirs.id == Campus.funder_profile_id)
        .where(
            Enrolment.kind == EnrolmentKind.REGULAR,
            Enrolment.status.not_in((EnrolmentStatus.PROSPECT, EnrolmentStatus.TRANSFERRED)),
            or_(
                Cohort.status.not_in((CohortStatus.PLANNED, CohortStatus.CANCELLED)),
                and_(Enrolment.exit_on.is_not(None), Cohort.status != CohortStatus.CANCELLED),
            ),
            *wanted,
        )
        .order_by(EXIT, Enrolment.id)
    ).all()


def _last_exits(rows: Sequence[Any]) -> list[Any]:
    by_exit = {(row.person_id, row.exit_on): row for row in rows}
    kept = once_each(Leaver(row.person_id, row.exit_on) for row in rows)
    return [by_exit[one.person_id, one.exit_on] for one in kept]


def _asked(row: Any, today: date) -> Milestone | None:
    return milestone_on(today, row.exit_on, milestones_of(row.own or row.theirs or ()))


def _refused(session: Session) -> set[UUID]:
    """Who does not want to be contacted after the training, by their last answer."""
    rows = session.execute(
        select(Consent.person_id, Consent.is_given)
        .where(Consent.kind == ConsentKind.CONTACT_AFTER)
        .order_by(Consent.at, Consent.id)
    )
    last = {row.person_id: row.is_given for row in rows}
    return {person_id for person_id, is_given in last.items() if not is_given}


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
        )
        .where(Outcome.enrolment_id.is_not(None))
        .order_by(Outcome.noted_at.desc(), Outcome.id.desc())
    )
    for row in rows:
        if row.enrolment_id in wanted:
            found[row.enrolment_id].append(row)
    return found


def _attempts(session: Session) -> dict[tuple[UUID, Milestone], list[Any]]:
    """Every try by enrolment and milestone, the latest first."""
    found: defaultdict[tuple[UUID, Milestone], list[Any]] = defaultdict(list)
    rows = session.execute(
        select(
            ContactAttempt.enrolment_id,
            ContactAttempt.milestone,
            ContactAttempt.result,
            ContactAttempt.at,
            ContactAttempt.call_back_on,
        ).order_by(ContactAttempt.at.desc(), ContactAttempt.id.desc())
    )
    for row in rows:
        found[row.enrolment_id, row.milestone].append(row)
    return found


def _follow_up(
    row: Any, milestone: Milestone, answers: Sequence[Any], attempts: Sequence[Any]
) -> FollowUpRow:
    last = attempts[0] if attempts else None
    return FollowUpRow(
        row.id,
        row.person_id,
        row.first_name,
        row.surname,
        row.phone,
        row.email,
        row.code,
        row.campus_id,
        row.campus,
        row.exit_on,
        milestone,
        due_on(milestone, row.exit_on),
        len(attempts),
        last.result if last else None,
        last.at if last else None,
        last.call_back_on if last else None,
        answers[0].kind if answers else None,
    )


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

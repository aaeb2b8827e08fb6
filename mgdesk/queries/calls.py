"""Whom to ask now what became of them, and who leaves without a way to be asked.

Nobody is called twice for two trainings: the last exit counts. Who refused contact after the training,
asked that their data be used no more or was erased, is on no list. What is due is found by the database
alone, whatever the number of people; the milestones of each profile become days of exit beforehand.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from mgdesk.model import (
    Campus,
    Cohort,
    Consent,
    ContactAttempt,
    Enrolment,
    FunderProfile,
    Outcome,
    Person,
)
from mgdesk.queries.finding import PERSON, is_found
from mgdesk.queries.outcomes import EXIT, ends
from mgdesk.rules import names, people
from mgdesk.rules.enrolment import CohortStatus, EnrolmentStatus
from mgdesk.rules.outcome import (
    LONGEST_OPEN,
    WARNED_BEFORE_END,
    AttemptResult,
    Milestone,
    OutcomeKind,
    due_on,
    milestones_of,
    open_exits,
)
from mgdesk.rules.people import ConsentKind, Flag

_UNDER_WAY: Final = (CohortStatus.CONFIRMED, CohortStatus.RUNNING)  # few: they are found first


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """Somebody to call about one milestone."""

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
    wanted = _due(_asked(session, today), today, campus_id)
    if search.strip():
        wanted = wanted.where(is_found(session, Person.id, PERSON, search))
    found = _rows(session, wanted)
    return sorted(found, key=lambda one: (one.waits(today), one.due_on, one.surname, one.id))


def due_counts(session: Session, *, today: date, campus_id: UUID | None = None) -> DueCounts:
    """What Today says of it: calls that nobody asked to wait, and leavers to reach in time."""
    asked = _asked(session, today)
    due = _due(asked, today, campus_id).where(func.coalesce(_call_back_on(asked), today) <= today)
    counted = due.with_only_columns(func.count())
    gaps = contact_gaps(session, today=today, campus_id=campus_id)
    return DueCounts(session.scalar(counted) or 0, len(gaps))


def last_exit(session: Session, *, person_id: UUID, today: date) -> FollowUpRow | None:
    """The training that a person left last, and the milestone open on that day, else the exit."""
    asked = _asked(session, today)
    wanted = (
        _select(asked)
        .where(*ends(Enrolment, Cohort), Enrolment.person_id == person_id, today >= EXIT)
        .order_by(EXIT.desc(), Enrolment.id.desc())
        .limit(1)
    )
    return next(iter(_rows(session, wanted)), None)


def _due(asked: ColumnElement[Any], today: date, campus_id: UUID | None) -> Select[Any]:
    """Last exits of people who may be called, whose milestone of that day has no answer."""
    return _select(asked).where(
        Enrolment.id.in_(_unanswered(asked, today, campus_id)),
        Person.restricted_at.is_(None),
        Person.erased_at.is_(None),
        ~_left_again().exists(),
        func.coalesce(_consents_to_contact(), True).is_(True),
    )


def _unanswered(asked: ColumnElement[Any], today: date, campus_id: UUID | None) -> Select[Any]:
    """Enrolments whose milestone of that day has no answer: few, so found before who may be called.

    A cohort that ended long ago is not looked into, unless somebody left it later.
    """
    since = today - LONGEST_OPEN
    late = select(Enrolment.cohort_id).where(Enrolment.exit_on >= since)
    cohorts = select(Cohort.id).where(Cohort.last_day >= since).union_all(late)
    answered = select(Outcome.id).where(
        Outcome.enrolment_id == Enrolment.id, Outcome.milestone == asked
    )
    wanted = (
        select(Enrolment.id)
        .join(Enrolment.cohort)
        .join(Cohort.campus)
        .where(
            Enrolment.cohort_id.in_(cohorts),
            *ends(Enrolment, Cohort),
            asked.is_not(None),
            ~answered.correlate(Enrolment, Cohort, Campus).exists(),
        )
    )
    return wanted if campus_id is None else wanted.where(Cohort.campus_id == campus_id)


def _select(asked: ColumnElement[Any]) -> Select[Any]:
    return (
        select(
            Enrolment.id,
            Enrolment.person_id,
            EXIT.label("exit_on"),
            asked.label("milestone"),
            Person.first_name,
            Person.surname,
            Person.phone,
            Person.email,
            Cohort.code,
            Cohort.campus_id,
            Campus.code.label("campus"),
        )
        .select_from(Enrolment)
        .join(Enrolment.person)
        .join(Enrolment.cohort)
        .join(Cohort.campus)
    )


def _asked(session: Session, today: date) -> ColumnElement[Any]:
    """The milestone to ask an enrolment for, by its day of exit and the profile that holds for it."""
    told = {
        row.id: milestones_of(row.milestones)
        for row in session.execute(select(FunderProfile.id, FunderProfile.milestones))
        if row.milestones
    }
    profile_id = case(
        (Cohort.funder_profile_id.in_(told), Cohort.funder_profile_id),
        else_=Campus.funder_profile_id,
    )
    groups: defaultdict[tuple[Milestone, ...], list[UUID]] = defaultdict(list)
    for key, milestones in told.items():
        groups[milestones].append(key)
    by_profile = [
        (profile_id.in_(ids), _milestone(today, milestones)) for milestones, ids in groups.items()
    ]
    usual = _milestone(today, milestones_of(()))
    return case(*by_profile, else_=usual) if by_profile else usual


def _milestone(today: date, milestones: tuple[Milestone, ...]) -> ColumnElement[Any]:
    kept = Outcome.milestone.type
    return case(
        *(
            (EXIT.between(first, last), literal(milestone, kept))
            for milestone, first, last in open_exits(today, milestones)
        ),
        else_=literal(None, kept),
    )


def _left_again() -> Select[Any]:
    """A later exit of the same person, also one to come."""
    later, cohort = aliased(Enrolment), aliased(Cohort)
    exit_on = func.coalesce(later.exit_on, cohort.last_day)
    return (
        select(later.id)
        .join(cohort, cohort.id == later.cohort_id)
        .where(
            later.person_id == Enrolment.person_id,
            later.id != Enrolment.id,
            *ends(later, cohort),
            or_(exit_on > EXIT, and_(exit_on == EXIT, later.id > Enrolment.id)),
        )
        .correlate(Enrolment, Cohort)
    )


def _consents_to_contact() -> Any:
    """Their last answer to being contacted after the training; nothing while nobody asked."""
    return (
        select(Consent.is_given)
        .where(Consent.person_id == Enrolment.person_id)
        .where(Consent.kind == ConsentKind.CONTACT_AFTER)
        .order_by(Consent.at.desc(), Consent.id.desc())
        .limit(1)
        .correlate(Enrolment)
        .scalar_subquery()
    )


def _call_back_on(asked: ColumnElement[Any]) -> Any:
    """The day that the last try for that milestone named."""
    return (
        select(ContactAttempt.call_back_on)
        .where(ContactAttempt.enrolment_id == Enrolment.id, ContactAttempt.milestone == asked)
        .order_by(ContactAttempt.at.desc(), ContactAttempt.id.desc())
        .limit(1)
        .correlate(Enrolment, Cohort, Campus)
        .scalar_subquery()
    )


def _rows(session: Session, wanted: Select[Any]) -> list[FollowUpRow]:
    """Each with the tries for its milestone and what was known last."""
    ids = wanted.with_only_columns(Enrolment.id)
    attempts, known = _attempts(session, ids), _last_known(session, ids)
    return [
        _row(row, attempts.get((row.id, row.milestone or Milestone.EXIT), ()), known.get(row.id))
        for row in session.execute(wanted)
    ]


def _attempts(session: Session, ids: Select[Any]) -> Mapping[tuple[UUID, Milestone], Sequence[Any]]:
    """Every try by enrolment and milestone, the latest first."""
    found: defaultdict[tuple[UUID, Milestone], list[Any]] = defaultdict(list)
    rows = session.execute(
        select(
            ContactAttempt.enrolment_id,
            ContactAttempt.milestone,
            ContactAttempt.result,
            ContactAttempt.at,
            ContactAttempt.call_back_on,
        )
        .where(ContactAttempt.enrolment_id.in_(ids))
        .order_by(ContactAttempt.at.desc(), ContactAttempt.id.desc())
    )
    for row in rows:
        found[row.enrolment_id, row.milestone].append(row)
    return found


def _last_known(session: Session, ids: Select[Any]) -> dict[UUID, OutcomeKind]:
    rows = session.execute(
        select(Outcome.enrolment_id, Outcome.kind)
        .where(Outcome.enrolment_id.in_(ids))
        .order_by(Outcome.noted_at, Outcome.id)
    )
    return {row.enrolment_id: row.kind for row in rows if row.enrolment_id is not None}


def _row(row: Any, attempts: Sequence[Any], last_known: OutcomeKind | None) -> FollowUpRow:
    last = attempts[0] if attempts else None
    milestone = row.milestone or Milestone.EXIT
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
        last_known,
    )


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
            Enrolment.cohort_id.in_(select(Cohort.id).where(Cohort.status.in_(_UNDER_WAY))),
            today <= EXIT,
            Person.restricted_at.is_(None),
            Person.erased_at.is_(None),
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

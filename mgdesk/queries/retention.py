"""Who is over the period for which they are kept: why they were, until when, what funders still ask."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from mgdesk.errors import NotFound
from mgdesk.model import (
    Change,
    CheckIn,
    CoachingSession,
    Cohort,
    CohortTrainer,
    Enrolment,
    Event,
    KeptLonger,
    Pass,
    Person,
    PersonRole,
    Registration,
    RetentionRule,
    Setting,
    Staff,
    Visit,
)
from mgdesk.rules import names
from mgdesk.rules.events import CheckInKind
from mgdesk.rules.people import Role
from mgdesk.rules.retention import ASKED_AGAIN, DEFAULT_DAYS, Category, Reason, reason

REVIEWED = "privacy review"


@dataclass(frozen=True)
class PeriodRow:
    category: Category
    days: int
    is_own: bool


@dataclass(frozen=True)
class ReviewRow:
    """Somebody over their period. `is_rest`: erased in part before, and now the rest may go too."""

    person_id: UUID
    name: str
    number: str
    reason: Reason
    is_rest: bool
    kept_reason: str  # of a review that kept them before

    @property
    def id(self) -> UUID:
        return self.person_id


def periods(session: Session) -> list[PeriodRow]:
    """The period of each category, as shipped or as the campus has it."""
    own = {row.category: row.days for row in session.scalars(select(RetentionRule))}
    return [PeriodRow(one, own.get(one, DEFAULT_DAYS[one]), is_own=one in own) for one in Category]


def review(session: Session, *, today: date) -> list[ReviewRow]:
    """Everybody over their period, whom no review kept within the year; the longest first."""
    days = {row.category: row.days for row in periods(session)}
    kept = _kept(session)
    last = _last_days(session)
    rows = session.execute(
        select(
            Person.id, Person.first_name, Person.surname, Person.learner_number,
            Person.created_at, Person.erase_on,
        ).where(Person.erased_at.is_(None))
    )  # fmt: skip
    found = []
    for row in rows:
        why = _longest(last.get(row.id, {}), row.created_at.date(), days)
        asked, before = kept.get(row.id, (date.min, ""))
        is_rest = row.erase_on is not None
        over = row.erase_on < today if is_rest else why.until < today
        if over and asked <= today:
            name = names.list_name(row.first_name, row.surname)
            number = row.learner_number or ""
            found.append(ReviewRow(row.id, name, number, why, is_rest, before))
    return sorted(found, key=lambda one: (one.reason.until, one.name))


def is_review_due(session: Session, *, today: date) -> bool:
    """Whether a year went by since the last review, or since there is somebody to review."""
    noted = session.get(Setting, REVIEWED)
    if noted is not None:
        return date.fromisoformat(noted.value["day"]) + ASKED_AGAIN <= today
    first = session.scalar(select(func.min(Person.created_at)))
    return first is not None and first.date() + ASKED_AGAIN <= today


def last_review(session: Session) -> date | None:
    noted = session.get(Setting, REVIEWED)
    return date.fromisoformat(noted.value["day"]) if noted is not None else None


def reason_of(session: Session, *, person_id: UUID) -> Reason:
    """Why one person is kept, and until when. Raises NotFound."""
    days = {row.category: row.days for row in periods(session)}
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    created = person.created_at.date()
    return _longest(_last_days(session, person_id).get(person_id, {}), created, days)


def _longest(last: dict[Category, date], created: date, days: dict[Category, int]) -> Reason:
    """What keeps somebody longest; who never came is an applicant from the day they were noted."""
    reasons = [reason(category, day, days[category]) for category, day in last.items()]
    if not reasons:
        reasons = [reason(Category.APPLICANT, created, days[Category.APPLICANT])]
    return max(reasons, key=lambda one: one.until)


def _kept(session: Session) -> dict[UUID, tuple[date, str]]:
    rows = session.execute(
        select(KeptLonger.person_id, KeptLonger.until, KeptLonger.reason).order_by(
            KeptLonger.decided_at
        )
    )
    return {row.person_id: (row.until, row.reason) for row in rows}


def _last_days(session: Session, person_id: UUID | None = None) -> dict[UUID, dict[Category, date]]:
    """Person → for what they came last when: a question a source, whatever the number of people."""
    found: defaultdict[UUID, dict[Category, date]] = defaultdict(dict)
    for category, person, wanted in _sources():
        asked = wanted if person_id is None else wanted.where(person == person_id)
        for owner, last in _rows(session, asked):
            day = last.date() if isinstance(last, datetime) else last
            if owner is not None and day is not None:
                before = found[owner].get(category, date.min)
                found[owner][category] = max(day, before)
    return found


def _rows(session: Session, wanted: Any) -> Iterable[tuple[UUID | None, date | datetime | None]]:
    return ((row[0], row[1]) for row in session.execute(wanted))


def _sources() -> Iterator[tuple[Category, Any, Any]]:
    def latest(owner: Any, moment: Any) -> Any:
        return select(owner, func.max(moment)).group_by(owner)

    out = func.coalesce(Enrolment.exit_on, Cohort.last_day)
    yield (
        Category.LEARNER,
        Enrolment.person_id,
        latest(Enrolment.person_id, out).join(Cohort, Cohort.id == Enrolment.cohort_id),
    )
    yield (
        Category.GUEST,
        Registration.person_id,
        latest(Registration.person_id, Event.ends_at).join(
            Event, Event.id == Registration.event_id
        ),
    )
    yield (
        Category.COACHED,
        CoachingSession.person_id,
        latest(CoachingSession.person_id, CoachingSession.ends_at),
    )
    yield Category.COWORKER, Pass.person_id, latest(Pass.person_id, func.coalesce(
        Pass.last_day, func.current_date()
    ))  # fmt: skip
    came = latest(CheckIn.person_id, CheckIn.at)
    yield Category.VISITOR, Visit.person_id, latest(Visit.person_id, Visit.day)
    for kind, category in _CAME.items():
        yield category, CheckIn.person_id, came.where(CheckIn.kind == kind)
    yield (
        Category.TEAM,
        CohortTrainer.person_id,
        latest(CohortTrainer.person_id, Cohort.last_day).join(
            Cohort, Cohort.id == CohortTrainer.cohort_id
        ),
    )
    yield (
        Category.TEAM,
        CoachingSession.coach_id,
        latest(CoachingSession.coach_id, CoachingSession.ends_at),
    )
    yield (
        Category.STAFF,
        Staff.person_id,
        latest(
            Staff.person_id,
            case((Staff.is_active, func.current_timestamp()), else_=Change.at),
        ).outerjoin(Change, Change.staff_id == Staff.id),
    )
    for role, category in _HATS.items():
        yield (
            category,
            PersonRole.person_id,
            latest(PersonRole.person_id, PersonRole.since).where(PersonRole.role == role),
        )


_CAME = {
    CheckInKind.COWORKING: Category.COWORKER,
    CheckInKind.VISIT: Category.VISITOR,
    CheckInKind.EVENT: Category.GUEST,
}
# Hats that keep somebody who has done nothing yet; the others follow from what they do.
_HATS = {
    Role.APPLICANT: Category.APPLICANT,
    Role.TRAINER: Category.TEAM,
    Role.COACH: Category.TEAM,
    Role.COWORKER: Category.COWORKER,
    Role.FOUNDER: Category.COACHED,
    Role.GUEST: Category.GUEST,
    Role.VISITOR: Category.VISITOR,
    Role.LEARNER: Category.APPLICANT,
}

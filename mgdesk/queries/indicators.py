"""Participants and leavers of a scope by what indicators ask, each person once, and who is in a line."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Integer, Text, and_, case, cast, exists, extract, func, select
from sqlalchemy.orm import Session, aliased

from mgdesk.model import Attendance, Cohort, Enrolment, Outcome, Person
from mgdesk.queries.answers import stands
from mgdesk.queries.happenings import Happenings
from mgdesk.rules import names
from mgdesk.rules.attendance import THERE
from mgdesk.rules.common_indicators import INDICATORS, OF_PARTICIPANTS
from mgdesk.rules.enrolment import CohortStatus, EnrolmentStatus
from mgdesk.rules.figures import Scope
from mgdesk.rules.indicators import (
    Answers,
    Leaver,
    Participant,
    Told,
    age_band,
    labour_of,
    schooling_of,
    six_months_on,
    upon_leaving,
)
from mgdesk.rules.outcome import Milestone

_ASKED: Final = (Milestone.EXIT, Milestone.WEEKS_4, Milestone.MONTHS_6)


@dataclass(frozen=True)
class IndicatorPerson:
    """One of the people of a line."""

    person_id: UUID
    name: str
    sort_key: str


def participants(session: Session, *, scope: Scope) -> list[Participant]:
    """Who began in a scope, each by the first entry at which they came."""
    entries = _entries(Happenings(session, scope))
    rows = session.execute(
        select(
            entries.c.person_id,
            entries.c.labour_status,
            entries.c.schooling,
            _age(entries.c.entry),
            func.coalesce(cast(Person.gender, Text), ""),
            entries.c.came,
        )
        .join(Person, Person.id == entries.c.person_id)
        .where(entries.c.place == 1)
    )
    return [
        Participant(
            person, labour_of(labour), schooling_of(schooling), age_band(age), gender, bool(came)
        )
        for person, labour, schooling, age, gender, came in rows
    ]


def leavers(session: Session, *, scope: Scope) -> list[Leaver]:
    """Who left in a scope, each by the last exit, with what they answered since."""
    happenings = Happenings(session, scope)
    left = happenings.left()
    gone = select(left).where(left.c.place == 1, ~_is_still_there(happenings, left)).subquery()
    told = _answers(session, gone)
    rows = session.execute(
        select(
            gone.c.id,
            gone.c.person_id,
            gone.c.day,
            Enrolment.labour_status,
            func.coalesce(cast(Person.gender, Text), ""),
            _came(gone.c.id),
        )
        .join(Enrolment, Enrolment.id == gone.c.id)
        .join(Person, Person.id == gone.c.person_id)
    )
    return [_leaver(row, told.get(row[0], {}), happenings.today) for row in rows]


def _leaver(row: Any, told: Answers, today: date) -> Leaver:
    _key, person, day, labour, gender, came = row
    exit_on = date.fromisoformat(day)
    at_exit, is_exit_proven = upon_leaving(told, exit_on)
    later, is_later_proven = six_months_on(told, exit_on, today)
    return Leaver(
        person, labour_of(labour), at_exit, later, gender, is_exit_proven, is_later_proven,
        bool(came),
    )  # fmt: skip


def people_of(session: Session, *, scope: Scope, key: str) -> list[IndicatorPerson]:
    """The people of a line of the table, by name; none of a line that is not collected."""
    indicator = INDICATORS[key]
    read = participants if indicator in OF_PARTICIPANTS else leavers
    belongs = indicator.belongs
    inside = [one.person_id for one in read(session, scope=scope) if belongs and belongs(one)]
    rows = session.execute(
        select(Person.id, Person.first_name, Person.surname, Person.sort_key).where(
            Person.id.in_(inside)
        )
    )
    found = [IndicatorPerson(row[0], names.list_name(row[1], row[2]), row[3]) for row in rows]
    return sorted(found, key=lambda one: (one.sort_key, one.name))


# --- what is asked of the tables ----------------------------------------------------------------


def _entries(happenings: Happenings) -> Any:
    """Every entry of the period; in place 1 each person's first at which they came, else the first."""
    scope = happenings.scope
    entry = func.coalesce(Enrolment.start_on, Cohort.first_day)
    came = case((_came(Enrolment.id), 1), else_=0)
    first = func.row_number().over(
        partition_by=Enrolment.person_id, order_by=(came.desc(), entry, Enrolment.id)
    )
    return (
        select(
            Enrolment.person_id,
            Enrolment.labour_status,
            Enrolment.schooling,
            entry.label("entry"),
            came.label("came"),
            first.label("place"),
        )
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(
            happenings.is_in_scope(),
            _is_real(),
            entry.between(scope.first_day, scope.last_day),
        )
        .subquery()
    )


def _is_real() -> Any:
    return and_(
        Cohort.status != CohortStatus.CANCELLED, Enrolment.status != EnrolmentStatus.PROSPECT
    )


def _came(enrolment_id: Any) -> Any:
    """To one half-day at least."""
    return exists().where(Attendance.enrolment_id == enrolment_id, Attendance.status.in_(THERE))


def _is_still_there(happenings: Happenings, left: Any) -> Any:
    """In another training of the scope that ends later: coming back moves the exit."""
    other, its_cohort = aliased(Enrolment), aliased(Cohort)
    return exists(
        select(other.id)
        .join(its_cohort, its_cohort.id == other.cohort_id)
        .where(
            other.person_id == left.c.person_id,
            other.id != left.c.id,
            other.status != EnrolmentStatus.PROSPECT,
            its_cohort.status != CohortStatus.CANCELLED,
            happenings.is_in_scope(its_cohort),
            func.coalesce(other.start_on, its_cohort.first_day) <= happenings.scope.last_day,
            func.coalesce(other.exit_on, its_cohort.last_day) > left.c.exit_on,
        )
        .correlate(left)
    )


def _answers(session: Session, gone: Any) -> dict[UUID, dict[Milestone, Told]]:
    """Enrolment → what was answered last at each of the milestones that are asked for."""
    rows: Any = session.execute(
        select(
            Outcome.enrolment_id, Outcome.milestone, Outcome.kind, Outcome.since, Outcome.evidence
        ).where(
            Outcome.milestone.in_(_ASKED), stands(), Outcome.enrolment_id.in_(select(gone.c.id))
        )
    )
    found: dict[UUID, dict[Milestone, Told]] = {}
    for enrolment_id, milestone, kind, since, evidence in rows:
        found.setdefault(enrolment_id, {})[milestone] = Told(kind, since, evidence)
    return found


def _age(day: Any) -> Any:
    """Whole years on a day; born on 29 February, one older on 1 March."""
    born = Person.birth_date
    before = extract("month", day) * 100 + extract("day", day) < (
        extract("month", born) * 100 + extract("day", born)
    )
    years = extract("year", day) - extract("year", born)
    return cast(years - case((before, 1), else_=0), Integer)

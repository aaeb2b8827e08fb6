"""Participants of a period by what indicators ask of their entry, each person once, by the first entry."""

from collections import Counter
from typing import Any, Final

from sqlalchemy import Integer, Select, Text, and_, case, cast, extract, func, select
from sqlalchemy.orm import Session

from mgdesk.model import Cohort, Enrolment, Person
from mgdesk.queries.happenings import Happenings, latest_answers
from mgdesk.rules.figures import Scope
from mgdesk.rules.indicators import (
    Leavers,
    Participants,
    age_band,
    labour_of,
    schooling_of,
    situation_of,
)
from mgdesk.rules.outcome import Milestone

_ASKED: Final = (Milestone.EXIT, Milestone.WEEKS_4, Milestone.MONTHS_6)


def participants(session: Session, *, scope: Scope) -> list[Participants]:
    """The learners of a scope, counted by situation, schooling, age and gender."""
    entries = _entries(session, scope)
    rows = session.execute(
        select(
            entries.c.labour_status,
            entries.c.schooling,
            _age(entries.c.entry).label("age"),
            func.coalesce(cast(Person.gender, Text), ""),
            func.count(),
        )
        .select_from(entries)
        .join(Person, Person.id == entries.c.person_id)
        .group_by("age", entries.c.labour_status, entries.c.schooling, Person.gender)
    )
    counts: Counter[tuple[Any, ...]] = Counter()
    for labour, schooling, age, gender, count in rows:
        key = (labour_of(labour), schooling_of(schooling), age_band(age), gender)
        counts[key] += count
    return [
        Participants(labour, schooling, age, gender, count)
        for (labour, schooling, age, gender), count in counts.items()
    ]


def leavers(session: Session, *, scope: Scope) -> list[Leavers]:
    """Who left in a scope, each by the last exit, counted by what they answered since."""
    left = Happenings(session, scope).left()
    answers = {one: latest_answers() for one in _ASKED}
    kinds: list[Any] = [answers[one].c.kind for one in _ASKED]
    columns: list[Any] = [*kinds, func.coalesce(cast(Person.gender, Text), ""), func.count()]
    rows: Select[Any] = select(*columns).select_from(left)
    rows = rows.join(Person, Person.id == left.c.person_id).where(left.c.place == 1)
    for milestone, answer in answers.items():
        rows = rows.outerjoin(
            answer,
            and_(
                answer.c.enrolment_id == left.c.id,
                answer.c.milestone == milestone,
                answer.c.place == 1,
            ),
        )
    grouped = rows.group_by(*kinds, Person.gender)
    counts: Counter[tuple[Any, ...]] = Counter()
    for exit_kind, weeks_kind, months_kind, gender, count in session.execute(grouped):
        at_exit = situation_of(weeks_kind) or situation_of(exit_kind)
        counts[at_exit, situation_of(months_kind), gender] += count
    return [
        Leavers(at_exit, later, gender, count) for (at_exit, later, gender), count in counts.items()
    ]


def _entries(session: Session, scope: Scope) -> Any:
    """Each learner's first enrolment of the period: what they were when they came in."""
    learners = Happenings(session, scope).of("learners").subquery()
    entry = func.coalesce(Enrolment.start_on, Cohort.first_day)
    ranked = (
        select(
            Enrolment.person_id,
            Enrolment.labour_status,
            Enrolment.schooling,
            entry.label("entry"),
            func.row_number()
            .over(partition_by=Enrolment.person_id, order_by=(entry, Enrolment.id))
            .label("place"),
        )
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(
            learners,
            (learners.c.person_id == Enrolment.person_id)
            & (learners.c.cohort_id == Enrolment.cohort_id),
        )
        .subquery()
    )
    return select(ranked).where(ranked.c.place == 1).subquery()


def _age(day: Any) -> Any:
    """Whole years on a day; born on 29 February, one older on 1 March."""
    born = Person.birth_date
    before = extract("month", day) * 100 + extract("day", day) < (
        extract("month", born) * 100 + extract("day", born)
    )
    years = extract("year", day) - extract("year", born)
    return cast(years - case((before, 1), else_=0), Integer)

"""The figures of a report, counted by the database: as many queries as figures, however many rows.

A figure, each line of its breakdowns and the list behind both are the same rows of `happenings`,
summed up by figure, by line or by thing: they cannot disagree.
"""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Subquery, func, literal, select
from sqlalchemy.orm import Session

from mgdesk.model import Campus, Cohort, Partner, Person
from mgdesk.queries.dimensions import UNSAID, age_on, by, gender, labels
from mgdesk.queries.happenings import Happenings
from mgdesk.rules.figures import (
    BREAKDOWNS,
    COMPARED,
    DEFINITIONS,
    FIGURES,
    Amount,
    Bands,
    Breakdown,
    CampusLine,
    Definition,
    Dimension,
    Group,
    Report,
    Scope,
    Thing,
    Unit,
)
from mgdesk.rules.people import Gender
from mgdesk.rules.people_bands import AGES

# What makes a thing one and not two.
_KEYS: Final = {
    Thing.PERSON: ("person_id",),
    Thing.COHORT: ("cohort_id",),
    Thing.EVENT: ("event_id",),
    Thing.ENROLMENT: ("person_id", "cohort_id"),
    Thing.REGISTRATION: ("person_id", "event_id"),
    Thing.DAY: ("person_id", "campus_id", "day"),
    Thing.APPOINTMENT: ("thing_id", "person_id", "day"),
}


def report(session: Session, *, scope: Scope) -> Report:
    """Every figure of a scope with its breakdowns."""
    happenings = Happenings(session, scope)
    figures = {one.id: _amount(session, happenings, one) for one in FIGURES}
    breakdowns = tuple(
        _breakdown(session, happenings, DEFINITIONS[figure], dimension)
        for figure, dimension in BREAKDOWNS
    )
    return Report(scope, _about(session, scope), figures, breakdowns, _bands(session, happenings))


def things_of(
    session: Session,
    figure: str,
    scope: Scope,
    dimension: Dimension | None,
    keys: Collection[str],
) -> Select[Any]:
    """The things behind a figure, or behind some lines of a breakdown, with what each is worth."""
    definition = DEFINITIONS[figure]
    source = Happenings(session, scope).of(figure).subquery()
    rows = select(source)
    if dimension is not None:
        rows, line = by(rows, source, dimension, scope)
        rows = rows.where(line.in_(keys))
    things = _keys(source, definition)
    return rows.with_only_columns(*things, *_worth(source, definition)).group_by(*things)


# --- counting -----------------------------------------------------------------------------------


def side_by_side(session: Session, *, scope: Scope) -> tuple[CampusLine, ...]:
    """The campuses of a scope beside one another, by name; as many questions as figures."""
    happenings = Happenings(session, scope)
    amounts: dict[tuple[str, str], dict[str, Amount]] = {}
    for figure in COMPARED:
        found = _breakdown(session, happenings, DEFINITIONS[figure], Dimension.CAMPUS)
        for group in found.groups:
            if group.key:
                amounts.setdefault((group.label, group.key), {})[figure] = group.amount
    return tuple(
        CampusLine(key, label, {one: counted.get(one, Amount()) for one in COMPARED})
        for (label, key), counted in sorted(amounts.items())
    )


def _keys(source: Subquery, definition: Definition) -> list[ColumnElement[Any]]:
    return [source.c[name] for name in _KEYS[definition.thing]]


def _worth(source: Subquery, definition: Definition) -> tuple[ColumnElement[Any], ...]:
    """What a thing is worth: one, or the sum of its minutes or parts."""
    amount = literal(1) if definition.unit is Unit.COUNT else func.sum(source.c.amount)
    return amount.label("amount"), func.sum(source.c.whole).label("whole")


def _sums(things: Subquery) -> tuple[ColumnElement[Any], ...]:
    people = func.count(things.c.person_id.distinct()) if "person_id" in things.c else literal(0)
    return func.sum(things.c.amount), func.sum(things.c.whole), people


def _as_amount(row: Any, definition: Definition) -> Amount:
    amount, whole, people = row
    is_share = definition.unit is Unit.SHARE
    return Amount(int(amount or 0), int(whole or 0) if is_share else None, int(people))


def _amount(session: Session, happenings: Happenings, definition: Definition) -> Amount:
    source = happenings.of(definition.id).subquery()
    keys = _keys(source, definition)
    things = select(*keys, *_worth(source, definition)).group_by(*keys).subquery()
    return _as_amount(session.execute(select(*_sums(things))).one(), definition)


def _breakdown(
    session: Session, happenings: Happenings, definition: Definition, dimension: Dimension
) -> Breakdown:
    source = happenings.of(definition.id).subquery()
    rows, line = by(select(source), source, dimension, happenings.scope)
    keys = _keys(source, definition)
    things = (
        rows.with_only_columns(line.label("line"), *keys, *_worth(source, definition))
        .group_by(line, *keys)
        .subquery()
    )
    found = session.execute(select(things.c.line, *_sums(things)).group_by(things.c.line))
    amounts = {row[0]: _as_amount(row[1:], definition) for row in found}
    named = labels(session, dimension, amounts, happenings.scope)
    groups = (Group(key, label, amounts.get(key, Amount())) for key, label in named.items())
    return Breakdown(definition.id, dimension, tuple(groups))


def _bands(session: Session, happenings: Happenings) -> Bands:
    """People reached by age and gender."""
    source = happenings.of("people_reached").subquery()
    age, said = age_on(happenings.scope.last_day), gender()
    found = session.execute(
        select(age, said, func.count(Person.id.distinct()))
        .select_from(source)
        .join(Person, Person.id == source.c.person_id)
        .group_by(age, said)
    )
    counts = {(row[0], row[1]): row[2] for row in found}
    ages = (*map(str, AGES), UNSAID)
    genders = (Gender.WOMAN, Gender.MAN, Gender.OTHER, UNSAID)
    return Bands(ages, genders, tuple(tuple(counts.get((a, g), 0) for g in genders) for a in ages))


def _about(session: Session, scope: Scope) -> tuple[str, ...]:
    """What a report is narrowed to, in names."""
    asked: tuple[tuple[Any, Any, Any], ...] = (
        (scope.campus_id, Campus.name, Campus.id),
        (scope.partner_id, Partner.name, Partner.id),
        (scope.cohort_id, Cohort.code, Cohort.id),
    )
    found = (
        session.scalar(select(name).where(column == value))
        for value, name, column in asked
        if value is not None
    )
    return tuple(name for name in found if name)

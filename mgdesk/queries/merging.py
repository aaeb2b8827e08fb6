"""Two records side by side, before they are merged: each field, what leans on them, what both have."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Table, UniqueConstraint, func, select
from sqlalchemy.orm import Session, aliased

from mgdesk.errors import NotFound
from mgdesk.model import Attendance, Campus, Cohort, Enrolment, Event, Person, Registration, Slot
from mgdesk.model.base import Base
from mgdesk.rules import merging, names
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.enrolment import Half
from mgdesk.rules.merging import Side, Value


@dataclass(frozen=True)
class FieldPair:
    """One field of both records; `proposed` says whose value is the better one."""

    name: str
    kept: Value
    other: Value
    proposed: Side


@dataclass(frozen=True)
class MarkPair:
    """A half-day for which both have another mark; the one of `counts` was recorded last."""

    cohort: str
    day: date
    half: Half
    kept: AttendanceStatus
    other: AttendanceStatus
    counts: Side


@dataclass(frozen=True)
class Comparison:
    """Two records, and what a merge would come upon. `rows` are those that would go along."""

    kept_id: UUID
    other_id: UUID
    kept_name: str
    other_name: str
    kept_version: int
    other_version: int
    fields: tuple[FieldPair, ...]
    campuses: dict[UUID, str]
    rows: int
    cohorts: tuple[str, ...]  # codes of the classes that both are in
    events: tuple[str, ...]  # titles of the events that both are registered for
    marks: tuple[MarkPair, ...]


def compare(session: Session, *, kept_id: UUID, other_id: UUID) -> Comparison:
    """Two people side by side. Raises NotFound."""
    kept, other = session.get(Person, kept_id), session.get(Person, other_id)
    if kept is None or other is None:
        raise NotFound
    return Comparison(
        kept_id=kept_id,
        other_id=other_id,
        kept_name=names.display_name(kept.first_name, kept.surname),
        other_name=names.display_name(other.first_name, other.surname),
        kept_version=kept.version,
        other_version=other.version,
        fields=tuple(pairs(kept, other)),
        campuses={row.id: row.name for row in session.scalars(select(Campus))},
        rows=_rows_of(session, other_id),
        cohorts=_both(session, Enrolment.person_id, Enrolment.cohort_id, Cohort.code, kept, other),
        events=_both(
            session, Registration.person_id, Registration.event_id, Event.title, kept, other
        ),
        marks=_marks(session, kept_id, other_id),
    )


def pairs(kept: Person, other: Person) -> Iterator[FieldPair]:
    """Each field of both, with whose value is the better one."""
    together = {name: group for group in merging.TOGETHER for name in group}
    whole = merging.whole_name((kept.first_name, kept.surname), (other.first_name, other.surname))
    for name in merging.FIELD_LABELS:
        mine, theirs = getattr(kept, name), getattr(other, name)
        side = merging.proposed(name, mine, theirs)
        if group := together.get(name):
            has_any = any(getattr(kept, part) for part in group)
            side = Side.KEPT if has_any else Side.OTHER
        if whole is not None and name in {"first_name", "surname"}:
            side = whole
        yield FieldPair(name, mine, theirs, side)


def _rows_of(session: Session, person_id: UUID) -> int:
    return sum(
        session.scalar(select(func.count()).select_from(mapped).where(column == person_id)) or 0
        for mapped, column in leaning(Person)
    )


def _both(
    session: Session, owner: Any, place: Any, title: Any, kept: Person, other: Person
) -> tuple[str, ...]:
    """What both records have a place in, by its title."""
    twice = (
        select(place).where(owner.in_([kept.id, other.id])).group_by(place).having(func.count() > 1)
    )
    found = select(title).where(title.class_.id.in_(twice)).order_by(title)
    return tuple(session.scalars(found))


def _marks(session: Session, kept_id: UUID, other_id: UUID) -> tuple[MarkPair, ...]:
    mine, theirs = aliased(Attendance), aliased(Attendance)
    my_place, their_place = aliased(Enrolment), aliased(Enrolment)
    rows = session.execute(
        select(
            Cohort.code,
            Slot.day,
            Slot.half,
            mine.status,
            theirs.status,
            mine.recorded_at,
            theirs.recorded_at,
        )
        .join(Slot, Slot.id == mine.slot_id)
        .join(Cohort, Cohort.id == Slot.cohort_id)
        .join(theirs, theirs.slot_id == mine.slot_id)
        .join(my_place, my_place.id == mine.enrolment_id)
        .join(their_place, their_place.id == theirs.enrolment_id)
        .where(my_place.person_id == kept_id, their_place.person_id == other_id)
        .where(mine.status != theirs.status)
        .order_by(Slot.day, Slot.starts_at)
    )
    return tuple(MarkPair(*row[:5], Side.OTHER if row[6] > row[5] else Side.KEPT) for row in rows)


# --- what leans on a record, read from the tables themselves ---------------------------------------


def leaning(mapped: type[Base]) -> Iterator[tuple[type[Base], Column[Any]]]:
    """Every column of every table that refers to rows of this class, with the class it is of."""
    target = mapped.__table__
    for mapper in sorted(Base.registry.mappers, key=lambda one: one.class_.__name__):
        table = mapper.local_table
        if not isinstance(table, Table):
            continue
        for column in table.columns:
            if any(key.column.table is target for key in column.foreign_keys):
                yield mapper.class_, column


def unique_groups(column: Column[Any]) -> Iterator[tuple[frozenset[str], Any]]:
    """The names of the columns that must be unique together with this one, and on which condition."""
    table = column.table
    assert isinstance(table, Table)
    for constraint in sorted(table.constraints, key=lambda one: str(one.name)):
        if isinstance(constraint, UniqueConstraint) and column in constraint.columns.values():
            yield frozenset(constraint.columns.keys()), None
    for index in sorted(table.indexes, key=lambda one: str(one.name)):
        if _is_unique_with(index, column):
            where = index.dialect_options["sqlite"].get("where")
            yield frozenset(one.name for one in index.columns), where
    if column in table.primary_key.columns.values():
        yield frozenset(table.primary_key.columns.keys()), None


def _is_unique_with(index: Index, column: Column[Any]) -> bool:
    return bool(index.unique) and column in index.columns.values()

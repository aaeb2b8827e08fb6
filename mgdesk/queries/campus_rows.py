"""All rows of one campus, found by walking the tables' foreign keys: a new table comes along by itself.

A row is of the campus when it names it, or when what it is a part of is (a slot, its cohort). People
come along when they are of the campus or when a row of it names them, with what is theirs alone
(consents, tokens). What campuses share (trainings, funders, partners, pictures) comes along when a row
names it. What belongs to another campus stays there.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Select, Table, or_, select
from sqlalchemy.orm import Session

from mgdesk.model import (
    AuditEntry,
    Base,
    Campus,
    Change,
    IssuedDocument,
    Person,
    Picture,
    Sight,
    SignOn,
    Staff,
)
from mgdesk.rules.paper import PaperKind
from mgdesk.rules.rights import COACHED
from mgdesk.storage.audit import plain
from mgdesk.storage.duty import demand_campus
from mgdesk.storage.reach import EVERYWHERE

Row = dict[str, Any]
Rows = dict[str, list[Row]]

# What stays: a file must give nobody rights, and the history is this home's own.
_STAYING: Final = frozenset(
    table.__tablename__ for table in (Staff, Change, AuditEntry, Sight, SignOn)
)
# Locks, what is made anew from the rest, and what was told to a coach.
_UNWRITTEN: Final = frozenset({"version", "sort_key", "note_written_at"})
_PICTURES: Final = Picture.__tablename__
_OWNS: Final = frozenset({"CASCADE", "RESTRICT"})
_CHUNK: Final = 200


def columns_of(table: Table) -> list[Column[Any]]:
    """The columns that a file of a campus holds."""
    return [
        column
        for column in table.columns
        if column.name not in _UNWRITTEN | COACHED.get(table.name, frozenset())
    ]


def target_of(column: Column[Any]) -> str | None:
    """The table that a column refers to."""
    return next((key.column.table.name for key in column.foreign_keys), None)


@cache
def carried_tables() -> tuple[Table, ...]:
    """The tables that a file of a campus holds, those first that others refer to."""
    names = _tables_of_campus() | _tables_of_people() | _shared_tables() | {Person.__tablename__}
    return tuple(table for table in Base.metadata.sorted_tables if table.name in names)


def is_shared(table: Table) -> bool:
    """Whether campuses share its rows: trainings, funders, partners, pictures …"""
    return table.name in _shared_tables()


def rows_of_campus(session: Session, *, campus_id: UUID, with_pictures: bool) -> Rows:
    """Table → rows as plain JSON values, oldest first; no row refers to one that is not there.

    Raises OtherCampus.
    """
    demand_campus(session, campus_id)
    tables = carried_tables()
    rows: Rows = {table.name: [] for table in tables}
    for table in tables:
        if table.name not in _shared_tables():
            chosen = table.c.id.in_(_ids(table, campus_id))
            rows[table.name] = _read(session, table, chosen)
    _add_shared(session, rows)
    if with_pictures:
        _add_pictures(session, rows)
    return _whole(rows)


def _whole(rows: Rows) -> Rows:
    """Without references to rows that are not there: emptied where they may be, else the row goes."""
    there = {name: {row["id"] for row in table_rows} for name, table_rows in rows.items()}
    left: Rows = {}
    for table in carried_tables():
        kept = (_severed(table, row, there) for row in rows.get(table.name, []))
        left[table.name] = [row for row in kept if row is not None]
        gone = {row["id"] for row in rows.get(table.name, [])}
        there[table.name] -= gone - {row["id"] for row in left[table.name]}
    return left


def _severed(table: Table, row: Row, there: dict[str, set[str]]) -> Row | None:
    lost = [
        column
        for column in table.columns
        if (name := target_of(column))
        and row.get(column.name) is not None
        and row[column.name] not in there.get(name, set())
    ]
    if any(not column.nullable for column in lost):
        return None
    return row | {column.name: None for column in lost} if lost else row


# --- which tables are whose ----------------------------------------------------------------------


def _parents(table: Table) -> list[Column[Any]]:
    """The columns that say what a row is a part of."""
    return [
        column
        for column in table.columns
        for key in column.foreign_keys
        if key.ondelete in _OWNS or key.column.table.name == Campus.__tablename__
    ]


def _leaning_on(names: set[str], avoided: frozenset[str]) -> frozenset[str]:
    found = set(names)
    for table in Base.metadata.sorted_tables:
        can_be = table.name not in avoided | _STAYING and "id" in table.c
        if can_be and any(target_of(column) in found for column in _parents(table)):
            found.add(table.name)
    return frozenset(found)


@cache
def _tables_of_campus() -> frozenset[str]:
    return _leaning_on({Campus.__tablename__}, frozenset({Person.__tablename__}))


@cache
def _tables_of_people() -> frozenset[str]:
    mine = _leaning_on({Person.__tablename__}, _tables_of_campus())
    return mine - {Person.__tablename__}


@cache
def _shared_tables() -> frozenset[str]:
    """What rows of a campus refer to and is no campus's own, with its parts (a profile's reasons)."""
    own = _tables_of_campus() | _tables_of_people() | {Person.__tablename__}
    found: set[str] = set()
    for table in reversed(Base.metadata.sorted_tables):
        if table.name in own | found:
            found |= {name for column in table.columns if (name := target_of(column))}
    return _leaning_on(found - own - _STAYING, own) - own


# --- reading -------------------------------------------------------------------------------------


def _ids(table: Table, campus_id: UUID) -> Select[tuple[UUID]]:
    """The keys of a table's rows that are of the campus, as a condition for the database."""
    if table.name == Campus.__tablename__:
        return select(table.c.id).where(table.c.id == campus_id)
    if table.name == Person.__tablename__:
        return select(table.c.id).where(or_(*_of_people(table, campus_id)))
    own = _tables_of_campus()
    among = own if table.name in own else _tables_of_people() | {Person.__tablename__}
    parents = [column for column in _parents(table) if target_of(column) in among]
    named = [column for column in parents if target_of(column) == Campus.__tablename__]
    if named and not named[0].nullable:
        return select(table.c.id).where(named[0] == campus_id)
    return select(table.c.id).where(or_(*(_refers(column, campus_id) for column in parents)))


def _refers(column: Column[Any], campus_id: UUID) -> ColumnElement[bool]:
    name = str(target_of(column))
    if name == Campus.__tablename__:
        return column == campus_id
    return column.in_(_ids(Base.metadata.tables[name], campus_id))


def _of_people(person: Table, campus_id: UUID) -> Iterator[ColumnElement[bool]]:
    """Those of the campus, and those whom its rows name."""
    yield person.c.campus_id == campus_id
    for name in sorted(_tables_of_campus()):
        table = Base.metadata.tables[name]
        for column in table.columns:
            if target_of(column) == person.name:
                named = select(column).where(column.is_not(None))
                yield person.c.id.in_(named.where(table.c.id.in_(_ids(table, campus_id))))


def _read(session: Session, table: Table, chosen: ColumnElement[bool]) -> list[Row]:
    columns = columns_of(table)
    names = [column.name for column in columns]
    wanted = select(*columns).where(chosen).order_by(table.c.id)
    if table.name == IssuedDocument.__tablename__:  # a printed note holds what was told to a coach
        wanted = wanted.where(table.c.kind != PaperKind.COACHING_NOTE)
    found = session.execute(wanted, execution_options=EVERYWHERE)  # it is narrowed already
    return [dict(zip(names, map(plain, values), strict=True)) for values in found]


def _add_shared(session: Session, rows: Rows) -> None:
    """Trainings, funders and the like that are named, with their parts, until none is missing."""
    tables = [
        table
        for table in carried_tables()
        if table.name in _shared_tables() and table.name != _PICTURES
    ]
    every = {table.name: _read(session, table, table.c.id.is_not(None)) for table in tables}
    before = -1
    while (now := sum(map(len, rows.values()))) != before:
        before = now
        named = {table.name: _named(rows, table.name) for table in tables}
        for table in tables:
            there = {row["id"] for row in rows[table.name]}
            owners = [c for c in _parents(table) if target_of(c) in _shared_tables()]
            rows[table.name] = [
                row
                for row in every[table.name]
                if row["id"] in there | named[table.name]
                or any(_is_among(rows, target_of(c), row[c.name]) for c in owners)
            ]


def _named(rows: Rows, target: str) -> set[str]:
    """The keys of a table that rows refer to."""
    return {
        row[column.name]
        for table in carried_tables()
        for column in columns_of(table)
        if target_of(column) == target
        for row in rows[table.name]
        if row[column.name] is not None
    }


def _is_among(rows: Rows, name: str | None, row_id: str | None) -> bool:
    return row_id is not None and any(row["id"] == row_id for row in rows[str(name)])


def _add_pictures(session: Session, rows: Rows) -> None:
    table = Base.metadata.tables[_PICTURES]
    named = sorted(map(UUID, _named(rows, _PICTURES)))
    for start in range(0, len(named), _CHUNK):
        chosen = table.c.id.in_(named[start : start + _CHUNK])
        rows[_PICTURES].extend(_read(session, table, chosen))
    # The second logo is known by what it shows, not by its key.
    digests = [str((row.get("style") or {}).get("second_logo", "")) for row in rows["campus"]]
    there = {row["digest"] for row in rows[_PICTURES]}
    wanted = [digest for digest in digests if digest and digest not in there]
    if wanted:
        rows[_PICTURES].extend(_read(session, table, table.c.digest.in_(wanted)))
    rows[_PICTURES].sort(key=lambda row: str(row["id"]))

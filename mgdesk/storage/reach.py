"""Whose role is at one campus reads that campus only: said once, for every question of a session.

Each statement that goes through a narrowed session gets, for each table in it, the condition that its
rows are within reach (`with_loader_criteria`), in subqueries, unions, aliases and outer joins alike. A
statement that names such tables without their classes is refused: it would not be narrowed.

A row is within reach when the campus it names is that one or none; else when what it is a part of is
(a slot, its cohort). A person is, when they are of that campus or of none, or when a row of that campus
names them: somebody who learns, works, comes or applies at two campuses is known at both, but only what
they do here is seen here. What names nobody and what campuses share is everybody's. Of the history, what
staff of the same campus did.

A statement with the option `EVERYWHERE` is not narrowed: whoever shows a badge or a paper tells by it
what it says, and the end of the audit's chain tells of nobody.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Dialect,
    FromClause,
    Table,
    UniqueConstraint,
    Uuid,
    and_,
    bindparam,
    event,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.orm.util import LoaderCriteriaOption
from sqlalchemy.sql import visitors
from sqlalchemy.sql.functions import FunctionElement

from mgdesk.model import AuditEntry, Campus, Change, Person, SignOn, Staff
from mgdesk.model.base import Base
from mgdesk.rules.people import StaffRole
from mgdesk.storage.duty import OtherCampus, on_duty
from mgdesk.storage.searchable import chunked

EVERYWHERE: Final = {"everywhere": True}  # as execution options of a statement

_REACH: Final = "reach"
_OWNS: Final = frozenset({"CASCADE", "RESTRICT"})
_PERSON, _CAMPUS, _STAFF, _CHANGE = (kind.__tablename__ for kind in (Person, Campus, Staff, Change))
# The campus is a parameter of each question, so that conditions are written once for all campuses.
_PARAMETER: Final = "reached_campus"
_HERE: Final[ColumnElement[Any]] = literal_column(f"<{_PARAMETER}>")


class NotNarrowed(Exception):
    """A statement over tables that hold what is another campus's, but not over their classes."""


def narrow(session: Session) -> None:
    """From now on a session answers only with what whoever is at the desk may read."""
    campus_id = bound_to(session)
    if campus_id is None:
        return
    session.info[_REACH] = campus_id

    def narrowed(state: ORMExecuteState) -> Any:
        if not state.is_select or state.execution_options.get("everywhere"):
            return None
        tables = _tables_in(state.statement) & _conditions().keys()
        if not tables:
            return None
        if not state.is_orm_statement:
            raise NotNarrowed(sorted(tables))
        options = (_conditions()[table] for table in sorted(tables))
        state.parameters = state.parameters or {}
        narrower = state.statement.options(*options)
        return state.invoke_statement(narrower, params={_PARAMETER: campus_id})

    event.listen(session, "do_orm_execute", narrowed)


def reach(session: Session) -> UUID | None:
    """The campus that a session is narrowed to; None: it answers with everything."""
    found: UUID | None = session.info.get(_REACH)
    return found


def bound_to(session: Session) -> UUID | None:
    """The only campus that whoever is at the desk sees; None: all.

    Where no manager sees all, whoever is there must be able to run the whole.
    """
    who = on_duty(session)
    if who is None or who.campus_id is None:
        return None
    wanted = select(Staff.id).where(
        Staff.is_active, Staff.role == StaffRole.MANAGER, Staff.campus_id.is_(None)
    )
    somebody_sees_all = session.scalars(wanted.limit(1), execution_options=EVERYWHERE).first()
    return who.campus_id if somebody_sees_all is not None else None


def are_reached(session: Session, people: Collection[UUID], campus_id: UUID) -> bool:
    """Whether all of these people are within reach of a campus."""
    for chunk in chunked(sorted(people)):
        wanted = select(func.count(Person.id)).where(Person.id.in_(chunk), _within(Person))
        found = session.scalar(wanted, {_PARAMETER: campus_id}, execution_options=EVERYWHERE)
        if found != len(chunk):
            return False
    return True


def demand_person(session: Session, person_id: UUID) -> None:
    """Raises OtherCampus when whoever is at the desk may not read of somebody: asked where a
    service hands out what it finds."""
    campus_id = bound_to(session)
    if campus_id is not None and not are_reached(session, {person_id}, campus_id):
        raise OtherCampus


def _tables_in(statement: Any) -> set[str]:
    return {element.name for element in visitors.iterate(statement) if isinstance(element, Table)}


@cache
def _conditions() -> dict[str, LoaderCriteriaOption]:
    """Table → what its rows must be, for each table that holds what can be another campus's."""
    return {
        name: with_loader_criteria(
            mapped,
            lambda row: _within(row),  # noqa: PLW0108 - it reads the lambda, and calls the rest
            include_aliases=True,
            propagate_to_loaders=False,  # what they load comes by as a question of its own
            track_closure_variables=False,
        )
        for mapped in (mapper.class_ for mapper in Base.registry.mappers)
        if (name := mapped.__tablename__) in _kinds()
    }


# --- conditions as text: hundreds of them in one report are put together by replacing words ------


class _Within(FunctionElement[bool]):
    """That a row is within reach, of its columns that say so. A subclass a table."""

    type = Boolean()
    inherit_cache = True
    table = ""
    asked: tuple[str, ...] = ()


def _within(row: Any) -> ColumnElement[bool]:
    """The condition for a class or an alias of it: SQLAlchemy keeps one function for all of them, so
    it must say everything by what it is given."""
    kind = _kinds()[row.__tablename__]
    return kind(*(getattr(row, column) for column in kind.asked))


@cache
def _kinds() -> dict[str, type[_Within]]:
    found = {}
    for table in Base.metadata.tables.values():
        row = _Marked()
        if list(_reached(row, table.name)):
            said = {"table": table.name, "asked": tuple(row.asked), "inherit_cache": True}
            found[table.name] = type(f"_Within_{table.name}", (_Within,), said)
    return found


class _Marked:
    """Stands for a row: each column that is asked for is a word to be replaced."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        return self.asked.setdefault(name, literal_column(f"<{name}>"))


@compiles(_Within)
def _written(within: _Within, compiler: Any, **kwargs: Any) -> str:
    words = {f"<{_PARAMETER}>": compiler.process(bindparam(_PARAMETER, type_=Uuid()), **kwargs)}
    for name, column in zip(within.asked, within.clauses, strict=True):
        words[f"<{name}>"] = compiler.process(column, **kwargs)
    condition = _template(within.table, compiler.dialect)
    return re.sub("<[a-z_]+>", lambda found: words[found.group()], condition)


@lru_cache(maxsize=256)
def _template(name: str, dialect: Dialect) -> str:
    wanted = and_(*_reached(_Marked(), name)).compile(dialect=dialect)
    return f"({wanted})"


# --- what is within reach: `row` is an alias of a table, or stands for the one asked about -------


def _reached(row: Any, name: str) -> Iterator[ColumnElement[bool]]:
    """What must hold of a row within reach; nothing where every row is."""
    if name == _CAMPUS:
        return
    if name == _PERSON:
        campus = _of(row, "campus_id")
        yield or_(campus.is_(None), campus == _HERE, *_came(row))
    elif name == _CHANGE:
        staff = Base.metadata.tables[_STAFF].alias("of_staff")
        yield exists().where(staff.c.id == _of(row, "staff_id"), staff.c.campus_id == _HERE)
    elif name == AuditEntry.__tablename__:
        yield _part_of(_of(row, "change_id"), _CHANGE)
    elif name == SignOn.__tablename__:
        yield _part_of(_of(row, "staff_id"), _STAFF)
    elif (named := _named_campus(name)) is not None:
        campus = _of(row, "campus_id")
        yield or_(campus == _HERE, campus.is_(None)) if named.nullable else campus == _HERE
        if named.nullable and "person_id" in Base.metadata.tables[name].c and name != _STAFF:
            yield _part_of(_of(row, "person_id"), _PERSON)
    else:
        for column in _owners(name):
            owner = _of(row, column.name)
            part = _part_of(owner, _target(column))
            yield or_(owner.is_(None), part) if column.nullable else part


def _of(row: Any, name: str) -> Any:
    return row.c[name] if isinstance(row, FromClause) else getattr(row, name)


def _part_of(column: Any, owner: str) -> ColumnElement[bool]:
    """That the row which the column refers to is within reach."""
    other = Base.metadata.tables[owner].alias(f"of_{owner}")
    return exists().where(other.c.id == column, *_reached(other, owner))


def _came(person: Any) -> Iterator[ColumnElement[bool]]:
    """That a row of the campus names somebody: an enrolment, an arrival, an appointment given …"""
    for table in Base.metadata.sorted_tables:
        if table.name in {_PERSON, _STAFF, _CHANGE} or not _has_place(table.name):
            continue
        for column in table.columns:
            if _target(column) == _PERSON:
                row = table.alias(f"of_{table.name}")
                named, placed = row.c[column.name], _placed(row, table.name)
                if _is_looked_up(column):
                    yield exists().where(named == _of(person, "id"), *placed)
                else:  # without an index they are gathered once, not asked for person by person
                    gathered = select(named).where(named.is_not(None), *placed)
                    yield _of(person, "id").in_(gathered)


def _placed(row: FromClause, name: str) -> Iterator[ColumnElement[bool]]:
    """That a row is of the campus itself, by the campus it names or what it is a part of."""
    if _named_campus(name) is not None:
        # Never by an index of campuses, which holds most rows: by the person, who has few.
        yield func.coalesce(row.c.campus_id, row.c.campus_id) == _HERE
        return
    for column in _owners(name):
        if _target(column) != _PERSON and _has_place(_target(column)):
            owner = Base.metadata.tables[_target(column)].alias(f"of_{_target(column)}")
            wanted = _placed(owner, _target(column))
            yield exists().where(owner.c.id == row.c[column.name], *wanted)


def _is_looked_up(column: Column[Any]) -> bool:
    """Whether an index, or a unique constraint, begins with a column."""
    table = column.table
    assert isinstance(table, Table)
    unique = (one for one in table.constraints if isinstance(one, UniqueConstraint))
    firsts = [next(iter(one.columns), None) for one in unique]
    firsts += [next(iter(one.columns), None) for one in table.indexes]
    return any(first is column for first in firsts)


def _has_place(name: str) -> bool:
    """Whether rows of a table are at one campus: they name it, or are a part of what does."""
    if _named_campus(name) is not None:
        return name != _PERSON
    return any(
        not column.nullable and _target(column) != _PERSON and _has_place(_target(column))
        for column in _owners(name)
    )


def _named_campus(name: str) -> Column[Any] | None:
    found: Column[Any] | None = Base.metadata.tables[name].columns.get("campus_id")
    return found


def _owners(name: str) -> list[Column[Any]]:
    """The columns by which a row is a part of one that can be out of reach."""
    return [
        column
        for column in Base.metadata.tables[name].columns
        for key in column.foreign_keys
        if key.ondelete in _OWNS and _can_be_out_of_reach(key.column.table.name)
    ]


def _can_be_out_of_reach(name: str) -> bool:
    return name == _PERSON or _named_campus(name) is not None or bool(_owners(name))


def _target(column: Column[Any]) -> str:
    return next((str(key.column.table.name) for key in column.foreign_keys), "")

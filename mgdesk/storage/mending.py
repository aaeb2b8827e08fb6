"""Mending what can be mended without guessing: indexes, references to nothing, names' places in lists,
codes of badges, counters behind the register, the words of search, the guard of the audit.

All of it is one transaction after a copy of the data as it is. Pages that do not verify are not for
this (`storage.salvage`), nor is the history: what is wrong with it is told and left as it is.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, func, literal_column, select
from sqlalchemy.orm import Session, object_mapper

from mgdesk.i18n import N_, number
from mgdesk.i18n import gettext as _
from mgdesk.model import Campus, IssuedDocument, Person, Series
from mgdesk.model.base import Base
from mgdesk.rules import names
from mgdesk.rules.codes import person_code
from mgdesk.rules.mending import Mended, RepairReport
from mgdesk.rules.paper import PAPER_KIND_LABELS, PaperKind
from mgdesk.storage import audit, chain, chain_check, fulltext, keeping
from mgdesk.storage.database import Store

BEFORE: Final = "before-repair"


def survey(store: Store, folder: Path, second: Path | None = None) -> RepairReport:
    """What `repair` would do; nothing is changed. Raises DataBusy."""
    damage = _damage(store)
    if damage:
        return RepairReport((), damage)
    with store.reading() as session:  # what it changes is thrown away
        mended = _mend(session)
    return RepairReport(tuple(mended), tuple(_left(store, folder, second, mended)))


def repair(store: Store, folder: Path, second: Path | None = None) -> RepairReport:
    """Mend it, in one named change after a verified copy of the data as it is.

    Raises DataBusy, BackupFailed, DiskFull, ConflictingData; nothing is changed then.
    """
    found = survey(store, folder, second)
    if not found.mended:
        return found
    copy = keeping.back_up_as_it_is(store, folder, BEFORE) if store.key is not None else None
    with store.writing() as session:
        audit.name_change(session, N_("The data was mended"))
        mended = _mend(session)
    return RepairReport(tuple(mended), tuple(_left(store, folder, second, [])), copy)


def _damage(store: Store) -> tuple[str, ...]:
    """Pages that cannot be read: no repair can know what was on them."""
    if store.key is None:
        return ()
    with store.engine.connect() as connection:
        faults = connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall()
    return tuple(str(row[0]) for row in faults)


def _left(store: Store, folder: Path, second: Path | None, mended: list[Mended]) -> Iterator[str]:
    """What is wrong still: of the file (unless it is about to be mended), then of the history."""
    if not mended:
        yield from keeping.check_file(store)
    for fault in keeping.check_audit(store, folder, second).faults:
        if not any(one.kind == "guard" and one.said == fault for one in mended):
            yield fault


def _mend(session: Session) -> list[Mended]:
    is_file = session.connection().dialect.name == "sqlite"
    works: list[Callable[[Session], Iterator[Mended]]] = [_names, _counters, _guard, _search]
    if is_file:
        works = [_indexes, _references, *works]
    return [line for work in works for line in work(session)]


# --- the file ------------------------------------------------------------------------------------


def _indexes(session: Session) -> Iterator[Mended]:
    faults = [str(row[0]) for row in _driver(session, "PRAGMA integrity_check")]
    if faults != ["ok"] and any("index" in fault for fault in faults):
        _driver(session, "REINDEX")
        for fault in faults:
            yield Mended("index", "", "", _("Index made anew: {fault}", fault=fault))


def _references(session: Session) -> Iterator[Mended]:
    """Rows that belong to what is gone go too; a mere mention of it is emptied."""
    while broken := list(_driver(session, "PRAGMA foreign_key_check")):
        lines = [line for one in broken if (line := _settle(session, *one)) is not None]
        session.flush()
        yield from lines
        if not lines:
            return  # only what no rule settles: `check_file` tells of it


def _settle(
    session: Session, table: str, rowid: int | None, parent: str, place: int
) -> Mended | None:
    mapped = next((m.class_ for m in Base.registry.mappers if _name(m) == table), None)
    if mapped is None or rowid is None or table in chain.GUARDED:
        return None
    row = session.scalar(select(mapped).where(literal_column(f'"{table}".rowid') == rowid))
    column = _column(session, mapped, parent, place)
    if row is None or column is None:
        return None
    rule = next(iter(column.foreign_keys)).ondelete
    if rule == "CASCADE":
        session.delete(row)
        said = _(
            "{table}: a row went that belonged to a {parent} that is gone.",
            table=table,
            parent=parent,
        )
        return Mended("orphan", table, str(row.id), said)
    if rule == "SET NULL":
        setattr(row, object_mapper(row).get_property_by_column(column).key, None)
        said = _(
            "{table}: a mention of a {parent} that is gone was emptied.", table=table, parent=parent
        )
        return Mended("reference", table, str(row.id), said)
    return None


def _name(mapper: Any) -> str:
    return str(mapper.local_table.name)


def _column(session: Session, mapped: type[Base], parent: str, place: int) -> Column[Any] | None:
    table = mapped.__table__
    for row in _driver(session, f'PRAGMA foreign_key_list("{mapped.__tablename__}")'):
        if row[0] == place and row[2] == parent:
            column: Column[Any] = table.c[row[3]]
            return column
    return None


def _driver(session: Session, statement: str) -> list[Any]:
    done = session.connection().exec_driver_sql(statement)
    return list(done.fetchall()) if done.returns_rows else []


# --- what follows from other values ---------------------------------------------------------------


def _names(session: Session) -> Iterator[Mended]:
    """A person's place in lists follows from the name, the code of the badge from the key."""
    columns = Person.id, Person.first_name, Person.surname, Person.sort_key, Person.badge_code
    wrong: dict[UUID, list[str]] = {}
    for row in session.execute(select(*columns).execution_options(yield_per=1000)):
        if row.sort_key != names.sort_key(row.first_name, row.surname):
            wrong.setdefault(row.id, []).append("name")
        if row.badge_code != person_code(row.id):
            wrong.setdefault(row.id, []).append("badge")
    people = [session.get_one(Person, one) for one in wrong]
    for person in people:
        if "badge" in wrong[person.id]:
            person.badge_code = None  # two may have each other's
    session.flush()
    for person in people:
        person.badge_code = person_code(person.id)
        person.sort_key = names.sort_key(person.first_name, person.surname)
        shown = names.display_name(person.first_name, person.surname)
        for kind in wrong[person.id]:
            said = (
                _("The place of {name} in lists follows the name again.", name=shown)
                if kind == "name"
                else _("The code of the badge of {name} is the right one again.", name=shown)
            )
            yield Mended(kind, Person.__tablename__, str(person.id), said)
    session.flush()


def _counters(session: Session) -> Iterator[Mended]:
    """A counter behind the register would give a number a second time."""
    codes = {row.id: row.code for row in session.execute(select(Campus.id, Campus.code))}
    for (campus_id, kind, year), used in sorted(_used(session).items(), key=str):
        known = session.scalar(
            select(Series).where(
                Series.campus_id == campus_id, Series.kind == kind, Series.year == year
            )
        )
        if known is not None and known.last >= used:
            continue
        if known is None:
            known = Series(campus_id=campus_id, kind=kind, year=year)
            session.add(known)
        before, known.last = known.last or 0, used
        session.flush()
        said = _(
            "The counter {kind} {year} of {campus} goes on after {used}, not after {before}.",
            kind=_(PAPER_KIND_LABELS[kind]),
            year=str(year),
            campus=codes.get(campus_id, "–"),
            used=number(used),
            before=number(before),
        )
        yield Mended("counter", Series.__tablename__, str(known.id), said)


def _used(session: Session) -> dict[tuple[UUID, PaperKind, int], int]:
    """The highest number of each series of papers; learner numbers are stepped over when taken."""
    paper = IssuedDocument
    given = select(paper.campus_id, paper.kind, paper.year, func.max(paper.sequence)).group_by(
        paper.campus_id, paper.kind, paper.year
    )
    return {(row[0], row[1], row[2]): int(row[3]) for row in session.execute(given)}


def _guard(session: Session) -> Iterator[Mended]:
    connection = session.connection()
    missing = list(chain_check.guards_missing(connection))
    if missing:
        chain.unguard(connection)
        chain.guard(connection)
    for fault in missing:
        yield Mended("guard", "audit_entry", "", fault)


def _search(session: Session) -> Iterator[Mended]:
    """Last, because it follows from everything above."""
    session.flush()
    faults = fulltext.faults(session.connection())
    if faults:
        fulltext.rebuild(session.connection())
    for fault in faults:
        said = _("The index of search was made anew: {fault}", fault=fault)
        yield Mended("search", "search_entry", "", said)

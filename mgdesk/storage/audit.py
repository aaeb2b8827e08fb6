"""The audit: each transaction's rows, written by itself at commit, under the name of what was done.

Services only name their change; the rows follow from what SQLAlchemy flushes. Rows that the database
would delete or empty by its own foreign keys are taken through the session first, so that nothing
goes without a trace and undo can bring all of it back. Deleting or updating by statements instead of
objects would escape the audit: services do not.
"""

import base64
import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Table, event, insert, inspect, select
from sqlalchemy.orm import Mapper, Session, object_mapper
from sqlalchemy.orm.attributes import get_history

from mgdesk.i18n import N_
from mgdesk.model.audit import AuditEntry, Change
from mgdesk.model.base import Base
from mgdesk.model.identity import new_key
from mgdesk.rules.clock import HybridClock
from mgdesk.storage import chain
from mgdesk.storage.duty import on_duty

UNNAMED = N_("Data changed")
PLURAL = "_plural"
REDO = "_redo"  # this change undoes an undo
# Its rows were made in another home, so its papers were not issued here; the value: its series.
TAKEN_IN = "_taken_in"
_ADD_CHANGE: Final = insert(Change.__table__)  # type: ignore[arg-type]  # a Table, which insert takes
_ADD_ENTRIES: Final = insert(AuditEntry.__table__)  # type: ignore[arg-type]  # likewise
UNAUDITED_COLUMNS = frozenset({"version"})  # a lock, not a fact


class Word(str):
    """A message (marked with `N_`) as a value of a change's title: translated when the title is."""

    __slots__ = ()


@dataclass
class Record:
    """What a writing session gathers until it commits."""

    clock: HybridClock
    title: str = UNNAMED
    values: dict[str, Any] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)
    change_id: UUID = field(default_factory=new_key)
    undoes_id: UUID | None = None
    moment: datetime | None = None


def watch(sessions: type[Session]) -> None:
    """Have all sessions of a kind write their audit; each is given a record first (`begin`)."""
    event.listen(sessions, "before_flush", _take_dependants)
    event.listen(sessions, "after_flush", _take_rows)
    event.listen(sessions, "before_commit", _write)


def begin(session: Session, clock: HybridClock) -> Record:
    """Begin the record of a writing session."""
    session.info["audit"] = record = Record(clock)
    return record


def record_of(session: Session) -> Record:
    record: Record = session.info["audit"]
    return record


def name_change(session: Session, title: str | tuple[str, str], **values: object) -> None:
    """Say what this transaction does, as a message marked with `N_` (or `NN_` and a count `n`).

    Values are texts, numbers, dates or `Word`s. The last naming counts.
    """
    record = record_of(session)
    singular, plural = (title, "") if isinstance(title, str) else title
    record.title = singular
    record.values = {name: _plain_value(value) for name, value in values.items()}
    if plural:
        record.values[PLURAL] = plural


def now(session: Session) -> datetime:
    """The moment of this transaction, in UTC: one for all its rows, never before an earlier one."""
    record = record_of(session)
    if record.moment is None:
        record.moment = record.clock.now()
    return record.moment


def changed_tables(session: Session) -> frozenset[str]:
    return frozenset(entry["table_name"] for entry in record_of(session).entries)


def add_entry(
    session: Session,
    table: str,
    row_id: UUID,
    operation: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    record = record_of(session)
    record.entries.append(
        {
            "id": new_key(),
            "change_id": record.change_id,
            "position": len(record.entries),
            "table_name": table,
            "row_id": row_id,
            "operation": operation,
            "before": before,
            "after": after,
        }
    )


def note_erased(session: Session, *, table: str, ids: Iterable[UUID]) -> None:
    """Name in the change under way which rows of `change` or `audit_entry` it empties (`chain.door`)."""
    for row_id in ids:
        add_entry(session, table, row_id, chain.ERASED, None, None)


def audited_tables() -> dict[str, type[Base]]:
    """Table name → class, for the tables that the audit watches."""
    return {
        mapper.local_table.name: mapper.class_
        for mapper in Base.registry.mappers
        if mapper.class_.is_audited and isinstance(mapper.local_table, Table)
    }


# --- what the session flushes --------------------------------------------------------------------


def _take_dependants(session: Session, *_: object) -> None:
    """Delete or empty through the session what the database would by its foreign keys."""
    for orphan in list(_orphans(session)):
        session.delete(orphan)
    waiting = [row for row in session.deleted if isinstance(row, Base)]
    seen = set(map(id, waiting))
    while waiting:
        row = waiting.pop()
        for dependant, column, does_delete in _dependants(session, row):
            if not does_delete:
                setattr(dependant, _attribute(dependant, column), None)
            elif id(dependant) not in seen:
                seen.add(id(dependant))
                session.delete(dependant)
                waiting.append(dependant)


def _orphans(session: Session) -> Iterator[Base]:
    """Rows taken out of the collection that owns them: SQLAlchemy would drop them unseen."""
    for row in session.dirty:
        for relation in object_mapper(row).relationships:
            if not relation.cascade.delete_orphan or relation.key not in inspect(row).dict:
                continue
            for removed in get_history(row, relation.key).deleted:
                if inspect(removed).persistent and removed not in session.deleted:
                    yield removed


def _dependants(session: Session, row: Base) -> Iterator[tuple[Base, Any, bool]]:
    mapper = object_mapper(row)
    with session.no_autoflush:
        for mapped in audited_tables().values():
            other: Mapper[Any] = mapped.__mapper__
            for column in other.local_table.columns:
                for key in column.foreign_keys:
                    if key.column.table is not mapper.local_table or key.ondelete == "RESTRICT":
                        continue
                    wanted = select(mapped).where(column == getattr(row, "id", None))
                    for dependant in session.scalars(wanted):
                        yield dependant, column, key.ondelete == "CASCADE"


def _attribute(row: Base, column: Any) -> str:
    return object_mapper(row).get_property_by_column(column).key


def _take_rows(session: Session, *_: object) -> None:
    for row in session.new:
        if row.is_audited:
            values = {k: v for k, v in row_values(row).items() if v not in (None, "")}
            add_entry(session, row.__tablename__, row.id, "insert", None, values)
    for row in session.dirty:
        if row.is_audited and session.is_modified(row, include_collections=False):
            _take_update(session, row)
    for row in session.deleted:
        if row.is_audited:
            add_entry(session, row.__tablename__, row.id, "delete", row_values(row), None)


def _take_update(session: Session, row: Any) -> None:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for attribute in object_mapper(row).column_attrs:
        history = get_history(row, attribute.key)
        if attribute.key in UNAUDITED_COLUMNS or not history.has_changes():
            continue
        before[attribute.key] = plain(history.deleted[0] if history.deleted else None)
        after[attribute.key] = plain(history.added[0] if history.added else None)
    if before != after:
        add_entry(session, row.__tablename__, row.id, "update", before, after)


def row_values(row: Any) -> dict[str, Any]:
    """Every column of a row as plain JSON values."""
    return {
        attribute.key: plain(getattr(row, attribute.key))
        for attribute in object_mapper(row).column_attrs
    }


def _write(session: Session) -> None:
    """Write the change and its rows; a transaction that changed nothing leaves no trace."""
    if session.in_nested_transaction():
        return  # a savepoint's end is not the end: the whole is written once
    session.flush()
    record = record_of(session)
    if not record.entries:
        return
    who = on_duty(session)
    change = {
        "id": record.change_id,
        "at": now(session),
        "title": record.title,
        "values": record.values,
        "staff_id": who.staff_id if who else None,
        "undoes_id": record.undoes_id,
    }
    connection = session.connection()
    chain.seal(connection, change, record.entries)
    connection.execute(_ADD_CHANGE, change)
    connection.execute(_ADD_ENTRIES, record.entries)


# --- values as JSON and back ---------------------------------------------------------------------


def plain(value: Any) -> Any:
    """A column's value as JSON can hold it; `restored` is its inverse."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value


def restored(column: Column[Any], value: Any) -> Any:
    """The value that a column of this type takes, from its plain form."""
    if value is None:
        return None
    enumeration = getattr(column.type, "enum_class", None)
    if enumeration is not None:
        return enumeration(value)
    kind = column.type.python_type
    if kind in {datetime, date, time}:
        return kind.fromisoformat(value)
    if kind is UUID:
        return UUID(value)
    if kind is bytes:
        return base64.b64decode(value)
    return value


def _plain_value(value: object) -> Any:
    if isinstance(value, Word):
        return {"word": str(value)}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, (int, float, str)):
        return value
    return str(value)

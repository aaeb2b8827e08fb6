"""Undo: one change turned back row by row, from its audit; itself an audited change that can be undone.

A row that was changed since, or that something newer needs, is kept and counted: what happened later
is never lost. Undoing the issue of a paper revokes it (see `undone_as` of the model).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.model.audit import AuditEntry, Change
from mgdesk.model.base import Base
from mgdesk.model.document import Series
from mgdesk.storage import audit, chain

KEPT_FOR = timedelta(days=30)
CHUNK = 500
_EMPTY = (None, "")


class ChangeGone(DeskError):
    sentence = N_("This change is too old or already undone.")


class UndoConflict(DeskError):
    sentence = N_(
        "This cannot be undone any more: what it made was changed since, or is needed by something"
        " newer. Undo the newer changes first."
    )


@dataclass(frozen=True)
class UndoReport:
    """What an undo did: the change's title (message and values), rows turned back, rows kept."""

    change_id: UUID
    title: str
    values: dict[str, Any]
    undone: int
    kept: int


def undo_change(session: Session, *, change_id: UUID, keeps_conflicts: bool) -> UndoReport:
    """Turn a change back within this session's transaction.

    With `keeps_conflicts`, rows changed since stay and are counted; without, one such row refuses
    the whole. Raises ChangeGone, UndoConflict.
    """
    change = session.get(Change, change_id)
    if change is None or is_undone(session, change_id) or is_too_old(session, change):
        raise ChangeGone
    entries = _entries(session, change_id)
    if any(entry.operation == chain.ERASED for entry in entries):
        raise ChangeGone  # an erasure is for good
    # What an erasure emptied is not known any more; the rest of the change can be turned back.
    entries = [entry for entry in entries if (entry.before, entry.after) != (None, None)]
    if not entries:
        raise ChangeGone
    record = audit.record_of(session)
    is_redo = change.undoes_id is not None and audit.REDO not in change.values
    plain_values = {name: v for name, v in change.values.items() if name != audit.REDO}
    record.title, record.undoes_id = change.title, change.id
    record.values = {**plain_values, audit.REDO: True} if is_redo else plain_values
    work = _Reversal(session, entries, taken_in=change.values.get(audit.TAKEN_IN))
    if work.kept and (not keeps_conflicts or not work.todo or work.is_whole):
        raise UndoConflict
    work.run()
    return UndoReport(record.change_id, change.title, plain_values, len(work.todo), work.kept)


def is_undone(session: Session, change_id: UUID) -> bool:
    """Whether a change was undone, and that undoing not itself undone."""
    later = session.scalars(select(Change.id).where(Change.undoes_id == change_id)).all()
    return any(not is_undone(session, other) for other in later)


def is_too_old(session: Session, change: Change) -> bool:
    return audit.record_of(session).clock.now() - change.at > KEPT_FOR


def _entries(session: Session, change_id: UUID) -> list[AuditEntry]:
    wanted = select(AuditEntry).where(AuditEntry.change_id == change_id)
    return list(session.scalars(wanted.order_by(AuditEntry.position)))


class _Reversal:
    """The rows of one change, sorted into what can be turned back and what must stay."""

    def __init__(
        self,
        session: Session,
        entries: list[AuditEntry],
        *,
        taken_in: list[dict[str, Any]] | None = None,
    ) -> None:
        self.session = session
        self.taken_in = taken_in
        self.classes = audit.audited_tables()
        self.entries = _merged(entries)
        self.current = dict(self._current_rows())
        self.going: set[tuple[str, UUID]] = set()
        self.todo: list[AuditEntry] = []
        self.kept = 0
        for entry in self._children_first():
            self._judge(entry)

    @property
    def is_whole(self) -> bool:
        """Whether half of it undone would be worse than nothing."""
        known = (self.classes.get(entry.table_name) for entry in self.entries)
        return any(one is not None and one.is_undone_whole for one in known)

    # -- judging

    def _current_rows(self) -> Iterator[tuple[tuple[str, UUID], dict[str, Any]]]:
        for name, entries in self._by_table().items():
            table = self._table(name)
            for chunk in _chunks([entry.row_id for entry in entries]):
                for row in self.session.execute(select(table).where(table.c.id.in_(chunk))):
                    pairs = zip(table.c.keys(), row, strict=True)
                    values = {key: audit.plain(value) for key, value in pairs}
                    yield (name, row.id), values

    def _by_table(self) -> dict[str, list[AuditEntry]]:
        tables: dict[str, list[AuditEntry]] = {}
        for entry in self.entries:
            tables.setdefault(entry.table_name, []).append(entry)
        return tables

    def _children_first(self) -> Iterator[AuditEntry]:
        """Tables that lean on others come first, so that parents know which children go."""
        tables = self._by_table()
        for table in reversed(Base.metadata.sorted_tables):
            entries = tables.get(table.name, [])
            needed = self._needed(table, [e.row_id for e in entries if self._goes(e)])
            for entry in entries:
                if entry.operation == "insert" and entry.row_id in needed and self._goes(entry):
                    self.kept += 1
                else:
                    yield entry

    def _goes(self, entry: AuditEntry) -> bool:
        stays = self.classes[entry.table_name].undone_as is not None and self.taken_in is None
        return entry.operation == "insert" and not stays

    def _needed(self, table: Table, ids: list[UUID]) -> set[UUID]:
        """Which of these rows something else refers to that is not going as well."""
        needed: set[UUID] = set()
        if not ids:
            return needed
        # What an undone update let go of: a cohort's new room, once the cohort has its old one back.
        released = {
            (entry.table_name, entry.row_id, name)
            for entry in self.todo
            if entry.operation == "update"
            for name in entry.before or {}
        }
        for other in Base.metadata.sorted_tables:
            for column in other.columns:
                if other.name not in self.classes or not any(
                    key.column.table is table for key in column.foreign_keys
                ):
                    continue
                for chunk in _chunks(ids):
                    found = select(column, other.c.id).where(column.in_(chunk))
                    for referred, row_id in self.session.execute(found):
                        is_released = (other.name, row_id, column.name) in released
                        if (other.name, row_id) not in self.going and not is_released:
                            needed.add(referred)
        return needed

    def _judge(self, entry: AuditEntry) -> None:
        row = self.current.get((entry.table_name, entry.row_id))
        if self._is_untouched(entry, row):
            self.todo.append(entry)
            if self._goes(entry):
                self.going.add((entry.table_name, entry.row_id))
        else:
            self.kept += 1

    def _is_untouched(self, entry: AuditEntry, row: dict[str, Any] | None) -> bool:
        """Whether the row is still as the change left it."""
        if entry.operation == "delete":
            return row is None
        if row is None:
            return False
        after = entry.after or {}
        if entry.operation == "insert" and not self._goes(entry):
            return True
        if entry.operation == "update":
            return all(row[name] == value for name, value in after.items() if name in row)
        return all(
            after.get(name) == value or (value in _EMPTY and after.get(name) in _EMPTY)
            for name, value in row.items()
            if name not in audit.UNAUDITED_COLUMNS
        )

    # -- doing

    def run(self) -> None:
        """Rows come back parents first, then values, then rows go children first."""
        order = {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}
        back = sorted(
            (e for e in self.todo if e.operation == "delete"), key=lambda e: order[e.table_name]
        )
        for name, entries in _grouped(back):
            self._bring_back(name, entries)
        if back and self.taken_in:
            self.session.add_all(Series(**values) for values in self._lost_series())
        for entry in self.todo:
            if entry.operation == "update":
                self._set(entry, entry.before or {})
            elif entry.operation == "insert" and not self._goes(entry):
                self._set(entry, dict(self.classes[entry.table_name].undone_as or {}))
        going = sorted((e for e in self.todo if self._goes(e)), key=lambda e: -order[e.table_name])
        for name, entries in _grouped(going):
            self._take_away(name, entries)

    def _bring_back(self, name: str, entries: list[AuditEntry]) -> None:
        table = self._table(name)
        rows = [self._restored(table, entry.before or {}) for entry in entries]
        self.session.execute(insert(table), rows)
        for entry in entries:
            audit.add_entry(self.session, name, entry.row_id, "insert", None, _filled(entry.before))

    def _set(self, entry: AuditEntry, values: dict[str, Any]) -> None:
        table = self._table(entry.table_name)
        row = self.current[entry.table_name, entry.row_id]
        after = {name: audit.plain(value) for name, value in values.items() if name in row}
        before = {name: row[name] for name in after}
        changed: dict[str, Any] = self._restored(table, after)
        if "version" in table.columns:
            changed["version"] = table.c.version + 1
        self.session.execute(update(table).where(table.c.id == entry.row_id).values(changed))
        audit.add_entry(self.session, entry.table_name, entry.row_id, "update", before, after)

    def _take_away(self, name: str, entries: list[AuditEntry]) -> None:
        table = self._table(name)
        for chunk in _chunks([entry.row_id for entry in entries]):
            self._take_away_counters(table, chunk)
            self.session.execute(delete(table).where(table.c.id.in_(chunk)))
        for entry in entries:
            row = self.current[name, entry.row_id]
            audit.add_entry(self.session, name, entry.row_id, "delete", row, None)

    def _take_away_counters(self, table: Table, ids: list[UUID]) -> None:
        """What is not audited, such as a campus's series of numbers, goes with the row it serves."""
        for other in Base.metadata.sorted_tables:
            for column in other.columns:
                serves = any(
                    key.column.table is table and key.ondelete == "RESTRICT"
                    for key in column.foreign_keys
                )
                if serves and other.name not in self.classes:
                    self.session.execute(delete(other).where(column.in_(ids)))

    def _lost_series(self) -> Iterator[dict[str, Any]]:
        """The counters of a campus that was taken in, gone with it and audited nowhere else."""
        table = self._table(Series.__tablename__)
        for plain in self.taken_in or []:
            values = self._restored(table, plain)
            if self.session.get(Series, values["id"]) is None:
                yield values

    def _table(self, name: str) -> Table:
        return Base.metadata.tables[name]

    @staticmethod
    def _restored(table: Table, values: dict[str, Any]) -> dict[str, Any]:
        """The values as the table takes them; a column that is gone since is passed over."""
        return {
            name: audit.restored(table.c[name], value)
            for name, value in values.items()
            if name in table.c
        }


def _merged(entries: list[AuditEntry]) -> list[AuditEntry]:
    """One entry a row: what the change as a whole did to it, however many flushes it took."""
    merged: dict[tuple[str, UUID], AuditEntry] = {}
    for entry in entries:
        place = (entry.table_name, entry.row_id)
        earlier = merged.get(place)
        if earlier is None:
            merged[place] = entry
        elif (joined := _joined(earlier, entry)) is not None:
            merged[place] = joined
        else:
            del merged[place]
    return list(merged.values())


def _joined(first: AuditEntry, second: AuditEntry) -> AuditEntry | None:
    before, after = first.before, second.after
    operation = first.operation
    if first.operation == "insert" and second.operation == "delete":
        return None
    if first.operation == "insert":
        after = _filled({**(first.after or {}), **(second.after or {})})
    elif second.operation == "delete":
        operation, before, after = "delete", {**(second.before or {}), **(first.before or {})}, None
    elif first.operation == "delete":
        operation, after = "update", second.after
        before = {name: (first.before or {}).get(name) for name in second.after or {}}
    else:
        before = {**(second.before or {}), **(first.before or {})}
        after = {**(first.after or {}), **(second.after or {})}
    return AuditEntry(
        change_id=first.change_id,
        position=first.position,
        table_name=first.table_name,
        row_id=first.row_id,
        operation=operation,
        before=before,
        after=after,
    )


def _filled(values: dict[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (values or {}).items() if value not in _EMPTY}


def _grouped(entries: Iterable[AuditEntry]) -> Iterator[tuple[str, list[AuditEntry]]]:
    groups: dict[str, list[AuditEntry]] = {}
    for entry in entries:
        groups.setdefault(entry.table_name, []).append(entry)
    yield from groups.items()


def _chunks(ids: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]

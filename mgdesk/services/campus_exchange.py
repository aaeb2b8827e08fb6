"""A whole campus out of this home and into another: same keys, one change, nothing overwritten."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Table, UniqueConstraint, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mgdesk.errors import Cancelled, DeskError
from mgdesk.exchange.campus_file import (
    ALWAYS_LEFT_OUT,
    BrokenCampusFile,
    CampusFile,
    NewerCampusFile,
)
from mgdesk.i18n import N_, ngettext
from mgdesk.model import Base, Campus, Person, Picture, Series
from mgdesk.queries.campus_rows import carried_tables, is_shared, rows_of_campus, target_of
from mgdesk.queries.campuses import campus as campus_detail
from mgdesk.rules.rights import Right
from mgdesk.services.campus_values import Values, typed_rows
from mgdesk.services.rights import needs
from mgdesk.storage import audit, migrate
from mgdesk.storage.audit import name_change
from mgdesk.storage.duty import demand_campus

Stop = Callable[[], bool]
Typed = dict[str, dict[UUID, Values]]

_CHUNK: Final = 400
LEFT_OUT_LABELS: Final = {
    "staff": N_("staff and their PINs"),
    "settings": N_("settings of this computer"),
    "keys": N_("keys"),
    "history": N_("the history of changes"),
    "coaching_notes": N_("the text of coaching notes"),
    "pictures": N_("pictures"),
}


class NumberTaken(DeskError):
    sentence = N_(
        "{name} cannot be taken in: {value} is there already and is something else. Nothing was"
        " changed."
    )


@dataclass(frozen=True)
class CampusReport:
    """What taking a campus in does: rows added and rows there already, a table; people left erased."""

    code: str
    name: str
    added: dict[str, int]
    there: dict[str, int]
    erased: int
    left_out: tuple[str, ...]

    def lines(self) -> list[str]:
        """What is told of it, a line a fact."""
        told = [
            ngettext("{n} new entry", "{n} new entries", self.added_count),
            ngettext("{n} entry is here already", "{n} entries are here already", self.there_count),
        ]
        if self.erased:
            told.append(
                ngettext(
                    "{n} erased person stays erased", "{n} erased people stay erased", self.erased
                )
            )
        return told

    @property
    def added_count(self) -> int:
        return sum(self.added.values())

    @property
    def there_count(self) -> int:
        return sum(self.there.values())


@needs(Right.RUN)
def campus_file(session: Session, *, code: str, with_pictures: bool = False) -> CampusFile:
    """Everything of a campus, ready to be written. Raises UnknownCampus."""
    found = campus_detail(session, code=code)
    demand_campus(session, found.id)
    tables = rows_of_campus(session, campus_id=found.id, with_pictures=with_pictures)
    left_out = ALWAYS_LEFT_OUT if with_pictures else (*ALWAYS_LEFT_OUT, "pictures")
    head = {"id": str(found.id), "code": found.code, "name": found.name}
    return CampusFile(migrate.head(), head, left_out, tables)


@needs(Right.RUN)
def look_at_campus(
    session: Session, *, file: CampusFile, erased: frozenset[UUID] = frozenset()
) -> CampusReport:
    """What `take_in_campus` would do, and what it would refuse; nothing is written."""
    return _Arrival(session, file, erased).report


@needs(Right.RUN)
def take_in_campus(
    session: Session,
    *,
    file: CampusFile,
    erased: frozenset[UUID] = frozenset(),
    should_stop: Stop | None = None,
) -> CampusReport:
    """Take in what is not there yet, whole or not at all. Who was erased here does not come back.

    Raises NewerCampusFile, BrokenCampusFile, NumberTaken, Cancelled.
    """
    arrival = _Arrival(session, file, erased)
    try:
        arrival.write(should_stop)
    except IntegrityError as problem:
        raise BrokenCampusFile(name=file.name, place=file.campus["code"]) from problem
    report = arrival.report
    name_change(session, N_("Campus {name} taken in from {file}"), name=report.name, file=file.name)
    audit.record_of(session).values[audit.TAKEN_IN] = arrival.new_series
    return report


@dataclass
class _Arrival:
    """The rows of a file beside those of this home."""

    session: Session
    file: CampusFile
    erased: frozenset[UUID]
    new: Typed = field(default_factory=dict)
    there: dict[str, int] = field(default_factory=dict)
    kept_out: int = 0

    def __post_init__(self) -> None:
        if self.file.data_version > migrate.head():
            raise NewerCampusFile(name=self.file.name)
        self._file_ids: dict[str, set[UUID]] = {}
        self._same: dict[str, dict[UUID, UUID]] = {}  # of a table: key in the file → key here
        rows = typed_rows(self.file)
        self._check_campus(rows)
        demand_campus(self.session, next(iter(rows[Campus.__tablename__])))
        for table in carried_tables():
            self._sort_out(table, rows[table.name])

    @property
    def report(self) -> CampusReport:
        added = {name: len(rows) for name, rows in self.new.items() if rows}
        campus = self.file.campus
        left_out = self.file.left_out
        return CampusReport(
            campus["code"], campus["name"], added, self.there, self.kept_out, left_out
        )

    @property
    def new_series(self) -> list[dict[str, Any]]:
        new = self.new[Series.__tablename__]
        rows = self.file.tables.get(Series.__tablename__, [])
        return [row for row in rows if UUID(row["id"]) in new]

    def _check_campus(self, rows: Typed) -> None:
        """A file holds one campus, the one that it names."""
        told = self.file.campus
        held = [(str(row["id"]), row["code"]) for row in rows[Campus.__tablename__].values()]
        if held != [(told["id"], told["code"])]:
            raise BrokenCampusFile(name=self.file.name, place="campus")

    # --- what is new, what is there -------------------------------------------------------------

    def _sort_out(self, table: Table, rows: dict[UUID, Values]) -> None:
        self._file_ids[table.name] = set(rows)
        rows = dict(self._referring(table, rows))
        here = set(self._found(table.c.id, rows))
        clashing = dict(self._clashes(table, {k: v for k, v in rows.items() if k not in here}))
        self._same[table.name] = {row_id: row_id for row_id in rows} | clashing
        self.new[table.name] = {
            row_id: values
            for row_id, values in rows.items()
            if row_id not in here and row_id not in clashing
        }
        if there := len(here) + len(clashing):
            self.there[table.name] = there

    def _referring(self, table: Table, rows: dict[UUID, Values]) -> Iterator[tuple[UUID, Values]]:
        """The rows with references to this home's keys; without those that lean on an erased person."""
        columns = [column for column in table.columns if target_of(column)]
        for row_id, values in rows.items():
            if table.name == Person.__tablename__ and row_id in self.erased:
                self.kept_out += 1
                continue
            changed = dict(values)
            if all(self._refer(table, column, changed) for column in columns):
                yield row_id, changed

    def _refer(self, table: Table, column: Column[Any], values: Values) -> bool:
        """Whether the row can stay, its reference put right."""
        wanted = values.get(column.name)
        name = str(target_of(column))
        if wanted is None:
            return True
        if wanted not in self._file_ids.get(name, ()):
            place = f"{table.name}: {column.name}"
            raise BrokenCampusFile(name=self.file.name, place=place)
        if name == table.name:
            return True  # of its own kind: put right by the order of writing
        values[column.name] = self._same[name].get(wanted)
        return values[column.name] is not None or bool(column.nullable)

    def _found(self, column: Column[UUID], ids: Iterable[UUID]) -> Iterator[UUID]:
        for chunk in _chunks(list(ids)):
            yield from self.session.scalars(select(column).where(column.in_(chunk)))

    def _clashes(self, table: Table, rows: dict[UUID, Values]) -> Iterator[tuple[UUID, UUID]]:
        """Rows that this home says already under another key. Raises NumberTaken."""
        for columns in _unique(table):
            said = {
                tuple(values.get(column.name) for column in columns): row_id
                for row_id, values in rows.items()
            }
            said = {key: row_id for key, row_id in said.items() if None not in key}
            for chunk in _chunks(list(said)):
                found = select(table.c.id, *columns).where(tuple_(*columns).in_(chunk))
                for home_id, *key in self.session.execute(found):
                    if not _is_same(table, columns):
                        value = " ".join(str(part) for part in key if isinstance(part, str))
                        raise NumberTaken(name=self.file.name, value=value or table.name)
                    yield said[tuple(key)], home_id

    # --- writing --------------------------------------------------------------------------------

    def write(self, should_stop: Stop | None) -> None:
        classes = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
        for table in carried_tables():
            for chunk in _chunks(list(_in_order(table, self.new[table.name]))):
                if should_stop and should_stop():
                    raise Cancelled
                self.session.add_all(classes[table](**values) for values in chunk)
                self.session.flush()
                self.session.expunge_all()
        self._advance_series()
        self._bring_home()

    def _advance_series(self) -> None:
        """Numbers that the file has given already are not given again here."""
        for row in self.file.tables.get(Series.__tablename__, []):
            series = self.session.get(Series, self._same[Series.__tablename__][UUID(row["id"])])
            if series is not None:
                series.last = max(series.last, int(row.get("last", 0)))

    def _bring_home(self) -> None:
        """Who came along with another campus before theirs did is now of their own."""
        for row in self.file.tables.get(Person.__tablename__, []):
            person = None
            if row.get("campus_id") and UUID(row["id"]) not in self.new[Person.__tablename__]:
                person = self.session.get(Person, UUID(row["id"]))
            if person is not None and person.campus_id is None:
                person.campus_id = UUID(row["campus_id"])


def _unique(table: Table) -> list[list[Column[Any]]]:
    """What a table says once, beside its key."""
    found = [[c] for c in table.columns if c.unique]
    found += [
        list(constraint.columns)
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    indexes = [list(index.columns) for index in table.indexes if index.unique]
    singles = {tuple(c.name for c in columns): columns for columns in found + indexes}
    return [columns for columns in singles.values() if "sort_key" not in {c.name for c in columns}]


def _is_same(table: Table, columns: list[Column[Any]]) -> bool:
    """Whether two rows that say the same are one: a funder's name, a mark of a half-day.

    A number or code alone is none: two people are not one because of it.
    """
    if is_shared(table) or table.name == Picture.__tablename__:
        return True
    return table.name != Person.__tablename__ and any(map(target_of, columns))


def _in_order(table: Table, rows: dict[UUID, Values]) -> Iterator[Values]:
    """Rows behind those of their own kind that they refer to; a circle breaks off and is refused."""
    own = [column.name for column in table.columns if target_of(column) == table.name]
    waiting = dict(rows)
    while waiting:
        ready = [
            row_id
            for row_id, values in waiting.items()
            if not any(values.get(name) in waiting for name in own)
        ]
        if not ready:
            yield from waiting.values()
            return
        for row_id in ready:
            yield waiting.pop(row_id)


def _chunks(items: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]

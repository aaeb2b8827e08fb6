"""Filling a new file with what is left of a damaged one, of its copy and of its history; counted, and
made whole: nothing refers to what is lost."""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Table, insert, select
from sqlalchemy.exc import DBAPIError

from mgdesk.model import Person
from mgdesk.model.base import Base
from mgdesk.rules import names
from mgdesk.rules.salvage import IncompletePerson, SavedTable
from mgdesk.storage import audit, chain
from mgdesk.storage.btree import Row, Value
from mgdesk.storage.remains import Remains, place_leaves

# ruff: noqa: S608 - the names in these statements are our own
logger = logging.getLogger(__name__)

DERIVED: Final = frozenset({"search_entry", "search_slip"})  # made anew from the others
_ABOUT_SEARCH: Final = "search"  # the setting that says which words are indexed


def tables_saved() -> Iterator[str]:
    """Those whose rows are saved; the others are made anew from them."""
    yield from (one.name for one in Base.metadata.sorted_tables if one.name not in DERIVED)


class Copy:
    """The rows of a copy by table and number; empty when there is none that opens."""

    def __init__(self, path: Path | None = None, version: str = "") -> None:
        self.name = path.name if path else ""
        self.version = version
        self.roots: dict[str, int] = {}
        self.rows: dict[str, dict[int, tuple[Value, ...]]] = {}

    def forget(self, erased: set[str]) -> None:
        """Who was erased stays erased: what belongs to them finds no owner, and goes."""
        people = self.rows.get(Person.__tablename__, {})
        for rowid in [rowid for rowid, values in people.items() if erased.intersection(values)]:
            del people[rowid]


class Filled:
    """What came of it, table by table and person by person."""

    def __init__(self) -> None:
        self.tables: tuple[SavedTable, ...] = ()
        self.people: tuple[IncompletePerson, ...] = ()
        self.unplaced = 0


class Refill:
    """Fills a new file table by table, and keeps count of where each row came from."""

    def __init__(self, found: Remains, copy: Copy) -> None:
        self._found, self._copy = found, copy
        self._saved: Counter[str] = Counter()
        self._copied: Counter[str] = Counter()
        self._told: Counter[str] = Counter()
        self._let_go: Counter[str] = Counter()
        self._lost: Counter[str] = Counter()
        self._emptied: Counter[str] = Counter()
        self._touched: defaultdict[str, set[str]] = defaultdict(set)  # key of a person → tables
        self._unplaced = 0

    def fill(self, connection: Connection, *, is_newest: bool) -> None:
        raw: Any = connection.connection.driver_connection
        self._place(raw)
        for table in tables_saved():
            columns = _columns(raw, table)
            if columns:
                self._insert(raw, table, columns)
        self._owners = {table: _owner(table) for table in tables_saved()}
        if is_newest:
            self._retell(connection)
        self._let_go_of_orphans(raw)

    # -- from the file and the copy

    def _place(self, raw: Any) -> None:
        tables = {name: len(columns) for name in tables_saved() if (columns := _columns(raw, name))}
        keyed = {name: count for name, count in tables.items() if "id" in _columns(raw, name)}
        first = {name: count for name, count in keyed.items() if name in chain.GUARDED}
        fits = _Trial(raw)
        leaves = self._found.unplaced
        place_leaves(self._found, first, {}, fits)  # the audit tells where the others belong
        placed = self._found.rows.get("audit_entry", {})
        self._found.unplaced = {
            number: leaf
            for number, leaf in leaves.items()
            if any(placed.get(row.rowid) != row.values for row in leaf)
        }
        self._unplaced = place_leaves(self._found, keyed, _told_of(placed.values()), fits)

    def _insert(self, raw: Any, table: str, columns: list[str]) -> None:
        rows = self._found.rows.get(table, {})
        for rowid, values in rows.items():
            if table == "setting" and values[0] == _ABOUT_SEARCH:
                continue
            self._saved[table] += _put(raw, table, columns, rowid, values)
        gone = _deleted(self._found)
        for rowid, values in self._copy.rows.get(table, {}).items():
            if table == "setting" and values[0] == _ABOUT_SEARCH:
                continue
            if self._found.is_missing(table, rowid) and _key(columns, values) not in gone:
                self._copied[table] += _put(raw, table, columns, rowid, values)
                self._touch(table, dict(zip(columns, values, strict=False)))

    def _touch(self, table: str, row: Mapping[str, Any]) -> None:
        owner = "id" if table == Person.__tablename__ else _owner(table)
        if owner and row.get(owner):
            self._touched[str(row[owner]).replace("-", "")].add(table)

    # -- from the audit

    def _retell(self, connection: Connection) -> None:
        """Rows that are gone, but an index names them and the audit tells what was in them."""
        there = {
            name: set(connection.execute(select(table.c.id)).scalars())
            for name, table in Base.metadata.tables.items()
            if "id" in table.c and name not in DERIVED
        }
        for (name, row_id), values in self._stories(connection).items():
            if name not in there or row_id in there[name]:
                continue
            self._touch(name, {**values, "id": str(row_id)})
            is_alive = row_id.hex in self._found.alive
            if is_alive and _tell(connection, Base.metadata.tables[name], values):
                self._told[name] += 1
                there[name].add(row_id)
            else:
                self._lost[name] += 1

    @staticmethod
    def _stories(connection: Connection) -> dict[tuple[str, UUID], dict[str, Any]]:
        """Each row that was made and not deleted, as its changes leave it."""
        entry, change = (Base.metadata.tables[name] for name in ("audit_entry", "change"))
        wanted = (
            select(
                entry.c.table_name, entry.c.row_id, entry.c.operation, entry.c.before, entry.c.after
            )
            .join(change, change.c.id == entry.c.change_id)
            .order_by(change.c.position, entry.c.position)
        )
        found: dict[tuple[str, UUID], dict[str, Any]] = {}
        for name, row_id, operation, _before, after in connection.execute(wanted):
            place = (name, row_id)
            if operation == "insert":
                found[place] = dict(after or {})
            elif operation == "delete":
                found.pop(place, None)
            elif place in found:
                found[place].update(after or {})
        return found

    # -- what cannot stay

    def _let_go_of_orphans(self, raw: Any) -> None:
        """Until nothing refers to what is lost: emptied where the table allows it, else let go."""
        while broken := raw.execute("PRAGMA foreign_key_check").fetchall():
            for table, rowid, parent, place in broken:
                column = _column_of(raw, table, parent, place)
                row = _row(raw, table, rowid)
                if not row:
                    continue
                self._touch(table, row)
                if _may_be_empty(raw, table, column) and table not in chain.GUARDED:
                    raw.execute(f'UPDATE "{table}" SET "{column}" = NULL WHERE rowid = ?', (rowid,))
                    self._emptied[table] += 1
                else:
                    _let_go(raw, table, rowid)
                    self._let_go[table] += 1

    # -- telling

    def report(self, connection: Connection) -> Filled:
        made = Filled()
        made.unplaced = self._unplaced
        counts = (
            self._saved, self._copied, self._told, self._lost, self._let_go, self._emptied,
        )  # fmt: skip
        made.tables = tuple(
            SavedTable(table, *(count[table] for count in counts))
            for table in tables_saved()
            if any(count[table] for count in counts)
        )
        people = {UUID(hex=one): tables for one, tables in self._touched.items()}
        known = {
            row.id: names.display_name(row.first_name, row.surname)
            for row in connection.execute(select(Person.id, Person.first_name, Person.surname))
            if row.id in people
        }
        made.people = tuple(
            IncompletePerson(one, known.get(one, ""), tuple(sorted(tables)))
            for one, tables in sorted(people.items())
        )
        return made


def _owner(table: str) -> str:
    """The column by which a row belongs to somebody."""
    columns = Base.metadata.tables[table].columns if table in Base.metadata.tables else ()
    return next(
        (
            column.name
            for column in columns
            if any(key.column.table.name == "person" for key in column.foreign_keys)
        ),
        "",
    )


def _told_of(entries: Any) -> dict[str, str]:
    """Key → table, by the audit's own rows (their columns stand in the order of migration 0001)."""
    names_of = [c.name for c in Base.metadata.tables["audit_entry"].columns]
    found: dict[str, str] = {}
    for values in entries:
        texts = [one for one in values if isinstance(one, str)]
        table = next((one for one in texts if one in Base.metadata.tables), "")
        for one in texts:
            if table and len(one) == 32 and len(values) == len(names_of):
                found.setdefault(one, table)
    return found


def _deleted(found: Remains) -> set[str]:
    """Keys of the rows that the audit knows to be deleted."""
    return {
        one
        for values in found.rows.get("audit_entry", {}).values()
        if "delete" in values
        for one in values
        if isinstance(one, str) and len(one) == 32
    }


def _columns(raw: Any, table: str) -> list[str]:
    return [str(row[1]) for row in raw.execute(f'PRAGMA table_info("{table}")')]


def _key(columns: list[str], values: tuple[Value, ...]) -> Value:
    place = columns.index("id") if "id" in columns else -1
    return values[place] if 0 <= place < len(values) else None


def _put(raw: Any, table: str, columns: list[str], rowid: int, values: tuple[Value, ...]) -> int:
    """Write a row where it stood; 0 when its place or key is taken already."""
    given = columns[: len(values)]
    listed = ", ".join(f'"{name}"' for name in ("rowid", *given))
    marks = ", ".join("?" * (len(given) + 1))
    done = raw.execute(
        f'INSERT OR IGNORE INTO "{table}" ({listed}) VALUES ({marks})',
        (rowid, *values[: len(given)]),
    )
    return max(0, int(done.rowcount))


class _Trial:
    """Whether a table would take these rows: tried, and taken back."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def __call__(self, table: str, leaf: list[Row]) -> bool:
        columns = _columns(self._raw, table)
        kinds = [str(row[2]) for row in self._raw.execute(f'PRAGMA table_info("{table}")')]
        if not all(_is_of(kinds, row.values) for row in leaf):
            return False
        self._raw.execute("SAVEPOINT trial")
        try:
            return all(_put(self._raw, table, columns, row.rowid, row.values) for row in leaf)
        finally:
            self._raw.execute("ROLLBACK TO trial")
            self._raw.execute("RELEASE trial")


def _is_of(kinds: list[str], values: tuple[Value, ...]) -> bool:
    """Whether the values are of the kinds that the columns say, which SQLite itself does not mind."""
    for kind, value in zip(kinds, values, strict=False):
        if value is None:
            continue
        if kind == "CHAR(32)" and not (isinstance(value, str) and len(value) == 32):
            return False
        if kind in {"INTEGER", "BIGINT", "BOOLEAN"} and not isinstance(value, int):
            return False
        if kind in {"DATETIME", "DATE", "TIME", "TEXT", "JSON"} and not isinstance(value, str):
            return False
        if kind in {"DATETIME", "DATE", "TIME"} and not str(value)[:2].isdecimal():
            return False
        if kind == "BLOB" and not isinstance(value, bytes):
            return False
    return True


def _tell(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Write a row as the audit tells it; what it left out was empty. Whether the tables took it."""
    row = {name: audit.restored(table.c[name], v) for name, v in values.items() if name in table.c}
    for column in table.columns:
        if column.name not in row:
            row[column.name] = (
                "" if not column.nullable and column.type.python_type is str else None
            )
        if column.name == "version":
            row[column.name] = row[column.name] or 1
    try:
        with connection.begin_nested():
            connection.execute(insert(table), [row])
    except (DBAPIError, ValueError, TypeError) as error:
        logger.info("a row of %s could not be told again: %s", table.name, type(error).__name__)
        return False
    return True


def _column_of(raw: Any, table: str, parent: str, place: int) -> str:
    for row in raw.execute(f'PRAGMA foreign_key_list("{table}")'):
        if row[0] == place and row[2] == parent:
            return str(row[3])
    raise AssertionError(table)


def _row(raw: Any, table: str, rowid: int) -> dict[str, Any]:
    found = raw.execute(f'SELECT * FROM "{table}" WHERE rowid = ?', (rowid,)).fetchone()
    return dict(zip(_columns(raw, table), found, strict=True)) if found else {}


def _may_be_empty(raw: Any, table: str, column: str) -> bool:
    return any(
        row[1] == column and not row[3] for row in raw.execute(f'PRAGMA table_info("{table}")')
    )


def _let_go(raw: Any, table: str, rowid: int) -> None:
    """The audit's guard lets nothing go: its door is opened for this one row."""
    if table in chain.GUARDED:
        raw.execute("INSERT INTO setting (name, value) VALUES (?, '{}')", (chain.DOOR,))
    raw.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (rowid,))
    if table in chain.GUARDED:
        raw.execute("DELETE FROM setting WHERE name = ?", (chain.DOOR,))

"""What is still there of a damaged file: rows by table, the places where rows are missing, and which
keys its indexes still name."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from mgdesk.storage import btree
from mgdesk.storage.btree import Row, Value
from mgdesk.storage.pages import Pages

SCHEMA: Final = "sqlite_schema"
_KEY: Final = re.compile(r"[0-9a-f]{32}")
_KINDS: Final = frozenset({"table", "index", "trigger", "view"})
Range = tuple[int, int]  # row numbers, both ends included
LEAST, MOST = -(1 << 63), (1 << 63) - 1


@dataclass
class Remains:
    """Rows by table and number; ranges of numbers that lay on lost pages; keys of rows that lived."""

    rows: dict[str, dict[int, tuple[Value, ...]]] = field(default_factory=dict)
    gaps: dict[str, list[Range]] = field(default_factory=dict)
    alive: set[str] = field(default_factory=set)
    unplaced: dict[int, list[Row]] = field(default_factory=dict)  # leaves of no known tree

    def is_missing(self, table: str, rowid: int) -> bool:
        """Whether a row of this number may have been there and is lost."""
        gaps = self.gaps.get(table, [])
        is_gap = any(first <= rowid <= last for first, last in gaps)
        return is_gap and rowid not in self.rows.get(table, {})


def remains(pages: Pages, roots_of_copy: Mapping[str, int]) -> Remains:
    """Walk each tree from its root, then look at the leaves that no walk reached.

    `roots_of_copy` are the first pages of the tables in a copy of the file, for when the file's own
    list of tables is lost: a copy has the same pages.
    """
    found = Remains()
    reached: set[int] = set()
    schema = _Tree(pages, found, SCHEMA, reached)
    schema.walk(1)
    listed = {**found.rows.get(SCHEMA, {}), **_loose_schema(pages, reached)}
    roots = dict(roots_of_copy) if found.gaps.get(SCHEMA) else {}
    roots |= _roots(listed)
    for table, root in sorted(roots.items()):
        _Tree(pages, found, table, reached).walk(root)
    found.alive = set(_keys_alive(pages))
    found.unplaced = {
        number: leaf
        for number, page in pages.found.items()
        if number not in reached
        and btree.kind(number, page) == btree.TABLE_LEAF
        and (leaf := [row for row in btree.rows(number, pages.found) if isinstance(row, Row)])
    }
    return found


class _Tree:
    def __init__(self, pages: Pages, found: Remains, table: str, reached: set[int]) -> None:
        self._pages, self._found, self._table, self._reached = pages, found, table, reached
        self._rows = found.rows.setdefault(table, {})

    def walk(self, number: int, first: int = LEAST, last: int = MOST) -> None:
        """Take the rows below a page, whose numbers lie in this range."""
        page = self._pages.found.get(number)
        kind = btree.kind(number, page) if page else None
        if page is None or kind not in {btree.TABLE_LEAF, btree.TABLE_INSIDE}:
            self._lose(first, last)
            return
        if number in self._reached:
            return
        self._reached.add(number)
        if kind == btree.TABLE_LEAF:
            self._take(number)
            return
        for child, most in btree.children(number, page):
            end = last if most is None else most
            self.walk(child, first, end)
            first = end + 1

    def _take(self, number: int) -> None:
        for row in btree.rows(number, self._pages.found):
            if isinstance(row, Row):
                self._rows[row.rowid] = row.values
            else:
                self._lose(row, row)

    def _lose(self, first: int, last: int) -> None:
        self._found.gaps.setdefault(self._table, []).append((first, last))


def _roots(schema: Mapping[int, tuple[Value, ...]]) -> dict[str, int]:
    return {
        str(values[1]): int(values[3])
        for values in schema.values()
        if values[0] == "table" and isinstance(values[3], int) and values[3]
    }


def _loose_schema(pages: Pages, reached: set[int]) -> dict[int, tuple[Value, ...]]:
    """Lines of the list of tables on pages that page 1 would have named."""
    found = {}
    for number, page in pages.found.items():
        if number in reached or btree.kind(number, page) != btree.TABLE_LEAF:
            continue
        rows = [row for row in btree.rows(number, pages.found) if isinstance(row, Row)]
        if rows and all(len(row.values) == 5 and row.values[0] in _KINDS for row in rows):
            reached.add(number)
            found.update({row.rowid: row.values for row in rows})
    return found


def _keys_alive(pages: Pages) -> Iterator[str]:
    """Keys that an index names: their rows were there when the file was damaged."""
    for number, page in pages.found.items():
        if btree.kind(number, page) in {btree.INDEX_LEAF, btree.INDEX_INSIDE}:
            for values in btree.keys(number, pages.found):
                # The audit's own index begins with a name: its keys may be of rows that are gone.
                if values and isinstance(values[0], str) and _KEY.fullmatch(values[0]):
                    yield values[0]


Fits = Callable[[str, list[Row]], bool]


def place_leaves(
    found: Remains, tables: Mapping[str, int], table_of: Mapping[str, str], fits: Fits
) -> int:
    """Give the leaves of no known tree to the table whose rows they are; how many rows found none.

    `tables` are names with their number of columns. A key that the audit names (`table_of`) tells;
    else the one table of all whose rules all rows of the leaf keep (`fits`).
    """
    homeless = 0
    for leaf in found.unplaced.values():
        told = {table_of[key] for row in leaf if (key := _key_of(row)) in table_of}
        wanted = told if len(told) == 1 else set(tables)
        homes = [
            table
            for table in sorted(wanted & set(tables))
            if all(len(row.values) <= tables[table] for row in leaf) and fits(table, leaf)
        ]
        missing = [home for home in homes if found.gaps.get(home)]
        if len(missing) != 1:
            homeless += 0 if _is_derived(leaf) else len(leaf)
            continue
        rows = found.rows.setdefault(missing[0], {})
        for row in leaf:
            if found.is_missing(missing[0], row.rowid):
                rows[row.rowid] = row.values
    return homeless


def _is_derived(leaf: list[Row]) -> bool:
    """SQLite keeps a numbered key out of the row: only what search makes anew has one."""
    return all(row.values[0] is None for row in leaf)


def _key_of(row: Row) -> str:
    """The last column of most tables is their key; wherever it stands, it is one of these."""
    return next((v for v in reversed(row.values) if isinstance(v, str) and _KEY.fullmatch(v)), "")

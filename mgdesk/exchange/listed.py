"""Cohorts and events of a list, read as values: what our own exports say comes back unchanged."""

from collections.abc import Mapping
from datetime import date

from mgdesk.errors import DeskError
from mgdesk.exchange.cells import Reader
from mgdesk.exchange.columns import guess_columns
from mgdesk.exchange.fields import DAYS, MOMENTS, Field, Subject, Value
from mgdesk.exchange.table import Table
from mgdesk.i18n import N_

Listed = Mapping[Field, Value]


class ColumnsMissing(DeskError):
    sentence = N_(
        "The list has no column that says the code. Give its columns the names of an export."
    )


class RowRefused(DeskError):
    sentence = N_("Row {row}: {reason} Nothing was imported.")


def listed_rows(table: Table, subject: Subject, *, today: date) -> list[tuple[int, Listed]]:
    """Each row's number in its list and its values. Raises ColumnsMissing, RowRefused."""
    columns = guess_columns(table, subject)
    if Field.CODE not in columns:
        raise ColumnsMissing
    reader = Reader("BE", today)  # phones have no place in these lists
    return [
        (number, _values(number, row, columns, reader))
        for number, row in zip(table.numbers, table.rows, strict=True)
    ]


def _values(
    number: int, row: tuple[Value, ...], columns: tuple[Field | None, ...], reader: Reader
) -> Listed:
    values: dict[Field, Value] = {}
    for field, cell in zip(columns, row, strict=True):
        if field is None:
            continue
        values[field], remark = reader.read(field, cell)
        if remark is not None and field in DAYS | MOMENTS:
            raise RowRefused(row=number, reason=str(remark))
    return values

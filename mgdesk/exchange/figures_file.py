"""The figures of a report as a workbook: numbers that are numbers, their definitions on a sheet beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from mgdesk.exchange.writing import UnknownEnding, whole_file
from mgdesk.i18n import is_right_to_left
from mgdesk.rules.names import clean

_SHARE: Final = "0.0%"
_COUNT: Final = "#,##0"
_HOURS: Final = "#,##0.00"


@dataclass(frozen=True)
class Share:
    """A part of one, shown in per cent."""

    value: float


@dataclass(frozen=True)
class Hours:
    value: float


Cell = str | int | Share | Hours | Any  # a date too; None is empty


@dataclass(frozen=True)
class SheetOfCells:
    """A sheet: a name, headings, rows."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...] = ()  # in letters; by what is in them where none is given


def write_workbook(
    path: Path, sheets: Sequence[SheetOfCells], *, language: str, title: str
) -> Path:
    """Write sheets of an .xlsx, whole or not at all; no cell is a formula.

    Raises UnknownEnding, FileCannotBeWritten, DiskFull.
    """
    if path.suffix.lower() != ".xlsx":
        raise UnknownEnding(path=str(path))
    return whole_file(path, _content(sheets, language, title))


def _content(sheets: Sequence[SheetOfCells], language: str, title: str) -> bytes:
    from xlsxwriter import Workbook

    whole = BytesIO()
    book = Workbook(whole, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": title})
    styles = {
        "heading": book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy", "align": "left", "valign": "top"}),
        "count": book.add_format({"num_format": _COUNT, "valign": "top"}),
        "hours": book.add_format({"num_format": _HOURS, "valign": "top"}),
        "share": book.add_format({"num_format": _SHARE, "valign": "top"}),
    }
    for number, cells in enumerate(sheets, 1):
        _write_sheet(book.add_worksheet(sheet_name(cells.name, number)), cells, styles, language)
    book.close()
    return whole.getvalue()


def sheet_name(name: str, number: int) -> str:
    """At most 31 characters, none that formulas use; numbered, so that no two are alike."""
    plain = "".join(" " if letter in "[]:*?/\\'" else letter for letter in clean(name))
    return f"{number} {plain}"[:31].strip()


def _write_sheet(sheet: Any, cells: SheetOfCells, styles: dict[str, Any], language: str) -> None:
    for column, heading in enumerate(cells.headings):
        sheet.write_string(0, column, heading, styles["heading"])
        texts = [str(row[column]) for row in cells.rows if isinstance(row[column], str)]
        widest = max(map(len, [heading[:24], *texts]))
        given = cells.widths[column] if column < len(cells.widths) else min(60, widest + 3)
        sheet.set_column(column, column, max(12, given))
    for line, row in enumerate(cells.rows, 1):
        for column, value in enumerate(row):
            _write_cell(sheet, line, column, value, styles)
    sheet.freeze_panes(1, 1)
    if is_right_to_left(language):
        sheet.right_to_left()


def _write_cell(sheet: Any, line: int, column: int, value: Cell, styles: dict[str, Any]) -> None:
    if isinstance(value, Share):
        sheet.write_number(line, column, value.value, styles["share"])
    elif isinstance(value, Hours):
        sheet.write_number(line, column, value.value, styles["hours"])
    elif isinstance(value, int):
        sheet.write_number(line, column, value, styles["count"])
    elif isinstance(value, str):
        sheet.write_string(line, column, value, styles["text"])
    elif value is not None:
        sheet.write_datetime(line, column, value, styles["day"])

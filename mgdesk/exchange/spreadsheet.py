"""Reading .xlsx, .xlsm, .ods and .xls: the visible sheet that holds the most, as rows of cells."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from mgdesk.errors import DeskError
from mgdesk.exchange import guard, legacy
from mgdesk.exchange.fields import Value
from mgdesk.exchange.text import cleaned_lines
from mgdesk.i18n import N_

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Grid = list[list[Value]]

_MOST_SHEETS: Final = 50  # beyond these nobody finds a list by its sheet


class SheetNotFound(DeskError):
    sentence = N_("{name} has no sheet {sheet}. Choose one of its sheets.")


def read_spreadsheet(
    content: bytes, name: str, sheet: str | None = None
) -> tuple[Grid, int, str, tuple[str, ...]]:
    """Rows of cells, the number of the first row, the sheet's name and the names of all sheets.

    Formulas are never computed: a cell holds the value that was saved with it. Raises DeskError.
    """
    if content.startswith(b"PK"):
        guard.check_archive(content, name)
    else:
        legacy.check(content, name)
    book = _opened(content, name)
    sheets = _sheets_of(book)
    if sheet is not None and sheet not in sheets:
        raise SheetNotFound(name=name, sheet=sheet)
    best, best_size = None, -1
    for title in (sheet,) if sheet is not None else sheets[:_MOST_SHEETS]:
        candidate = _sheet(book, title, name)
        size = _filled(candidate)
        if size > best_size:
            best, best_size = candidate, size
    if best is None:
        raise guard.DamagedFile(name=name)
    first = best.start[0] if best.start else 0
    return _rows(best), first + 1, best.name, sheets


def _opened(content: bytes, name: str) -> "CalamineWorkbook":
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(BytesIO(content))
    except PasswordError as problem:
        raise guard.LockedFile(name=name) from problem
    except (CalamineError, OSError, ValueError) as problem:
        raise guard.DamagedFile(name=name) from problem
    except BaseException as problem:
        raise _from_panic(problem, name) from problem


def _sheets_of(book: "CalamineWorkbook") -> tuple[str, ...]:
    """The sheets that a person sees; when all are hidden, all."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    tables = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    visible = [sheet.name for sheet in tables if sheet.visible == SheetVisibleEnum.Visible]
    return tuple(visible or [sheet.name for sheet in tables])


def _sheet(book: "CalamineWorkbook", title: str, name: str) -> "CalamineSheet":
    from python_calamine import CalamineError

    try:
        found = book.get_sheet_by_name(title)
    except (CalamineError, OSError, ValueError) as problem:
        raise guard.DamagedFile(name=name) from problem
    except BaseException as problem:
        raise _from_panic(problem, name) from problem
    if found.height > guard.MOST_ROWS:
        raise guard.TooManyRows(name=name, limit=guard.MOST_ROWS)
    if found.height * found.width > guard.MOST_CELLS:
        raise guard.TooLarge(name=name)
    return found


def _from_panic(problem: BaseException, name: str) -> BaseException:
    """A panic inside the reader arrives as a BaseException of its own kind: the file is damaged."""
    if type(problem).__name__ == "PanicException":
        return guard.DamagedFile(name=name)
    return problem


def _filled(sheet: "CalamineSheet") -> int:
    """How much a sheet holds; its rectangle is near enough and costs nothing."""
    return sheet.height * sheet.width


def _rows(sheet: "CalamineSheet") -> Grid:
    return [[as_value(cell) for cell in row] for row in sheet.to_python(skip_empty_area=True)]


def as_value(cell: Any) -> Value:
    """A spreadsheet's cell as the text that a person sees in it, or as its day or moment."""
    if isinstance(cell, str):
        return cleaned_lines(cell)
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        moment = cell.replace(microsecond=0, tzinfo=None)
        return moment.date() if moment.time() == time() else moment
    return cell if isinstance(cell, date) else _as_text(cell)


def _as_text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds()) // 60
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(cell)


def _number(value: float) -> str:
    """A number as typed: a phone has no decimals, a code of 18 digits no exponent."""
    if value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    return repr(value)

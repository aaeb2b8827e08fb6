"""Writing our lists as .xlsx and .csv, so that they read well elsewhere and come back unchanged."""

import csv
import errno
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from mgdesk import durable
from mgdesk.errors import DeskError, DiskFull, FileCannotBeWritten
from mgdesk.exchange.columns import heading
from mgdesk.exchange.delimited import FORMULA_STARTS
from mgdesk.exchange.fields import Field
from mgdesk.exchange.vcard import cards
from mgdesk.exchange.words import label
from mgdesk.i18n import N_, is_right_to_left, speaking
from mgdesk.rules.names import clean

Rows = Iterable[Mapping[Any, object]]
Cells = Sequence[object]

# What Excel in these languages expects between two cells; it takes the comma for decimals.
_SEMICOLON: Final = frozenset({"fr", "nl", "it"})
_LABELLED: Final = frozenset(
    {
        Field.GENDER, Field.REGISTRATION_STATUS, Field.APPLICATION_STATUS, Field.CHANNEL,
        Field.SCHOOLING_LEVEL, Field.STATUS,
    }
)  # fmt: skip
# The first of a cell that is a formula elsewhere, with the apostrophes that already guard one.
_FORMULA: Final = re.compile(f"'*[{re.escape(FORMULA_STARTS)}]")
_LONGEST_XLSX: Final = 32_767  # characters that an .xlsx cell can hold


class UnknownEnding(DeskError):
    sentence = N_("{path} should end in .xlsx or .csv. Choose one of these.")


class TooLongForSpreadsheet(DeskError):
    sentence = N_(
        "A text of {length} characters does not fit in an .xlsx cell. Export to .csv instead."
    )


def export_rows(
    path: Path, fields: Sequence[Field], rows: Rows, *, language: str, title: str = ""
) -> Path:
    """Write rows (field → value) under headings in a language; the path's ending says which kind.

    People also as address cards (.vcf), with what such cards hold (`exchange.vcard`).
    Days and moments are real ones in .xlsx and ISO in .csv; nothing written can become a formula.
    The file is there whole or not at all. Raises UnknownEnding, FileCannotBeWritten, DiskFull.
    """
    if path.suffix.lower() == ".vcf" and Field.SURNAME in fields:
        return whole_file(path, cards(rows).encode("utf-8"))
    headings = [heading(field, language) for field in fields]
    with speaking(language):
        values = [[_value(field, row) for field in fields] for row in rows]
    return export_table(path, headings, values, language=language, title=title)


def export_table(
    path: Path, headings: Sequence[str], rows: Iterable[Cells], *, language: str, title: str = ""
) -> Path:
    """Write rows of cells under any headings; otherwise as `export_rows`."""
    write = {".xlsx": _write_spreadsheet, ".csv": _write_delimited}.get(path.suffix.lower())
    if write is None:
        raise UnknownEnding(path=str(path))
    short = language.split("_", maxsplit=1)[0]
    return _whole(path, lambda draft: write(draft, headings, rows, short, title))


def whole_file(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all. Raises FileCannotBeWritten, DiskFull."""
    return _whole(path, lambda draft: draft.write_bytes(content))


def _whole(path: Path, write: Callable[[Path], object]) -> Path:
    draft = path.with_name(f".{path.name}.part")
    try:
        write(draft)
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
        durable.rename(draft, path)
    except OSError as problem:
        if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFull from problem
        raise FileCannotBeWritten(
            path=str(path), reason=problem.strerror or str(problem)
        ) from problem
    finally:
        _drop(draft)
    return path


def _drop(draft: Path) -> None:
    try:
        draft.unlink(missing_ok=True)
    except OSError:
        return  # the folder went away with it


def _value(field: Field, row: Mapping[Any, object]) -> object:
    value = row.get(field, row.get(field.value, ""))
    if value is None:
        return ""
    return label(field, str(value)) if field in _LABELLED else value


# --- .csv --------------------------------------------------------------------------------------


def _write_delimited(
    draft: Path, headings: Sequence[str], rows: Iterable[Cells], language: str, _: str
) -> None:
    delimiter = ";" if language in _SEMICOLON else ","
    with draft.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow([_guarded(text) for text in headings])
        for row in rows:
            writer.writerow([_guarded(_as_text(value)) for value in row])


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def _guarded(text: str) -> str:
    """An apostrophe before whatever a spreadsheet would compute; the reader takes it off again."""
    return f"'{text}" if _FORMULA.match(text) else text


# --- .xlsx -------------------------------------------------------------------------------------


def _write_spreadsheet(
    draft: Path, headings: Sequence[str], rows: Iterable[Cells], language: str, title: str
) -> None:
    from xlsxwriter import Workbook

    whole = BytesIO()  # the workbook's own writer complains a second time when a disk is full
    book = Workbook(whole, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": title})
    sheet = book.add_worksheet(_sheet_name(title))
    styles = {
        "heading": book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1}
        ),
        "day": book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
        "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss", "align": "left"}),
    }
    widths = [len(text) + 4 for text in headings]
    for column, text in enumerate(headings):
        sheet.write_string(0, column, text, styles["heading"])
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            width = _write_cell(sheet, last, column, value, styles)
            widths[column] = max(widths[column], min(width, 60))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width + 1)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, max(0, len(headings) - 1))
    if is_right_to_left(language):
        sheet.right_to_left()
    book.close()
    draft.write_bytes(whole.getbuffer())


def _write_cell(sheet: Any, row: int, column: int, value: object, styles: Mapping[str, Any]) -> int:
    """Write a cell as what it is; give how many characters wide it wants to be."""
    if isinstance(value, datetime) and value.year >= 1900:
        sheet.write_datetime(row, column, value, styles["moment"])
        return 19
    if isinstance(value, date) and not isinstance(value, datetime) and value.year >= 1900:
        moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a day has no zone
        sheet.write_datetime(row, column, moment, styles["day"])
        return 10
    if isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
        return len(str(value))
    text = _as_text(value)
    if len(text) > _LONGEST_XLSX:
        raise TooLongForSpreadsheet(length=len(text))
    if text:
        sheet.write_string(row, column, text)
    return max(map(len, text.split("\n")), default=0)


def _sheet_name(title: str) -> str:
    """A sheet's name: at most 31 characters, without those that formulas use, never `History`."""
    name = re.sub(r"[\[\]:*?/\\]", " ", clean(title))[:31].strip(" '")
    return name if name and name.casefold() != "history" else "1"

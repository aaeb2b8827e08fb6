"""The door for lists from outside: a file or a pasted text becomes a table with headings."""

from collections import Counter
from pathlib import Path
from typing import Final

from mgdesk.errors import DeskError, unreadable
from mgdesk.exchange import guard, legacy
from mgdesk.exchange.columns import means, recognised
from mgdesk.exchange.delimited import read_delimited, read_text
from mgdesk.exchange.encoding import wide_encoding
from mgdesk.exchange.fields import Field, Value
from mgdesk.exchange.forms import tidied
from mgdesk.exchange.spreadsheet import read_spreadsheet
from mgdesk.exchange.table import Table
from mgdesk.exchange.text import cleaned
from mgdesk.exchange.vcard import is_cards, read_cards
from mgdesk.i18n import N_

Grid = list[list[Value]]

_LOOKED_AT: Final = 30  # rows in which a heading row is looked for
_WIDEST: Final = 1_000  # columns that a list of people may have


class IsAFolder(DeskError):
    sentence = N_("{path} is a folder. Choose the list inside it.")


class EmptyList(DeskError):
    sentence = N_("{name} is empty. Choose a file that holds a list.")


class NothingPasted(DeskError):
    sentence = N_("There is nothing to paste. Copy the rows in your spreadsheet first.")


# The first bytes of files that are no lists, whatever their name says.
_OTHERS: Final = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!",
    b"\x7fELF", b"MZ", b"SQLite format 3", b"BZh",
)  # fmt: skip
_MARKUP: Final = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta", b"<head", b"<style")


def read_table(path: Path, *, sheet: str | None = None) -> Table:
    """Read a list of any kind; its ending is not trusted. Raises DeskError."""
    name = cleaned(path.name)  # a name on disk may hold what no text can
    content = _content(path)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", legacy.SIGNATURE)):
        grid, first, read, sheets = read_spreadsheet(content, name, sheet)
        return as_table(grid, first=first, source=name, sheet=read, sheets=sheets)
    if is_cards(content):
        return read_cards(content, name)
    _refuse_others(content, name)
    return as_table(read_delimited(content, name), source=name)


def read_pasted(text: str) -> Table:
    """Read rows copied from a spreadsheet, a table of a web page or a message. Raises DeskError."""
    if not text.strip():
        raise NothingPasted
    if len(text) > guard.LARGEST_FILE:
        raise guard.TooLarge(name="")
    grid = read_text(text, delimiters="\t" if "\t" in text else ";,|")
    return as_table(grid)


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise IsAFolder(path=str(path))
        size = path.stat().st_size
        if size > guard.LARGEST_FILE:
            raise guard.TooLarge(name=path.name)
        if not size:
            raise EmptyList(name=path.name)
        with path.open("rb") as stream:
            return stream.read(guard.LARGEST_FILE)
    except (OSError, ValueError) as problem:
        raise unreadable(path, problem) from problem


def _refuse_others(content: bytes, name: str) -> None:
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content.startswith(_OTHERS) or start.startswith(_MARKUP) or _is_binary(content):
        raise guard.NotAList(name=name)


def _is_binary(content: bytes) -> bool:
    """Control bytes that no text has. Zero bytes alone may be UTF-16, or a few to be thrown out."""
    sample = content[:4_096]
    odd = sum(byte < 9 or 13 < byte < 32 for byte in sample if byte)
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff")) or wide_encoding(content)
    return odd > len(sample) // 50 + 1 and not is_wide


# --- rows become a table -----------------------------------------------------------------------


def as_table(
    grid: Grid, *, first: int = 1, source: str = "", sheet: str = "", sheets: tuple[str, ...] = ()
) -> Table:
    """Find the heading row, leave out what is above it and what is empty, make all rows as wide."""
    numbered = [(first + place, row) for place, row in enumerate(grid) if any(row)]
    if not numbered:
        raise EmptyList(name=source or sheet)
    width = min(_WIDEST, max(_width(row) for _number, row in numbered))
    place = _heading_place([row for _number, row in numbered[:_LOOKED_AT]])
    headings = numbered[place][1] if place >= 0 else []
    body = numbered[place + 1 :]
    table = Table(
        headings=tuple(_heading(cell) for cell in _padded(headings, width)),
        rows=tuple(_padded(row, width) for _number, row in body),
        numbers=tuple(number for number, _row in body),
        source=source,
        sheet=sheet,
        sheets=sheets,
        skipped=tuple(
            " ".join(str(cell) for cell in row if cell)
            for _number, row in numbered[: max(place, 0)]
        ),
    )
    return tidied(table, sent_first=means(table.headings[0], Field.REGISTRATION_TIME))


def _heading_place(rows: Grid) -> int:
    """The row of headings: the one with the most that we know; -1 when the list has none."""
    scores = [recognised(row) for row in rows]
    best = max(scores)
    if best >= 2 or (best == 1 and _is_narrow(rows)):
        return scores.index(best)
    if best == 1 and scores[0] == 1:
        return 0
    return _unknown_heading(rows)


def _is_narrow(rows: Grid) -> bool:
    return max(_width(row) for row in rows) <= 2


def _unknown_heading(rows: Grid) -> int:
    """Headings in words we do not know still differ in kind from what stands under them."""
    usual, _times = Counter(_width(row) for row in rows).most_common(1)[0]
    place = next(place for place, row in enumerate(rows) if _width(row) >= usual)
    if place + 1 >= len(rows):
        return -1
    top, below = rows[place], rows[place + 1 :]
    for column in range(min(len(top), usual)):
        kinds = {_kind(row[column]) for row in below if column < len(row) and row[column]}
        if kinds and "text" not in kinds and _kind(top[column]) == "text":
            return place
    return -1


def _kind(cell: Value) -> str:
    if not isinstance(cell, str):
        return "date"
    if "@" in cell:
        return "address"
    return "digits" if any(character.isdigit() for character in cell) else "text"


def _width(row: list[Value]) -> int:
    return max((place + 1 for place, cell in enumerate(row) if cell), default=0)


def _padded(row: list[Value], width: int) -> tuple[Value, ...]:
    return tuple(row[:width]) + ("",) * (width - len(row))


def _heading(cell: Value) -> str:
    return cell if isinstance(cell, str) else cell.isoformat()

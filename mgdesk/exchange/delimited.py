"""Reading .csv, .tsv and .txt of any delimiter and encoding, and rows pasted from a spreadsheet."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from mgdesk.errors import DeskError
from mgdesk.exchange import guard
from mgdesk.exchange.encoding import decoded
from mgdesk.exchange.fields import Value
from mgdesk.exchange.text import cleaned_lines
from mgdesk.i18n import N_

Grid = list[list[Value]]

# What a spreadsheet takes for the beginning of a formula; our own .csv puts an apostrophe before it.
FORMULA_STARTS: Final = "=+-@\t\r＝＋－＠"
LONGEST_CELL: Final = 131_072  # characters, the csv module's own limit

_DELIMITERS: Final = ";,\t|"
_ESCAPED: Final = re.compile(f"'+[{re.escape(FORMULA_STARTS)}]")
_TOLD: Final = re.compile(r"sep=([^\"\n])\s*(?:\r\n|\r|\n)", re.IGNORECASE)


class CellTooLong(DeskError):
    sentence = N_(
        "{name} has a cell of more than {limit} characters near line {line}. "
        "A quotation mark may be missing there: correct it and try again."
    )


def read_delimited(content: bytes, name: str) -> Grid:
    """The file's rows of cleaned cells; what is in quotation marks may hold line breaks."""
    return read_text(decoded(content), name)


def read_text(text: str, name: str = "", delimiters: str = _DELIMITERS) -> Grid:
    """Rows of cells of a text whose delimiter is found by how evenly it cuts the lines."""
    text = text.replace("\0", "").removeprefix("\ufeff")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    told = _TOLD.match(text)
    if told:
        return _rows(text[told.end() :], told.group(1), name)
    return _rows(text, _delimiter(text, delimiters), name)


def _rows(text: str, delimiter: str, name: str) -> Grid:
    grid: Grid = []
    line = 0
    try:
        for row in _records(text, delimiter):
            line = len(grid) + 1
            if line > guard.MOST_ROWS:
                raise guard.TooManyRows(name=name, limit=guard.MOST_ROWS)
            grid.append([_cell(text) for text in row])
    except csv.Error as problem:
        raise CellTooLong(name=name, limit=LONGEST_CELL, line=line + 1) from problem
    return grid


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    if _has_open_quote(text, delimiter):
        return csv.reader(_lines(text), delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return csv.reader(_lines(text), delimiter=delimiter)


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends, one at a time: a copy of a huge text would be four times as large."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start : end + 1]
        start = end + 1
    if start < len(text):
        yield text[start:]


def _has_open_quote(text: str, delimiter: str) -> bool:
    """Whether a quotation mark is never closed, so that it would swallow the rest of the list."""
    if '"' not in text:
        return False
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    try:
        for _row in reader:
            pass
    except csv.Error as problem:
        return "unexpected end" in str(problem)
    return False


def _cell(text: str) -> str:
    if _ESCAPED.match(text):
        text = text[1:]
    return cleaned_lines(text)


def _delimiter(text: str, delimiters: str) -> str:
    sample = text[:100_000]
    best, best_score = delimiters[0], 0.0
    for delimiter in delimiters:
        score = _evenness(sample, delimiter)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _evenness(sample: str, delimiter: str) -> float:
    """How well a delimiter cuts: the share of rows as wide as most, a little better when wider.

    Nothing at all when the first row is narrower than the rest: `Nom` above `DUPONT, Jean` is one
    column with commas in it.
    """
    widths: list[int] = []
    try:
        for row in csv.reader(_lines(sample), delimiter=delimiter):
            if any(row):
                widths.append(len(row))
            if len(widths) >= 100:
                break
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    width, times = Counter(widths).most_common(1)[0]
    if width < 2 or (
        len(widths) > 1 and widths[0] == 1 and times == len(widths) - 1 and width == 2
    ):
        return 0.0
    return times / len(widths) + min(width, 20) / 100

"""A list as it was read: headings, rows of cleaned cells, and where they stood in the file."""

from dataclasses import dataclass, field

from mgdesk.exchange.fields import Value


@dataclass(frozen=True)
class Table:
    """Every row is as wide as the headings. Days and moments stay such; the rest is text."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    numbers: tuple[int, ...]  # of each row, as the spreadsheet shows it (the first line is 1)
    source: str = ""  # the file's name; empty when pasted
    sheet: str = ""  # the sheet that was read
    sheets: tuple[str, ...] = ()  # all sheets of the file
    skipped: tuple[str, ...] = field(default=())  # title lines above the headings

"""Where everything of an attendance sheet goes: pages, columns, rows, in points.

Cells to sign are never smaller than 18 × 9 mm. Half-days that do not fit beside each other go to
further pages; so do learners; every page is complete in itself and can be signed alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil
from typing import Final

from mgdesk.documents.sheet_record import SheetRecord
from mgdesk.rules.paper import SheetLayout
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.page import A4, A4_LANDSCAPE, MM
from mgdesk.typesetting.text import Fitted, Typesetter

CELL_WIDTH: Final = 18 * MM
CELL_HEIGHT: Final = 9 * MM
MARGIN: Final = 8 * MM
NUMBER_WIDTHS: Final = (9 * MM, 17 * MM)  # as wide as the learners' numbers, within reason
NUMBER_SIZE: Final = 6.5
HEADER: Final = 16 * MM  # letterhead, title, numbers
TABLE_HEAD: Final = 14.3 * MM
TRAINER_ROW: Final = 9 * MM
TOTALS_ROW: Final = 5 * MM
FOOTERS: Final = {True: 14.6 * MM, False: 30 * MM}  # by whether the page is landscape
_TALLEST: Final = 12 * MM  # a row grows into spare paper, but not beyond
_NAME_WIDTHS: Final = {True: (42 * MM, 62 * MM), False: (60 * MM, 84 * MM)}
PERSON: Final = 15 * MM  # the learner above the rows of an individual sheet
HALF_DAYS_HEAD: Final = 7 * MM
LEADING: Final = 1.22  # of a name, in sizes
BESIDE: Final = 7.0  # between a first name and the same in another script
_NAME_SIZE: Final = 9.0
_PADDING: Final = 2.2 * MM


@dataclass(frozen=True)
class Row:
    """One line of the table; `position` counts in the record, None for a spare row."""

    position: int | None
    height: float
    surname: Fitted | None = None
    first_name: Fitted | None = None
    second_name: Fitted | None = None
    is_second_beside: bool = False  # there is room for it beside the first name

    @property
    def stacked(self) -> tuple[Fitted, ...]:
        """The names that stand below each other."""
        below = None if self.is_second_beside else self.second_name
        return tuple(part for part in (self.surname, self.first_name, below) if part is not None)


@dataclass(frozen=True)
class SheetPage:
    """One page: which slots and rows it shows, and its measures."""

    size: tuple[float, float]
    slots: tuple[int, ...]
    rows: tuple[Row, ...]
    number_width: float
    name_width: float
    cell_width: float

    @property
    def table_width(self) -> float:
        return self.number_width + self.name_width + self.cell_width * len(self.slots)


def lay_out(record: SheetRecord, setter: Typesetter) -> tuple[SheetPage, ...]:
    """The pages of a sheet, in the order in which they are numbered."""
    if record.layout is SheetLayout.INDIVIDUAL:
        return _individual(record)
    size = A4_LANDSCAPE if record.layout.is_landscape else A4
    pages: list[SheetPage] = []
    number_width = _number_width(record, setter)
    room = size[0] - 2 * MARGIN - number_width
    for slots in _slot_groups(record, room):
        name_width, cell_width = _columns(record.layout, room, len(slots))
        rows = _rows(record, setter, name_width)
        pages += [
            SheetPage(size, slots, chunk, number_width, name_width, cell_width)
            for chunk in _chunks(rows, _room(record.layout, size[1]))
        ]
    return tuple(pages)


def _individual(record: SheetRecord) -> tuple[SheetPage, ...]:
    """Pages with a half-day a row, shared out evenly; their one row carries the height of all."""
    fixed = HEADER + PERSON + HALF_DAYS_HEAD + FOOTERS[False]
    room = A4[1] - 2 * MARGIN - fixed
    count = len(record.slots)
    pages = max(1, ceil(count / int(room // CELL_HEIGHT)))
    each = max(1, ceil(count / pages))
    height = min(_TALLEST, room / each)
    return tuple(
        SheetPage(A4, tuple(range(start, min(start + each, count))), (Row(0, height),), 0, 0, 0)
        for start in range(0, max(1, count), each)
    )


def _number_width(record: SheetRecord, setter: Typesetter) -> float:
    widest = max((setter.width(row.number, NUMBER_SIZE) for row in record.rows), default=0)
    return min(NUMBER_WIDTHS[1], max(NUMBER_WIDTHS[0], widest + 6))


def _room(layout: SheetLayout, height: float) -> float:
    fixed = HEADER + TABLE_HEAD + TOTALS_ROW + TRAINER_ROW + FOOTERS[layout.is_landscape]
    return height - 2 * MARGIN - fixed


def _slot_groups(record: SheetRecord, room: float) -> list[tuple[int, ...]]:
    """Positions of the half-days that share a page: a day's stay together where they can."""
    narrowest = _NAME_WIDTHS[record.layout.is_landscape][0]
    most = int((room - narrowest) // CELL_WIDTH)
    days = [
        list(positions)
        for _, positions in groupby(range(len(record.slots)), lambda at: record.slots[at].day)
    ]
    groups: list[list[int]] = []
    for day in days:
        for start in range(0, len(day), most):
            part = day[start : start + most]
            fits = bool(groups) and len(groups[-1]) + len(part) <= most
            if fits and record.layout.is_landscape:
                groups[-1] += part
            else:
                groups.append(part)
    return [tuple(group) for group in groups] or [()]


def _columns(layout: SheetLayout, room: float, count: int) -> tuple[float, float]:
    narrowest, widest = _NAME_WIDTHS[layout.is_landscape]
    if not count:
        return room, CELL_WIDTH
    name_width = min(widest, max(narrowest, room - count * CELL_WIDTH * 1.12))
    return name_width, (room - name_width) / count


def _rows(record: SheetRecord, setter: Typesetter, name_width: float) -> list[Row]:
    width = name_width - 2 * _PADDING
    rows = []
    for position, row in enumerate(record.rows):
        surname = _name(setter, row.surname, width, Style.BOLD)
        first_name = _name(setter, row.first_name, width, Style.TEXT)
        second_name = _name(setter, row.second_name, width, Style.TEXT, size=8)
        is_beside = _fits_beside(first_name, second_name, width)
        made = Row(position, CELL_HEIGHT, surname, first_name, second_name, is_beside)
        height = sum(len(part.lines) * part.size * LEADING for part in made.stacked) + 2.5
        rows.append(replace(made, height=max(CELL_HEIGHT, height)))
    return rows + [Row(None, CELL_HEIGHT)] * record.spare_rows


def _fits_beside(first: Fitted | None, second: Fitted | None, width: float) -> bool:
    if first is None or second is None or len(first.lines) > 1 or len(second.lines) > 1:
        return False
    used = first.lines[0].width * first.size + second.lines[0].width * second.size
    return used + BESIDE <= width


def _name(
    setter: Typesetter, text: str, width: float, style: Style, *, size: float = _NAME_SIZE
) -> Fitted | None:
    if not text:
        return None
    return setter.fit(text, width, size, style=style, smallest=6.5, lines=8)


def _chunks(rows: Sequence[Row], room: float) -> list[tuple[Row, ...]]:
    """Rows shared out evenly over as few pages as hold them, each row grown into spare paper."""
    pages = _filled(rows, room)
    if len(pages) > 1:
        even = sum(row.height for row in rows) / len(pages)
        tallest = max(row.height for row in rows)
        balanced = _filled(rows, min(room, even + tallest))
        pages = balanced if len(balanced) == len(pages) else pages
    return [_grown(page, room) for page in pages]


def _filled(rows: Sequence[Row], room: float) -> list[list[Row]]:
    pages: list[list[Row]] = [[]]
    used = 0.0
    for row in rows:
        if pages[-1] and used + row.height > room + 0.01:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += row.height
    return pages


def _grown(rows: Sequence[Row], room: float) -> tuple[Row, ...]:
    if not rows:
        return ()
    spare = (room - sum(row.height for row in rows)) / len(rows)
    return tuple(
        replace(row, height=max(row.height, min(_TALLEST, row.height + max(0.0, spare))))
        for row in rows
    )

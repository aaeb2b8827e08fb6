"""The table of an attendance sheet: learners down, half-days across, cells to sign."""

from collections.abc import Hashable, Iterator
from functools import partial
from typing import Final

from mgdesk.documents.frame import HAIR, HAIRLINE, INK, MUTED, Frame, legible, tint
from mgdesk.documents.sheet_layout import (
    BESIDE,
    HEADER,
    LEADING,
    MARGIN,
    NUMBER_SIZE,
    TABLE_HEAD,
    TOTALS_ROW,
    TRAINER_ROW,
    Row,
    SheetPage,
)
from mgdesk.documents.sheet_record import SheetRecord, SheetSlot
from mgdesk.i18n import (
    format_clock_range,
    format_day_and_month,
    format_hours,
    format_weekday,
    isolate,
)
from mgdesk.i18n import gettext as _
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.page import MM, rgb

_PADDING: Final = 2.2 * MM
_STRUCK: Final = "#E9ECEE"


def draw_table(
    frame: Frame, record: SheetRecord, page: SheetPage, days: Hashable, table: Hashable
) -> None:
    """Draw the head, the learners, the totals and where the trainer signs.

    Pages with the same `days` have the same head, those with the same `table` all the rest.
    """
    top = page.size[1] - MARGIN - HEADER
    foot = top - TABLE_HEAD - sum([row.height for row in page.rows])

    def draw_rows() -> None:
        y = top - TABLE_HEAD
        for row in page.rows:
            y -= row.height
            _draw_row(frame, record, page, row, y)
        _draw_below_rows(frame, page, foot)

    with frame.book.part("Table"):
        frame.book.show(("days", days), partial(_draw_table_head, frame, record, page, top))
        frame.book.show(("rows", table), draw_rows)
    draw_grid = partial(_draw_grid, frame, record, page, top, foot)
    frame.book.show(("grid", table), draw_grid)


def _draw_table_head(frame: Frame, record: SheetRecord, page: SheetPage, top: float) -> None:
    accent = legible(record.letterhead.accent)
    frame.box(MARGIN, top - TABLE_HEAD, page.table_width, TABLE_HEAD, colour=tint(accent, 0.08))
    with frame.book.part("TR"):
        frame.book.blank("TH", columns=2)
        for first, last in _same_days(record, page):
            slot = record.slots[page.slots[first]]
            count = last - first + 1
            width = page.cell_width * count
            middle = _cell(page, first) + width / 2
            words = f"{format_weekday(slot.day)} {format_day_and_month(slot.day)}"
            with frame.book.part("TH", columns=count):
                frame.words(
                    words, middle, top - 9.5, 8.5, style=Style.BOLD, side="centre", width=width - 4
                )
    x = MARGIN + page.number_width
    foot = top - TABLE_HEAD + 4
    with frame.book.part("TR"):
        number_width = page.number_width - 5
        frame.words(_("No."), MARGIN + 3, foot, 7, colour=MUTED, width=number_width, role="TH")
        frame.words(_("Surname, first name"), x + _PADDING, foot, 7, colour=MUTED, role="TH")
        for column, position in enumerate(page.slots):
            slot = record.slots[position]
            left = _cell(page, column)
            with frame.book.part("TH"):
                _draw_slot(frame, slot, left + page.cell_width / 2, top, page.cell_width - 4)


def _draw_slot(frame: Frame, slot: SheetSlot, middle: float, top: float, width: float) -> None:
    hours = format_clock_range(slot.start, slot.end)
    frame.words(hours, middle, top - 17.5, 7.5, side="centre", width=width)
    length = isolate(format_hours(slot.minutes)) if slot.minutes else ""
    detail = " · ".join(part for part in (length, slot.room) if part)
    frame.words(detail, middle, top - 24.5, 6.5, colour=MUTED, side="centre", width=width)
    fitted = frame.setter.fit(slot.trainer, width, 6.5, smallest=5.2, lines=2)
    y = top - 31.5 - (3 if len(fitted.lines) == 1 else 0)
    frame.lines(fitted.lines, middle, y, fitted.size, leading=6.2, side="centre")


def _draw_row(frame: Frame, record: SheetRecord, page: SheetPage, row: Row, y: float) -> None:
    if row.position is None:
        return
    learner = record.rows[row.position]
    x = MARGIN + page.number_width
    middle = y + row.height / 2
    with frame.book.part("TR"):
        frame.words(
            learner.number, MARGIN + page.number_width / 2, middle - 2.4, NUMBER_SIZE, colour=MUTED,
            side="centre", width=page.number_width - 4, smallest=2, is_name=True,
        )  # fmt: skip
        with frame.book.part("TD"):
            _draw_name(frame, row, x + _PADDING, y)
        frame.book.blank(columns=len(page.slots))
    struck = set(learner.struck)
    for column, position in enumerate(page.slots):
        if position in struck:
            _strike(frame, page, column, y, row.height)


def _draw_name(frame: Frame, row: Row, x: float, y: float) -> None:
    parts = row.stacked
    height = sum(len(part.lines) * part.size * LEADING for part in parts)
    baseline = y + (row.height + height) / 2
    for part in parts:
        baseline -= part.size * 0.96
        colour = MUTED if part is row.second_name else INK
        baseline = frame.lines(
            part.lines, x, baseline, part.size, leading=part.size * LEADING, colour=colour
        )
        if part is row.first_name and row.is_second_beside and row.second_name is not None:
            beside = x + part.lines[0].width * part.size + BESIDE
            second = row.second_name
            frame.line(second.lines[0], beside, baseline, second.size, colour=MUTED)
        baseline -= part.size * (LEADING - 0.96)


def _strike(frame: Frame, page: SheetPage, column: int, y: float, height: float) -> None:
    left = frame.left(_cell(page, column), page.cell_width)
    right = left + page.cell_width
    frame.book.box(left, y, page.cell_width, height, colour=_STRUCK)
    frame.book.hairline(left, y, right, y + height, width=0.6, colour=MUTED)


def _draw_below_rows(frame: Frame, page: SheetPage, y: float) -> None:
    """Under the learners: how many were absent, then where the trainer signs."""
    x = MARGIN + page.number_width + _PADDING
    width = page.name_width - 2 * _PADDING
    middle = y - TOTALS_ROW / 2
    signed = y - TOTALS_ROW - TRAINER_ROW / 2
    for words, at in ((_("Number of absents"), middle), (_("Trainer’s signature"), signed)):
        with frame.book.part("TR"):
            frame.book.blank()
            frame.words(words, x, at - 2.8, 8, style=Style.BOLD, width=width)
            frame.book.blank(columns=len(page.slots))


def _draw_grid(frame: Frame, record: SheetRecord, page: SheetPage, top: float, y: float) -> None:
    """The lines of the table in one path; days are parted by stronger ones."""
    foot = y - TOTALS_ROW - TRAINER_ROW
    left, right = frame.left(MARGIN, page.table_width), 0.0
    right = left + page.table_width
    heights = [top - TABLE_HEAD]
    for row in page.rows:
        heights.append(heights[-1] - row.height)
    heights += [heights[-1] - TOTALS_ROW, foot]
    lines = [f"{left:.2f} {height:.2f} m {right:.2f} {height:.2f} l" for height in heights]
    columns = [(MARGIN + page.number_width, top - TABLE_HEAD)]
    columns += [(_cell(page, column), top - 12.5) for column in range(len(page.slots))]
    for x, head in columns:
        across = frame.left(x)
        lines.append(f"{across:.2f} {head:.2f} m {across:.2f} {foot:.2f} l")
    frame.book.draw(f"{rgb(HAIR)} RG {HAIRLINE:g} w {' '.join(lines)} S")
    for first, _last in _same_days(record, page):
        across = frame.left(_cell(page, first))
        frame.book.hairline(across, top, across, foot, width=0.9, colour=MUTED)
    frame.book.draw(
        f"{rgb(MUTED)} RG 0.9 w {left:.2f} {foot:.2f} {page.table_width:.2f} {top - foot:.2f} re S"
    )


def _cell(page: SheetPage, column: int) -> float:
    return MARGIN + page.number_width + page.name_width + column * page.cell_width


def _same_days(record: SheetRecord, page: SheetPage) -> Iterator[tuple[int, int]]:
    first = 0
    for column in range(1, len(page.slots) + 1):
        is_last = column == len(page.slots)
        day = record.slots[page.slots[first]].day
        if is_last or record.slots[page.slots[column]].day != day:
            yield first, column - 1
            first = column

"""The table of an individual attendance sheet: one learner, a half-day a row, two cells to sign."""

from collections.abc import Iterator
from typing import Final

from mgdesk.documents.frame import HAIR, MUTED, Frame, legible, tint
from mgdesk.documents.sheet_layout import HALF_DAYS_HEAD, HEADER, MARGIN, PERSON, SheetPage
from mgdesk.documents.sheet_record import SheetRecord, SheetSlot
from mgdesk.i18n import (
    format_clock_range,
    format_day,
    format_hours,
    format_weekday,
    isolate,
)
from mgdesk.i18n import gettext as _
from mgdesk.typesetting.fonts import Style

_SHARES: Final = (0.21, 0.15, 0.2, 0.24, 0.2)  # day, hours, trainer, two cells to sign
_STRUCK: Final = "#E9ECEE"


def draw_half_days(frame: Frame, record: SheetRecord, page: SheetPage) -> None:
    """Draw who signs, and the half-days of this page."""
    top = page.size[1] - MARGIN - HEADER
    _draw_person(frame, record, top)
    top -= PERSON
    accent = legible(record.letterhead.accent)
    width = page.size[0] - 2 * MARGIN
    frame.box(MARGIN, top - HALF_DAYS_HEAD, width, HALF_DAYS_HEAD, colour=tint(accent, 0.08))
    heads = (
        _("Half-day"),
        _("Hours"),
        _("Trainer"),
        _("Learner’s signature"),
        _("Trainer’s signature"),
    )
    y = top - HALF_DAYS_HEAD
    with frame.book.part("Table"):
        with frame.book.part("TR"):
            for (x, room), words in zip(_spans(width), heads, strict=True):
                frame.words(words, x + 5, y + 6, 7.5, colour=MUTED, width=room - 8, role="TH")
        y = _draw_rows(frame, record, page, y, width)
    for x in (*(x for x, _room in _spans(width)), MARGIN + width):
        at = frame.left(x)
        frame.book.hairline(at, top, at, y, colour=HAIR)


def _draw_rows(frame: Frame, record: SheetRecord, page: SheetPage, y: float, width: float) -> float:
    """A half-day a row below y; the foot of the last."""
    height = page.rows[0].height
    struck = set(record.rows[0].struck) if record.rows else set()
    for position in page.slots:
        y -= height
        with frame.book.part("TR"):
            _draw_half_day(frame, record.slots[position], y, height, width)
            frame.book.blank(columns=2)
        if position in struck:
            _strike(frame, y, height, width)
        is_last_of_day = (
            position + 1 >= len(record.slots)
            or record.slots[position + 1].day != record.slots[position].day
        )
        frame.rule(MARGIN, y, width, colour=MUTED if is_last_of_day else HAIR)
    return y


def _draw_person(frame: Frame, record: SheetRecord, top: float) -> None:
    if not record.rows:
        return
    row, room = record.rows[0], frame.width - 2 * MARGIN
    name = ", ".join(part for part in (row.surname, row.first_name) if part)
    fitted = frame.setter.fit(name, room * 0.55, 15, style=Style.BOLD, smallest=9, lines=2)
    y = top - 16 if len(fitted.lines) == 1 else top - 10
    frame.lines(fitted.lines, MARGIN, y, fitted.size, leading=fitted.size * 1.15, role="H2")
    end = frame.width - MARGIN
    frame.words(
        row.second_name, end, top - 15, 12, colour=MUTED, side="end", width=room * 0.42,
        smallest=4, is_name=True,
    )  # fmt: skip
    if row.number:
        said = _("Learner number {number}", number=row.number)
        frame.words(said, MARGIN, top - 31, 8.5, colour=MUTED, width=room * 0.5)


def _draw_half_day(frame: Frame, slot: SheetSlot, y: float, height: float, width: float) -> None:
    (day, day_room), (hours, hours_room), (who, who_room), *_signed = _spans(width)
    middle = y + height / 2
    weekday = format_weekday(slot.day)
    with frame.book.part("TD"):
        frame.words(weekday, day + 5, middle + 2, 9, style=Style.BOLD, width=day_room - 8)
        frame.words(format_day(slot.day), day + 5, middle - 9, 8, colour=MUTED, width=day_room - 8)
    clock = format_clock_range(slot.start, slot.end)
    length = isolate(format_hours(slot.minutes)) if slot.minutes else ""
    detail = " · ".join(part for part in (length, slot.room) if part)
    with frame.book.part("TD"):
        frame.words(clock, hours + 5, middle + 2, 8.5, width=hours_room - 8)
        frame.words(detail, hours + 5, middle - 9, 7.5, colour=MUTED, width=hours_room - 8)
    fitted = frame.setter.fit(slot.trainer, who_room - 8, 8.5, smallest=6, lines=2)
    at = middle - 3 if len(fitted.lines) == 1 else middle + 2
    frame.lines(fitted.lines, who + 5, at, fitted.size, leading=fitted.size * 1.15)


def _strike(frame: Frame, y: float, height: float, width: float) -> None:
    x, room = list(_spans(width))[3]
    left = frame.left(x, room)
    frame.book.box(left, y, room, height, colour=_STRUCK)
    frame.book.hairline(left, y, left + room, y + height, width=0.6, colour=MUTED)


def _spans(width: float) -> Iterator[tuple[float, float]]:
    x = MARGIN
    for share in _SHARES:
        yield x, share * width
        x += share * width

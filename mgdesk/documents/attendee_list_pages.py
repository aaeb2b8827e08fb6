"""How a list of people looks: a box to tick, a number, the name, when they came; counts above."""

from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Final

from mgdesk.documents import letter
from mgdesk.documents.attendee_list import AttendeeListRecord, AttendeeRow, ListKind
from mgdesk.documents.frame import MUTED, Frame, legible, tint
from mgdesk.documents.letter import END, MARGIN, ROOM
from mgdesk.documents.logos import Album
from mgdesk.documents.paper import CopyMark
from mgdesk.i18n import format_clock, format_clock_range, format_day, isolate, ngettext, number
from mgdesk.i18n import gettext as _
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.page import MM

_ROW: Final = 8 * MM
_BOX: Final = 4.2 * MM
_NAME: Final = MARGIN + 17 * MM

# A line of a page: the heading of a group, or somebody with their place in the group.
_Line = str | tuple[int, AttendeeRow]


def _title(record: AttendeeListRecord) -> str:
    if record.kind is ListKind.EVACUATION:
        return _("Who is in the house")
    if record.kind is ListKind.DAY:
        return _("Comings and goings")
    if record.kind is ListKind.SELECTION:
        return _("Selection day")
    if record.kind is ListKind.EMPLOYER:
        return _("Sent by their employer")
    return _("List of attendees")


def _pages(frame: Frame, album: Album, record: AttendeeListRecord) -> None:
    room = letter.BODY - 66 - letter.ABOVE_FOOT
    parts = _parted(_lines(record), int(room // _ROW))
    for index, lines in enumerate(parts, 1):
        letter.begin(frame, album, record)
        y = _draw_head(frame, record, index, len(parts))
        for is_table, run in groupby(lines, lambda line: not isinstance(line, str)):
            with frame.book.part("Table" if is_table else "H2"):
                for line in run:
                    y -= _ROW
                    if isinstance(line, str):
                        _draw_group(frame, record, line, y)
                    else:
                        is_ticked = record.kind not in {ListKind.DAY, ListKind.EMPLOYER}
                        _draw_row(frame, line[0], line[1], y, is_ticked=is_ticked)
                        if record.kind is ListKind.SELECTION:
                            _draw_place_to_sign(frame, y)
        if not lines:
            letter.draw_paragraph(frame, _("Nobody is on this list."), y - 20, colour=MUTED)
        frame.book.showPage()


def _lines(record: AttendeeListRecord) -> list[_Line]:
    lines: list[_Line] = []
    for group in record.groups:
        heading = group.heading
        if not heading and record.kind is ListKind.EVACUATION:
            heading = _("Others who came in")
        if heading:
            count = ngettext("{n} person", "{n} people", len(group.rows))
            lines.append(f"{isolate(heading)} · {count}")
        lines += list(enumerate(group.rows, 1))
    return lines


def _parted(lines: list[_Line], most: int) -> list[list[_Line]]:
    """Lines over pages; a heading is never the last of its page."""
    pages: list[list[_Line]] = [[]]
    for place, line in enumerate(lines):
        is_lonely = isinstance(line, str) and len(pages[-1]) == most - 1 and place + 1 < len(lines)
        if len(pages[-1]) >= most or is_lonely:
            pages.append([])
        pages[-1].append(line)
    return pages


def _draw_head(frame: Frame, record: AttendeeListRecord, index: int, pages: int) -> float:
    accent = legible(record.letterhead.accent)
    y = letter.draw_title(frame, _title(record), "", CopyMark.ORIGINAL, None, accent)
    if pages > 1:
        page = _("Page {page} of {pages}", page=number(index), pages=number(pages))
        frame.words(page, END, y + 25, 9, side="end", width=ROOM * 0.3)
    frame.words(
        record.heading, MARGIN, y, 13, style=Style.BOLD, width=ROOM * 0.68, smallest=6, is_name=True
    )
    frame.words(_when(record), MARGIN, y - 14, 9.5, width=ROOM * 0.6)
    frame.words(record.about, MARGIN, y - 26, 8.5, colour=MUTED, width=ROOM * 0.6)
    rows = [row for group in record.groups for row in group.rows if not row.waiting]
    here = sum(row.is_here for row in rows)
    counts = ngettext("{n} person expected", "{n} people expected", len(rows))
    if record.kind is ListKind.DAY:
        counts = ngettext("{n} line", "{n} lines", len(rows))
    if record.kind is ListKind.EMPLOYER:
        counts = ngettext("{n} person", "{n} people", len(rows))
    frame.words(counts, END, y, 10, style=Style.BOLD, side="end", width=ROOM * 0.3)
    is_counted = record.kind is ListKind.EVACUATION or record.starts is not None
    if is_counted and record.kind is not ListKind.SELECTION:
        arrived = ngettext("{n} has arrived", "{n} have arrived", here)
        frame.words(arrived, END, y - 13, 9.5, side="end", width=ROOM * 0.3)
    printed = _(
        "Printed on {day} at {time}",
        day=format_day(record.printed_on, "short"),
        time=format_clock(record.printed_at),
    )
    frame.words(printed, END, y - 26, 8, colour=MUTED, side="end", width=ROOM * 0.38)
    frame.rule(MARGIN, y - 34, ROOM, colour=MUTED, width=0.6)
    return y - 34


def _when(record: AttendeeListRecord) -> str:
    first, last = format_day(record.first_day, "full"), format_day(record.last_day, "full")
    days = first if first == last else _("{first} to {last}", first=first, last=last)
    if record.starts and record.ends:
        return f"{days} · {isolate(format_clock_range(record.starts, record.ends))}"
    return days


def _draw_group(frame: Frame, record: AttendeeListRecord, heading: str, y: float) -> None:
    accent = legible(record.letterhead.accent)
    frame.box(MARGIN, y, ROOM, _ROW, colour=tint(accent, 0.1))
    middle = y + _ROW / 2 - 3.4
    frame.words(heading, MARGIN + 6, middle, 10, style=Style.BOLD, colour=accent, width=ROOM - 12)


def _draw_row(
    frame: Frame, place: int, row: AttendeeRow, y: float, *, is_ticked: bool = True
) -> None:
    middle = y + _ROW / 2
    if is_ticked:
        left, foot = frame.left(MARGIN + 2, _BOX), middle - _BOX / 2
        frame.book.draw(f"0.34 0.38 0.42 RG 0.7 w {left:.2f} {foot:.2f} {_BOX:.2f} {_BOX:.2f} re S")
    with frame.book.part("TR"):
        _draw_cells(frame, place, row, middle)
    frame.rule(MARGIN, y, ROOM)


def _draw_place_to_sign(frame: Frame, y: float) -> None:
    width = 42 * MM  # past the other name
    frame.rule(END - width, y + 4, width, colour=MUTED, width=0.5)
    frame.words(_("signature"), END - width, y + 6, 6.5, colour=MUTED, width=width)


def _draw_cells(frame: Frame, place: int, row: AttendeeRow, middle: float) -> None:
    frame.words(number(place), MARGIN + 14 * MM, middle - 3, 8, colour=MUTED, side="end")
    fitted = frame.setter.fit(row.name, ROOM * 0.42, 10.5, style=Style.BOLD, smallest=6, lines=2)
    at = middle - 3.4 if len(fitted.lines) == 1 else middle + 1.5
    frame.lines(fitted.lines, _NAME, at, fitted.size, leading=fitted.size * 1.05)
    x = _NAME + ROOM * 0.42 + 8
    frame.words(
        row.second_name,
        x,
        middle - 3,
        9.5,
        colour=MUTED,
        width=ROOM * 0.2,
        smallest=4,
        is_name=True,
    )
    if (
        row.second_name or not row.detail
    ):  # what is said of them stands in its place where there is none
        x += ROOM * 0.2 + 8
    frame.words(row.detail, x, middle - 3, 8, colour=MUTED, width=END - 25 * MM - x, is_name=True)
    frame.words(_state(row), END - 2, middle - 3, 9, side="end", width=24 * MM)


def _state(row: AttendeeRow) -> str:
    if row.waiting:
        return _("waiting: {n}", n=number(row.waiting))
    if row.arrived is not None and row.left is not None:
        return isolate(format_clock_range(row.arrived, row.left))
    if row.arrived is not None and row.is_night:
        return _("{time} – night", time=format_clock(row.arrived))
    if row.arrived is not None:
        return isolate(format_clock(row.arrived))
    return _("here") if row.is_here else ""


draw = partial(letter.write, title=_title, day=attrgetter("printed_on"), page=_pages)

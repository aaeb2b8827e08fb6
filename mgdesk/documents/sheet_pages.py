"""How an attendance sheet looks: whose it is, a table of cells to sign, and who answers for it.

What sheets of one house, one class or one week share is drawn once and shown on each page; only
what a page says of itself (title, days, numbers, code) is set page by page.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Final

from mgdesk.documents.frame import MUTED, Frame, legible
from mgdesk.documents.kinds import Kinds
from mgdesk.documents.letterhead import draw_footer, draw_logos
from mgdesk.documents.logos import Album, emblem_statement, placed, show_row
from mgdesk.documents.marks import copy_words, draw_demo_mark, is_specimen
from mgdesk.documents.output import NothingToPrint, Target, written
from mgdesk.documents.paper import CopyMark
from mgdesk.documents.sheet_individual import draw_half_days
from mgdesk.documents.sheet_layout import (
    MARGIN,
    SheetPage,
    lay_out,
)
from mgdesk.documents.sheet_record import SheetRecord
from mgdesk.documents.sheet_table import draw_table
from mgdesk.i18n import (
    format_day,
    is_right_to_left,
    locale_for,
    number,
    speaking,
)
from mgdesk.i18n import gettext as _
from mgdesk.rules.paper import SheetLayout
from mgdesk.rules.sheet_code import SheetCode, parse_sheet_code
from mgdesk.typesetting.code import qr_code
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.page import MM, Book
from mgdesk.typesetting.text import Typesetter, typesetter

_LOGO_HEIGHT: Final = 9 * MM
_SIGNED_HEIGHT: Final = 12 * MM
CODE: Final = 14 * MM  # a side: a module is 0.56 mm, three dots of a scan at 150 dots per inch
_RISE: Final = 1.6 * MM  # into the margin, so that enough white is left below


def draw(
    records: Sequence[SheetRecord],
    pictures: Mapping[str, bytes],
    path: Target,
    *,
    fonts: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """See `attendance_sheet.draw_sheets`."""
    if not records:
        raise NothingToPrint
    with written(path) as stream:
        first = records[0]
        with speaking(first.language, first.country):
            title = _("Attendance sheet {number}", number=first.number).strip()
        kinds = _Kinds(typesetter(fonts))
        book = Book(
            stream,
            size=kinds.pages(first)[0].size,
            language=locale_for(first.language, first.country).replace("_", "-"),
            title=title,
            day=first.printed_on,
        )
        album = Album(book, pictures)
        for done, record in enumerate(records, 1):
            with speaking(record.language, record.country):
                _sheet(book, album, record, kinds)
            if progress is not None:
                progress(done, len(records))
        book.save()
    return book.pages


# What sheets of one house and language have in common, besides half-days and learners.
_LOOK: Final = attrgetter("layout", "language", "country", "letterhead", "backing", "responsible")


class _Kinds:
    """What the sheets of one file have in common, each told by a number."""

    def __init__(self, setter: Typesetter) -> None:
        self.setter = setter
        self._looks, self._days, self._tables = Kinds(), Kinds(), Kinds()
        self._pages: dict[int, tuple[SheetPage, ...]] = {}

    def look(self, record: SheetRecord) -> int:
        return self._looks.number(_LOOK(record))

    def days(self, record: SheetRecord) -> int:
        return self._days.number(record.slots)

    def table(self, record: SheetRecord) -> int:
        """The learners of a class, for all weeks that have half-days on the same days."""
        days = [slot.day.toordinal() for slot in record.slots]
        alike = tuple([day - days[0] for day in days])
        return self._tables.number((record.layout, record.rows, record.spare_rows, alike))

    def pages(self, record: SheetRecord) -> tuple[SheetPage, ...]:
        """What `lay_out` says, asked once for each table."""
        table = self.table(record)
        if table not in self._pages:
            self._pages[table] = lay_out(record, self.setter)
        return self._pages[table]


def _sheet(book: Book, album: Album, record: SheetRecord, kinds: _Kinds) -> None:
    rtl = is_right_to_left(record.language)
    pages = kinds.pages(record)
    look, days, table = kinds.look(record), kinds.days(record), kinds.table(record)
    for index, page in enumerate(pages, 1):
        book.setPageSize(page.size)
        book.speak(locale_for(record.language, record.country).replace("_", "-"))
        frame = Frame(book, kinds.setter, page.size[0], rtl)
        if record.is_demo:
            _show_demo_mark(frame, record, page)
        _draw_header(frame, album, record, page, index, len(pages), look)
        if record.layout is SheetLayout.INDIVIDUAL:
            draw_half_days(frame, record, page)
        else:
            draw_table(frame, record, page, (look, days, index), (look, table, index))
        book.show(("footer", look), partial(_draw_footer, frame, album, record, page))
        draw_footer(frame, record.letterhead, MARGIN, page.size[0] - MARGIN, MARGIN - 10)
        book.showPage()


def _show_demo_mark(frame: Frame, record: SheetRecord, page: SheetPage) -> None:
    name = f"demo-{record.language}-{page.size[0]:.0f}"
    if not frame.book.hasForm(name):
        frame.book.beginForm(name)
        draw_demo_mark(frame, page.size[1], as_specimen=is_specimen(record))
        frame.book.endForm()
    frame.book.doForm(name)


# --- head of the page ----------------------------------------------------------------------------


def _draw_header(
    frame: Frame,
    album: Album,
    record: SheetRecord,
    page: SheetPage,
    index: int,
    count: int,
    look: int,
) -> None:
    top = page.size[1] - MARGIN
    accent = legible(record.letterhead.accent)
    right = page.size[0] - MARGIN
    is_wide = page.size[0] > page.size[1]
    own, middle = (0.28, 0.46) if is_wide else (0.36, 0.36)
    room = right - MARGIN
    draw_owner = partial(_draw_owner, frame, album, record, top, room * own - 8)
    frame.book.show(("owner", look), draw_owner)
    x = MARGIN + room * own
    width = room * middle - 8
    frame.words(_("Attendance sheet"), x, top - 6.5, 8, colour=MUTED, width=width, role="H1")
    frame.words(
        record.training, x, top - 19.5, 13, style=Style.BOLD, colour=accent, width=width, smallest=6,
        is_name=True, role="H2",
    )  # fmt: skip
    where = " · ".join(part for part in (record.cohort, record.place, record.room) if part)
    frame.words(where, x, top - 30.5, 8.5, width=width)
    days = _days(record, page)
    frame.words(days, x, top - 41, 8.5, colour=MUTED, width=width)
    beside = CODE + 8
    numbers = room * (1 - own - middle) - beside
    _draw_numbers(frame, record, right - beside, top, numbers, index, count)
    _draw_code(frame, SheetCode(record.number, index, count), right, top)


def _draw_code(frame: Frame, code: SheetCode, right: float, top: float) -> None:
    """What tells a scanner which page this is, with white around it; a draft has no number yet."""
    if parse_sheet_code(str(code)) is None:
        return
    symbol = qr_code(str(code))
    foot = top + _RISE - CODE
    left = frame.left(right - CODE, CODE)
    with frame.book.figure(_("Code of this page"), (left, foot, left + CODE, foot + CODE)):
        frame.book.draw(symbol.operators(left, foot, CODE, "0 0 0"))


def _draw_owner(frame: Frame, album: Album, record: SheetRecord, top: float, room: float) -> None:
    head = record.letterhead
    box = (room * (0.42 if head.second_logo is None else 0.32), 13 * MM)
    x = MARGIN + draw_logos(frame, album, head, MARGIN, top, box, is_hanging=True, gap=7)
    width = MARGIN + room - x
    name = " · ".join(part for part in (head.organisation, head.campus) if part)
    frame.words(name, x, top - 7, 9, style=Style.BOLD, width=width, is_name=True)
    fitted = [frame.setter.fit(line, width, 6.6, smallest=5.4, lines=2) for line in head.lines]
    count = sum(len(part.lines) for part in fitted)
    leading = min(7.4, 27 / max(1, count - 1))
    y = top - 15.5
    for part in fitted:
        size = min(part.size, leading * 0.94)
        y = frame.lines(part.lines, x, y, size, leading=leading, colour=MUTED) - leading


def _draw_numbers(
    frame: Frame, record: SheetRecord, right: float, top: float, room: float, index: int, count: int
) -> None:
    if record.number:
        said = _("No. {number}", number=record.number)
        frame.words(said, right, top - 9, 11, style=Style.BOLD, side="end", width=room)
    page = _("Page {page} of {pages}", page=number(index), pages=number(count))
    frame.words(page, right, top - 20, 9, side="end", width=room)
    printed = _(
        "Printed on {day}, version {version}",
        day=format_day(record.printed_on, "short"),
        version=number(record.version),
    )
    frame.words(printed, right, top - 30.5, 7.5, colour=MUTED, side="end", width=room)
    if record.copy is not CopyMark.ORIGINAL:
        mark = copy_words(record.copy)
        frame.words(mark, right, top - 41.5, 9, style=Style.BOLD, side="end", width=room)


def _days(record: SheetRecord, page: SheetPage) -> str:
    days = sorted({record.slots[position].day for position in page.slots})
    if not days:
        return ""
    first, last = format_day(days[0], "full"), format_day(days[-1], "full")
    return first if len(days) == 1 else _("{first} to {last}", first=first, last=last)


# --- foot of the page ----------------------------------------------------------------------------


def _draw_footer(frame: Frame, album: Album, record: SheetRecord, page: SheetPage) -> None:
    room = page.size[0] - 2 * MARGIN
    is_wide = record.layout.is_landscape
    backed = room * 0.42 if is_wide else room
    foot = MARGIN + (0 if is_wide else _SIGNED_HEIGHT + 8)
    row = placed(album, frame, record.backing, _LOGO_HEIGHT, backed - 10)
    show_row(frame, album, row, MARGIN, foot + 8)
    said = [emblem_statement(record.backing)]
    if record.backing.project_number:
        said.append(_("Project {number}", number=record.backing.project_number))
    mention = " · ".join(text for text in said if text)
    frame.words(mention, MARGIN, foot - 1, 7, colour=MUTED, width=backed - 10, smallest=4)
    is_beside = is_wide and bool(row or mention)
    x = MARGIN + backed if is_beside else MARGIN
    _draw_declaration(frame, record, x, page.size[0] - MARGIN - x)


def _draw_declaration(frame: Frame, record: SheetRecord, x: float, room: float) -> None:
    """Who answers for the page: what is declared, the stamp, the responsible person."""
    declaration = _(
        "The persons signed above declare that they were present during the whole half-day. "
        "Each signs for oneself, at the start of the half-day."
    )
    width = min(room * 0.38, 80 * MM)
    fitted = frame.setter.fit(declaration, width, 7, smallest=5.5, lines=5, base=frame.base)
    top = MARGIN + _SIGNED_HEIGHT - 5
    frame.lines(fitted.lines, x, top, fitted.size, leading=fitted.size * 1.25, colour=MUTED)
    end = x + room
    sign = end - min(room * 0.34, 72 * MM)
    stamp = x + width + 14
    frame.rule(stamp, MARGIN + 8, sign - stamp - 14)
    frame.rule(sign, MARGIN + 8, end - sign)
    frame.words(_("Stamp"), stamp, MARGIN - 1, 7, colour=MUTED)
    who = record.responsible or _("Responsible person")
    taken = frame.words(
        who, sign, MARGIN - 1, 7, style=Style.BOLD, width=(end - sign) * 0.7, is_name=True
    )
    left = end - sign - taken - 6
    frame.words(_("signature"), sign + taken + 6, MARGIN - 1, 7, colour=MUTED, width=left)

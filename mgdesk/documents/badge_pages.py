"""How badges and cards look: the name large, whose they are above, the code to scan below."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from mgdesk.documents.badge import BadgeFormat, BadgeRecord
from mgdesk.documents.frame import INK, MUTED, Frame, legible
from mgdesk.documents.letter import frame_of, show_demo_mark
from mgdesk.documents.logos import Album, placed, show_row
from mgdesk.documents.output import NothingToPrint, Target, written
from mgdesk.i18n import gettext as _
from mgdesk.i18n import locale_for, speaking
from mgdesk.rules.codes import shown
from mgdesk.rules.names import display_name
from mgdesk.typesetting.code import Code
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.page import A4, MM, Book

if TYPE_CHECKING:
    from typing_extensions import Buffer

CARD: Final = (85.6 * MM, 54 * MM)


@dataclass(frozen=True)
class _Plan:
    """A page of badges, measured in points."""

    page: tuple[float, float]
    badge: tuple[float, float]
    columns: int
    rows: int
    code: float  # the side of the symbol
    name: float  # the size of the name

    def place(self, index: int) -> tuple[float, float]:
        """The starting edge and the foot of a badge of the page, rows from the top."""
        width, height = self.badge
        across = (self.page[0] - self.columns * width) / 2
        up = (self.page[1] - self.rows * height) / 2
        row, column = divmod(index, self.columns)
        return across + column * width, self.page[1] - up - (row + 1) * height


_PLANS: Final = {
    BadgeFormat.BADGE: _Plan(A4, (90 * MM, 65 * MM), 2, 4, 19 * MM, 23),
    BadgeFormat.CARD: _Plan(A4, CARD, 2, 5, 17 * MM, 16),
    BadgeFormat.SINGLE: _Plan(CARD, CARD, 1, 1, 17 * MM, 16),
}


def draw(
    records: Sequence[BadgeRecord],
    pictures: Mapping[str, bytes],
    path: Target,
    *,
    fonts: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write badges of one form to a PDF, as many a page as fit; the number of pages.

    `pictures` are image files by digest; `progress(done, all)` may raise to stop. The file appears
    whole or not at all. Raises FileCannotBeWritten, DiskFull, PictureCannotBeRead.
    """
    if not records:
        raise NothingToPrint
    first = records[0]
    plan = _PLANS[first.form]
    each = plan.columns * plan.rows
    with written(path) as stream:
        with speaking(first.language, first.country):
            title = _("Badges")
        language = locale_for(first.language, first.country).replace("_", "-")
        book = Book(stream, size=plan.page, language=language, title=title, day=first.printed_on)
        album = Album(book, pictures)
        for start in range(0, len(records), each):
            for index, record in enumerate(records[start : start + each]):
                with speaking(record.language, record.country), book.part("Sect"):
                    frame = frame_of(book, record, plan.page, fonts)
                    if record.is_demo and index == 0:
                        show_demo_mark(frame, record, plan.page[1])
                    # The first badge is where the reading of the page's first language starts.
                    _draw_badge(frame, album, record, plan, *plan.place(index))
            book.showPage()
            if progress is not None:
                progress(min(start + each, len(records)), len(records))
        book.save()
    return book.pages


def _draw_badge(
    frame: Frame, album: Album, record: BadgeRecord, plan: _Plan, x: float, y: float
) -> None:
    width, height = plan.badge
    accent = legible(record.letterhead.accent)
    if plan.columns > 1:
        left = frame.left(x, width)
        frame.book.draw(f"0.75 0.78 0.8 RG 0.3 w {left:.2f} {y:.2f} {width:.2f} {height:.2f} re S")
    pad = 4.5 * MM
    inside = width - 2 * pad
    # The line that tells a demonstration stands at the top of the page.
    is_below_mark = record.is_demo and plan.rows == 1
    top = y + height - pad - (6 if is_below_mark else 0)
    _draw_head(frame, album, record, x + pad, top, inside)
    frame.rule(x + pad, top - 9 * MM, inside, colour=accent, width=1)
    _draw_code(frame, plan, record.code, x + width - pad - plan.code, y + pad)
    _draw_name(frame, record, plan, x + pad, top - 9 * MM, inside, accent)
    beside = inside - plan.code - 8
    foot = y + pad
    row = placed(album, frame, record.backing, 5.5 * MM, beside)
    show_row(frame, album, row, x + pad, foot)
    above = foot + (5.5 * MM + 6 if row else 0)
    frame.words(record.detail, x + pad, above + 1, 7, colour=MUTED, width=beside, is_name=True)
    fitted = frame.setter.fit(record.about, beside, 9, style=Style.BOLD, smallest=6.5, lines=2)
    rise = (len(fitted.lines) - 1) * fitted.size * 1.15
    at = above + (11 if record.detail else 2) + rise
    frame.lines(fitted.lines, x + pad, at, fitted.size, leading=fitted.size * 1.15)


def _draw_head(
    frame: Frame, album: Album, record: BadgeRecord, x: float, top: float, inside: float
) -> None:
    head = record.letterhead
    picture = album.picture(head.logo)
    end = x + inside
    if picture is not None and head.logo is not None:
        height = min(7 * MM, inside * 0.4 / picture.proportion)
        width = height * picture.proportion
        middle = top - 3.5 * MM
        album.show(head.logo, frame.left(x, width), middle - height / 2, width, height)
        x += width + 7
    room = end - x
    name = head.organisation or head.campus
    frame.words(name, x, top - 9, 8.5, style=Style.BOLD, width=room, is_name=True)
    if head.organisation and head.campus:
        frame.words(head.campus, x, top - 19, 7.5, colour=MUTED, width=room, is_name=True)


def _draw_name(
    frame: Frame, record: BadgeRecord, plan: _Plan, x: float, top: float, inside: float, accent: str
) -> None:
    """The first name large, the surname below; names that are written in one piece alone."""
    fit = partial(frame.setter.fit, width=inside)
    whole = display_name(record.first_name, record.surname)
    parts = [(record.first_name, plan.name, accent), (record.surname, plan.name * 0.72, INK)]
    if not record.first_name or not record.surname or " " not in whole:
        parts = [(whole, plan.name, accent)]
    y = top
    lines = 2 if len(parts) == 1 else 1
    for text, size, colour in parts:
        fitted = fit(text, size=size, style=Style.BOLD, smallest=size * 0.4, lines=lines)
        y -= fitted.size * 1.2
        y = frame.lines(
            fitted.lines, x, y, fitted.size, leading=fitted.size * 1.1, colour=colour,
            role="H1",
        )  # fmt: skip
    if record.second_name:
        frame.words(
            record.second_name, x, y - plan.name * 0.68, plan.name * 0.5, colour=MUTED,
            width=inside - plan.code - 8, smallest=4, is_name=True,
        )  # fmt: skip


def _draw_code(frame: Frame, plan: _Plan, code: str, x: float, y: float) -> None:
    """The symbol, and its letters below for eyes and fingers."""
    foot = y + 9
    frame.book.box(
        frame.left(x - 4, plan.code + 8), foot - 4, plan.code + 8, plan.code + 8, colour="#FFFFFF"
    )
    symbol = _symbol(code)
    left = frame.left(x, plan.code)
    box = (left, foot, left + plan.code, foot + plan.code)
    with frame.book.figure(_("Code of this badge"), box):
        frame.book.draw(symbol.operators(left, foot, plan.code, "0 0 0"))
    line = frame.setter.line(shown(code), Style.TEXT, 0)
    size = min(6.0, plan.code / line.width)
    frame.book.set_line(line, left + (plan.code - line.width * size) / 2, y, size, INK)


@cache
def _symbol(code: str) -> Code:
    """A QR code in small letters, as the keyboard of a scanner types them without Shift."""
    import zxingcpp

    made = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = memoryview(cast("Buffer", made.to_image(add_quiet_zones=False)))
    shape = image.shape
    assert shape is not None
    size = shape[0]
    stride = -(-size // 8)
    rows = bytearray(stride * size)
    for y in range(size):
        for x in range(size):
            if not image[y, x]:
                rows[y * stride + x // 8] |= 0x80 >> x % 8
    return Code(size, bytes(rows))

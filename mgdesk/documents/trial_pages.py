"""The sheet to try a scanner with: one large code, and what to do with it."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Final

from mgdesk.documents.frame import MUTED, Frame
from mgdesk.i18n import gettext as _
from mgdesk.i18n import is_right_to_left, locale_for, spoken_language
from mgdesk.rules.scan_faults import TRIAL
from mgdesk.typesetting.code import qr_code
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.page import A4, MM, Book
from mgdesk.typesetting.text import typesetter

MARGIN: Final = 25 * MM
_SIDES: Final = (60 * MM, 25 * MM)  # a code for across the desk, and one as large as on a badge


def draw_trial(day: date, *, fonts: Path | None = None) -> bytes:
    """A PDF of one page in the language spoken."""
    stream = BytesIO()
    language = spoken_language()
    title = _("Try your scanner")
    tag = locale_for(language, None).replace("_", "-")
    book = Book(stream, size=A4, language=tag, title=title, day=day)
    frame = Frame(book, typesetter(fonts), A4[0], is_right_to_left(language))
    book.speak(tag)
    with book.part("Sect"):
        _draw(frame, title)
    book.showPage()
    book.save()
    return stream.getvalue()


def _draw(frame: Frame, title: str) -> None:
    width = frame.width - 2 * MARGIN
    y = A4[1] - MARGIN - 20
    frame.words(title, MARGIN, y, 24, style=Style.DISPLAY, width=width, role="H1")
    sentence = _(
        "Choose Help, then Try your scanner, in MolenGeek Desk. Scan either of these codes: the"
        " program says what it received, and what to change."
    )
    fitted = frame.setter.fit(sentence, width, 12, smallest=10, lines=4, base=frame.base)
    y = frame.lines(fitted.lines, MARGIN, y - 30, fitted.size, leading=17, role="P")
    for side in _SIDES:
        y -= side + 18 * MM
        _draw_code(frame, y, side)
    frame.words(TRIAL, frame.width / 2, y - 12 * MM, 9, colour=MUTED, side="centre")


def _draw_code(frame: Frame, y: float, side: float) -> None:
    left = (frame.width - side) / 2
    with frame.book.figure(_("Code to try a scanner with"), (left, y, left + side, y + side)):
        frame.book.draw(qr_code(TRIAL).operators(left, y, side, "0 0 0"))

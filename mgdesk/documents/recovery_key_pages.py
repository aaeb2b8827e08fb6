"""How the page of the recovery key looks: twelve numbered words, their code, what to do with it."""

from functools import partial
from operator import attrgetter
from typing import Final

from mgdesk.documents import letter
from mgdesk.documents.frame import HAIR, INK, MUTED, Frame, legible, tint
from mgdesk.documents.letter import BODY, END, MARGIN, ROOM
from mgdesk.documents.logos import Album
from mgdesk.documents.recovery_key import RecoveryKeyRecord
from mgdesk.i18n import format_day, isolate, number
from mgdesk.i18n import gettext as _
from mgdesk.typesetting.code import qr_code
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.page import rgb

_CODE: Final = 116.0  # points: a module is over a millimetre, so any scanner reads it
_ROW, _COLUMNS = 34.0, 2
_CARD: Final = 6 * _ROW + 28


def _page(frame: Frame, album: Album, record: RecoveryKeyRecord) -> None:
    letter.begin(frame, album, record)
    accent = legible(record.letterhead.accent)
    y = BODY - 10
    frame.words(
        _("Recovery key"), MARGIN, y, 19, style=Style.DISPLAY, colour=accent, width=ROOM * 0.6,
        role="H1",
    )  # fmt: skip
    day = _("Made on {day}", day=format_day(record.made_on, "long"))
    frame.words(day, END, y + 3, 10, colour=MUTED, side="end", width=ROOM * 0.36)
    y = letter.draw_paragraph(frame, _what_for(), y - 32, 10.5)
    foot = y - 8 - _CARD
    _draw_words(frame, record, foot, tint(accent, 0.07))
    _draw_code(frame, record.code, foot)
    _draw_advice(frame, foot - 30, accent)
    frame.book.showPage()


def _what_for() -> str:
    return _(
        "These twelve words open the data of MolenGeek Desk when the passphrase is lost, and open"
        " its copies on another computer. Whoever reads this page can do so too."
    )


def _draw_words(frame: Frame, record: RecoveryKeyRecord, foot: float, ground: str) -> None:
    frame.box(MARGIN, foot, ROOM, _CARD, colour=ground)
    rows = len(record.words) // _COLUMNS
    width = (ROOM - _CODE - 60) / _COLUMNS
    for place, word in enumerate(record.words):
        # Down the first column, then down the second: the order in which they are typed.
        x = MARGIN + 18 + place // rows * width
        y = foot + _CARD - 14 - (place % rows + 0.66) * _ROW
        frame.words(f"{number(place + 1)}.", x, y, 10, colour=MUTED)
        frame.words(word, x + 26, y, 15, style=Style.BOLD, width=width - 34, is_name=True)
        frame.rule(x, y - 9, width - 16, colour=HAIR)


def _draw_code(frame: Frame, code: str, foot: float) -> None:
    symbol = qr_code(code)
    left = frame.left(END - 18 - _CODE, _CODE)
    bottom = foot + (_CARD - _CODE) / 2
    white = 10.0
    frame.box(END - 18 - _CODE - white, bottom - white, _CODE + 2 * white, _CODE + 2 * white,
              colour="#FFFFFF")  # fmt: skip
    with frame.book.figure(
        _("The same words as a code, to scan into the window"),
        (left, bottom, left + _CODE, bottom + _CODE),
    ):
        frame.book.draw(symbol.operators(left, bottom, _CODE, rgb(INK)))


def _draw_advice(frame: Frame, y: float, accent: str) -> None:
    frame.words(_("How to keep it"), MARGIN, y, 12, style=Style.BOLD, colour=accent, role="H2")
    y = _sentences(
        frame,
        (
            _(
                "Keep this page away from the computer, locked up, where two trusted people find it."
            ),
            _("Make no photo and no scan of it. Printing a new page makes this one worthless."),
        ),
        y - 20,
    )
    frame.words(_("How to use it"), MARGIN, y - 14, 12, style=Style.BOLD, colour=accent, role="H2")
    _sentences(
        frame,
        (
            _(
                "Start the program; where it asks for the passphrase, choose “Use the recovery"
                " key”. Type the words in their order or scan the code: capitals do not count, and"
                " four letters of each word are enough. Then choose a new passphrase."
            ),
            _(
                "On another computer: Settings, Safety, Restore another file. Or by command: {command}",
                command=isolate("mgdesk restore FILE --recovery-file FILE"),
            ),
        ),
        y - 34,
    )


def _sentences(frame: Frame, said: tuple[str, ...], y: float) -> float:
    for sentence in said:
        y = letter.draw_paragraph(frame, sentence, y, 10) - 4
    return y


draw = partial(
    letter.write, title=lambda _record: _("Recovery key"), day=attrgetter("made_on"), page=_page
)

"""How a letter to somebody of a list looks: to whom, about what, the text, who signs; long ones go over."""

from functools import partial
from typing import Final

from mgdesk.documents import flow, letter
from mgdesk.documents.frame import MUTED, Frame, legible
from mgdesk.documents.letter import BODY, END, MARGIN, ROOM
from mgdesk.documents.logos import Album
from mgdesk.documents.people_letter import PeopleLetterRecord
from mgdesk.i18n import gettext as _
from mgdesk.i18n import number
from mgdesk.typesetting.fonts import Style

_SIGNED: Final = 72.0  # what the name of who signs takes, with room for a pen
_LOWEST: Final = letter.ABOVE_FOOT
_RUNNING: Final = BODY - 4


def _pages(frame: Frame, album: Album, record: PeopleLetterRecord) -> None:
    letter.begin(frame, album, record)
    lines = [record.second_name, *record.address]
    top = letter.draw_addressee(frame, record.name, lines, record.place, record.issued_on)
    accent = legible(record.letterhead.accent)
    top = _draw_subject(frame, record, top, accent)
    rows = flow.rows_of(frame, [("", record.text)], ROOM)
    pages = flow.paged(rows, top - _LOWEST, _RUNNING - 14 - _LOWEST, _SIGNED)
    for index, page in enumerate(pages, 1):
        if index > 1:
            letter.begin(frame, album, record)
            frame.words(record.name, MARGIN, _RUNNING, 9, colour=MUTED, width=ROOM, is_name=True)
            top = _RUNNING - 14
        if len(pages) > 1:
            said = _("Page {page} of {pages}", page=number(index), pages=number(len(pages)))
            frame.words(said, END, letter.FOOT, 9, side="end", width=ROOM * 0.24)
        top = flow.draw_rows(frame, page, MARGIN, top, ROOM, accent)
        if index == len(pages):
            _draw_signatory(frame, record, top - _SIGNED + 18)
        frame.book.showPage()


def _draw_subject(frame: Frame, record: PeopleLetterRecord, y: float, accent: str) -> float:
    if not record.subject:
        return y
    fitted = frame.setter.fit(record.subject, ROOM, 17, style=Style.DISPLAY, smallest=11, lines=2)
    size = fitted.size
    last = frame.lines(
        fitted.lines, MARGIN, y, size, leading=size * 1.25, colour=accent, role="H1"
    )  # fmt: skip
    return last - size


def _draw_signatory(frame: Frame, record: PeopleLetterRecord, y: float) -> None:
    who = record.signatory or _("The team of {campus}", campus=record.letterhead.campus)
    frame.words(who, MARGIN, y, 10.5, style=Style.BOLD, width=ROOM * 0.6, is_name=True)
    if record.signatory_role:
        frame.words(record.signatory_role, MARGIN, y - 13, 9, colour=MUTED, width=ROOM * 0.6)


draw = partial(letter.write, title=lambda record: record.subject or _("Letter"), page=_pages)

"""How the copy of a person's data looks: whose it is, the facts in rows, then chapters over pages."""

from functools import partial
from operator import attrgetter
from typing import Final

from mgdesk.documents import flow, letter
from mgdesk.documents.access_copy import AccessCopyRecord
from mgdesk.documents.fact_table import draw_fact_table
from mgdesk.documents.frame import MUTED, Frame, legible
from mgdesk.documents.letter import BODY, END, MARGIN, ROOM
from mgdesk.documents.logos import Album
from mgdesk.documents.paper import CopyMark
from mgdesk.i18n import format_day, number
from mgdesk.i18n import gettext as _
from mgdesk.typesetting.fonts import Style

_RUNNING: Final = BODY - 12
_LOWEST: Final = letter.ABOVE_FOOT
_SIZE: Final = 9.5


def _pages(frame: Frame, album: Album, record: AccessCopyRecord) -> None:
    accent = legible(record.letterhead.accent)
    sections = [(one.heading, "\n".join(one.lines)) for one in record.chapters if one.lines]
    rows = flow.rows_of(frame, sections, ROOM, _SIZE)
    letter.begin(frame, album, record)
    top = _draw_head(frame, record, accent)
    pages = flow.paged(rows, top - _LOWEST, _RUNNING - 10 - _LOWEST, 0)
    for index, page in enumerate(pages, 1):
        if index > 1:
            letter.begin(frame, album, record)
            top = _draw_running_head(frame, record)
        if len(pages) > 1:
            said = _("Page {page} of {pages}", page=number(index), pages=number(len(pages)))
            frame.words(said, END, letter.FOOT, 9, side="end", width=ROOM * 0.24)
        flow.draw_rows(frame, page, MARGIN, top, ROOM, accent)
        frame.book.showPage()


def _draw_head(frame: Frame, record: AccessCopyRecord, accent: str) -> float:
    """The title, the person alone on a line, why this paper is there, the facts; where texts begin."""
    y = letter.draw_title(frame, _("Copy of your data"), "", CopyMark.ORIGINAL, None, accent)
    day = format_day(record.made_on, "long")
    frame.words(day, END, y + 25, 10, colour=MUTED, side="end", width=ROOM * 0.3)
    fitted = frame.setter.fit(record.name, ROOM * 0.62, 17, style=Style.BOLD, smallest=10, lines=2)
    size = fitted.size
    last = frame.lines(fitted.lines, MARGIN, y - 12, size, leading=size * 1.2, role="H2")
    if record.second_name:
        frame.words(
            record.second_name, END, y - 12, 13, colour=MUTED, side="end", width=ROOM * 0.34,
            smallest=4, is_name=True,
        )  # fmt: skip
    y = letter.draw_paragraph(frame, record.introduction, last - 18, 9, colour=MUTED)
    facts = [(one.heading, " · ".join(one.lines)) for one in record.facts]
    return draw_fact_table(frame, facts, y - 4)


def _draw_running_head(frame: Frame, record: AccessCopyRecord) -> float:
    said = " · ".join((_("Copy of your data"), record.name))
    frame.words(said, MARGIN, _RUNNING, 9, colour=MUTED, width=ROOM)
    return _RUNNING - 10


draw = partial(
    letter.write,
    title=lambda _record: _("Copy of your data"),
    day=attrgetter("made_on"),
    page=_pages,
)

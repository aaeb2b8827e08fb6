"""How a coaching note looks: who and when, what was aimed at, said and agreed, both signatures."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from mgdesk.documents import flow, letter, signatures
from mgdesk.documents.coaching_note import CoachingNoteRecord
from mgdesk.documents.frame import MUTED, Frame, legible
from mgdesk.documents.letter import BODY, END, MARGIN, ROOM
from mgdesk.documents.logos import Album
from mgdesk.i18n import format_clock_range, format_day, isolate, number
from mgdesk.i18n import gettext as _
from mgdesk.typesetting.fonts import Style

_RUNNING: Final = BODY - 12  # the line that says whose page it is, from the second on
_LOWEST: Final = letter.ABOVE_FOOT


def _pages(frame: Frame, album: Album, record: CoachingNoteRecord) -> None:
    accent = legible(record.letterhead.accent)
    sections = (
        (_("Aims"), record.aims),
        (_("Points discussed"), record.points),
        (_("Action plan"), "\n".join(filter(None, (record.action_plan, *_steps(record))))),
    )
    rows = flow.rows_of(frame, sections, ROOM)
    letter.begin(frame, album, record)
    top = _draw_head(frame, record, accent)
    room = _RUNNING - 10 - _LOWEST
    pages = flow.paged(rows, top - _LOWEST, room, signatures.HEIGHT + 18)
    for index, page in enumerate(pages, 1):
        if index > 1:
            letter.begin(frame, album, record)
            top = _draw_running_head(frame, record)
        if len(pages) > 1:
            said = _("Page {page} of {pages}", page=number(index), pages=number(len(pages)))
            frame.words(said, END, letter.FOOT, 9, side="end", width=ROOM * 0.24)
        top = flow.draw_rows(frame, page, MARGIN, top, ROOM, accent)
        if index == len(pages):
            _draw_signatures(frame, record, top - 18)
        frame.book.showPage()


def _steps(record: CoachingNoteRecord) -> Iterator[str]:
    """Each point on a line: what, who, until when or since when it is done."""
    for one in record.steps:
        until = _("by {day}", day=format_day(one.due_on, "long")) if one.due_on else ""
        done = _("done on {day}", day=format_day(one.done_on, "long")) if one.done_on else ""
        parts = (one.what, one.who, done or until)
        yield "•  " + " · ".join(isolate(part) for part in parts if part)


def _draw_head(frame: Frame, record: CoachingNoteRecord, accent: str) -> float:
    """The title, the person alone on a line, when and with whom; where the texts begin."""
    title = _("Coaching note")
    y = letter.draw_title(frame, title, record.number, record.copy, record.corrected_on, accent)
    fitted = frame.setter.fit(record.name, ROOM * 0.62, 17, style=Style.BOLD, smallest=10, lines=2)
    size = fitted.size
    last = frame.lines(fitted.lines, MARGIN, y - 12, size, leading=size * 1.2, role="H2")
    if record.second_name:
        frame.words(
            record.second_name, END, y - 12, 13, colour=MUTED, side="end", width=ROOM * 0.34,
            smallest=4, is_name=True,
        )  # fmt: skip
    facts = [
        (_("Coach"), record.coach),
        (_("Day"), format_day(record.day, "long")),
        (_("Time"), format_clock_range(record.starts, record.ends)),
        (_("Room"), record.room),
        (_("Subject"), record.subject),
    ]
    return letter.draw_facts(frame, facts, last - 20) + 10


def _draw_running_head(frame: Frame, record: CoachingNoteRecord) -> float:
    said = " · ".join(filter(None, (_("Coaching note"), record.name, record.number)))
    frame.words(said, MARGIN, _RUNNING, 9, colour=MUTED, width=ROOM)
    return _RUNNING - 10


def _draw_signatures(frame: Frame, record: CoachingNoteRecord, top: float) -> None:
    day = format_day(record.issued_on, "long")
    made = _("Done at {place}, {day}", place=record.place, day=day) if record.place else day
    parties = ((record.name, _("signature")), (record.coach, _("coach, signature")))
    signatures.draw_signatures(frame, made, parties, top)


draw = partial(letter.write, title=lambda _record: _("Coaching note"), page=_pages)
